"""Who did what: every act of people, of the command line and of the worker, newest first."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may, require
from pages.parts.audit.address import FIELDS
from pages.parts.audit.filters import draw_filters
from pages.parts.audit.rows import draw_acts, draw_export
from pages.parts.audit.verifying import draw_verified, draw_verify
from pages.parts.page import signed_in
from pages.parts.page.heading import heading

settings = signed_in.enter()

with heading("Who did what"):
    if may(Permission.SEE_AUDIT):
        asked = FIELDS.read()
        draw_verify(settings)
        draw_export(settings, asked)
require(Permission.SEE_AUDIT)
st.markdown(
    "Nothing here can be changed or removed. Numbers of people are not kept, but for their last "
    "four digits."
)
draw_verified()
draw_filters(settings, asked)
draw_acts(settings, asked)
