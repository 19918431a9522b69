"""What Excel shows of a value under a format: a table, with the source of each line.

E: ECMA-376, part 1, 18.8.30 and 18.8.31, with its examples. A: ssf, SheetJS and LibreOffice agree
on it. D: they do not, and the doubt is told. I: the Indian reading of what follows the region.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jetmsg_core.spreadsheets.looks.builtin import BUILTIN
from jetmsg_core.spreadsheets.looks.look import Doubt, Look, look_of

LAKHS = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"
ACCOUNT = '_("₹"* #,##0.00_);_("₹"* (#,##0.00);_("₹"* "-"??_);_(@_)'
DUE = dt.date(2026, 1, 5)
LATE = dt.datetime(2026, 1, 5, 17, 30, 9)  # noqa: DTZ001

NUMBERS = [
    ("General", 1500.5, "1500.5", "E"),
    ("General", 1 / 3, "0.333333333", "A"),
    ("General", 1500.123456789, "1500.123457", "A"),
    ("General", -1 / 3, "-0.333333333", "A"),
    ("0%", 0.15, "15%", "E"),
    ("0.00%", 0.1256, "12.56%", "E"),
    ("0.0%", 0.145, "14.5%", "A"),
    ("0%", 0.07, "7%", "A"),
    ("0", 1500.4, "1500", "E"),
    ("0.00", 1500.5, "1500.50", "E"),
    ("0.00", 0.0, "0.00", "E"),
    ("0.00", -0.0, "0.00", "A"),
    ("0.00", -2.5, "-2.50", "A"),
    ("#.##", 0.5, ".5", "E"),
    ("#.##", 5.0, "5.", "E"),
    ("0.0#", 1234.568, "1234.57", "E"),
    ("0.0#", 12.0, "12.0", "E"),
    ("??0", 7.0, "7", "E"),
    ("#,##0", 12_000.0, "12,000", "E"),
    ("#,##0.00", 99_999.5, "99,999.50", "A"),
    ("0,", 12_000.0, "12", "E"),
    ("0.0,,", 12_200_000.0, "12.2", "E"),
    ('0,"K"', 15_000.0, "15K", "A"),
    ("000000", 1234.0, "001234", "A"),
    ("000000", 1234567.0, "1234567", "A"),
    (r"00000\-00000", 9876543210.0, "98765-43210", "A"),
    ("000-00-0000", 123456789.0, "123-45-6789", "A"),
    ('"LIC-"00000', 7.0, "LIC-00007", "A"),
    ('0" days"', 12.0, "12 days", "E"),
    ("$ 0.00", 5.0, "$ 5.00", "E"),
    ('"₹"#,##0.00', 1500.5, "₹1,500.50", "A"),
    ('"₹"#,##0.00', -1500.5, "-₹1,500.50", "A"),
    ("[$₹-4009] #,##0.00", 1500.5, "₹ 1,500.50", "A"),
    ("[$₹-en-IN]#,##0", 999.0, "₹999", "A"),
    (r'"Rs."\ 0', 20.0, "Rs. 20", "A"),
    ('0"/-"', 500.0, "500/-", "A"),
    ("{0}", 5.0, "{5}", "A"),
    (ACCOUNT, 1500.5, "₹ 1,500.50", "A"),
    (ACCOUNT, 0.0, "₹ -", "A"),
    (ACCOUNT, -1500.5, "₹ (1,500.50)", "A"),
    ("0;(0)", -5.0, "(5)", "E"),
    ("0;(0)", 5.0, "5", "E"),
    ('0;-0;"nil"', 0.0, "nil", "E"),
    ('0.00;"due "0.00', -5.0, "due 5.00", "A"),
    ("0;;", 0.0, "", "E"),
    (";;;", 5.0, "", "E"),
    ("[Red]0.00", 2.0, "2.00", "E"),
    (LAKHS, 12_345_678.0, "1,23,45,678", "A"),
    (LAKHS, 123_456.0, "1,23,456", "A"),
    (LAKHS, 1_500.0, "1,500", "A"),
    ('[<1]"none";0', 0.0, "none", "A"),
    ('[<1]"none";0', 5.0, "5", "A"),
    ("@", 5.0, "5", "E"),
]
DATES = [
    ("dd/mm/yyyy", DUE, "05/01/2026", "A"),
    ("d/m/yy", DUE, "5/1/26", "A"),
    ("dd-mmm-yyyy", DUE, "05-Jan-2026", "E"),
    ("mmmm d, yyyy", DUE, "January 5, 2026", "E"),
    ("mmmmm", DUE, "J", "E"),
    ("dddd", DUE, "Monday", "E"),
    ("ddd dd.mm.yyyy", DUE, "Mon 05.01.2026", "A"),
    ("dd/mm/yyyy;@", DUE, "05/01/2026", "A"),
    ("[$-4009]dd mmm", DUE, "05 Jan", "A"),
    ("[$-439]dd/mm/yyyy", DUE, "05/01/2026", "A"),
    ("dd/mm/yyyy hh:mm", LATE, "05/01/2026 17:30", "A"),
    ("dd/mm/yyyy h:mm:ss AM/PM", LATE, "05/01/2026 5:30:09 PM", "A"),
    ("h:mm AM/PM", dt.time(17, 30), "5:30 PM", "E"),
    ("h:mm AM/PM", dt.time(0, 5), "12:05 AM", "E"),
    ("h:mm A/P", dt.time(12, 5), "12:05 P", "E"),
    ("hh:mm:ss", dt.time(9, 7, 3), "09:07:03", "E"),
    ("h:mm", dt.time(9, 7, 45), "9:07", "A"),
    ("mm:ss", dt.time(0, 7, 3), "07:03", "E"),
    ('h"h" m"m"', dt.time(9, 7), "9h 7m", "A"),
    ("h:mm", dt.datetime(1900, 1, 1, 12), "12:00", "A"),  # noqa: DTZ001
    ("[h]:mm", dt.timedelta(hours=36), "36:00", "E"),
    ("[h]:mm:ss", dt.timedelta(hours=1, seconds=5), "1:00:05", "E"),
    ("[mm]:ss", dt.timedelta(hours=1, seconds=5), "60:05", "E"),
    ("[ss]", dt.timedelta(minutes=2), "120", "E"),
]
DOUBTS = [
    ("General", 919876543210.0, "919876543210", Doubt.SHORTENED, "D"),
    ("0.00E+00", 150000.0, "150000", Doubt.SHORTENED, "E"),
    ("0", 1234567890123456.0, "1234567890123456", Doubt.LOST, "D"),
    ("0.00", 1.005, "1.01", Doubt.DISPUTED, "D"),
    ("0", 0.5, "1", Doubt.DISPUTED, "D"),
    ("0.00", -0.001, "-0.00", Doubt.DISPUTED, "D"),
    (LAKHS, -5_000.0, "-5,000", Doubt.DISPUTED, "D"),
    ("#,##0;[Red]#,##0", -5.0, "-5", Doubt.DISPUTED, "D"),
    ("#,##0", 12_345_678.0, "1,23,45,678", Doubt.REGIONAL, "I"),
    ("#,##0.00", 99_999.999, "1,00,000.00", Doubt.REGIONAL, "I"),
    ("#,##0", -123_456.0, "-1,23,456", Doubt.REGIONAL, "I"),
    ("# ?/?", 0.5, None, Doubt.UNSHOWN, "E"),
    ("0*-", 5.0, None, Doubt.UNSHOWN, "E"),
    ("[DBNum1]0", 5.0, None, Doubt.UNSHOWN, "E"),
    ("[$-4000439]0", 5.0, None, Doubt.UNSHOWN, "A"),
    ("[>5]0", 1.0, None, Doubt.UNSHOWN, "A"),
    ("dd/mm/yyyy", 9876543210.0, None, Doubt.UNSHOWN, "A"),
    ("dd/mm/yyyy", dt.time(0), "30/12/1899", Doubt.DISPUTED, "D"),
    ("dd/mm/yyyy hh:mm", dt.time(12), "30/12/1899 12:00", Doubt.DISPUTED, "D"),
    ("dd/mm/yyyy", dt.date(1900, 1, 5), "05/01/1900", Doubt.DISPUTED, "D"),
    ("dd/mm/yyyy", dt.timedelta(hours=36), None, Doubt.UNSHOWN, "A"),
    ("[$-439]dd mmmm", DUE, None, Doubt.UNSHOWN, "A"),
    ("ggge", DUE, None, Doubt.UNSHOWN, "E"),
    ("0.00", DUE, None, Doubt.UNSHOWN, "A"),
    ("mm:ss.0", dt.time(0, 7, 3, 500_000), "07:04", Doubt.UNSHOWN, "E"),
    ("h:mm:ss", dt.time(23, 59, 59, 914_000), "0:00:00", Doubt.DISPUTED, "D"),
    ("h:mm", dt.time(9, 59, 59, 600_000), "10:00", Doubt.DISPUTED, "D"),
    ("[h]:mm", dt.timedelta(hours=-1.5), "-1:30", Doubt.DISPUTED, "D"),
    ("[$-F800]dddd, mmmm dd, yyyy", DUE, "05 January 2026", Doubt.REGIONAL_DATE, "I"),
]
BUILTINS = [
    (1, 5.4, "5"),
    (2, 5.4, "5.40"),
    (3, 5000.0, "5,000"),
    (9, 0.15, "15%"),
    (10, 0.155, "15.50%"),
    (14, DUE, "05-01-2026"),
    (15, DUE, "5-Jan-26"),
    (16, DUE, "5-Jan"),
    (17, DUE, "Jan-26"),
    (18, LATE, "5:30 PM"),
    (19, LATE, "5:30:09 PM"),
    (20, LATE, "17:30"),
    (21, LATE, "17:30:09"),
    (22, LATE, "05-01-2026 17:30"),
    (5, 1500.0, "₹1,500"),
    (7, -1500.5, "-₹1,500.50"),
    (37, -1500.0, "(1,500)"),
    (43, 0.0, "-"),
    (44, 1500.5, "₹ 1,500.50"),
    (45, LATE, "30:09"),
    (46, dt.timedelta(hours=36), "36:00:00"),
]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [pytest.param(*line[:3], id=f"{line[0]} {line[1]}") for line in (*NUMBERS, *DATES)],
)
def test_a_cell_shows_this(code: str, value: Any, text: str) -> None:
    look = Look(code)
    display = look.show(value)
    assert (display.text, display.doubt) == (text, None)
    if look.usual is not None and isinstance(value, float):
        assert look.usual(value) in (text, None)


@pytest.mark.parametrize(
    ("code", "value", "text", "doubt"),
    [pytest.param(*line[:4], id=f"{line[0]} {line[1]}") for line in DOUBTS],
)
def test_a_doubt_is_told(code: str, value: Any, text: str | None, doubt: Doubt) -> None:
    look = Look(code)
    display = look.show(value)
    assert (display.text, display.doubt) == (text, doubt)
    assert look.usual is None or not isinstance(value, float) or look.usual(value) is None


@pytest.mark.parametrize(("number", "value", "text"), BUILTINS)
def test_a_builtin_format_is_known_by_its_number(number: int, value: Any, text: str) -> None:
    assert look_of(number, {}).show(value).text == text


def test_what_a_file_defines_itself_is_believed() -> None:
    assert look_of(44, {44: "0.0"}).show(2.0).text == "2.0"


def test_what_follows_the_region_is_told() -> None:
    assert look_of(14, {}).show(DUE).doubt is Doubt.REGIONAL_DATE
    assert look_of(44, {}).show(5.0).doubt is Doubt.REGIONAL
    assert Look(BUILTIN[14]).show(DUE).doubt is None


def test_a_format_of_other_regions_is_not_followed() -> None:
    assert look_of(30, {}).show(DUE).doubt is Doubt.UNSHOWN


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("0.00", "Asha", id="of numbers"),
        pytest.param("@", "Asha", id="as it stands"),
        pytest.param('"Dear "@', "Dear Asha", id="with words"),
        pytest.param('0;-0;0;"("@")"', "(Asha)", id="the fourth section"),
        pytest.param(ACCOUNT, "Asha", id="with blanks"),
        pytest.param(";;;", "", id="hidden"),
    ],
)
def test_a_text_is_shown_by_its_own_section(code: str, text: str) -> None:
    assert Look(code).show_text("Asha") == text


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('"open', id="an open quote"),
        pytest.param("0" * 400, id="long"),
        pytest.param("0." + "0" * 60, id="many places"),
        pytest.param("[", id="a bracket"),
        pytest.param("[$-", id="a language"),
        pytest.param("[$-FFFFFFFFFFFF]0", id="a long language"),
        pytest.param(";" * 10, id="many sections"),
        pytest.param("\\", id="nothing escaped"),
        pytest.param("h:mm;0", id="a time, then a number"),
        pytest.param("[h]0", id="a time and a number"),
        pytest.param("%%%%%%%%%0", id="many percent"),
        pytest.param("0" + "," * 200, id="many commas"),
        pytest.param("", id="nothing"),
    ],
)
@pytest.mark.parametrize("value", [0.0, -5.5, 1e300, 1e-300, float("inf"), float("nan"), DUE])
def test_an_odd_format_breaks_nothing(code: str, value: Any) -> None:
    look = Look(code)
    assert isinstance(look.show(value).text, str | None)
    assert isinstance(look.show_text("Asha"), str)
