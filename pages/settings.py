"""What the dashboard was started with, and how to go live. Nothing is changed from here."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.settings import Mode
from pages.parts import context
from pages.parts.connections import draw_connections
from pages.parts.heading import draw_title
from pages.parts.settings_shown import draw_gateway, draw_going_live, draw_keys, draw_sending

settings = context.settings()

draw_title("Settings")
st.markdown(
    "Settings come from the environment, else from `.streamlit/secrets.toml`, and are read once, "
    "when the dashboard starts."
)
left, right = st.columns(2, gap="medium")
with left:
    draw_gateway(settings)
    draw_keys(settings)
with right:
    draw_sending(settings)
    draw_connections()
if settings.mode is Mode.SANDBOX:
    draw_going_live()
