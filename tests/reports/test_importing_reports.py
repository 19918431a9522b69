"""A panel's delivery report, to the state of each recipient: never a wrong one, never back."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from fixtures import NewCampaign, RunCommand, RunJson, Send, StartGateway
from report_helpers import HEADER, csv_of, foreign_export, report_of, rows_of

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.store.database import open_database, rows
from jetmsg_core.store.reports import deliveries
from tests.conftest import run_worker_until

NOON, LATER = "2026-05-01 12:00:00", "2026-05-01 15:00:00"
GOOD, ABSENT = ("DELIVRD", "000", NOON), ("UNDELIV", "ABSENTSUB", NOON)

Sending = Callable[..., Any]


def test_the_sandbox_report_tells_the_state_of_everybody(sent: Sending) -> None:
    campaign = sent(400, "--seed", "1")
    done = campaign.take(report_of(campaign.url), name="report.csv")
    assert (done.changed, done.preview.matched, done.preview.unmatched) == (400, 400, 0)
    assert campaign.counts["delivered"] > 300
    assert {"undelivered", "dnd"} <= campaign.counts.keys()
    assert "submitted" not in campaign.counts


def test_the_same_file_twice_changes_nothing(sent: Sending) -> None:
    campaign = sent(50)
    data = report_of(campaign.url)
    first = campaign.take(data)
    before = campaign.ledger
    second = campaign.take(data)
    assert (first.changed, first.again) == (50, False)
    assert (second.changed, second.again, second.report) == (0, True, first.report)
    assert campaign.ledger == before
    assert len(importing.files(campaign.settings)) == 1


def test_an_import_tells_how_far_it_is_also_where_it_changes_nothing(sent: Sending) -> None:
    campaign = sent(30)
    data = report_of(campaign.url)
    for _ in range(2):
        told: list[tuple[int, int]] = []
        campaign.take(data, tell=lambda done, total, told=told: told.append((done, total)))
        assert told == sorted(told)
        assert len(told) > 4
        assert (told[0], told[-1]) == ((0, 100), (100, 100))


def test_a_preview_changes_nothing(sent: Sending) -> None:
    campaign = sent(5)
    seen = importing.preview(campaign.settings, csv_of(rows_of(campaign.ledger, GOOD, ABSENT)))
    assert seen.by_state == {"delivered": 3, "undelivered": 2}
    assert (seen.rows, seen.matched, seen.by_campaign) == (5, 5, {campaign.id: 5})
    assert campaign.counts == {"submitted": 5}


def test_a_foreign_export_is_read(sent: Sending) -> None:
    """Renamed columns, semicolons, a byte order mark, day first, words nobody knows."""
    campaign = sent(4)
    done = campaign.take(foreign_export(campaign.ledger, "csv"))
    assert vars(done.preview.columns) == {
        "id": "TRANS-ID",
        "number": "MSISDN",
        "status": "DLR Status",
        "error": "Cause",
        "time": "Delivered At",
        "clock": None,
    }
    assert campaign.counts == {"delivered": 1, "dnd": 1, "submitted": 1, "expired": 1}
    assert done.preview.unrecognised == {"Teleported E7": 1}
    assert done.preview.without_time == 1
    odd = campaign.ledger[2]
    assert (odd["word"], odd["error"], odd["reported"]) == ("Teleported", "E7", None)


def test_a_workbook_is_read(sent: Sending) -> None:
    campaign = sent(3)
    book = openpyxl.Workbook()
    book.active.append(["Delivery report of May"])
    book.active.append(list(HEADER))
    for row in rows_of(campaign.ledger, GOOD):
        book.active.append([int(row[0]), *row[1:4], datetime(2026, 5, 1, 12)])  # noqa: DTZ001
    data = io.BytesIO()
    book.save(data)
    assert campaign.take(data.getvalue(), name="report.xlsx").changed == 3
    assert campaign.counts == {"delivered": 3}
    moment = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
    assert campaign.ledger[0]["reported_at"] == int(moment.timestamp())


def test_columns_can_be_named_by_a_person(sent: Sending) -> None:
    campaign = sent(2)
    rows = [[str(row["sms_id"]), "DELIVRD", "FAILED"] for row in campaign.ledger]
    data = csv_of(rows, ("ref", "status", "final"))
    with pytest.raises(InputError, match="which message is meant"):
        campaign.take(data)
    done = campaign.take(data, columns={"id": "ref", "status": "final"})
    assert (done.preview.columns.status, campaign.counts) == ("final", {"undelivered": 2})
    with pytest.raises(InputError, match="no column called 'nothing'"):
        campaign.take(data, columns={"id": "nothing"})


def test_a_status_column_of_any_name_is_known_by_its_words(sent: Sending) -> None:
    campaign = sent(2)
    rows = [["x", str(row["sms_id"]), "DELIVRD"] for row in campaign.ledger]
    assert campaign.take(csv_of(rows, ("zone", "msg id", "result"))).changed == 2


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        pytest.param(GOOD, ("UNDELIV", "", LATER), "delivered", id="delivered is never undone"),
        pytest.param(ABSENT, ("DELIVRD", "", LATER), "delivered", id="a later delivered replaces"),
        pytest.param(("EXPIRED", "", NOON), ("DELIVRD", "", LATER), "delivered", id="expired too"),
        pytest.param(("EXPIRED", "", LATER), ABSENT, "expired", id="older never replaces newer"),
        pytest.param(ABSENT, ("EXPIRED", "", LATER), "expired", id="newer replaces older"),
        pytest.param(ABSENT, ("PENDING", "", LATER), "undelivered", id="pending undoes no failure"),
        pytest.param(ABSENT, ("WHAT", "", LATER), "undelivered", id="nor does an unknown word"),
        pytest.param(("PENDING", "", NOON), ABSENT, "undelivered", id="a failure ends pending"),
        pytest.param(("UNDELIV", "", LATER), GOOD, "delivered", id="who has it has it"),
        pytest.param(GOOD, ("READ", "", LATER), "read", id="read comes after delivered"),
        pytest.param(("Seen", "", NOON), ("DELIVRD", "", LATER), "read", id="read is never undone"),
        pytest.param(("replied", "", NOON), ("FAILED", "", LATER), "read", id="nor by a failure"),
        pytest.param(("UNDELIV", "", LATER), ("READ", "", NOON), "read", id="who read it has it"),
        pytest.param(("READ", "", NOON), ("PENDING", "", LATER), "read", id="nor by pending"),
    ],
)
def test_which_of_two_reports_stands(
    sent: Sending, first: tuple[str, str, str], second: tuple[str, str, str], stands: str
) -> None:
    campaign = sent(1)
    for report in (first, second, first):
        campaign.take(csv_of(rows_of(campaign.ledger, report)))
    assert campaign.counts == {stands: 1}


def test_the_order_of_rows_and_files_does_not_matter(sent: Sending) -> None:
    campaign = sent(1)
    endings = [GOOD, ("UNDELIV", "", LATER), ("PENDING", "", NOON)]
    rows = [row for ending in endings for row in rows_of(campaign.ledger, ending)]
    campaign.take(csv_of(rows))
    campaign.take(csv_of(rows[::-1]))
    assert campaign.counts == {"delivered": 1}


def test_a_row_without_time_is_as_old_as_its_file(sent: Sending) -> None:
    """So the file imported again does not undo what came in between."""
    campaign = sent(1)
    failed = csv_of(rows_of(campaign.ledger, ("UNDELIV", "", "")))
    expired = csv_of(rows_of(campaign.ledger, ("EXPIRED", "", "")))
    clocks = iter(datetime(2026, 5, day, tzinfo=UTC) for day in range(1, 10))
    for data in (failed, expired, failed):
        now = next(clocks)
        campaign.take(data, clock=lambda now=now: now)
    assert campaign.counts == {"expired": 1}


@pytest.mark.parametrize(
    ("status", "error", "state"),
    [
        ("DELIVRD", "000", "delivered"),
        ("Delivered", "650", "delivered"),
        ("UNDELIV", "ABSENTSUB", "undelivered"),
        ("FAILED", "650", "rejected"),
        ("FAILED", "652", "rejected"),
        ("FAILED", "633", "rejected"),
        ("REJECTD", "651", "rejected"),
        ("UNDELIV", "UNKNOWN SUBSCRIBER", "invalid_number"),
        ("EXPIRED", "MOBOFF", "expired"),
        ("Preference-Not_Matched", "", "rejected"),
        ("NO CREDITS", "", "no_credit"),
        ("INV NUMBER", "", "invalid_number"),
        ("TIME_OUT_PROM", "", "outside_hours"),
        ("SENT/PENDING", "", "submitted"),
        ("637", "", "rejected"),
        ("", "650", "rejected"),
        ("NDNC", "650", "dnd"),
        ("638", "", "rejected"),
        ("699x", "", "submitted"),
        ("gone", "", "submitted"),
    ],
)
def test_words_and_codes(sent: Sending, status: str, error: str, state: str) -> None:
    campaign = sent(1)
    campaign.take(csv_of(rows_of(campaign.ledger, (status, error, NOON))))
    assert campaign.counts == {state: 1}


def test_ids_of_nobody_are_parked_and_listed(sent: Sending) -> None:
    campaign = sent(2)
    data = csv_of([["999", str(campaign.ledger[0]["number"]), *GOOD], ["", "", *GOOD]])
    done = campaign.take(data)
    assert done.preview.why_unmatched == {"no message has this smsId": 1}
    (row,) = unmatched.unmatched_rows(campaign.settings)
    assert (row["sms_id"], row["word"]) == ("999", "DELIVRD")
    assert b"999" in unmatched.unmatched_file(campaign.settings)
    assert campaign.counts == {"submitted": 2}


def test_a_row_of_nothing_is_skipped_and_said(sent: Sending) -> None:
    """It is kept nowhere, so it is not counted among what is."""
    campaign = sent(1)
    done = campaign.take(csv_of([["", "", *GOOD], *rows_of(campaign.ledger, GOOD)]))
    seen = done.preview
    assert (seen.rows, seen.matched, seen.unmatched, seen.skipped) == (2, 1, 0, 1)
    assert seen.why_skipped == {"neither an smsId nor a number": 1}
    assert unmatched.unmatched_count(campaign.settings) == 0
    (file,) = importing.files(campaign.settings)
    assert (file["rows"], file["matched"], file["parked"], file["skipped"]) == (2, 1, 0, 1)


def test_parked_rows_find_their_campaign_when_it_ends(
    settings: Settings, start_gateway: StartGateway, new_campaign: NewCampaign
) -> None:
    """The gateway lists messages before its answer about them is here."""
    url = start_gateway("--latency-ms", "3000").url
    made = new_campaign(3, "Hello")
    control.start(settings, made)
    imported: list[importing.ImportedReport] = []

    def is_over() -> bool:
        if not imported and report_of(url).count(b"\n") > 3:
            imported.append(importing.import_report(settings, report_of(url)))
        return control.status(settings, made).is_over

    run_worker_until(is_over, made)
    assert (imported[0].preview.matched, imported[0].preview.unmatched) == (0, 3)
    index_ended(settings)
    counts = control.status(settings, made).recipients
    assert counts[RecipientState.SUBMITTED] == 0
    assert unmatched.unmatched_count(settings) == 0


def test_many_parked_rows_are_written_in_pieces(
    sent: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender can write between them, and the same file parks nothing anew."""
    campaign = sent(1)
    monkeypatch.setattr(importing, "UNMATCHED_AT_ONCE", 10)
    data = csv_of([[str(900 + n), "", *GOOD] for n in range(95)])
    assert campaign.take(data).preview.unmatched == 95
    before = unmatched.unmatched_rows(campaign.settings, 100)
    assert len(before) == unmatched.unmatched_count(campaign.settings) == 95
    campaign.take(data)
    assert unmatched.unmatched_rows(campaign.settings, 100) == before


