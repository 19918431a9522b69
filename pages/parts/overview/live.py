"""What waits for a person, runs or is scheduled, redrawn by itself while anything is."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.balances import pool_status
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.needs_action import waiting
from jetmsg_core.settings import Settings
from jetmsg_core.states import UNDER_WAY
from pages.parts.overview.decisions import decisions, draw_decisions
from pages.parts.page.banner import health_changed
from pages.parts.page.live import draw_alone
from pages.parts.shared.campaign_rows import draw_row

TICK_SECONDS = 3
IDLE_SECONDS = 15
"""While nothing is under way: a colleague, or a script, may start something."""
SHOWN = 10
"""Of those running, the newest; of those scheduled, the next."""


def draw_live(settings: Settings) -> None:
    """This draws what needs a decision, what is under way and what is scheduled, again and
    again."""
    before, turn = any(_under_way(settings)), control.last_turn(settings)

    def tick() -> bool:
        """This draws them as they are now, and returns whether the page around them is out of
        date."""
        running, scheduled = _under_way(settings)
        has_turned = control.last_turn(settings) != turn or before != bool(running or scheduled)
        pools = pool_status.pool_statuses(settings) if running or scheduled else {}
        draw_decisions(decisions(waiting(settings), pools))
        _draw("Under way", running)
        _draw("Scheduled", scheduled)
        return has_turned or health_changed(settings)

    draw_alone(tick, key="overview.live", every=TICK_SECONDS if before else IDLE_SECONDS)


def _under_way(settings: Settings) -> tuple[list[Status], list[Status]]:
    """Running and scheduled; one more than is shown, where there are more."""
    running = control.newest(settings, SHOWN + 1, states=UNDER_WAY)
    return running, control.next_scheduled(settings, SHOWN + 1)


def _draw(title: str, campaigns: list[Status]) -> None:
    if not campaigns:
        return
    st.header(title, anchor=False)
    for status in campaigns[:SHOWN]:
        draw_row(status)
    if len(campaigns) > SHOWN:
        st.page_link("campaigns.py", label="More in all campaigns", icon=":material/campaign:")
