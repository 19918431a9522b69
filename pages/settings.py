"""What a marketer changes, what the dashboard was started with, and how to go live."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.private_files import exposed
from jetmsg_core.settings import SECRETS_FILE, Mode
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_title
from pages.parts.settings.account import draw_account
from pages.parts.settings.connections import draw_connections
from pages.parts.settings.erased import draw_erased
from pages.parts.settings.owned import draw_owned
from pages.parts.settings.settings_table import draw_addresses, draw_going_live, draw_groups
from pages.parts.styles.formatting import plain

settings = signed_in.enter()


draw_title("Settings")
st.markdown(
    "What you change here works at once, for everybody. A field is locked if it is set where the "
    "dashboard is started. Campaigns already made keep their settings."
)
if warning := exposed(SECRETS_FILE):
    st.warning(plain(warning), icon=":material/lock_open:")
draw_owned(settings)
draw_account(settings)
if may(Permission.MANAGE_RETENTION):
    draw_erased(settings)
st.header("Set where the dashboard is started", anchor=False)
st.markdown(
    "Your administrator sets these, in the environment or in `.streamlit/secrets.toml`; "
    "where neither says anything, the usual value is shown. They are read once, when the dashboard "
    "starts. The guide for operators, `docs/operator.md`, has the name of each."
)
left, right = st.columns(2, gap="medium")
with left:
    draw_groups(settings, left=True)
with right:
    draw_groups(settings, left=False)
    draw_addresses(settings)
    if may(Permission.CHANGE_SETTINGS):
        draw_connections()
if settings.mode is Mode.SANDBOX:
    draw_going_live()
