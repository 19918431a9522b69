"""What each act tells: who, what it was done to, and what was before and after."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import NewCampaign, RunCommand, Send, StartGateway

from jetmsg_core import backup, configuration, lists, optouts, templates
from jetmsg_core.accounts import sessions, signing_in, users
from jetmsg_core.accounts.signing_in import Browser
from jetmsg_core.acting import WORKER, Actor, ActorKind, Role, acting_as, own_user
from jetmsg_core.audit import Act, reading, verifying
from jetmsg_core.audit.sentences import Entry, actor_of, sentence
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.schedule import start_due
from jetmsg_core.campaigns.listing import archive
from jetmsg_core.configuration import changing
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotAllowed, StateError
from jetmsg_core.otp import console
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit.acts import ActFilter
from jetmsg_core.store.database import open_database

ASHA = Actor("Asha", Role.SENDER, ActorKind.PERSON, "10.0.0.7")
BOSS = Actor("Boss", Role.ADMIN, ActorKind.PERSON, "10.0.0.8")
PHRASE = "a long enough pass phrase"
FAR = utc_now() + timedelta(days=3)


def told(settings: Settings) -> list[Entry]:
    """The oldest first."""
    return reading.newest(settings, 1000)[::-1]


def save_list(settings: Settings) -> int:
    contacts = lists.contacts_of(check_contacts(b"name,mobile\nAsha,9812345670\n"), "people.csv")
    return lists.save(settings, contacts, name="May", token="May")


def actions(settings: Settings, since: int = 0) -> list[str]:
    return [entry.action for entry in told(settings)][since:]


def test_each_state_of_a_campaign_has_an_actor_or_the_worker(
    settings: Settings, new_campaign: NewCampaign, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    with acting_as(ASHA):
        campaign = new_campaign(3)
        control.schedule(settings, campaign, FAR)
        control.unschedule(settings, campaign)
        control.start(settings, campaign)
        control.pause(settings, campaign)
        control.resume(settings, campaign)
    send(campaign)
    entries = [entry for entry in told(settings) if entry.campaign_id == campaign]
    assert [sentence(entry) for entry in entries] == [
        "Asha made campaign 1 (Test).",
        "Asha scheduled campaign 1 (Test).",
        "Asha took campaign 1 (Test) off the schedule.",
        "Asha started campaign 1 (Test).",
        "Asha paused campaign 1 (Test).",
        "Asha resumed campaign 1 (Test).",
        "The worker finished campaign 1 (Test).",
    ]
    states = [(entry.before.get("state"), entry.after.get("state")) for entry in entries]
    assert states == [
        (None, "draft"),
        ("draft", "scheduled"),
        ("scheduled", "draft"),
        ("draft", "running"),
        ("running", "paused"),
        ("paused", "running"),
        (None, "finished"),
    ]
    assert entries[1].after["time"] == stamp(FAR)
    assert {entry.origin for entry in entries} == {"10.0.0.7", "worker"}
    assert verifying.verify(settings).is_whole


def test_what_changes_nothing_or_is_refused_is_not_told(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    campaign = new_campaign(2)
    control.start(settings, campaign)
    before = len(told(settings))
    control.start(settings, campaign)
    with pytest.raises(StateError):
        archive.archive(settings, campaign)
    with acting_as(Actor("Ravi", Role.VIEWER, ActorKind.PERSON)), pytest.raises(NotAllowed):
        control.stop(settings, campaign)
    assert len(told(settings)) == before


def test_a_campaign_that_starts_by_its_schedule_is_started_by_the_worker(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    first, late = new_campaign(2), new_campaign(2)
    control.schedule(settings, first, FAR)
    control.schedule(settings, late, FAR - timedelta(hours=5))
    with acting_as(WORKER), open_database(settings.database_path) as db:
        start_due(settings, db, FAR)
    by_worker = [entry for entry in told(settings) if entry.actor_kind == ActorKind.WORKER]
    assert {sentence(entry) for entry in by_worker} == {
        "The worker started campaign 1 (Test).",
        "The worker held campaign 2 (Test).",
    }
    held = next(entry for entry in by_worker if entry.action == Act.CAMPAIGN_HELD)
    assert held.after["held"] == "missed_start"


def test_the_command_line_carries_the_user_of_the_system(
    cli: RunCommand, settings: Settings, new_campaign: NewCampaign
) -> None:
    campaign = new_campaign(2)
    assert cli("campaign", "start", str(campaign)).returncode == 0
    started = told(settings)[-1]
    assert (started.actor, started.actor_kind) == (own_user().name, ActorKind.SYSTEM)
    assert started.origin == "command line"
    assert actor_of(started) == f"System user {own_user().name}"


def test_two_people_decide_about_a_large_campaign(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    users.add(settings, "Boss", Role.ADMIN, PHRASE)
    changing.change(settings, {"JETMSG_APPROVE_RECIPIENTS": "2"}, by="Boss")
    settings = configuration.load()
    with acting_as(ASHA):
        campaign = new_campaign(3)
    with acting_as(BOSS):
        approvals.refuse(settings, campaign, "Call 98765 43210 first.")
        approvals.approve(settings, campaign)
    refused, approved = told(settings)[-2:]
    assert sentence(refused) == "Boss refused campaign 1 (Test)."
    assert refused.after == {"reason": "Call •••3210 first."}
    assert sentence(approved) == "Boss approved campaign 1 (Test)."


def test_lists_templates_and_opt_outs_are_told_without_numbers(settings: Settings) -> None:
    list_id = save_list(settings)
    assert save_list(settings) == list_id
    lists.rename(settings, list_id, "June")
    lists.add_person(settings, list_id, {"name": "Ravi"}, number="9812345671", by="Asha")
    lists.delete(settings, list_id)
    draft = templates.TemplateDraft(name="Sale", body="Sale today", dlt_id="1107160000000000001")
    template = templates.add(settings, draft)
    templates.delete(settings, template.id)
    optouts.add(settings, ["9812345678"], source="a call")
    optouts.remove(settings, ["9812345678"])
    assert actions(settings) == [
        *("list.saved", "list.renamed", "list.added_to", "list.deleted"),
        *("template.added", "template.deleted", "opt_out.added", "opt_out.removed"),
    ]
    with open_database(settings.database_path) as db:
        rows = "\n".join(str(row) for row in db.conn.execute("select * from acts"))
    assert "98123456" not in rows
    assert told(settings)[-1].before == {"numbers": 1, "ends_in": "5678"}


def test_people_taken_as_files_are_told(
    settings: Settings, new_campaign: NewCampaign, tmp_path: Path
) -> None:
    campaign = new_campaign(2)
    before = len(told(settings))
    recipient_file.export(settings, campaign, io.BytesIO())
    optouts.export(settings)
    backup.back_up(settings, tmp_path / "copy.db")
    assert [sentence(entry).partition(" took ")[2] for entry in told(settings)[before:]] == [
        "a file: people of campaign 1.",
        "a file: all opt-outs.",
        "",
    ]
    assert told(settings)[-1].after["file"] == "copy.db"


def test_a_setting_is_told_with_both_values_and_a_test_number_with_four_digits(
    settings: Settings,
) -> None:
    changing.change(settings, {"JETMSG_LOW_PROMO": "50000000"}, by="Asha")
    changing.change(settings, {"JETMSG_TEST_NUMBER": "9812345678"}, by="Asha")
    first, second = told(settings)
    assert (first.subject, first.before, first.after["value"]) == (
        *("JETMSG_LOW_PROMO", {"value": None}),
        50_000_000,
    )
    assert second.after["value"] == "•••5678"


def test_users_sign_ins_and_passwords_are_told_and_no_word_that_was_typed(
    settings: Settings,
) -> None:
    users.add(settings, "Asha", Role.ADMIN, PHRASE)
    browser = Browser("10.0.0.9", "a browser")
    for name, phrase in (("asha", "wrong"), ("my secret", "wrong")):
        with pytest.raises(NotAllowed):
            signing_in.sign_in(settings, name, phrase, browser)
    cookie = signing_in.sign_in(settings, "asha", PHRASE, browser)
    session = sessions.find(settings, cookie)
    assert session is not None
    sessions.end(settings, session)
    users.set_password(settings, "Asha", f"{PHRASE} of today")
    assert [
        sentence(entry).partition(own_user().name)[2] or sentence(entry) for entry in told(settings)
    ] == [
        " added the user Asha.",
        "Somebody tried to sign in as Asha and failed.",
        "Somebody tried to sign in as a name that no user has and failed.",
        "Asha signed in.",
        "Asha signed out.",
        " gave the user Asha another password.",
    ]
    failed, signed_in = told(settings)[1], told(settings)[3]
    assert (failed.actor_kind, failed.role, failed.origin) == ("stranger", "", "10.0.0.9")
    assert (signed_in.role, signed_in.origin) == ("admin", "10.0.0.9")
    with open_database(settings.database_path) as db:
        rows = "\n".join(str(row) for row in db.conn.execute("select * from acts"))
    assert "secret" not in rows
    assert "pass phrase" not in rows


def test_a_one_time_code_is_told_with_four_digits(
    settings: Settings, start_gateway: StartGateway
) -> None:
    start_gateway()
    options = console.OtpOptions(template_id="1107160000000000001")
    order = console.OtpOrder(console.Api.V3, "9812345678", options=options)
    console.send(configuration.load(), order)
    [entry] = told(settings)
    assert entry.action == Act.CODE_SENT
    assert "5678" in entry.subject
    assert "981234" not in entry.subject


def test_a_restored_copy_says_so_and_is_whole(
    settings: Settings, new_campaign: NewCampaign, tmp_path: Path, cli: RunCommand
) -> None:
    campaign = new_campaign(3)
    control.start(settings, campaign)
    copy = tmp_path / "copy.db"
    backup.back_up(settings, copy)
    control.pause(settings, campaign)
    done = cli("restore", copy)
    assert done.returncode == 0, done.stderr
    verification = verifying.verify(settings)
    assert verification.is_whole, verification.faults
    assert len(verification.notes) == 1
    assert "The database was put back then" in verification.notes[0]
    assert actions(settings)[-3:] == [
        *("database.end_missing", "database.restored", "campaign.held")
    ]
    control.stop(settings, campaign)
    assert verifying.verify(settings).is_whole


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ActFilter(kind="list"), 2),
        (ActFilter(actor="asha"), 3),
        (ActFilter(actor="Boss"), 0),
        (ActFilter(campaign_id=1), 1),
        (ActFilter(before=stamp(utc_now() - timedelta(days=1))), 0),
        (ActFilter(since=stamp(utc_now() - timedelta(days=1))), 3),
    ],
    ids=["kind", "actor", "another actor", "campaign", "before", "since"],
)
def test_acts_are_read_by_what_they_are_about(
    settings: Settings,
    new_campaign: NewCampaign,
    wanted: ActFilter,
    expected: int,
) -> None:
    with acting_as(ASHA):
        list_id = save_list(settings)
        lists.rename(settings, list_id, "June")
        new_campaign(1)
    with acting_as(BOSS):
        page = reading.page(settings, wanted, 1)
        assert page.fitting == expected
        assert (page.older is not None) == (expected > 1)
        everything = list(page.entries)
        while page.older is not None:
            page = reading.page(settings, wanted, 1, page.older)
            everything += page.entries
    assert len({entry.number for entry in everything}) == expected
