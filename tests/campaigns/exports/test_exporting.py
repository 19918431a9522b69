"""The file of a campaign's recipients: what Excel keeps, what adds up, what is uploaded again."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import csv_file
from jetmsg_core.campaigns.exports.csv_file import Only
from jetmsg_core.campaigns.exports.failed_list import save_failed
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel

OURS = (
    *("sheet row", "sent to", "state", "reason", "smsId", "parts", "time (IST)"),
    *("delivery report", "delivery time (IST)", "text"),
)
Gateway = Callable[..., Any]
Send = Callable[[int], control.Status]
Ledger = Callable[[int], list[dict[str, Any]]]


def campaign_of(settings: Settings, data: bytes, message: str = "Hello") -> int:
    contacts = contacts_of(check_contacts(data), "contacts.csv")
    brief = CampaignSpec(name="Export", message=message, sender_id="JETMSG")
    return create.create(settings, contacts, brief)[0]


def exported(settings: Settings, campaign_id: int, only: Only = Only.ALL) -> bytes:
    out = io.BytesIO()
    csv_file.export(settings, campaign_id, out, only=only)
    return out.getvalue()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_text(cell: object) -> str:
    return f'="{cell}"'


def test_the_columns_of_the_file_come_first_in_their_order_then_ours(settings: Settings) -> None:
    made = campaign_of(settings, "शहर,Mobile,A b\nपुणे,9876543210,\"x, 'y'\n2\"\n".encode())
    data = exported(settings, made)
    assert data.startswith(codecs.BOM_UTF8)
    (row,) = rows_of(data)
    assert tuple(row) == ("शहर", "Mobile", "A b", *OURS)
    assert [row[name] for name in ("शहर", "Mobile", "A b")] == ["पुणे", "9876543210", "x, 'y'\n2"]
    assert (row["sheet row"], row["sent to"]) == ("2", as_text(919876543210))
    assert (row["state"], row["smsId"], row["text"]) == ("queued", "", "Hello")


def test_every_smsid_is_text_that_excel_keeps_and_the_states_add_up(
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: Gateway,
    send: Send,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "missing=0.4", "--fault", "http500=0.1", "--seed", "5")
    made = new_campaign(60, "Hello {{name}}", chunk_size=3)
    status = send(made)
    rows = rows_of(exported(settings, made))
    sms_ids = [row["sms_id"] for row in ledger(made)]
    assert [row["smsId"] for row in rows] == [
        as_text(sms_id) if sms_id else "" for sms_id in sms_ids
    ]
    assert any(sms_ids)
    counts = {
        state.value: sum(row["state"] == state for row in rows) for state in status.recipients
    }
    assert counts == {state.value: count for state, count in status.recipients.items()}
    assert sum(counts.values()) == 60
    for row in rows:
        assert bool(row["reason"]) == (row["state"] not in ("submitted", "queued"))
        assert bool(row["time (IST)"]) == (row["state"] != "queued")


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+911", "'+911", id="plus"),
        pytest.param("-5", "'-5", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("＝1+1", "'＝1+1", id="full width"),
        pytest.param("0123", as_text("0123"), id="zero in front"),
        pytest.param("123456789012", as_text("123456789012"), id="shown as 1.2E+11"),
        pytest.param("1107161234567890123", as_text("1107161234567890123"), id="DLT id"),
        pytest.param("12345678901", "12345678901", id="eleven digits are shown"),
        pytest.param("0", "0", id="nought"),
        pytest.param("0.5", "0.5", id="fraction"),
        pytest.param("2026-05-01 12:00", "2026-05-01 12:00", id="date"),
        pytest.param("a=b", "a=b", id="equals inside"),
        pytest.param("", "", id="empty"),
        pytest.param("｡x", "｡x", id="the first byte of a full-width sign alone"),
    ],
)
def test_cells_that_a_spreadsheet_would_change_are_kept(
    settings: Settings, cell: str, becomes: str
) -> None:
    data = f'mobile,"what"\n9876543210,"{cell}"\n9876543211,plain\n'.encode()
    rows = rows_of(exported(settings, campaign_of(settings, data)))
    assert [row["what"] for row in rows] == [becomes, "plain"]


def test_names_and_texts_are_neutralised_too(settings: Settings) -> None:
    made = campaign_of(settings, b"mobile,@name\n9876543210,x\n", "=cmd|' /C calc'!A0")
    (row,) = rows_of(exported(settings, made))
    assert row["'@name"] == "x"
    assert row["text"] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "cell", ["=1+1", "'=1+1", "＝1", "0123", "1107161234567890123", '="0123"', " -5", "plain", "'x"]
)
def test_an_export_that_is_uploaded_again_has_its_cells_back(settings: Settings, cell: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["mobile", "=what"], ["9876543210", cell], ["9876543211", "x"]])
    data = out.getvalue().encode()
    first = check_contacts(data)
    again = check_contacts(
        exported(settings, campaign_of(settings, data)), options=ReadOptions(column="mobile")
    )
    assert again.columns[:2] == first.columns == ("mobile", "=what")
    assert again.contacts["=what"].tolist() == first.contacts["=what"].tolist()
    sent_to = check_contacts(exported(settings, 1), options=ReadOptions(column="sent to"))
    assert sent_to.numbers.tolist() == first.numbers.tolist()


def test_only_the_failed_come_as_a_contact_file_and_can_be_uploaded_again(
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: Gateway,
    send: Send,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "missing=1")
    made = new_campaign(30, "Hello", chunk_size=10)
    send(made)
    failed = [row["number"] for row in ledger(made) if row["state"] == "not_accepted"]
    assert 0 < len(failed) < 30
    data = exported(settings, made, Only.FAILED)
    assert list(rows_of(data)[0]) == ["name", "mobile", "city", "Why it was not accepted"]
    again = check_contacts(data)
    assert again.numbers.tolist() == failed
    assert again.columns[:3] == ("name", "mobile", "city")
    assert not again.report.rejected


def test_the_failed_become_a_list_with_the_reason_and_twice_is_once(
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: Gateway,
    send: Send,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "missing=1")
    made = new_campaign(40, "Hello", chunk_size=5)
    send(made)
    states = {row["number"]: row["state"] for row in ledger(made)}
    assert set(states.values()) == {"not_accepted", "submitted"}
    list_id = save_failed(settings, made, name="Failed", token="t")
    assert save_failed(settings, made, name="Failed", token="t") == list_id
    saved_list = lists.get(settings, list_id)
    saved = read_list(settings, list_id)
    assert saved.numbers.tolist() == [n for n, state in states.items() if state == "not_accepted"]
    assert (saved_list.number_column, saved_list.source) == ("mobile", "Failures of Test")
    assert set(saved.cells["Why it was not accepted"]) == {
        "The gateway left the number out of its answer."
    }
    assert len(lists.newest(settings)) == 1


def test_a_list_of_the_failed_knows_who_refuses_the_other_channel(
    settings: Settings, start_gateway: Gateway, send: Send, ledger: Ledger
) -> None:
    start_gateway("--fault", "missing=1")
    rows = [f"{7_000_123_000 + 7 * place},{'yn'[place % 2]}" for place in range(40)]
    made = campaign_of(settings, "\n".join(["Mobile,WhatsApp opt-in", *rows]).encode())
    send(made)
    failed = [row["number"] for row in ledger(made) if row["state"] == "not_accepted"]
    willing = [number for number in failed if (number - 917_000_123_000) // 7 % 2 == 0]
    assert len(willing) < len(failed)
    list_id = save_failed(settings, made, name="Failed", token="t")
    for channel, numbers in ((Channel.SMS, failed), (Channel.WHATSAPP, willing)):
        who = AudienceFilter(list_id, channel=channel)
        assert audience_filter.read(settings, who)[0].numbers.tolist() == numbers


def test_a_campaign_without_failures_makes_no_list(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    made = new_campaign(3)
    with pytest.raises(InputError, match="known to have missed"):
        save_failed(settings, made, name="Failed", token="t")
    with pytest.raises(InputError, match="name"):
        save_failed(settings, made, name=" ", token="t")
    with pytest.raises(NotFoundError):
        save_failed(settings, 99, name="Failed", token="t")
    assert not lists.newest(settings)


def test_nobody_whose_fate_is_unknown_is_among_the_failed(
    settings: Settings, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    start_gateway("--fault", "http500=1")
    made = new_campaign(4, "Hello")
    send(made)
    assert rows_of(exported(settings, made, Only.FAILED)) == []
    with pytest.raises(InputError, match="known to have missed"):
        save_failed(settings, made, name="Failed", token="t")


def test_an_export_of_nothing_known_is_refused(settings: Settings) -> None:
    with pytest.raises(NotFoundError, match="no campaign 7"):
        exported(settings, 7)
