"""Every campaign, newest first, a page at a time."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle import control
from pages.parts.page import context
from pages.parts.page.heading import heading
from pages.parts.shared.campaign_rows import draw_row
from pages.parts.shared.welcome import draw_no_campaigns

PAGE = 20
PAGES_BEFORE = "campaigns.before"

settings = context.settings()

with heading("Campaigns"):
    if control.newest(settings, 2)[1:]:
        st.page_link("compare.py", label="Compare campaigns", icon=":material/compare_arrows:")
# Keyset paging: each page is found by the id the page before ended with.
trail: list[int] = st.session_state.setdefault(PAGES_BEFORE, [])
campaigns = control.newest(settings, PAGE + 1, trail[-1] if trail else None)
on_page = campaigns[:PAGE]

if not on_page and not trail:
    draw_no_campaigns(settings)
for status in on_page:
    draw_row(status)


def newer() -> None:
    trail.pop()


def older() -> None:
    trail.append(on_page[-1].campaign.id)


with st.container(horizontal=True, horizontal_alignment="center"):
    if trail:
        st.button("Newer", key="campaigns.newer", icon=":material/west:", on_click=newer)
    if len(campaigns) > PAGE:
        st.button(
            "Older",
            key="campaigns.older",
            icon=":material/east:",
            icon_position="right",
            on_click=older,
        )
