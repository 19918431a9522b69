"""A campaign's states, what belongs to each, and which may follow which. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from enum import StrEnum
from typing import NamedTuple

from jetmsg_core.states.colors import BadgeColor


class CampaignState(StrEnum):
    """The usual way is draft → scheduled → running ⇄ paused → finished | stopped;
    `CAMPAIGN_TRANSITIONS` has every other, and `docs/architecture.md` what makes each."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class CampaignStateFacts(NamedTuple):
    """How a state is shown, and where it stands on the way: before the first call, or after the
    last. A state that is neither is under way. `is_at_rest`: it neither sends nor
    waits to send."""

    word: str
    color: BadgeColor
    icon: str
    is_unstarted: bool
    is_over: bool
    is_at_rest: bool


CAMPAIGN_STATES: Mapping[CampaignState, CampaignStateFacts] = {
    CampaignState.DRAFT: CampaignStateFacts(
        "Draft", "gray", "edit_note", is_unstarted=True, is_over=False, is_at_rest=True
    ),
    CampaignState.SCHEDULED: CampaignStateFacts(
        "Scheduled", "blue", "schedule", is_unstarted=True, is_over=False, is_at_rest=False
    ),
    CampaignState.RUNNING: CampaignStateFacts(
        "Running", "blue", "play_arrow", is_unstarted=False, is_over=False, is_at_rest=False
    ),
    CampaignState.PAUSED: CampaignStateFacts(
        "Paused", "orange", "pause", is_unstarted=False, is_over=False, is_at_rest=False
    ),
    CampaignState.FINISHED: CampaignStateFacts(
        "Finished", "green", "check_circle", is_unstarted=False, is_over=True, is_at_rest=True
    ),
    CampaignState.STOPPED: CampaignStateFacts(
        "Stopped", "gray", "stop_circle", is_unstarted=False, is_over=True, is_at_rest=True
    ),
}

OVER = frozenset(state for state, facts in CAMPAIGN_STATES.items() if facts.is_over)
UNSTARTED = frozenset(state for state, facts in CAMPAIGN_STATES.items() if facts.is_unstarted)
AT_REST = frozenset(state for state, facts in CAMPAIGN_STATES.items() if facts.is_at_rest)
UNDER_WAY = frozenset(CAMPAIGN_STATES) - OVER - UNSTARTED

CAMPAIGN_TRANSITIONS: Mapping[CampaignState, Set[CampaignState]] = {
    CampaignState.DRAFT: {CampaignState.SCHEDULED, CampaignState.RUNNING, CampaignState.STOPPED},
    CampaignState.SCHEDULED: {
        CampaignState.SCHEDULED,  # for another time
        CampaignState.DRAFT,
        CampaignState.RUNNING,
        CampaignState.STOPPED,
    },
    CampaignState.RUNNING: {
        CampaignState.RUNNING,  # a hold ends
        CampaignState.PAUSED,
        CampaignState.FINISHED,
        CampaignState.STOPPED,
        # Only one that is held before its first call: its time was missed, or the settings did not
        # allow it.
        CampaignState.DRAFT,
        CampaignState.SCHEDULED,
    },
    CampaignState.PAUSED: {
        CampaignState.RUNNING,
        CampaignState.FINISHED,  # its last calls came back
        CampaignState.STOPPED,
    },
    # Only when a person sends calls of unknown end again.
    CampaignState.FINISHED: {CampaignState.RUNNING},
    CampaignState.STOPPED: {CampaignState.RUNNING},
}
"""The states that may follow each state. Nothing else happens to a campaign: what changes one
takes from here the states it may start from."""


def states_before(
    to: CampaignState, among: Collection[CampaignState] = frozenset(CampaignState)
) -> tuple[CampaignState, ...]:
    """Gives the states that `to` may follow, of those in `among`, in the order of the table."""
    return tuple(
        state
        for state, following in CAMPAIGN_TRANSITIONS.items()
        if to in following and state in among
    )
