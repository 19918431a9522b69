"""A file of opt-outs with reasons and dates: looked at, taken in, found again and exported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core import optouts
from jetmsg_core.errors import InputError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.optouts import OptOutColumns
from jetmsg_core.settings import Settings

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
STOPS = (
    "Mobile,Unsubscribe reason,Opt-out date\n"
    "9876543210,Too many messages,05/01/2026\n"
    "98765 43211,,25-02-2026 10:30\n"
    "12,Bad,01/01/2026\n"
    "9876543212,Moved to Goa,sometime\n"
    "9876543213,Late,05/01/2031\n"
)


def now() -> datetime:
    return NOW


def kept(settings: Settings) -> dict[int, tuple[str, str]]:
    """By number without 91987654: the reason and since when, in UTC."""
    page = optouts.listing(settings).opt_outs
    return {opt.number % 10_000: (opt.reason, opt.added_at[:16]) for opt in page}


def test_reasons_and_dates_are_kept_and_what_is_no_date_is_told(settings: Settings) -> None:
    done = optouts.import_file(settings, STOPS.encode(), name="stop.csv", clock=now)
    assert (done.added, done.report.rejected) == (4, 1)
    assert done.columns == OptOutColumns("Unsubscribe reason", "Opt-out date")
    assert kept(settings) == {
        3210: ("Too many messages", "2026-01-04T18:30"),
        3211: ("", "2026-02-25T05:00"),
        3212: ("Moved to Goa", "2026-05-20T12:00"),
        3213: ("Late", "2026-05-20T12:00"),
    }
    assert [(date.row, date.value) for date in done.unread_dates] == [
        (5, "sometime"),
        (6, "05/01/2031"),
    ]


def test_a_look_says_what_would_be_done_and_does_nothing(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="call")
    seen = optouts.look(settings, STOPS.encode(), name="stop.csv", clock=now)
    assert (seen.new, seen.known, seen.refused) == (3, 1, "")
    assert [(row.row, row.opt_out.reason, row.is_known) for row in seen.first[:2]] == [
        (2, "Too many messages", True),
        (3, "", False),
    ]
    assert [problem["row"] for problem in seen.report.problems] == [4]
    assert optouts.count(settings) == 1
    done = optouts.import_file(settings, STOPS.encode(), name="stop.csv", clock=now)
    assert (done.added, done.already_opted_out) == (seen.new, seen.known)
    assert kept(settings)[3210][0] == "", "who is known keeps what is known"


def test_a_file_that_cannot_be_taken_in_says_why_before(settings: Settings) -> None:
    seen = optouts.look(settings, b"name,city\nAsha,Pune\n")
    assert "No column with mobile numbers" in seen.refused
    assert (seen.new, seen.known, seen.first) == (0, 0, ())
    with pytest.raises(InputError, match="No column"):
        optouts.import_file(settings, b"name,city\nAsha,Pune\n")


@pytest.mark.parametrize(
    ("header", "cells", "columns"),
    [
        pytest.param("Remarks", "asked by phone", ("Remarks", None), id="remarks"),
        pytest.param("Date", "2026-01-05", (None, "Date"), id="a date"),
        pytest.param("Opted out on", "5 Jan 2026", (None, "Opted out on"), id="with a month"),
        pytest.param("Date of birth", "05/01/1990", (None, None), id="no birthday"),
        pytest.param("Order date", "05/01/2026", (None, None), id="no order"),
        pytest.param("Date", "soon", (None, None), id="no dates in it"),
        pytest.param("City", "Pune", (None, None), id="neither"),
    ],
)
def test_columns_are_found_by_their_names_and_cells(
    settings: Settings, header: str, cells: str, columns: tuple[str | None, str | None]
) -> None:
    seen = optouts.look(settings, f"Mobile,{header}\n9876543210,{cells}\n".encode())
    assert (seen.columns.reason, seen.columns.date) == columns


def test_a_person_says_which_columns_or_none(settings: Settings) -> None:
    data = b"Mobile,Why,Words,Date,Left\n9876543210,a,b,2026-01-05,2026-02-06\n"
    matching = optouts.look(settings, data).columns
    assert matching == OptOutColumns("Why", "Date")
    asked = OptOutColumns("words", "LEFT")
    optouts.import_file(settings, data, columns=asked, clock=now)
    assert kept(settings) == {3210: ("b", "2026-02-05T18:30")}
    neither = optouts.look(settings, data, columns=OptOutColumns("", ""))
    assert neither.columns == OptOutColumns(None, None)
    with pytest.raises(InputError, match="no column 'Nothing'"):
        optouts.look(settings, data, columns=OptOutColumns("Nothing"))


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX])
def test_an_export_comes_back_with_its_reasons(settings: Settings, form: FileFormat) -> None:
    optouts.import_file(settings, STOPS.encode(), clock=now)
    before = kept(settings)
    exported = optouts.export(settings, form)
    optouts.remove(settings, [str(919876540000 + last) for last in before])
    assert optouts.count(settings) == 0
    optouts.import_file(settings, exported, clock=lambda: NOW + timedelta(days=9))
    assert kept(settings) == before


def test_an_export_from_before_there_were_reasons_comes_back(settings: Settings) -> None:
    data = b"number,source,added_at\n919876543210,call,2026-05-01T12:00:00.000+00:00\n"
    optouts.import_file(settings, data)
    (opt_out,) = optouts.listing(settings).opt_outs
    assert (opt_out.source, opt_out.reason) == ("call", "")
    assert opt_out.added_at == "2026-05-01T12:00:00.000+00:00"


def test_a_reason_is_found_by_its_words(settings: Settings) -> None:
    optouts.import_file(settings, STOPS.encode(), clock=now)
    (opt_out,) = optouts.listing(settings, search="goa").opt_outs
    assert opt_out.number == 919876543212


def test_lines_with_names_are_opted_out_and_the_others_told(settings: Settings) -> None:
    done = optouts.add_lines(
        settings, "Asha 98765 43210\n12\n9876543211, Ravi\n", source="call", reason="moved"
    )
    assert done.added == 2
    assert [(problem["row"], problem["value"]) for problem in done.report.problems] == [(2, "12")]
    assert {opt.reason for opt in optouts.listing(settings).opt_outs} == {"moved"}


def test_a_pasted_table_has_reasons_of_its_own(settings: Settings) -> None:
    text = "Name\tMobile\tReason\nAsha\t9876543210\ttoo many\nRavi\t9876543211\t\n"
    optouts.add_lines(settings, text, source="call", reason="asked")
    assert {last: reason for last, (reason, _) in kept(settings).items()} == {
        3210: "too many",
        3211: "asked",
    }


def test_the_command_line_looks_first_then_takes_them_in(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "stop.csv"
    path.write_text(STOPS)
    seen = cli_json("optout", "import", path, "--preview")
    assert (seen["added"], seen["new"], seen["known"], seen["rejected"]) == (0, 4, 0, 1)
    assert (seen["reason_column"], seen["date_column"]) == ("Unsubscribe reason", "Opt-out date")
    assert seen["first"][0]["reason"] == "Too many messages"
    assert cli_json("optout", "list")["count"] == 0
    done = cli_json("optout", "import", path, "--date-column", "")
    assert (done["added"], done["date_column"], done["unread_dates"]) == (4, None, [])
    assert "Moved to Goa" in cli("optout", "list").stdout
    matching = cli_json("optout", "list", "--search", "goa")
    assert [entry["reason"] for entry in matching["opt_outs"]] == ["Moved to Goa"]
    cli_json("optout", "add", "Asha 90000 00001", "--reason", "asked by phone")
    assert cli_json("optout", "list", "--search", "by phone")["count"] == 1
    assert cli("optout", "import", path, "--reason-column", "None").returncode == 1


def test_rows_of_unread_dates_are_told_on_the_command_line(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "stop.csv"
    path.write_text(STOPS)
    done = cli_json("optout", "import", path)
    assert [(date["row"], date["value"]) for date in done["unread_dates"]] == [
        (5, "sometime"),
        (6, "05/01/2031"),
    ]
