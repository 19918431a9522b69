"""All of a campaign that changes while it moves: how far it is, what became of it, what a person
has to decide, and who may not have it.

It is drawn every two seconds as of one moment, so that no number has two values at once, and by
queries of a few rows however large it is.
"""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns import campaign_snapshot
from jetmsg_core.campaigns.campaign_snapshot import CampaignSnapshot
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from pages.parts.campaign.progress import draw_progress, is_moving
from pages.parts.campaign.recipients import draw_reasons
from pages.parts.campaign.summary import draw_outcome
from pages.parts.campaign.undecided.groups import draw_unknown
from pages.parts.page import questions
from pages.parts.page.banner import health_changed
from pages.parts.page.live import draw_alone

TICK_SECONDS = {CampaignState.SCHEDULED: 3}
USUAL_TICK_SECONDS = 2


def draw_live(settings: Settings, first: CampaignSnapshot) -> None:
    """This draws the campaign again and again while something can happen by itself, and the
    whole page once more when the campaign has come to another state, or a question was asked;
    else once. The `first` time it is as the page around it was read."""
    campaign, moving = first.status.campaign, is_moving(first.status)
    unread = [first]

    def tick() -> bool:
        """This draws the campaign as it is now, and returns whether the page around it is out of
        date."""
        now = unread.pop() if unread else campaign_snapshot.read(settings, campaign.id)
        _draw(settings, now)
        turned = now.status.campaign.state is not campaign.state
        turned = turned or is_moving(now.status) is not moving
        return turned or questions.is_due() or health_changed(settings)

    every = TICK_SECONDS.get(campaign.state, USUAL_TICK_SECONDS) if moving else None
    draw_alone(tick, key="campaign.live", every=every)


def _draw(settings: Settings, now: CampaignSnapshot) -> None:
    # Each in a place that is always there: what comes and goes in one must not close what a person
    # has opened in the next.
    slots = [st.container() for _ in range(4)]
    with slots[0]:
        draw_progress(settings, now.status)
    with slots[1]:
        draw_outcome(settings, now.status)
    with slots[2]:
        draw_unknown(settings, now)
    with slots[3]:
        draw_reasons(now.reasons)
