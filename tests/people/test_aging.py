"""Numbers and texts of campaigns that are over go after their days; all that is counted stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import (
    NewCampaign,
    ReadLedger,
    RunCommand,
    RunJson,
    Send,
    StartGateway,
    WorkUntil,
)
from whole_store import cells_with, files_with

from jetmsg_core import configuration, lists, optouts
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.exports import state_list
from jetmsg_core.campaigns.lifecycle import control, retry
from jetmsg_core.campaigns.lifecycle.retry_kinds import RetryKind
from jetmsg_core.configuration import changing
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import SettingsError, StateError
from jetmsg_core.lists import contacts_of
from jetmsg_core.people import again, aging, erasing, giving_out
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.restoring import data_check
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.store.database import open_database
from jetmsg_core.store.people import aged
from jetmsg_core.store.readings import lookups

FIRST = 919000000000


def in_days(days: int) -> Clock:
    return lambda: utc_now() + timedelta(days=days)


@pytest.fixture
def keeps_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_KEEP_NUMBERS_DAYS", "30")


@pytest.fixture
def keeps_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_KEEP_TEXTS_DAYS", "30")


@pytest.mark.usefixtures("keeps_numbers")
def test_numbers_go_after_their_days_and_counts_stay(
    new_campaign: NewCampaign, start_gateway: StartGateway, send: Send, ledger: ReadLedger
) -> None:
    start_gateway()
    settings = configuration.load()
    campaign_id = new_campaign(12, "Hello {{name}}")
    send(campaign_id)
    before, people = control.status(settings, campaign_id), ledger(campaign_id)
    assert aging.age_ended(settings, clock=in_days(29)) == 0
    assert "recipients.number" in cells_with(settings, FIRST, "Name0")
    assert aging.age_ended(settings, clock=in_days(31)) == 1

    assert cells_with(settings, FIRST) == set()
    assert cells_with(settings, FIRST, "Name0") == {"chunks.text"}
    assert files_with(settings, FIRST) == set()
    after = control.status(settings, campaign_id)
    assert (after.submitted, after.parts_submitted, after.recipients) == (
        before.submitted,
        before.parts_submitted,
        before.recipients,
    )
    kept = ("seq", "state", "sms_id", "parts", "text")
    assert [[row[name] for name in kept] for row in ledger(campaign_id)] == [
        [row[name] for name in kept] for row in people
    ]
    assert all(row["number"] < 0 for row in ledger(campaign_id))
    assert not data_check.check(settings).faults
    assert aging.age_ended(settings, clock=in_days(32)) == 0


@pytest.mark.usefixtures("keeps_numbers")
def test_what_is_left_of_a_person_is_given_out_though_the_number_is_gone(
    new_campaign: NewCampaign, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    settings = configuration.load()
    send(new_campaign(3, "Hello"))
    aging.age_ended(settings, clock=in_days(31))
    (message,) = giving_out.held_about(settings, str(FIRST)).holdings
    assert (message.kind, message.what["state"]) == ("messages", "Submitted")


@pytest.mark.usefixtures("keeps_texts")
def test_texts_go_and_what_everybody_got_stays(
    new_campaign: NewCampaign, start_gateway: StartGateway, send: Send, ledger: ReadLedger
) -> None:
    start_gateway()
    settings = configuration.load()
    personal, same = new_campaign(3, "Hello {{name}}"), new_campaign(3, "Hello all")
    send(personal)
    send(same)
    assert aging.age_ended(settings, clock=in_days(31)) == 2
    assert {row["text"] for row in ledger(personal)} == {"erased"}
    assert {row["text"] for row in ledger(same)} == {"Hello all"}
    assert ledger(personal)[0]["number"] == FIRST
    assert files_with(settings, FIRST, "Hello Name0") == {"jetmsg.db"}
    assert "chunks.text" not in cells_with(settings, FIRST, "Hello Name0")


@pytest.mark.usefixtures("keeps_numbers")
def test_nobody_of_an_aged_campaign_is_sent_to_again(
    new_campaign: NewCampaign, settings: Settings, cli: RunCommand, tmp_path: Path
) -> None:
    campaign_id = new_campaign(3)
    control.stop(settings, campaign_id)
    assert retry.retry_failed(settings, campaign_id, kinds=[RetryKind.CANCELLED])
    other = new_campaign(3)
    control.stop(settings, other)
    assert aging.age_ended(configuration.load(), clock=in_days(31)) == 1
    for kinds in ([RetryKind.CANCELLED], [RetryKind.REFUSED]):
        with pytest.raises(StateError, match="no longer kept") as refused:
            retry.retry_failed(settings, other, kinds=kinds)
        assert refused.value.code == "no_longer_kept"
    with pytest.raises(StateError, match="no longer kept"):
        state_list.save_in_states(
            settings, other, [RecipientState.CANCELLED], name="Again", token="again"
        )
    done = cli("campaign", "export", other, tmp_path / "failed.csv", "--only", "failed")
    assert done.returncode == 1
    assert "no longer kept" in done.stderr
    assert "no longer kept" in aging.no_longer_kept(settings, other)
    assert aging.no_longer_kept(settings, campaign_id) == ""


@pytest.mark.usefixtures("keeps_numbers")
def test_a_family_ages_when_all_of_it_is_at_rest(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    campaign_id = new_campaign(3)
    control.stop(settings, campaign_id)
    again = retry.retry_failed(settings, campaign_id, kinds=[RetryKind.CANCELLED]).campaign.id
    assert aging.age_ended(configuration.load(), clock=in_days(31)) == 0
    control.stop(settings, again)
    assert aging.age_ended(configuration.load(), clock=in_days(31)) == 2


@pytest.mark.usefixtures("keeps_numbers")
def test_whoever_was_sent_an_aged_campaign_is_still_left_out(
    new_campaign: NewCampaign, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    settings = configuration.load()
    campaign_id = new_campaign(3)
    send(campaign_id)
    aging.age_ended(settings, clock=in_days(31))
    lines = [f"{9_000_000_000 + i * 7919}" for i in range(4)]
    contacts = contacts_of(check_contacts(("mobile\n" + "\n".join(lines)).encode()), "a.csv")
    left = audience_filter.narrow(settings, contacts, without=[campaign_id])
    assert left.numbers.tolist() == [919000000000 + 3 * 7919]


@pytest.mark.usefixtures("keeps_numbers")
def test_what_a_kill_leaves_half_done_goes_on(
    new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aged, "SLICE", 2)
    campaign_id = new_campaign(7)
    control.stop(settings, campaign_id)
    looks = iter([False, False, False])
    assert aging.age_ended(configuration.load(), lambda: next(looks, True), in_days(31)) == 0
    with open_database(settings.database_path) as db:
        (left,) = db.conn.execute("select count(*) from recipients where number > 0").fetchone()
    assert 0 < left < 7
    with pytest.raises(StateError, match="no longer kept"):
        retry.retry_failed(settings, campaign_id, kinds=[RetryKind.CANCELLED])
    assert aging.age_ended(configuration.load(), clock=in_days(31)) == 1
    assert cells_with(settings, FIRST, "Name0", "City1") == {"chunks.text"}


def test_days_are_a_week_at_least_and_admins_change_them(
    settings: Settings, cli: RunCommand
) -> None:
    assert (settings.keep_numbers_days, settings.keep_texts_days) == (None, None)
    done = cli("settings", "set", "KEEP_NUMBERS_DAYS", "6")
    assert done.returncode == 1
    assert "from 7" in done.stderr
    changing.change(settings, {"JETMSG_KEEP_NUMBERS_DAYS": "90"}, by="Asha")
    assert configuration.load().keep_numbers_days == 90
    with pytest.raises(SettingsError):
        configuration.load({"JETMSG_KEEP_TEXTS_DAYS": "soon"})


def test_who_was_erased_is_erased_again_where_a_copy_from_before_is_restored(
    new_campaign: NewCampaign, settings: Settings, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign_id = new_campaign(3)
    control.stop(settings, campaign_id)
    draft = new_campaign(1)
    control.stop(settings, draft)
    copy = tmp_path / "copy.db"
    cli_json("backup", copy)
    erasing.erase(settings, str(FIRST))
    assert cli_json("restore", copy)["erased_again"] == 1
    assert "recipients.number" in cells_with(settings, FIRST)
    assert [erasure.again_at is None for erasure in erasing.receipts(settings, 5)] == [False]
    assert again.erase_again(settings) == 1
    assert cells_with(settings, FIRST) == set()
    assert [erasure.again_at for erasure in erasing.receipts(settings, 5)] == [None]
    assert again.erase_again(settings) == 0


def test_one_who_may_not_be_erased_yet_waits_for_it(
    new_campaign: NewCampaign, settings: Settings, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign_id = new_campaign(3)
    copy = tmp_path / "copy.db"
    cli_json("backup", copy)
    control.stop(settings, campaign_id)
    erasing.erase(settings, str(FIRST))
    cli_json("restore", copy)
    assert again.erase_again(settings) == 0
    control.stop(settings, campaign_id)
    assert again.erase_again(settings) == 1
    assert cells_with(settings, FIRST) == set()


OTHERS = {
    "in a row of somebody else": (b"name,mobile,agent\nAsha,9876500011,98765 00017\n", ""),
    "in a rejected row": (b"name,mobile,agent\nAsha,9876500011,-\nBad,12,98765 00017\n", ""),
    "as an opt-out with its reason": (b"", "Kumaraswamy asked"),
}


@pytest.mark.parametrize("where", OTHERS)
def test_one_who_stood_beside_others_alone_is_erased_again_after_a_restore(
    where: str, settings: Settings, cli_json: RunJson, tmp_path: Path
) -> None:
    people, reason = OTHERS[where]
    if people:
        contacts = contacts_of(
            check_contacts(people, options=ReadOptions(column="mobile")), "p.csv"
        )
        lists.save(settings, contacts, name="P", token="p")
    else:
        optouts.add(settings, ["9876500017"], source="phone", reason=reason)
    copy = tmp_path / "copy.db"
    cli_json("backup", copy)
    erasing.erase(settings, "9876500017")
    cli_json("restore", copy)
    assert cells_with(settings, 919876500017, "Kumaraswamy") - {"opt_outs.number"}
    assert again.erase_again(settings) == 1
    assert cells_with(settings, 919876500017, "Kumaraswamy") <= {"opt_outs.number"}


def test_a_number_that_was_erased_while_it_was_indexed_does_not_come_back(
    new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = new_campaign(5)
    control.stop(settings, campaign_id)
    read, erased = lookups.integers, []

    def erase_after_reading(*asked: object) -> object:
        cells = read(*asked)  # type: ignore[arg-type]
        if not erased:
            erased.append(erasing.erase(settings, str(FIRST)))
        return cells

    monkeypatch.setattr(lookups, "integers", erase_after_reading)
    with open_database(settings.database_path) as db:
        lookups.write_numbers(db, campaign_id)
        (rows,) = db.conn.execute("select count(*) from numbers").fetchone()
    assert rows == 5
    assert cells_with(settings, FIRST) == set()


@pytest.mark.usefixtures("keeps_numbers")
def test_the_worker_does_it_beside_its_sending(
    new_campaign: NewCampaign, start_gateway: StartGateway, work_until: WorkUntil
) -> None:
    start_gateway()
    settings = configuration.load()
    campaign_id = new_campaign(3)
    control.stop(settings, campaign_id, clock=in_days(-31))
    work_until(lambda: bool(aging.no_longer_kept(settings, campaign_id)), campaign_id)
    assert aging.age_ended(settings) in (0, 1)
    assert cells_with(settings, FIRST) == set()
