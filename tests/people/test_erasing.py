"""A person is erased everywhere but the opt-outs: nothing of them is in any cell of any table, nor
in the bytes of any file, and everything that is counted stays as it was."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import ReadLedger, RunCommand, RunJson, Send, StartGateway
from read_back import read_list
from whole_store import cells_with, files_with

from jetmsg_core import lists, optouts, uploads
from jetmsg_core.acting import WORKER, Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import jobs, make_files, state_list
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import control, create, retry_offer
from jetmsg_core.campaigns.lifecycle.retry_kinds import RetryKind
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import Wanted
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotAllowed, StateError
from jetmsg_core.lists import contacts_of
from jetmsg_core.people import erasing
from jetmsg_core.people.kinds import PlaceKind
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.reports import importing
from jetmsg_core.restoring import data_check
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState

NUMBER, NAME = 919876500017, "Kumaraswamy"
SPELLED = "+91 98765-00017"
PEOPLE = f"""name,mobile,agent
Asha,9876500011,98765-00017
{NAME},+91 98765 00017,9876500012
Ravi,9876500012,nobody
{NAME} again,098765 00017,nobody
Short,98765,+91-98765-00017
""".encode()
MESSAGE = "Dear {{name}}, ask {{agent}}"


@pytest.fixture
def sent(settings: Settings, start_gateway: StartGateway, send: Send) -> tuple[int, int]:
    """A list with the person in it, and a campaign to it that was sent."""
    start_gateway()
    contacts = contacts_of(check_contacts(PEOPLE), "people.csv")
    list_id = lists.save(settings, contacts, name="People", token="people")
    return list_id, _sent(settings, send, PEOPLE)


def _made(settings: Settings, file: bytes, message: str = MESSAGE) -> int:
    contacts = contacts_of(check_contacts(file), "people.csv")
    spec = CampaignSpec(name="Offer", message=message, sender_id="JETMSG")
    campaign_id, _ = create.create(settings, contacts, spec)
    return campaign_id


def _sent(settings: Settings, send: Send, file: bytes, message: str = MESSAGE) -> int:
    campaign_id = _made(settings, file, message)
    send(campaign_id)
    return campaign_id


def _as(role: Role) -> Actor:
    return Actor("Asha", role, ActorKind.PERSON)


def test_nothing_of_an_erased_person_is_in_any_cell_or_byte(
    settings: Settings, sent: tuple[int, int], ledger: ReadLedger
) -> None:
    list_id, campaign_id = sent
    uploads.keep(settings, io.BytesIO(PEOPLE))
    jobs.ask(settings, campaign_id, only=Only.ALL, name="offer.csv")
    with acting_as(WORKER):
        make_files.make_asked(settings, maker="w")
    sms_id = ledger(campaign_id)[1]["sms_id"]
    report = f"Sms Id,Mobile,Status\n{sms_id},{NUMBER},DELIVRD\n99999999,9876500017,DELIVRD\n"
    importing.import_report(settings, report.encode())
    key = lists.with_number(settings, list_id, SPELLED)
    lists.change(settings, list_id, [lists.Edit(key, {"name": f"{NAME} B"})], by="Asha")
    optouts.add(settings, [SPELLED], source="phone", reason=f"{NAME} called")
    assert len(cells_with(settings, NUMBER, NAME)) > 8

    receipt = erasing.erase(settings, "98765 00017")

    assert cells_with(settings, NUMBER, NAME) == {"opt_outs.number"}
    assert files_with(settings, NUMBER, NAME) == {"jetmsg.db"}
    assert optouts.listing(settings).opt_outs[0].number == NUMBER
    assert receipt.counts == {
        PlaceKind.CONTACTS: 1,
        PlaceKind.REJECTED_ROWS: 1,
        PlaceKind.LIST_CHANGES: 1,
        PlaceKind.MESSAGES: 1,
        PlaceKind.TEXTS: 1,
        PlaceKind.CELLS_OF_OTHERS: 2,
        PlaceKind.TEXTS_OF_OTHERS: 1,
        PlaceKind.REPORT_ROWS: 1,
        PlaceKind.REPLIES: 1,
        PlaceKind.OPT_OUT_REASON: 1,
        PlaceKind.UPLOADS: 1,
        PlaceKind.EXPORTS: 1,
    }
    assert not data_check.check(settings).faults


def test_a_person_without_an_opt_out_is_in_no_byte_of_the_data_folder(
    settings: Settings, sent: tuple[int, int]
) -> None:
    assert "jetmsg.db" in files_with(settings, NUMBER, NAME)
    erasing.erase(settings, SPELLED)
    assert files_with(settings, NUMBER, NAME) == set()
    assert cells_with(settings, NUMBER, NAME) == set()


def test_counts_costs_and_delivery_stay_as_they_were(
    settings: Settings, sent: tuple[int, int], ledger: ReadLedger
) -> None:
    _, campaign_id = sent
    before, people = control.status(settings, campaign_id), ledger(campaign_id)
    erasing.erase(settings, SPELLED)
    after = control.status(settings, campaign_id)
    assert (after.submitted, after.parts_submitted) == (before.submitted, before.parts_submitted)
    kept = ("seq", "state", "sms_id", "parts", "row")
    assert [[row[name] for name in kept] for row in ledger(campaign_id)] == [
        [row[name] for name in kept] for row in people
    ]
    erased = ledger(campaign_id)[1]
    assert erased["number"] < 0
    assert erased["text"] == "erased"
    sms_id = erased["sms_id"]
    importing.import_report(settings, f"Sms Id,Status\n{sms_id},DELIVRD\n".encode())
    assert ledger(campaign_id)[1]["state"] == "delivered"


def test_a_file_and_a_list_of_a_campaign_never_have_a_hash_for_a_number(
    settings: Settings, sent: tuple[int, int], ledger: ReadLedger, cli_json: RunJson, tmp_path: Path
) -> None:
    _, campaign_id = sent
    erasing.erase(settings, SPELLED)
    out = tmp_path / "offer.csv"
    cli_json("campaign", "export", campaign_id, out)
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[2].startswith('"","","",3,"erased",')
    assert str(ledger(campaign_id)[1]["number"]) not in out.read_text("utf-8-sig")
    list_id = state_list.save_in_states(
        settings, campaign_id, [RecipientState.SUBMITTED], name="Again", token="again"
    )
    assert read_list(settings, list_id).numbers.tolist() == [919876500011, 919876500012]


def test_whoever_comes_in_again_is_known_by_the_repeat_guard(
    settings: Settings, sent: tuple[int, int], send: Send, cli_json: RunJson, tmp_path: Path
) -> None:
    erasing.erase(settings, SPELLED)
    file = tmp_path / "again.csv"
    file.write_bytes(PEOPLE)
    asked = ("campaign", "create", file, "--preview", "--name", "Offer", "--sender", "JETMSG")
    seen = cli_json(*asked, "--message", MESSAGE)
    repeated = [finding for finding in seen["findings"] if finding["code"] == "repeated"]
    assert [finding["count"] for finding in repeated] == [2]
    other = cli_json(*asked, "--message", "Hi {{name}}")
    assert "repeated" not in [finding["code"] for finding in other["findings"]]
    assert _sent(settings, send, PEOPLE, "Hi {{name}}")


def test_whoever_was_sent_a_campaign_is_left_out_of_the_next_though_erased(
    settings: Settings, sent: tuple[int, int]
) -> None:
    _, campaign_id = sent
    erasing.erase(settings, SPELLED)
    contacts = contacts_of(check_contacts(PEOPLE), "people.csv")
    assert len(contacts.numbers) == 3
    assert not len(audience_filter.narrow(settings, contacts, without=[campaign_id]).numbers)


def test_nobody_who_was_erased_is_tried_again(
    settings: Settings,
) -> None:
    campaign_id = _made(settings, PEOPLE)
    control.stop(settings, campaign_id)
    before = retry_offer.offer(settings, campaign_id, [RetryKind.CANCELLED])
    erasing.erase(settings, SPELLED)
    after = retry_offer.offer(settings, campaign_id, [RetryKind.CANCELLED])
    assert (before.recipients, after.recipients) == (3, 2)


@pytest.mark.parametrize("state", ["draft", "running", "paused", "scheduled"])
def test_nobody_is_erased_out_of_a_campaign_that_is_not_over(
    settings: Settings, start_gateway: StartGateway, state: str
) -> None:
    start_gateway()
    campaign_id = _made(settings, PEOPLE)
    if state in ("running", "paused"):
        control.start(settings, campaign_id)
    if state == "paused":
        control.pause(settings, campaign_id)
    if state == "scheduled":
        control.schedule(settings, campaign_id, utc_now() + timedelta(days=1))
    with pytest.raises(StateError, match=f"not over \\({state}\\)") as refused:
        erasing.erase(settings, SPELLED)
    assert refused.value.code == "person_in_campaign"
    assert "recipients.number" in cells_with(settings, NUMBER)
    control.stop(settings, campaign_id)
    erasing.erase(settings, SPELLED)
    assert not cells_with(settings, NUMBER, NAME)


def test_a_call_without_a_clear_answer_is_decided_first(
    settings: Settings, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway("--fault", "drop=1")
    campaign_id = _sent(settings, send, PEOPLE, "Hello")
    with pytest.raises(StateError, match="without a clear answer") as refused:
        erasing.erase(settings, SPELLED)
    assert refused.value.code == "person_in_unknown_call"
    assert campaign_id


def test_what_the_team_wrote_itself_is_named_and_left(
    settings: Settings, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    campaign_id = _sent(settings, send, b"name,mobile\nRavi,9876500012\n", "Call 98765 00017")
    receipt = erasing.erase(settings, SPELLED)
    assert any(
        f"the message of campaign {campaign_id}" in remark for remark in receipt.erasure.remarks
    )
    assert recipients.page(settings, campaign_id, Wanted()).recipients[0]["text"] == (
        "Call 98765 00017"
    )


def test_a_second_erasure_finds_nothing_and_has_a_receipt_too(
    settings: Settings, sent: tuple[int, int]
) -> None:
    first, second = erasing.erase(settings, SPELLED), erasing.erase(settings, SPELLED)
    assert second.counts == {}
    assert first.erasure.stand_in == second.erasure.stand_in
    assert [erasure.id for erasure in erasing.receipts(settings, 10)] == [2, 1]


def test_only_an_admin_erases_and_no_word_is_erased(settings: Settings) -> None:
    with acting_as(_as(Role.SENDER)), pytest.raises(NotAllowed):
        erasing.erase(settings, SPELLED)
    with acting_as(_as(Role.ADMIN)):
        assert erasing.erase(settings, SPELLED).erasure.erased_by == "Asha"
    with pytest.raises(InputError, match="not a mobile number"):
        erasing.erase(settings, "hello")


def test_the_key_is_for_its_owner_alone(settings: Settings) -> None:
    erasing.erase(settings, SPELLED)
    assert (settings.data_dir / "people.key").stat().st_mode & 0o777 == 0o600


def test_the_command_prints_a_receipt_without_the_number_kept(
    cli: RunCommand, cli_json: RunJson, settings: Settings, sent: tuple[int, int]
) -> None:
    answer = cli_json("person", "erase", SPELLED)
    assert answer["number"] == NUMBER
    assert answer["erased"]["contacts"] == 1
    assert answer["finished_at"]
    listed = cli("person", "receipts")
    assert listed.returncode == 0
    assert "98765" not in listed.stdout
    assert cli_json("person", "receipts")["receipts"][0]["receipt"] == answer["receipt"]


def test_an_erasure_that_was_cut_off_is_not_finished_until_it_is_done_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    control.stop(settings, _made(settings, PEOPLE))
    with monkeypatch.context() as patch:
        patch.setattr("jetmsg_core.store.people.listed.drop_reports", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erasing.erase(settings, SPELLED)
    assert [erasure.finished_at for erasure in erasing.receipts(settings, 5)] == [None]
    erasing.erase(settings, SPELLED)
    (receipt,) = erasing.receipts(settings, 5)
    assert receipt.finished_at is not None
    assert not cells_with(settings, NUMBER, NAME)
