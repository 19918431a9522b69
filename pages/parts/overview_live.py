"""What waits for a person, runs or is scheduled, redrawn by itself while anything is."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.balances import outlook
from jetmsg_core.campaigns import control
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from jetmsg_core.times import utc_now
from pages.parts.banner import health_changed
from pages.parts.campaign_rows import draw_row
from pages.parts.decisions import decisions, draw_decisions

TICK_SECONDS = 3
LOOKED_AT = 50
"""The newest campaigns; one older than these and still unfinished is on the campaigns page."""

RUNNING = (CampaignState.RUNNING, CampaignState.PAUSED)


def draw_live(settings: Settings) -> None:
    before = [s for s in control.newest(settings, LOOKED_AT) if is_under_way(s)]

    @st.fragment(run_every=TICK_SECONDS if before else None)
    def tick() -> None:
        now = control.newest(settings, LOOKED_AT)
        under_way = [status for status in now if is_under_way(status)]
        if (before and not under_way) or health_changed(settings):
            st.rerun()
        pools = outlook.outlook(settings) if under_way else {}
        draw_decisions(decisions(settings, now, pools, utc_now()))
        running = [status for status in under_way if status.campaign.state in RUNNING]
        if running:
            st.subheader("Under way", anchor=False)
        for status in running:
            draw_row(status)
        scheduled = [s for s in under_way if s.campaign.state is CampaignState.SCHEDULED]
        if scheduled:
            st.subheader("Scheduled", anchor=False)
        for status in sorted(scheduled, key=lambda one: one.campaign.scheduled_at or ""):
            draw_row(status)

    tick()


def is_under_way(status: Status) -> bool:
    return status.campaign.state in (*RUNNING, CampaignState.SCHEDULED)
