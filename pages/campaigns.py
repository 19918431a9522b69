"""Every campaign, newest first: searched, filtered, copied, archived, a page at a time."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import control
from pages.parts.campaigns.address import FIELDS
from pages.parts.campaigns.filters import draw_filters
from pages.parts.campaigns.rows import draw_page, read_page
from pages.parts.draft.open_draft import leave_draft
from pages.parts.page import signed_in
from pages.parts.page.heading import heading
from pages.parts.page.live import open_page
from pages.parts.shared.welcome import draw_no_campaigns

settings = signed_in.enter()

asked = FIELDS.read()
has_some = control.newest(settings, 2)

with heading("Campaigns"):
    if has_some[1:]:
        st.page_link("compare.py", label="Compare campaigns", icon=":material/compare_arrows:")
    if (
        has_some
        and may(Permission.PREPARE)
        and st.button(
            "New campaign",
            key="campaigns.new",
            type="primary",
            icon=":material/edit_square:",
            on_click=leave_draft,
        )
    ):
        open_page("compose.py")
if has_some:
    draw_filters(settings, asked)
    draw_page(settings, asked, read_page(settings, asked))
else:
    draw_no_campaigns(settings)
