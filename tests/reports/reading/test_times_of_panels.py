"""Times as panels write them, through the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import RunJson
from report_helpers import csv_of, rows_of

from jetmsg_core.primitives.times import IST

Sending = Callable[..., Any]
MOMENT = datetime(2026, 5, 1, 12, 0, 37, tzinfo=IST)
MINUTE = MOMENT.replace(second=0)
MIDNIGHT = MINUTE.replace(hour=0)

FORMS = (
    ("2026-05-01 12:00:37", MOMENT),
    ("01/05/26 12:00:37", MOMENT),
    ("01-05-26 12:00", MINUTE),
    ("01-May-2026 12:00:37", MOMENT),
    ("01-May-26 12:00:37", MOMENT),
    ("1 May 2026, 12:00 pm", MINUTE),
    ("May 01, 2026 12:00:37 PM", MOMENT),
    ("01.05.2026 12:00:37", MOMENT),
    ("2026-05-01 12:00:37 IST", MOMENT),
    ("2026-05-01 12:00:37 GMT+5:30", MOMENT),
    ("2026-05-01T12:00:37+05:30", MOMENT),
    ("2026-05-01T06:30:37Z", MOMENT),
    ("2026-05-01 12:00:37.481", MOMENT),
    ("01/05/2026, 12:00:37 pm", MOMENT),
    ("01/05/2026 12:00PM", MINUTE),
    ("20260501120037", MOMENT),
    ("260501120037", MOMENT),
    ("2605011200", MINUTE),
    ("1777617037", MOMENT),
    ("1777617037000", MOMENT),
    ("46143.5004282407", MOMENT),
    ("46143", MIDNIGHT),
    ("01-05-2026", MIDNIGHT),
    ("29/02/2028", datetime(2028, 2, 29, tzinfo=IST)),
    ("31/02/2026", None),
    ("2026-02-30 12:00:37", None),
    ("31-Apr-2026 12:00", None),
    ("29/02/2026", None),
    ("20260631120037", None),
    ("yesterday", None),
    ("12:00:37", None),
    ("", None),
)


def test_times_are_read_as_panels_write_them(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(len(FORMS))
    path = tmp_path / "report.csv"
    people = [row[:2] for row in rows_of(campaign.ledger, ("", "", ""))]
    for person, (form, _) in zip(people, FORMS, strict=True):
        path.write_bytes(csv_of([[*person, "DELIVRD", "", f'"{form}"']]))
        done = cli_json("report", "import", path)
        assert done["without_time"] == (dict(FORMS)[form] is None), form
    read = [row["reported_at"] for row in campaign.ledger]
    times = [at and datetime.fromtimestamp(at, UTC).astimezone(IST) for at in read]
    assert [*zip(FORMS, times, strict=True)] == [(form, form[1]) for form in FORMS]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        pytest.param(["05/13/2026 9:00", "05/01/2026 9:00"], [13, 1], id="one tells: month first"),
        pytest.param(["13/05/2026 9:00", "01/05/2026 9:00"], [13, 1], id="one tells: day first"),
        pytest.param(["01/05/2026 9:00", "02/05/2026 9:00"], [1, 2], id="none tells: as in India"),
    ],
)
def test_day_or_month_first_is_settled_once_for_a_file(
    sent: Sending, cli_json: RunJson, tmp_path: Path, cells: list[str], days: list[int]
) -> None:
    campaign = sent(len(cells))
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of(rows_of(campaign.ledger, *(("DELIVRD", "", cell) for cell in cells))))
    assert cli_json("report", "import", path)["without_time"] == 0
    moments = [datetime.fromtimestamp(row["reported_at"], IST) for row in campaign.ledger]
    assert [(moment.month, moment.day) for moment in moments] == [(5, day) for day in days]


def test_a_report_without_a_time_has_no_time_of_delivery(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    """Not that of the import, neither of a person nor of a row that is nobody's."""
    campaign = sent(1)
    path, out = tmp_path / "report.csv", tmp_path / "export.csv"
    path.write_bytes(
        csv_of([*rows_of(campaign.ledger, ("DELIVRD", "", "")), ["999", "", "DELIVRD"]])
    )
    cli_json("report", "import", path)
    assert campaign.counts == {"delivered": 1}
    assert campaign.ledger[0]["reported_at"] is None
    number = cli_json("number", str(campaign.ledger[0]["number"]))
    assert number["messages"][0]["reported_at"] is None
    cli_json("campaign", "export", campaign.id, out)
    (line,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    assert (line["delivery report"], line["delivery time (IST)"]) == ("DELIVRD", "")


def test_a_time_before_the_sending_is_said(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(3)
    now = datetime.now(IST)
    path = tmp_path / "report.csv"
    ends = [("DELIVRD", "", f"{at:%Y-%m-%d %H:%M:%S}") for at in (now, MOMENT, now)]
    path.write_bytes(csv_of(rows_of(campaign.ledger, *ends)))
    assert cli_json("report", "import", path, "--preview")["before_sending"] == 1


def test_seconds_and_ids_of_sixteen_digits_survive_a_workbook(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(1)
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Sms Id", "Status", "Done time"])
    moment = MOMENT.replace(tzinfo=None)
    book.active.append([int(campaign.ledger[0]["sms_id"]), "DELIVRD", moment])
    book.active.append([1764130000000123, "DELIVRD", moment])
    book.save(data)
    path = tmp_path / "report.xlsx"
    path.write_bytes(data.getvalue())
    done = cli_json("report", "import", path)
    assert (done["matched"], done["shortened_ids"]) == (1, 0)
    assert campaign.ledger[0]["reported_at"] == int(MOMENT.timestamp())
    assert [row["sms_id"] for row in cli_json("report", "parked")["rows"]] == ["1764130000000123"]


OF_PROGRAMS = (
    # SQL Server and Oracle
    ("May 29 2026 12:00:37:000PM", 12, 37),
    ("29 May 2026 12:00:37:483", 12, 37),
    ("29-MAY-26 12.00.37.000000 PM", 12, 37),
    # Java, Go, .NET and PHP
    ("Fri May 29 12:00:37 IST 2026", 12, 37),
    ("Fri May 29 06:30:37 UTC 2026", 12, 37),
    ("2026-05-29 12:00:37 +0530 IST", 12, 37),
    ("2026-05-29 12:00:37 Asia/Kolkata", 12, 37),
    ("2026-05-29 12:00:37 India Standard Time", 12, 37),
    ("/Date(1780036237000)/", 12, 37),
    ("2026-05-29 12:00:37.481.000", 12, 37),
    # as people put them together
    ("29th May, 2026 12:00:37 PM", 12, 37),
    ("May 29th 2026, 12:00 pm", 12, 0),
    ("29 May, 2026 | 12:00 PM", 12, 0),
    ("29-05-2026 at 12:00 PM", 12, 0),
    ("29/05/2026 - 12:00 PM", 12, 0),
    ("29/05/2026 12:00:37 hrs", 12, 37),
    ("29/05/2026 12.30 PM", 12, 0),
    ("29-05-2026 12:00:37 p. m.", 12, 37),
    ("12:00:37 29-05-2026", 12, 37),
    ("12:00 PM, 29 May 2026", 12, 0),
    ("2026-May-29 12:00:37", 12, 37),
    ("2026-05-29 12.00.37", 12, 37),
    ("[2026-05-29 12:00:37]", 12, 37),
    ("'2026-05-29 12:00:37", 12, 37),
    ('="2026-05-29 12:00:37"', 12, 37),
    # a half of the day beside 24 hours
    ("29/05/2026 13:00:37 PM", 13, 37),
    ("29/05/2026 00:00:37 AM", 0, 37),
    ("29/05/2026 12:00:37 AM", 0, 37),
    ("29/05/2026 01:15:37 PM", 13, 37),
    ("29/05/2026 11:00:37 AM", 11, 37),
    # digits alone, the day first
    ("29052026120037", 12, 37),
)


def test_times_of_programs_and_of_people_are_read(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(len(OF_PROGRAMS))
    path = tmp_path / "report.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Sms Id", "Status", "Done time"))
        for row, (form, *_) in zip(campaign.ledger, OF_PROGRAMS, strict=True):
            writer.writerow((row["sms_id"], "DELIVRD", form))
    assert cli_json("report", "import", path)["without_time"] == 0
    read = [
        datetime.fromtimestamp(row["reported_at"], UTC).astimezone(IST) for row in campaign.ledger
    ]
    assert [
        (form, at.date().isoformat(), at.hour, at.second)
        for (form, *_), at in zip(OF_PROGRAMS, read, strict=True)
    ] == [(form, "2026-05-29", hour, second) for form, hour, second in OF_PROGRAMS]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        pytest.param(["010526120037", "020526120037"], [1, 2], id="the day first"),
        pytest.param(["260501120037", "260502120037"], [1, 2], id="the year first"),
    ],
)
def test_which_of_six_digits_is_the_year_is_settled_by_the_years_of_today(
    sent: Sending, cli_json: RunJson, tmp_path: Path, cells: list[str], days: list[int]
) -> None:
    campaign = sent(len(cells))
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of(rows_of(campaign.ledger, *(("DELIVRD", "", cell) for cell in cells))))
    cli_json("report", "import", path)
    read = [datetime.fromtimestamp(row["reported_at"], IST) for row in campaign.ledger]
    assert [(at.year, at.month, at.day) for at in read] == [(2026, 5, day) for day in days]