def test_an_import_that_broke_off_is_made_whole_by_the_same_file(
    sent: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the disk is full, or somebody ends the dashboard, between two pieces."""
    campaign = sent(30)
    monkeypatch.setattr(importing, "UNMATCHED_AT_ONCE", 10)
    data = csv_of(
        [*rows_of(campaign.ledger, GOOD), *([str(900 + n), "", *GOOD] for n in range(35))]
    )
    with monkeypatch.context() as patch:
        turns = iter(range(2))
        keep = deliveries.keep_unmatched

        def breaking(*given: Any) -> None:
            if next(turns, None) is None:
                raise OSError("no room")
            keep(*given)

        patch.setattr(deliveries, "keep_unmatched", breaking)
        with pytest.raises(OSError, match="no room"):
            campaign.take(data)
    assert unmatched.unmatched_count(campaign.settings) == 20
    assert campaign.counts == {"delivered": 30}
    campaign.take(data)
    assert unmatched.unmatched_count(campaign.settings) == 35
    assert campaign.counts == {"delivered": 30}
    (file,) = importing.files(campaign.settings)
    assert (file["matched"], file["parked"]) == (30, 35)


def test_a_campaign_that_ends_during_an_import_is_given_its_rows_too(
    sent: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked for parked rows once, just before these are parked."""
    campaign = sent(3)
    data = csv_of(rows_of(campaign.ledger, GOOD))
    path = campaign.settings.database_path
    with open_database(path) as db:
        results = rows(db, "delete from results returning *")
    keep = deliveries.keep_unmatched

    def ended_before(*given: Any) -> None:
        with open_database(path) as db:
            for result in results:
                db.conn.execute(
                    "insert into results values (:campaign_id, :seq, :state, :sms_id, :reason)",
                    result,
                )
        index_ended(campaign.settings)
        keep(*given)

    monkeypatch.setattr(importing, "transaction", lambda _: contextlib.nullcontext())
    monkeypatch.setattr(importing, "record", lambda *_, **__: None)  # it asks for a transaction
    monkeypatch.setattr(deliveries, "keep_unmatched", ended_before)
    assert campaign.take(data).preview.unmatched == 3
    assert unmatched.unmatched_count(campaign.settings) == 0
    assert campaign.counts == {"delivered": 3}


def test_a_report_comes_while_the_campaign_runs(
    settings: Settings, start_gateway: StartGateway, new_campaign: NewCampaign
) -> None:
    url = start_gateway("--latency-ms", "100").url
    made = new_campaign(400, "Hello", chunk_size=2)
    control.start(settings, made)
    status = run_worker_until(lambda: control.status(settings, made).submitted > 20, made)
    assert not status.is_over
    done = importing.import_report(settings, report_of(url))
    assert done.changed == done.preview.matched == done.preview.rows
    counts = control.status(settings, made).recipients
    assert sum(counts.values()) == 400
    assert counts[RecipientState.DELIVERED] > 0


def test_numbers_match_within_a_named_campaign_alone(sent: Sending) -> None:
    campaign = sent(3)
    rows = [[str(row["number"])[2:], "DELIVRD"] for row in campaign.ledger]
    data = csv_of([*rows, ["9876543210", "DELIVRD"]], ("Mobile No", "Status"))
    assert campaign.take(data).preview.why_unmatched == {"no smsId, and no campaign was named": 4}
    done = campaign.take(data, campaign_id=campaign.id)
    assert done.preview.why_unmatched == {"the number is not in the campaign": 1}
    assert campaign.counts == {"delivered": 3}


def test_a_number_twice_in_the_campaign_is_not_guessed(
    settings: Settings, start_gateway: StartGateway, send: Send, cli_json: RunJson, tmp_path: Any
) -> None:
    start_gateway()
    path = tmp_path / "twice.csv"
    path.write_text("mobile\n9876543210\n9876543210\n9876543211\n")
    made = cli_json(
        *("campaign", "create", path, "--name", "N", "--message", "Hi", "--duplicates", "all")
    )["campaign"]
    send(made)
    data = csv_of([["9876543210", "DELIVRD"], ["9876543211", "DELIVRD"]], ("number", "status"))
    done = importing.import_report(settings, data, campaign_id=made)
    assert done.preview.why_unmatched == {"the number is in the campaign more than once": 1}
    assert control.status(settings, made).recipients[RecipientState.DELIVERED] == 1


def test_an_id_of_another_message_is_never_taken_for_this_one(sent: Sending) -> None:
    """The person is in the campaign and has an smsId of their own: the row is about another."""
    campaign = sent(1)
    data = csv_of([["4711", str(campaign.ledger[0]["number"]), *GOOD]])
    assert campaign.take(data, campaign_id=campaign.id).preview.unmatched == 1
    assert campaign.counts == {"submitted": 1}


def test_about_the_unknown_it_is_evidence_and_acts_not(sent: Sending) -> None:
    campaign = sent(4, "--fault", "http500=1")
    assert campaign.counts == {"unknown": 4}
    rows = [["77", str(row["number"]), "DELIVRD", "000", ""] for row in campaign.ledger[:2]]
    done = campaign.take(csv_of(rows), campaign_id=campaign.id)
    assert done.preview.evidence == 2
    assert campaign.counts == {"unknown": 4}
    assert [row["word"] for row in campaign.ledger] == ["DELIVRD", "DELIVRD", None, None]
    index_ended(campaign.settings)
    assert campaign.counts == {"unknown": 4}


def test_by_number_alone_a_report_that_is_older_than_the_message_is_about_another(
    sent: Sending,
) -> None:
    campaign = sent(2, "--fault", "http500=1")
    rows = [["", str(row["number"]), *GOOD] for row in campaign.ledger]
    done = campaign.take(csv_of(rows), campaign_id=campaign.id)
    assert (done.preview.evidence, done.preview.matched) == (0, 0)
    assert done.preview.why_unmatched == {
        "no message of the campaign to the number had left by then": 2
    }
    assert [row["word"] for row in campaign.ledger] == [None, None]


def test_ids_a_spreadsheet_has_rounded_are_parked_and_said(sent: Sending) -> None:
    campaign = sent(1)
    done = campaign.take(csv_of([["1.76413E+14", "", *GOOD]]))
    assert (done.preview.shortened_ids, done.preview.unmatched) == (1, 1)


@pytest.mark.parametrize("form", ['="{}"', "'{}", "{}.0", " {} "])
def test_ids_in_the_wrappings_of_spreadsheets(sent: Sending, form: str) -> None:
    campaign = sent(1)
    cell = form.format(campaign.ledger[0]["sms_id"]).replace('"', '""')
    assert campaign.take(csv_of([[f'"{cell}"', "", *GOOD]])).changed == 1


def test_a_file_that_is_no_report_is_refused_in_words(sent: Sending) -> None:
    campaign = sent(1)
    with pytest.raises(InputError, match="how each message ended"):
        campaign.take(b"name,mobile\nAsha,9876543210\n")
    with pytest.raises(InputError):
        campaign.take(b"%PDF-1.4 not a table")
    with pytest.raises(NotFoundError, match="no campaign 99"):
        campaign.take(csv_of([["1", "", *GOOD]]), campaign_id=99)


def test_a_report_about_a_draft_is_refused(settings: Settings, new_campaign: NewCampaign) -> None:
    with pytest.raises(InputError, match="has not been sent"):
        importing.import_report(settings, csv_of([["1", "", *GOOD]]), campaign_id=new_campaign(1))


def test_the_commands_say_it_as_json(
    sent: Sending, cli: RunCommand, cli_json: RunJson, tmp_path: Any
) -> None:
    campaign = sent(4)
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of(rows_of(campaign.ledger, GOOD, ABSENT)))
    seen = cli_json("report", "import", path, "--preview")
    assert (seen["report"], seen["matched"], seen["changed"]) == (None, 4, 0)
    done = cli_json("report", "import", path)
    assert (done["changed"], done["again"], done["by_state"]["delivered"]) == (4, False, 2)
    again = cli_json("campaign", "report", campaign.id, path)
    assert (again["campaign"], again["changed"]) == (campaign.id, 0)
    status = cli_json("campaign", "status", campaign.id)
    assert (status["delivered"], status["undelivered"], status["submitted"]) == (2, 2, 0)
    number = cli_json("number", str(campaign.ledger[0]["number"]))
    assert number["messages"][0]["state"] == "delivered"
    refused = cli("report", "import", tmp_path / "none.csv", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout or "{}") == {}
