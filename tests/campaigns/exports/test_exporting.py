"""The file of a campaign's recipients: what Excel keeps, what adds up, what is uploaded again."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from fixtures import NewCampaign
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.exports.state_list import save_in_states
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.lists import contacts_of
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, RecipientState

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
    recipient_file.export(settings, campaign_id, out, only=only)
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


CLASHING = ("state", "REASON", "Text", "parts", "smsid", "Sent To", "sheet row", "time (ist)")
"""Of a contact file, whose names ours are alike to."""


def clashing_campaign(settings: Settings) -> int:
    rows = [["mobile", *CLASHING], ["9876543210", *(f"their {name}" for name in CLASHING)]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return campaign_of(settings, out.getvalue().encode(), "Hello {{state}}")


def test_a_column_named_as_one_of_ours_keeps_its_name_and_ours_gets_a_mark(
    settings: Settings,
) -> None:
    data = exported(settings, clashing_campaign(settings))
    names = data.decode("utf-8-sig").splitlines()[0].split(",")
    assert names[: len(CLASHING) + 1] == ["mobile", *CLASHING]
    assert len({name.casefold() for name in names}) == len(names) == len(CLASHING) + 1 + len(OURS)
    (row,) = rows_of(data)
    assert [row[name] for name in CLASHING] == [f"their {name}" for name in CLASHING]
    assert (row["state (JetMsg)"], row["text (JetMsg)"]) == ("queued", "Hello their state")
    assert row["delivery report"] == ""


@pytest.mark.parametrize("form", list(FileFormat))
def test_an_export_of_an_export_has_its_cells_and_distinct_names(
    settings: Settings, form: FileFormat
) -> None:
    made = clashing_campaign(settings)
    for times in (1, 2):
        out = io.BytesIO()
        recipient_file.export(settings, made, out, form=form)
        read = check_contacts(out.getvalue(), options=ReadOptions(column="mobile"))
        assert read.contacts["state"].tolist() == ["their state"]
        assert len({name.casefold() for name in read.columns}) == len(read.columns)
        assert len(read.columns) == len(CLASHING) + 1 + times * len(OURS)
        brief = CampaignSpec(name="Again", message="Hello", sender_id="JETMSG")
        made = create.create(settings, contacts_of(read, "again"), brief)[0]


def test_a_column_of_reasons_in_another_case_is_that_of_an_earlier_file(
    settings: Settings,
) -> None:
    made = campaign_of(settings, b"mobile,WHY IT WAS NOT ACCEPTED\n9876543210,x\n")
    names = exported(settings, made, Only.FAILED).decode("utf-8-sig").splitlines()
    assert names == ["mobile,Why it was not accepted"]


def test_a_workbook_has_what_the_csv_file_has_each_as_what_it_is(
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: Gateway,
    send: Send,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "missing=0.4", "--seed", "5")
    made = new_campaign(60, "Hello {{name}}", chunk_size=3)
    send(made)
    sent = ledger(made)
    report = "Sms Id,Mobile No,Status,Done Date\n" + "".join(
        f"{row['sms_id']},{row['number']},DELIVRD,2026-05-01 12:00:07\n"
        for row in sent[:20]
        if row["sms_id"]
    )
    importing.import_report(settings, report.encode())
    out = io.BytesIO()
    written = recipient_file.export(settings, made, out, form=FileFormat.XLSX)
    assert (written.rows, written.remarks) == (60, ())
    (sheet,) = openpyxl.load_workbook(out).worksheets
    names, *rows = sheet.iter_rows()
    assert [cell.value for cell in names] == ["name", "mobile", "city", *OURS]
    plain = rows_of(exported(settings, made))
    for cells, row in zip(rows, plain, strict=True):
        of = {str(name.value): cell for name, cell in zip(names, cells, strict=True)}
        assert (of["sent to"].data_type, of["mobile"].data_type) == ("s", "s")
        assert (of["sheet row"].data_type, of["parts"].data_type) == ("n", "n")
        assert of["smsId"].data_type == ("s" if row["smsId"] else "n")
        assert of["time (IST)"].is_date == bool(row["time (IST)"])
        texts = {name: shown_in_excel(cell.value) for name, cell in of.items()}
        assert texts == {name: value.removeprefix('="').rstrip('"') for name, value in row.items()}
    assert {row["delivery time (IST)"] for row in plain} == {"", "2026-05-01 12:00:07"}


def shown_in_excel(value: Any) -> str:
    if isinstance(value, datetime):
        # Excel counts days, of which a second is no round part.
        rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded.strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def test_a_plain_file_has_every_cell_as_it_is(settings: Settings) -> None:
    cells = ["=1+1", "0123", "1107161234567890123", "'x", "a,b"]
    data = "mobile,what\n" + "".join(
        f'{9876543210 + at},"{cell}"\n' for at, cell in enumerate(cells)
    )
    out = io.BytesIO()
    recipient_file.export(
        settings, campaign_of(settings, data.encode(), "=2"), out, form=FileFormat.PLAIN
    )
    assert out.getvalue().startswith(b"mobile,what,sheet row")
    rows = rows_of(out.getvalue())
    assert [row["what"] for row in rows] == cells
    assert {(row["sent to"], row["text"]) for row in rows} == {
        (f"91{9876543210 + at}", "=2") for at in range(len(cells))
    }


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
    list_id = save_in_states(settings, made, name="Failed", token="t")
    assert save_in_states(settings, made, name="Failed", token="t") == list_id
    saved_list = lists.get(settings, list_id)
    saved = read_list(settings, list_id)
    assert saved.numbers.tolist() == [n for n, state in states.items() if state == "not_accepted"]
    assert (saved_list.number_column, saved_list.source) == ("mobile", "Failed in Test")
    assert set(saved.cells["Why it was not accepted"]) == {
        "The gateway left the number out of its answer."
    }
    assert len(lists.newest(settings)) == 1


def test_those_in_any_states_become_a_list_and_only_failures_come_with_a_reason(
    settings: Settings, new_campaign: NewCampaign, start_gateway: Gateway, send: Send,
    ledger: Ledger,
) -> None:  # fmt: skip
    start_gateway("--fault", "missing=1")
    made = new_campaign(40, "Hello", chunk_size=5)
    send(made)
    submitted, left_out = RecipientState.SUBMITTED, RecipientState.NOT_ACCEPTED
    sent = save_in_states(settings, made, (submitted,), name="Sent", token="s")
    assert read_list(settings, sent).numbers.tolist() == [
        row["number"] for row in ledger(made) if row["state"] == submitted
    ]
    assert lists.get(settings, sent).source == "Submitted in Test"
    assert lists.get(settings, sent).columns == ("name", "mobile", "city")
    both = save_in_states(settings, made, (submitted, left_out), name="Both", token="b")
    assert lists.get(settings, both).contacts == 40
    assert lists.get(settings, both).source == "Submitted or not accepted in Test"


def test_a_list_of_the_failed_knows_who_refuses_the_other_channel(
    settings: Settings, start_gateway: Gateway, send: Send, ledger: Ledger
) -> None:
    start_gateway("--fault", "missing=1")
    rows = [f"{7_000_123_000 + 7 * index},{'yn'[index % 2]}" for index in range(40)]
    made = campaign_of(settings, "\n".join(["Mobile,WhatsApp opt-in", *rows]).encode())
    send(made)
    failed = [row["number"] for row in ledger(made) if row["state"] == "not_accepted"]
    willing = [number for number in failed if (number - 917_000_123_000) // 7 % 2 == 0]
    assert len(willing) < len(failed)
    list_id = save_in_states(settings, made, name="Failed", token="t")
    for channel, numbers in ((Channel.SMS, failed), (Channel.WHATSAPP, willing)):
        who = AudienceFilter(list_id, channel=channel)
        assert audience_filter.read(settings, who)[0].numbers.tolist() == numbers


def test_a_campaign_without_failures_makes_no_list(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    made = new_campaign(3)
    with pytest.raises(InputError, match="is failed"):
        save_in_states(settings, made, name="Failed", token="t")
    with pytest.raises(InputError, match="name"):
        save_in_states(settings, made, name=" ", token="t")
    with pytest.raises(NotFoundError):
        save_in_states(settings, 99, name="Failed", token="t")
    assert not lists.newest(settings)


def test_nobody_whose_fate_is_unknown_is_among_the_failed(
    settings: Settings, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    start_gateway("--fault", "http500=1")
    made = new_campaign(4, "Hello")
    send(made)
    assert rows_of(exported(settings, made, Only.FAILED)) == []
    with pytest.raises(InputError, match="is failed"):
        save_in_states(settings, made, name="Failed", token="t")


def test_an_export_of_nothing_known_is_refused(settings: Settings) -> None:
    with pytest.raises(NotFoundError, match="no campaign 7"):
        exported(settings, 7)
