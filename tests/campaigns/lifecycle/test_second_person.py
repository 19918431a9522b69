"""A second person approves a large campaign as it is frozen, and nothing starts without that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from fixtures import NewCampaign, RunCommand

from jetmsg_core import lists
from jetmsg_core.accounts import users
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.approvals import ApprovalState
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create, readiness
from jetmsg_core.campaigns.lifecycle.schedule import start_due
from jetmsg_core.configuration import changing
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotAllowed, StateError
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold, Pool
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import campaigns, transitions

MAKER = Actor("Asha", Role.COMPOSER, ActorKind.PERSON)
SENDER = Actor("Ravi", Role.SENDER, ActorKind.PERSON)
OTHER = Actor("Meera", Role.SENDER, ActorKind.PERSON)


@pytest.fixture
def team(settings: Settings) -> Settings:
    """Gives the settings of a team, in which more than two people need an approval."""
    users.add(settings, "Boss", Role.ADMIN, "a long enough pass phrase")
    return replace(settings, approve_recipients=2)


@pytest.fixture
def made(team: Settings, new_campaign: NewCampaign) -> int:
    """Gives a campaign to three people that the maker froze."""
    with acting_as(MAKER):
        return new_campaign(3)


def start(settings: Settings, campaign_id: int) -> CampaignState:
    with acting_as(SENDER):
        return control.start(settings, campaign_id).campaign.state


def approve(settings: Settings, campaign_id: int) -> ApprovalState:
    with acting_as(SENDER):
        return approvals.approve(settings, campaign_id).state


def state_of(settings: Settings, campaign_id: int) -> ApprovalState | None:
    approval = approvals.approval_of(settings, campaign_id)
    return approval and approval.state


def test_a_large_campaign_starts_once_a_second_person_approved_it(
    team: Settings, made: int
) -> None:
    with pytest.raises(StateError, match="Nobody has approved") as refused:
        start(team, made)
    assert refused.value.code == "not_approved"
    assert [campaign.id for campaign, _ in approvals.waiting(team)] == [made]
    assert approve(team, made) is ApprovalState.APPROVED
    assert approvals.waiting(team) == []
    assert start(team, made) is CampaignState.RUNNING


def test_whoever_made_it_cannot_approve_it_however_the_name_is_written(
    team: Settings, made: int
) -> None:
    for name in ("Asha", "ASHA"):
        with (
            acting_as(Actor(name, Role.ADMIN, ActorKind.SYSTEM)),
            pytest.raises(StateError, match="somebody else has to decide"),
        ):
            approvals.approve(team, made)
    with acting_as(MAKER), pytest.raises(NotAllowed):
        approvals.approve(team, made)
    assert state_of(team, made) is ApprovalState.WAITING


@pytest.mark.parametrize(
    ("recipients", "parts", "pool", "needed"),
    [
        (2, 9, Pool.TRANX, False),
        (3, 3, Pool.TRANX, True),
        (1, 10, Pool.TRANX, True),
        (1, 10, Pool.NONE, False),
        (3, 3, Pool.NONE, True),
    ],
)
def test_above_a_size_or_a_cost_it_is_needed(
    team: Settings, recipients: int, parts: int, pool: Pool, needed: bool
) -> None:
    settings = replace(team, approve_credits=9)
    why = approvals.why_needed(settings, recipients=recipients, parts=parts, pool=pool)
    assert bool(why) is needed


def test_one_person_alone_needs_nobody(settings: Settings, new_campaign: NewCampaign) -> None:
    alone = replace(settings, approve_recipients=1, approve_credits=1)
    made = new_campaign(3)
    assert approvals.approval_of(alone, made) is None
    assert control.start(alone, made).campaign.state is CampaignState.RUNNING


def test_an_approval_is_for_now_or_for_its_time_and_for_no_other(team: Settings, made: int) -> None:
    at = utc_now() + timedelta(hours=1)
    approve(team, made)
    with acting_as(SENDER):
        control.schedule(team, made, at)
        assert state_of(team, made) is ApprovalState.LAPSED
        approvals.approve(team, made)
        control.schedule(team, made, at + timedelta(minutes=5))
    assert state_of(team, made) is ApprovalState.LAPSED
    with pytest.raises(StateError, match="Somebody has to approve it again"):
        start(team, made)
    with acting_as(SENDER):
        control.unschedule(team, made)
    assert state_of(team, made) is ApprovalState.LAPSED


def test_a_scheduled_campaign_starts_at_its_time_only_if_it_is_approved_by_then(
    team: Settings, new_campaign: NewCampaign
) -> None:
    at = utc_now() + timedelta(hours=1)
    with acting_as(MAKER):
        approved, forgotten = new_campaign(3), new_campaign(4)
    with acting_as(SENDER):
        for campaign_id in (approved, forgotten):
            control.schedule(team, campaign_id, at)
        approvals.approve(team, approved)
    with open_database(team.database_path) as db:
        start_due(team, db, at + timedelta(seconds=1))
    assert control.status(team, approved).campaign.held is None
    held = control.status(team, forgotten).campaign
    assert (held.state, held.held, held.started_at) == (CampaignState.RUNNING, Hold.APPROVAL, None)
    assert "Nobody has approved" in held.held_detail
    with acting_as(SENDER), pytest.raises(StateError, match="Nobody has approved"):
        control.resume(team, forgotten)
    assert [campaign.id for campaign, _ in approvals.waiting(team)] == [forgotten]
    with acting_as(OTHER):
        approvals.approve(team, forgotten)
        assert control.resume(team, forgotten).campaign.held is None


def change_text(settings: Settings, campaign_id: int) -> None:
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "update chunks set text = text || '!' where campaign_id = ? and text is not null",
            (campaign_id,),
        )


def change_number(settings: Settings, campaign_id: int) -> None:
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "update recipients set number = 919999999999 where campaign_id = ? and seq = 2",
            (campaign_id,),
        )


def change_sender(settings: Settings, campaign_id: int) -> None:
    with open_database(settings.database_path) as db:
        db.conn.execute("update campaigns set sender_id = 'SHOPIN' where id = ?", (campaign_id,))


@pytest.mark.parametrize("change", [change_text, change_number, change_sender])
def test_an_approval_lapses_when_people_texts_or_the_sender_are_others(
    team: Settings, made: int, change: Callable[[Settings, int], None]
) -> None:
    approve(team, made)
    change(team, made)
    assert state_of(team, made) is ApprovalState.LAPSED
    with pytest.raises(StateError, match="Somebody has to approve it again"):
        start(team, made)


def test_an_approval_lapses_when_the_price_or_the_list_is_another(
    team: Settings,
) -> None:
    contacts = lists.contacts_of(
        check_contacts(b"name,mobile\nA,9812345670\nB,9812345671\nC,9812345672\n"), "people.csv"
    )
    list_id = lists.save(team, contacts, name="May", token="May")
    spec = CampaignSpec(name="Sale", message="Hello {{name}}", sender_id="JETMSG")
    choices = json.dumps({"list_id": list_id})
    with acting_as(MAKER):
        made, _ = create.create(team, contacts, spec, choices=choices)
    approve(team, made)
    assert state_of(replace(team, part_price=Decimal("0.2")), made) is ApprovalState.LAPSED
    lists.add_person(team, list_id, {"name": "D"}, number="9812345673", by="Asha")
    assert state_of(team, made) is ApprovalState.LAPSED


def test_a_refusal_has_a_reason_which_whoever_starts_it_reads(team: Settings, made: int) -> None:
    approve(team, made)
    with acting_as(OTHER):
        with pytest.raises(InputError, match="Write why"):
            approvals.refuse(team, made, "  ")
        refused = approvals.refuse(team, made, "The price is\nwrong")
    assert (refused.state, refused.reason, refused.decided_by) == (
        ApprovalState.REFUSED,
        "The price is wrong",
        "Meera",
    )
    with pytest.raises(StateError, match=r"Meera refused campaign \d+: The price is wrong"):
        start(team, made)
    assert approve(team, made) is ApprovalState.APPROVED


def test_what_a_person_was_not_shown_is_not_approved(team: Settings, made: int) -> None:
    shown_before = approvals.approval_of(team, made)
    assert shown_before is not None
    change_text(team, made)
    with acting_as(SENDER), pytest.raises(StateError, match="not as you saw it"):
        approvals.approve(team, made, seen=shown_before.fingerprint)
    assert state_of(team, made) is ApprovalState.WAITING


def test_the_statement_that_starts_a_campaign_looks_for_the_approval_itself(
    team: Settings, made: int
) -> None:
    approve(team, made)
    approval = approvals.approval_of(team, made)
    assert approval is not None
    with acting_as(OTHER):
        approvals.refuse(team, made, "No")
    with open_database(team.database_path) as db:
        for fingerprint in (approval.fingerprint, "another", ""):
            assert not transitions.change_state(
                db, made, to=CampaignState.RUNNING, now=utc_now(), approved=fingerprint
            )
        campaign = campaigns.get(db, made)
    assert campaign is not None
    assert campaign.state is CampaignState.DRAFT


def test_nobody_decides_about_what_has_begun_or_needs_nobody(
    team: Settings, new_campaign: NewCampaign, made: int
) -> None:
    with acting_as(MAKER):
        small = new_campaign(1)
    approve(team, made)
    start(team, made)
    with acting_as(OTHER):
        for campaign_id in (small, made):
            with pytest.raises(StateError, match="needs no approval"):
                approvals.approve(team, campaign_id)
    assert start(team, small) is CampaignState.RUNNING


def test_the_way_to_send_says_what_it_waits_for(team: Settings, made: int) -> None:
    campaign = control.status(team, made).campaign
    ready = readiness.before_sending(team, campaign)
    assert ready.obstacles == ()
    assert "Above 2 somebody else has to approve it. Nobody has approved" in ready.not_approved
    approve(team, made)
    assert readiness.before_sending(team, campaign).not_approved == ""


@pytest.mark.usefixtures("team")
def test_the_command_line_approves_refuses_and_starts_nothing_unapproved(
    settings: Settings, made: int, cli: RunCommand
) -> None:
    changing.change(settings, {"JETMSG_APPROVE_RECIPIENTS": "2"}, by="Boss")
    refused = cli("campaign", "start", str(made))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Nobody has approved" in refused.stderr
    waiting = json.loads(cli("campaign", "approvals", "--json").stdout)["campaigns"]
    assert [(row["campaign"], row["made_by"], row["approval"]) for row in waiting] == [
        (made, "Asha", "waiting")
    ]
    assert cli("campaign", "refuse", str(made), "--reason", "Wrong day").returncode == 0
    assert "Wrong day" in cli("campaign", "start", str(made)).stderr
    assert cli("campaign", "approve", str(made)).returncode == 0
    status = json.loads(cli("campaign", "status", str(made), "--json").stdout)
    assert (status["approval"], status["made_by"]) == ("approved", "Asha")
    assert cli("campaign", "approvals").stdout == "No campaign waits for approval.\n"
    assert cli("campaign", "start", str(made)).returncode == 0
