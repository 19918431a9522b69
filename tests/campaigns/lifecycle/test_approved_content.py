"""What was approved is what starts, to the last number and text; and no page reads them all to say
whether it still is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fixtures import NewCampaign, Send, StartGateway

from jetmsg_core.accounts import users
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.approvals import ApprovalState
from jetmsg_core.campaigns.lifecycle import control, needs_action, readiness
from jetmsg_core.campaigns.lifecycle.needs_action import ActionReason
from jetmsg_core.campaigns.lifecycle.schedule import start_due
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.database import Database, open_database, rows

MAKER = Actor("Asha", Role.SENDER, ActorKind.PERSON)
OTHER = Actor("Ravi", Role.SENDER, ActorKind.PERSON)
VIEWER = Actor("Meera", Role.VIEWER, ActorKind.PERSON)


@pytest.fixture
def team(settings: Settings) -> Settings:
    """Gives the settings of a team, in which more than two people need an approval."""
    users.add(settings, "Boss", Role.ADMIN, "a long enough pass phrase")
    return replace(settings, approve_recipients=2)


@pytest.fixture
def approved(team: Settings, new_campaign: NewCampaign) -> int:
    """Gives a campaign to three people that somebody else has approved for now."""
    with acting_as(MAKER):
        made = new_campaign(3)
    with acting_as(OTHER):
        approvals.approve(team, made)
    return made


def change(settings: Settings, statement: str, campaign_id: int) -> None:
    with open_database(settings.database_path) as db:
        db.conn.execute(statement, (campaign_id,))


def without_count(db: Database) -> None:
    """Takes away what counts changes of people and texts."""
    for trigger in rows(db, "select name from sqlite_master where name like '%_before_start'"):
        db.conn.execute(f"drop trigger {trigger['name']}")


def start(settings: Settings, campaign_id: int) -> CampaignState:
    with acting_as(OTHER):
        return control.start(settings, campaign_id).campaign.state


def test_no_page_reads_the_people_to_say_how_an_approval_stands(
    team: Settings, approved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = control.status(team, approved).campaign
    monkeypatch.setattr(approvals.approvals, "content", lambda *_: pytest.fail("people were read"))
    approval = approvals.approval_of(team, approved)
    assert approval is not None
    assert approval.state is ApprovalState.APPROVED
    assert readiness.before_sending(team, campaign).not_approved == ""
    assert approvals.waiting(team) == []
    assert [waiting.why for waiting in needs_action.waiting(team)] == [ActionReason.DRAFT]


CHANGES = [
    pytest.param("update recipients set number = 919999999999 where campaign_id = ? and seq = 2"),
    pytest.param("delete from recipients where campaign_id = ? and seq = 3"),
    pytest.param("update recipients set seq = 9 where campaign_id = ? and seq = 3"),
    pytest.param("update chunks set text = 'Another' where campaign_id = ? and text is not null"),
    pytest.param("update chunks set parts = 9 where campaign_id = ? and lo = 1"),
    pytest.param("delete from chunks where campaign_id = ? and lo = 1"),
]


@pytest.mark.parametrize("statement", CHANGES)
def test_a_change_of_people_or_texts_is_seen_at_once(
    team: Settings, approved: int, statement: str
) -> None:
    change(team, statement, approved)
    approval = approvals.approval_of(team, approved)
    assert approval is not None
    assert approval.state is ApprovalState.LAPSED
    with pytest.raises(StateError, match="Somebody has to approve it again"):
        start(team, approved)


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        pytest.param("insert into recipients values (?, 4, 919999999999, 4)"),
    ],
)
def test_a_change_that_nothing_counted_is_seen_at_the_start(
    team: Settings, approved: int, statement: str
) -> None:
    with open_database(team.database_path) as db:
        without_count(db)
        db.conn.execute(statement, (approved,))
    with pytest.raises(StateError, match="Somebody has to approve it again"):
        start(team, approved)
    assert control.status(team, approved).campaign.state is CampaignState.DRAFT


def after_reading(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Has something happen once, when all people and texts were read and nothing is decided yet."""
    read, acts = approvals.approvals.content, [act]

    def read_then_act(db: Database, campaign_id: int) -> str:
        content = read(db, campaign_id)
        if acts:
            acts.pop()()
        return content

    monkeypatch.setattr(approvals.approvals, "content", read_then_act)


def test_what_changes_between_the_reading_and_the_start_does_not_start(
    team: Settings, approved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_reading(monkeypatch, lambda: change(team, CHANGES[0].values[0], approved))
    with pytest.raises(StateError, match="Somebody has to approve it again"):
        start(team, approved)


def test_what_changes_between_the_reading_and_the_decision_is_not_approved(
    team: Settings, new_campaign: NewCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(MAKER):
        made = new_campaign(3)
    after_reading(monkeypatch, lambda: change(team, CHANGES[0].values[0], made))
    with acting_as(OTHER), pytest.raises(StateError, match="not as you saw it any more"):
        approvals.approve(team, made)
    approval = approvals.approval_of(team, made)
    assert approval is not None
    assert approval.state is ApprovalState.WAITING


def test_a_scheduled_campaign_whose_content_was_changed_is_held_at_its_time(
    team: Settings, new_campaign: NewCampaign
) -> None:
    at = utc_now() + timedelta(hours=1)
    with acting_as(MAKER):
        made = new_campaign(3)
        control.schedule(team, made, at)
    with acting_as(OTHER):
        approvals.approve(team, made)
    with open_database(team.database_path) as db:
        without_count(db)
        db.conn.execute(CHANGES[0].values[0], (made,))
        start_due(team, db, at + timedelta(seconds=1))
    assert control.status(team, made).campaign.held is Hold.APPROVAL


def test_sending_counts_no_change(
    settings: Settings, new_campaign: NewCampaign, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    made = new_campaign(3)
    assert send(made).campaign.state is CampaignState.FINISHED
    with open_database(settings.database_path) as db:
        assert approvals.approvals.content_version(db, made) == 0


def test_the_overview_tells_whoever_may_approve_from_whoever_may_not(
    team: Settings, new_campaign: NewCampaign
) -> None:
    with acting_as(MAKER):
        new_campaign(3)
    for actor, is_yours in ((MAKER, False), (OTHER, True), (VIEWER, False)):
        with acting_as(actor):
            (waiting,) = needs_action.waiting(team)
        assert (waiting.why, waiting.is_yours) == (ActionReason.APPROVAL, is_yours), actor
