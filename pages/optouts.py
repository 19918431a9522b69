"""People who do not want messages: add, import, find, remove, export."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import optouts
from jetmsg_core.acting import Permission, may
from pages.parts.optouts.adding import draw_adding, draw_outcome
from pages.parts.optouts.importing import draw_importing
from pages.parts.optouts.rows import draw_export, draw_opt_outs
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_tabs, heading
from pages.parts.shared.kept_back import draw_kept_opt_outs
from pages.parts.styles.formatting import counted

settings = signed_in.enter()

total = optouts.count(settings)

with heading("Opt-outs"):
    if total and may(Permission.EXPORT):
        draw_export(settings)
st.markdown(
    "People here get no message from any campaign, on any channel. They are left out when a "
    "campaign is made, and again right before each call."
)
draw_outcome()
if may(Permission.RESTORE):
    draw_kept_opt_outs(settings)
if may(Permission.PREPARE):
    by_hand, from_file = draw_tabs("Add numbers", "Import a file")
    with by_hand:
        draw_adding(settings)
    with from_file:
        draw_importing(settings)

if total:
    st.header(counted(total, "number opted out", "numbers opted out"), anchor=False)
    draw_opt_outs(settings)
else:
    with st.container(border=True, key="optouts.none"):
        st.markdown("**Nobody has opted out.**")
        st.markdown("Add people who want no more messages above, by number or with a file.")
