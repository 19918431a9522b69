"""What needs a person, what runs, what is left to spend, what happened last."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import search
from jetmsg_core.campaigns.listing.search import CampaignFilter
from jetmsg_core.states import AT_REST
from pages.parts.balance.pools import draw_pools
from pages.parts.overview.live import draw_live
from pages.parts.overview.posters import draw_posters
from pages.parts.overview.week import draw_week
from pages.parts.page import signed_in
from pages.parts.page.heading import heading
from pages.parts.shared.campaign_rows import draw_row
from pages.parts.shared.kept_back import draw_kept_notice
from pages.parts.shared.welcome import draw_welcome

settings = signed_in.enter()

LAST = 5


campaigns = control.newest(settings, limit=1)
with heading("Overview"):
    if campaigns and may(Permission.PREPARE):
        st.page_link("compose.py", label="New campaign", icon=":material/edit_square:")

draw_kept_notice(settings)
if not campaigns:
    draw_welcome(settings)
else:
    draw_live(settings)

st.header("Credits", anchor=False)
draw_pools(settings)
draw_week(settings)
if settings.fleet_url:
    draw_posters(settings)

at_rest = search.newest(settings, LAST, CampaignFilter(states=tuple(AT_REST)))
if at_rest:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header("Last campaigns", anchor=False)
        st.page_link("campaigns.py", label="All campaigns", icon=":material/campaign:")
    for status in at_rest:
        draw_row(status)
