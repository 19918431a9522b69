"""Which states of a campaign may follow which: what the services and the worker really do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from jetmsg_core.campaigns.lifecycle import control, schedule
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.errors import StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import (
    CAMPAIGN_STATES,
    CAMPAIGN_TRANSITIONS,
    OVER,
    UNDER_WAY,
    UNSTARTED,
    CampaignState,
    Hold,
    states_before,
)
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.ledger import transitions
from jetmsg_core.store.restoring import restorations

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def clock() -> datetime:
    return NOON


def start_due(settings: Settings, made: int) -> None:
    with open_database(settings.database_path) as db:
        schedule.start_due(settings, db, LATER + timedelta(minutes=1))


def miss_the_start(settings: Settings, made: int) -> None:
    with open_database(settings.database_path) as db:
        schedule.start_due(settings, db, LATER + timedelta(hours=1))


def put_back(settings: Settings, made: int) -> None:
    with open_database(settings.database_path) as db, transaction(db):
        older = restorations.RestorationKind.OLDER
        restorations.hold_all(db, older, since="2026-05-01T12:00:00.000+00:00", found_at=NOON)


def come_back(settings: Settings, made: int) -> None:
    """The last calls of it."""
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "update chunks set state = 'accepted', submitted = hi - lo where campaign_id = ?",
            (made,),
        )
        transitions.finish_completed(db, made, NOON)


def send_again(settings: Settings, made: int) -> None:
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "update chunks set state = 'unknown', sending_at = '2026-05-01' where campaign_id = ?",
            (made,),
        )
    decisions.send_again(settings, made, clock=clock)


COMMANDS: dict[str, Callable[[Settings, int], object]] = {
    "start": lambda settings, made: control.start(settings, made, clock),
    "schedule": lambda settings, made: control.schedule(settings, made, LATER, clock),
    "unschedule": lambda settings, made: control.unschedule(settings, made, clock),
    "pause": lambda settings, made: control.pause(settings, made, clock),
    "resume": lambda settings, made: control.resume(settings, made, clock),
    "stop": lambda settings, made: control.stop(settings, made, clock),
    "start what is due": start_due,
    "hold what was missed": miss_the_start,
    "hold what was put back": put_back,
    "finish": come_back,
    "send again": send_again,
}


def put_into(db: Database, made: int, state: CampaignState, started_at: str | None) -> None:
    """With nothing sent yet."""
    db.conn.execute(
        "update chunks set state = 'planned', submitted = 0, sending_at = null, settled_at = null"
        " where campaign_id = ?",
        (made,),
    )
    db.conn.execute(
        "update campaigns set state = ?, started_at = ?, scheduled_at = ?, held = null"
        " where id = ?",
        (state, started_at, f"{LATER:%Y-%m-%dT%H:%M:%S}.000+00:00", made),
    )


def test_the_commands_make_every_transition_and_no_other(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(2)
    seen: dict[CampaignState, set[CampaignState]] = {state: set() for state in CampaignState}
    for state in CampaignState:
        for started_at in {None, None if state in UNSTARTED else "2026-05-01"}:
            for command in COMMANDS.values():
                with open_database(settings.database_path) as db:
                    put_into(db, made, state, started_at)
                with contextlib.suppress(StateError):
                    command(settings, made)
                seen[state].add(control.status(settings, made).campaign.state)
    for state, following in CAMPAIGN_TRANSITIONS.items():
        # Whether a campaign went from a state to the same one is not to be seen.
        assert seen[state] - {state} == following - {state}, state


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.FINISHED])
def test_what_the_table_does_not_allow_changes_nothing(
    settings: Settings, new_campaign: Callable[..., int], state: CampaignState
) -> None:
    made = new_campaign(2)
    with open_database(settings.database_path) as db:
        put_into(db, made, state, "2026-05-01")
        assert not transitions.change_state(db, made, to=CampaignState.SCHEDULED, now=NOON)
    with pytest.raises(StateError, match=f"is {state} and cannot be scheduled"):
        control.schedule(settings, made, LATER, clock)
    assert control.status(settings, made).campaign.state is state


def test_a_state_is_before_the_first_call_under_way_or_over() -> None:
    assert sorted([*UNSTARTED, *UNDER_WAY, *OVER]) == sorted(CampaignState)
    assert CampaignState.RUNNING in UNDER_WAY


def test_states_before_another_are_in_the_order_of_the_table() -> None:
    for state in CampaignState:
        before = states_before(state)
        assert before == tuple(other for other in CAMPAIGN_STATES if other in before)
        assert all(state in CAMPAIGN_TRANSITIONS[earlier] for earlier in before)
    assert states_before(CampaignState.RUNNING, OVER) == (
        CampaignState.FINISHED,
        CampaignState.STOPPED,
    )


def test_a_hold_is_not_a_state(settings: Settings, new_campaign: Callable[..., int]) -> None:
    made = new_campaign(2)
    control.start(settings, made, clock)
    with open_database(settings.database_path) as db:
        transitions.hold(db, made, Hold.KEY, "", None)
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, Hold.KEY)
