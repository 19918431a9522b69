"""One value of a workbook as text: as Excel shows it, or as its digits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jetmsg_core.spreadsheets.reader.cells import duration_of, iso_duration_text, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a\r\nb\rc\0", "a\nb\nc", id="line breaks"),
        pytest.param(True, "TRUE", id="a truth"),
        pytest.param(9876543210.0, "9876543210", id="a whole number"),
        pytest.param(0.1 + 0.2, "0.3", id="fifteen digits"),
        pytest.param(dt.date(2026, 1, 5), "05-01-2026", id="a date"),
        pytest.param(dt.datetime(2026, 1, 5), "05-01-2026", id="midnight"),  # noqa: DTZ001
        pytest.param(dt.datetime(2026, 1, 5, 9, 7), "05-01-2026 09:07", id="with time"),  # noqa: DTZ001
        pytest.param(
            dt.datetime(2026, 1, 5, 9, 7, 36, 999_998),  # noqa: DTZ001
            "05-01-2026 09:07:37",
            id="to the second",
        ),
        pytest.param(
            dt.datetime(2026, 1, 5, 23, 59, 59, 999_998),  # noqa: DTZ001
            "06-01-2026",
            id="a fraction before midnight",
        ),
        pytest.param(dt.time(9, 7), "09:07", id="a time"),
        pytest.param(dt.time(9, 7, 5), "09:07:05", id="a time with seconds"),
        pytest.param(1764130000000123.0, "1764130000000123", id="sixteen digits"),
        pytest.param(2.0**53, "9.00719925474099e+15", id="more than a float holds"),
        pytest.param(dt.timedelta(hours=36), "36:00", id="hours beyond the day"),
        pytest.param(dt.timedelta(hours=1, seconds=5), "1:00:05", id="seconds"),
        pytest.param(dt.timedelta(hours=-1.5), "-1:30", id="less than nothing"),
        pytest.param(dt.timedelta(days=26123456), "26123456", id="more days than any duration"),
        pytest.param(7, "7", id="a count"),
    ],
)
def test_a_value_reads_as_excel_shows_it(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(9876543210.0, "9876543210", id="a mobile number"),
        pytest.param(919876543210.0, "919876543210", id="with 91"),
        pytest.param(1.5, "36:00", id="a day and a half"),
        pytest.param("Asha", "Asha", id="a text"),
    ],
)
def test_a_number_in_the_format_of_a_duration(value: Any, text: str) -> None:
    assert text_of(duration_of(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("PT36H00M00S", "36:00", id="a duration"),
        pytest.param("-PT1H30M00S", "-1:30", id="less than nothing"),
        pytest.param("PT237037037040H00M00S", "9876543210", id="a mobile number"),
        pytest.param("PT22077037037040H00M00S", "919876543210", id="with 91"),
        pytest.param("PT Cruiser", "PT Cruiser", id="another text"),
        pytest.param("PT1H", "PT1H", id="spelled otherwise"),
    ],
)
def test_a_duration_of_an_opendocument_sheet(value: str, text: str) -> None:
    assert iso_duration_text(value) == text
