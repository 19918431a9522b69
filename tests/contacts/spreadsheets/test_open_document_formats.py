"""Formats of an .ods whose program leaves out what its cells show, or wrote it as it stands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pytest
from command_line_check import Check, Report, codes, people
from hypothesis import given
from hypothesis import strategies as st
from workbook_files import Cell, Raw, ods

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.books import open_book

ASHA, NUMBER = 919876543210, 9876543210.0
GROUPED = '<number:number number:decimal-places="2" number:min-integer-digits="1" '
GROUPED += 'number:grouping="true"/>'
RUPEES = f"<number:currency-symbol>₹</number:currency-symbol>{GROUPED}"
WHOLE = '<number:number number:decimal-places="0" number:min-integer-digits="{}"/>'
DAY = '<number:day number:style="long"/>'
MONTH = '<number:month number:style="long"/>'
YEAR = '<number:year number:style="long"/>'
HOURS, MINUTES = "<number:hours/>", '<number:minutes number:style="long"/>'


def text(words: str) -> str:
    return f"<number:text>{escape(words)}</number:text>"


def format_of(kind: str, *parts: str, name: str = "N1", more: str = "") -> str:
    body = "".join(parts)
    return f'<number:{kind}-style style:name="{name}"{more}>{body}</number:{kind}-style>'


def section(condition: str, name: str) -> str:
    condition_text = escape(f"value(){condition}", {'"': "&quot;"})
    return f'<style:map style:condition="{condition_text}" style:apply-style-name="{name}"/>'


def cell(kind: str, value: str, text: str = "", style: str = "c") -> Raw:
    name = {"date": "date-value", "time": "time-value"}.get(kind, "value")
    written = f"<text:p>{text}</text:p>" if text else ""
    return Raw(
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" '
        f'office:{name}="{value}">{written}</table:table-cell>'
    )


STYLE = '<style:style style:name="c" style:family="table-cell" style:data-style-name="N1"/>'


def book(value: Cell, styles: str, *, common: str = "", generator: str = "Another/1.0") -> bytes:
    rows: list[list[Cell]] = [["Name", "Mobile", "Due"], ["Asha", NUMBER, value]]
    return ods(rows, styles=styles, common=common, generator=generator)


NEGATIVE = format_of("currency", RUPEES, name="N1P0") + format_of(
    "currency", '<style:text-properties fo:color="#ff0000"/>', text("-"), RUPEES,
    section(">=0", "N1P0"),
)  # fmt: skip
ACCOUNTING = (
    format_of("number", text("(+) "), GROUPED, name="N1P0")
    + format_of("number", text("("), GROUPED, text(")"), name="N1P1")
    + format_of("number", text("none"), section(">0", "N1P0"), section("<0", "N1P1"))
)
CODES = (
    format_of("number", text("Male"), name="N1P0")
    + format_of("number", text("Female"), name="N1P1")
    + format_of("number", WHOLE.format(1), section("=1", "N1P0"), section("=2", "N1P1"))
)
INNER = '<number:number number:decimal-places="0" number:min-integer-digits="10">'
INNER += '<number:embedded-text number:position="5">-</number:embedded-text></number:number>'
WEEKDAY, SECONDS = "<number:day-of-week/>", '<number:seconds number:style="long"/>'
NAMED_MONTH = '<number:month number:textual="true" number:style="long"/>'
CLOCK = (HOURS, text(":"), MINUTES, text(" "), "<number:am-pm/>")
BEYOND_THE_DAY = ' number:truncate-on-overflow="false"'
THOUSANDS = (
    '<number:number number:decimal-places="1" number:min-integer-digits="1" '
    'number:display-factor="1000"/>'
)
PLACES = (
    '<number:number number:decimal-places="3" number:min-decimal-places="1" '
    'number:min-integer-digits="1"/>'
)
PERCENT = format_of("percentage", GROUPED.replace('"2"', '"0"'), text("%"))
FOLLOWED = {
    "zeros": ("float", "1234", format_of("number", WHOLE.format(6)), "001234"),
    "words": ("float", "7", format_of("number", text("LIC-"), WHOLE.format(5)), "LIC-00007"),
    "a quote": (
        "float",
        "5",
        format_of("number", WHOLE.format(1), text(' 6" pipes')),
        '5 6" pipes',
    ),
    "inner": ("float", "9876512345", format_of("number", INNER), "98765-12345"),
    "no percentage": ("float", "0.15", format_of("number", WHOLE.format(1), text("%")), "0%"),
    "a percentage": ("percentage", "0.15", PERCENT, "15%"),
    "a number": ("float", "0.15", PERCENT, "15%"),
    "a currency": ("currency", "1500.5", NEGATIVE, "₹1,500.50"),
    "less than nothing": ("currency", "-1500.5", NEGATIVE, "-₹1,500.50"),
    "brackets": ("float", "-1500.5", ACCOUNTING, "(1,500.50)"),
    "nothing": ("float", "0", ACCOUNTING, "none"),
    "a word": ("float", "2", CODES, "Female"),
    "thousands": ("float", "1500", format_of("number", THOUSANDS, text("K")), "1.5K"),
    "places": ("float", "2.5", format_of("number", PLACES), "2.5"),
    "a date": (
        "date",
        "2026-01-05",
        format_of("date", DAY, text("/"), MONTH, text("/"), YEAR),
        "05/01/2026",
    ),
    "a date and a time": (
        "date",
        "2026-01-05T17:30:00",
        format_of(
            "date", WEEKDAY, text(", "), "<number:day/>", text(" "), NAMED_MONTH, text(" "), *CLOCK
        ),
        "Mon, 5 January 5:30 PM",
    ),
    "a time": ("time", "PT17H05M00S", format_of("time", HOURS, text("."), MINUTES), "17.05"),
    "hours": (
        "time",
        "PT36H05M09S",
        format_of("time", HOURS, text(":"), MINUTES, text(":"), SECONDS, more=BEYOND_THE_DAY),
        "36:05:09",
    ),
}


def together(formats: Sequence[tuple[str, str, str]], *, is_common: bool = False) -> bytes:
    """Gives a sheet with a column for each type, value and format."""
    styles, cells = "", []
    for column, (kind, value, format_) in enumerate(formats):
        styles += format_.replace('"N', f'"F{column}N')
        styles += STYLE.replace('"c"', f'"c{column}"').replace('"N', f'"F{column}N')
        cells.append(cell(kind, value, style=f"c{column}"))
    titles = [f"V{column}" for column in range(len(formats))]
    rows: list[list[Cell]] = [["Name", "Mobile", *titles], ["Asha", NUMBER, *cells]]
    given = {"common": styles} if is_common else {"styles": styles}
    return ods(rows, generator="Another/1.0", **given)


def texts_of(report: Report) -> list[str]:
    """Gives the cells of these columns."""
    (row,) = report["good"]
    return [row[name] for name in row if name.startswith("V")]


@pytest.mark.parametrize("is_common", [False, True], ids=["of the file", "of styles.xml"])
def test_a_format_is_followed_where_the_file_leaves_out_what_it_shows(
    check: Check, is_common: bool
) -> None:
    data = together([case[:3] for case in FOLLOWED.values()], is_common=is_common)
    report = check(data, "--plain", "--column", "Mobile", name="c.ods")
    texts = [case[3] for case in FOLLOWED.values()]
    assert dict(zip(FOLLOWED, texts_of(report), strict=True)) == dict(
        zip(FOLLOWED, texts, strict=True)
    )
    assert set(codes(report["warnings"])) <= {"look_disputed"}


@pytest.mark.parametrize(
    ("styles", "style"),
    [
        pytest.param(STYLE.replace('"c"', '"Share"'), "Share", id="a named style"),
        pytest.param(STYLE.replace('"c"', '"Default"'), "other", id="the style of all"),
        pytest.param(
            '<style:style style:name="c" style:parent-style-name="Share"/>'
            + STYLE.replace('"c"', '"Share"'),
            "c",
            id="a parent that comes later",
        ),
    ],
)
def test_styles_of_a_part_of_their_own_name_formats(check: Check, styles: str, style: str) -> None:
    report = check(
        book(cell("float", "0.15", style=style), "", common=PERCENT + styles), name="c.ods"
    )
    assert [row["Due"] for row in report["good"]] == ["15%"]


def test_a_text_that_is_no_more_than_the_value_leaves_what_is_shown_to_the_format(
    check: Check,
) -> None:
    report = check(book(cell("float", "0.15", "0.15"), PERCENT + STYLE), name="c.ods")
    assert [row["Due"] for row in report["good"]] == ["15%"]
    trusted = book(cell("float", "0.15", "0.15"), PERCENT + STYLE, generator="LibreOffice/24.2")
    assert [row["Due"] for row in check(trusted, name="c.ods")["good"]] == ["0.15"]


NOT_FOLLOWED = {
    "a power of ten": format_of("number", "<number:scientific-number/>"),
    "a fraction": format_of("number", "<number:fraction/>"),
    "an era": format_of("number", "<number:era/>"),
    "no places": format_of("number", '<number:number number:min-integer-digits="6"/>'),
    "digits without end": format_of("number", WHOLE.format(10**9)),
    "a format that is not there": format_of("number", WHOLE.format(1), section(">=0", "N9")),
    "formats in a circle": format_of("number", WHOLE.format(1), section(">=0", "N1")),
    "an odd condition": format_of("number", WHOLE.format(1), section("is odd", "N1P0")),
    "a code without end": format_of("number", text("x" * 300), WHOLE.format(1)),
    "a percentage without its sign": format_of("percentage", WHOLE.format(1)),
}


def test_a_format_that_is_not_followed_is_said(check: Check) -> None:
    data = together([("float", "0.15", styles) for styles in NOT_FOLLOWED.values()])
    report = check(data, "--column", "Mobile", name="c.ods")
    assert set(texts_of(report)) == {"0.15"}
    assert codes(report["warnings"]) == ["looks_unknown"] * len(NOT_FOLLOWED)


DATES_NOT_FOLLOWED = {
    "minutes alone": (MINUTES,),
    "a month behind hours": (HOURS, text(" "), MONTH),
    "another form": (DAY, '<number:month number:possessive-form="true"/>'),
    "another calendar": (DAY, '<number:year number:calendar="hijri"/>'),
}


def test_a_date_that_is_not_followed_is_said(check: Check) -> None:
    formats = [format_of("date", *parts) for parts in DATES_NOT_FOLLOWED.values()]
    data = together([("date", "2026-01-05T17:30:00", format_) for format_ in formats])
    report = check(data, "--column", "Mobile", name="c.ods")
    assert set(texts_of(report)) == {"05-01-2026 17:30"}
    assert codes(report["warnings"]) == ["look_not_shown"] * len(formats)


def test_names_of_months_in_another_language_are_not_followed(check: Check) -> None:
    month = '<number:month number:textual="true"/>'
    styles = format_of("date", DAY, text(" "), month, more=' number:language="hi"') + STYLE
    report = check(book(cell("date", "2026-01-05"), styles), name="c.ods")
    assert codes(report["warnings"]) == ["look_not_shown"]


@pytest.mark.parametrize("generator", ["LibreOffice/24.2", "Another/1.0"])
@pytest.mark.parametrize("is_common", [False, True], ids=["of the file", "of styles.xml"])
def test_what_a_format_shows_around_a_text_is_heard_wherever_it_is_defined(
    check: Check, generator: str, is_common: bool
) -> None:
    whole = format_of("number", WHOLE.format(1), name="N1P0")
    around = format_of("text", text("+977 "), "<number:text-content/>", *(
        section(condition, "N1P0") for condition in (">0", "<0", "=0")
    ))  # fmt: skip
    styles = whole + around
    formats = {"common": styles, "styles": STYLE} if is_common else {"styles": styles + STYLE}
    phone = Raw(
        '<table:table-cell table:style-name="c" office:value-type="string">'
        "<text:p>9841234567</text:p></table:table-cell>"
    )
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Ravi", phone], ["Asha", "9876543210"]]
    report = check(ods(rows, generator=generator, **formats), name="c.ods")
    assert people(report) == [(3, ASHA)]
    assert [problem["code"] for problem in report["problems"]] == ["foreign_or_unknown_country"]


def test_the_country_in_a_format_of_numbers_is_heard_without_a_text(check: Check) -> None:
    styles = format_of("number", text("+971 "), WHOLE.format(1)) + STYLE
    phone = cell("float", "9876543210")
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Omar", phone], ["Asha", "9876543210"]]
    report = check(ods(rows, styles=styles, generator="Another/1.0"), name="c.ods")
    assert people(report) == [(3, ASHA)]


def test_formulas_that_a_program_wrote_as_0_are_said_and_show_nothing(check: Check) -> None:
    zero = cell("float", "0").markup.replace(
        "<table:table-cell", '<table:table-cell table:formula="of:=1+1"'
    )
    for generator, told in (("Another/1.0", True), ("LibreOffice/24.2", False)):
        written = zero if told else zero.replace("></", "><text:p>0</text:p></")
        rows: list[list[Cell]] = [["Name", "Mobile", "Due"], ["Asha", NUMBER, Raw(written)]]
        report = check(ods(rows, generator=generator), name="c.ods")
        assert codes(report["warnings"]) == (["formulas_without_results"] if told else [])
        assert [row["Due"] for row in report["good"]] == ["" if told else "0"]
    two = cell("float", "2").markup.replace(
        "<table:table-cell", '<table:table-cell table:formula="of:=1+1"'
    )
    rows = [
        ["Name", "Mobile", "Due"],
        ["Asha", NUMBER, Raw(zero)],
        ["Ravi", 9876543211.0, Raw(two)],
    ]
    assert codes(check(ods(rows, generator="Another/1.0"), name="c.ods")["warnings"]) == []


@given(st.integers(0, 2**32))
def test_formats_put_together_anyhow_are_read_or_said(seed: int) -> None:
    pick = random.Random(seed)
    pieces = [
        *(WHOLE.format(3), GROUPED, RUPEES, INNER, DAY, MONTH, YEAR, HOURS, MINUTES, text("%")),
        *(text("x"), "<number:text-content/>", "<number:fill-character> </number:fill-character>"),
        *(section(">=0", "N1P0"), section("<5", "N1"), "<number:am-pm/>", "<number:seconds/>"),
    ]
    kinds = ("number", "currency", "percentage", "date", "time", "text")
    styles = "".join(
        format_of(pick.choice(kinds), *pick.choices(pieces, k=pick.randrange(4)), name=name)
        for name in ("N1P0", "N1")
    )
    kind, value = pick.choice(
        [("float", "-7.5"), ("percentage", "0"), ("date", "2026-01-05"), ("time", "PT1H00M00S")]
    )
    scan = open_book(book(cell(kind, value), styles + STYLE), Bounds()).scan("Sheet1")
    assert 3 in {*scan.shown, *scan.unknown_looks} or kind == "float"
