"""A message says what the sheet shows, and a number is what its cell holds. What cannot be known is
said by column: looks in doubt, formulas without results, errors, what Excel hides."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand
from workbook_files import Cell, Date, Formatted, Raw, ods, rewritten, xls, xlsx

Report = dict[str, Any]
Check = Callable[..., Report]
NUMBER = 9876543210.0


@pytest.fixture
def check(cli: RunCommand, tmp_path: Path) -> Check:
    """What `contacts check FILE --json` prints, with the rows it wrote as `good`."""

    def run(content: bytes | str, *options: str, name: str = "contacts.xlsx") -> Report:
        path, good = tmp_path / name, tmp_path / "good.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        done = cli("contacts", "check", path, "--json", "--accepted", good, *options)
        assert "Traceback" not in done.stderr
        report: Report = json.loads(done.stdout)
        text = good.read_text("utf-8-sig")
        report["good"] = list(csv.DictReader(io.StringIO(text, newline="")))
        return report

    return run


def codes_and_rows(report: Report) -> list[tuple[str, int | None]]:
    return [(warning["code"], warning["row"]) for warning in report["warnings"]]


def sentence(report: Report, code: str) -> str:
    (warning,) = (warning for warning in report["warnings"] if warning["code"] == code)
    text: str = warning["message"]
    return text


SHOWN = {
    "Share": (Formatted(0.15, "0%"), "15%"),
    "Amount": (Formatted(1500.5, '"₹"#,##0.00'), "₹1,500.50"),
    "Id": (Formatted(1234, "000000"), "001234"),
    "Licence": (Formatted(7, '"LIC-"00000'), "LIC-00007"),
    "At": (Formatted(17.5 / 24, "h:mm AM/PM"), "5:30 PM"),
    "Worked": (Formatted(1.5, "[h]:mm"), "36:00"),
    "Due": (Formatted(46027, "dd/mm/yyyy"), "05/01/2026"),
    "Third": (1 / 3, "0.333333333"),
    "Left": (Formatted(9.0, "General"), "9"),
}


@pytest.mark.parametrize("write", [pytest.param(xlsx, id=".xlsx"), pytest.param(xls, id=".xls")])
def test_a_message_says_what_the_sheet_shows(check: Check, write: Callable[..., bytes]) -> None:
    values = [value for value, _ in SHOWN.values()]
    report = check(write({"S": [["Name", "Mobile", *SHOWN], ["Asha", NUMBER, *values]]}))
    (row,) = report["good"]
    assert {name: row[name] for name in SHOWN} == {name: text for name, (_, text) in SHOWN.items()}
    assert row["number"] == "919876543210"
    assert codes_and_rows(report) == []


def test_a_column_of_numbers_never_takes_the_look(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Other"],
        ["Asha", Formatted(NUMBER, r"00000\-00000"), Formatted(9123456780, r"00000\-00000")],
        ["Ravi", Formatted(919876543211, "0.00E+00"), Formatted(919123456781, "General")],
    ]
    report = check(xlsx({"S": rows}), "--column", "Mobile")
    assert [row["number"] for row in report["good"]] == ["919876543210", "919876543211"]
    assert [row["Mobile"] for row in report["good"]] == ["9876543210", "919876543211"]
    assert [row["Other"] for row in report["good"]] == ["91234-56780", "919123456781"]
    assert ("look_shortened", 3) in codes_and_rows(report)
    assert "'Other'" in sentence(report, "look_shortened")


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        pytest.param(Formatted(0.5, "# ?/?"), "0.5", "look_not_shown", id="a fraction"),
        pytest.param(Formatted(1.005, "0.00"), "1.01", "look_disputed", id="just between two"),
        pytest.param(Formatted(123456, "#,##0"), "1,23,456", "look_indian", id="groups"),
        pytest.param(919876543211.0, "919876543211", "look_shortened", id="twelve digits"),
        pytest.param(
            Formatted(1234567890123456, "0"), "1234567890123456", "digits_lost", id="sixteen"
        ),
        pytest.param(Date(46027), "05-01-2026", "dates_rewritten", id="the date of the region"),
    ],
)
def test_what_may_be_shown_otherwise_is_said(
    check: Check, cell: Cell, text: str, code: str
) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]]
    report = check(xlsx({"S": rows}), "--column", "Mobile")
    assert [row["Due"] for row in report["good"]] == [text]
    assert codes_and_rows(report) == [(code, 2)]


@pytest.mark.parametrize("write", [pytest.param(xlsx, id=".xlsx"), pytest.param(xls, id=".xls")])
def test_a_0_under_the_format_of_a_date_is_no_time(
    check: Check, write: Callable[..., bytes]
) -> None:
    report = check(
        write(
            {
                "S": [
                    ["Name", "Mobile", "Due", "At"],
                    ["Asha", NUMBER, Formatted(0, "dd/mm/yyyy"), Formatted(0, "h:mm")],
                    ["Ravi", NUMBER + 1, Formatted(46027, "dd/mm/yyyy"), Formatted(0.5, "h:mm")],
                ]
            }
        )
    )
    assert [row["Due"] for row in report["good"]] == ["30/12/1899", "05/01/2026"]
    assert [row["At"] for row in report["good"]] == ["0:00", "12:00"]
    assert codes_and_rows(report) == [("look_disputed", 2)]
    assert "'Due'" in sentence(report, "look_disputed")


def test_a_look_may_change_from_row_to_row(check: Check) -> None:
    looks = [Formatted(n, "000" if n % 2 else "0.0") for n in range(6)]
    rows: list[list[Cell]] = [["Mobile", "Due"], *([NUMBER + n, looks[n]] for n in range(6))]
    rows[4:4] = [[None, None]] * 3
    report = check(xlsx({"S": rows}))
    assert [row["Due"] for row in report["good"]] == ["0.0", "001", "2.0", "003", "4.0", "005"]


def test_formats_of_rows_out_of_order_are_not_known(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Due"],
        ["Asha", NUMBER, Formatted(7, "000")],
        ["Ravi", NUMBER + 1, Formatted(8, "0.0")],
    ]

    def turned(name: str, text: str) -> tuple[str, str]:
        """The last two rows the other way round."""
        first, second = text.find('<row r="2"'), text.find('<row r="3"')
        end = text.find("</sheetData>")
        if first < 0:
            return name, text
        return name, text[:first] + text[second:end] + text[first:second] + text[end:]

    report = check(rewritten(xlsx({"S": rows}), turned))
    assert [row["Due"] for row in report["good"]] == ["7", "8"]
    assert ("looks_unknown", 2) in codes_and_rows(report)


def test_what_is_downloaded_as_rejected_is_what_the_sheet_shows(
    check: Check, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Share"],
        ["Asha", NUMBER, Formatted(0.15, "0%")],
        ["Ravi", Formatted(98765, "000000"), Formatted(0.2, "0%")],
    ]
    bad = tmp_path / "bad.csv"
    report = check(xlsx({"S": rows}), "--rejected", str(bad))
    assert [problem["value"] for problem in report["problems"]] == ["98765"]
    assert "20%" in bad.read_text("utf-8-sig")


def of_ods(kind: str, value: str, display: str | None, more: str = "") -> Raw:
    text = "" if display is None else f"<text:p>{display}</text:p>"
    attributes = f'office:value-type="{kind}" {value} {more}'
    return Raw(f"<table:table-cell {attributes}>{text}</table:table-cell>")


WRITTEN = [
    of_ods("percentage", 'office:value="0.15"', "15%"),
    of_ods("currency", 'office:value="1500.5"', "₹1,500.50"),
    of_ods("float", 'office:value="7"', "LIC-00007"),
    of_ods("time", 'office:time-value="PT17H30M00S"', "05:30 PM"),
    of_ods("time", 'office:time-value="PT36H00M00S"', "36:00"),
    of_ods("date", 'office:date-value="2026-01-05"', "5 Jan 2026"),
]
TEXTS = ["15%", "₹1,500.50", "LIC-00007", "05:30 PM", "36:00", "5 Jan 2026"]


@pytest.mark.parametrize("generator", ["LibreOffice/7.4", "Another/1.0"])
def test_an_opendocument_sheet_says_itself_what_it_shows(check: Check, generator: str) -> None:
    titles: list[Cell] = [f"C{n}" for n in range(len(WRITTEN))]
    book = ods(
        [["Name", "Mobile", *titles], ["Asha", NUMBER, *WRITTEN]],
        generator=generator,
    )
    report = check(book, name="c.ods")
    (row,) = report["good"]
    assert [row[str(title)] for title in titles] == TEXTS
    assert codes_and_rows(report) == []


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        pytest.param(of_ods("currency", 'office:value="1500.5"', "₹900.00"), "1500.5", id="stale"),
        pytest.param(of_ods("percentage", 'office:value="0.15"', None), "0.15", id="no text"),
        pytest.param(
            of_ods("date", 'office:date-value="2026-01-05"', "07/02/26"), "05-01-2026", id="a date"
        ),
    ],
)
def test_a_text_that_does_not_show_its_value_is_not_believed(
    check: Check, cell: Raw, plain: str
) -> None:
    book = ods([["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]], generator="Another/1.0")
    report = check(book, name="c.ods")
    assert [row["Due"] for row in report["good"]] == [plain]
    assert codes_and_rows(report) == [("look_not_shown", 2)]
    assert plain in sentence(report, "look_not_shown")


def test_a_remark_is_no_part_of_what_a_cell_shows(check: Check) -> None:
    remark = "<office:annotation><text:p>ask 99</text:p></office:annotation>"
    cell = Raw(
        '<table:table-cell office:value-type="percentage" office:value="0.15">'
        f"{remark}<text:p>15%</text:p></table:table-cell>"
    )
    report = check(ods([["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]]), name="c.ods")
    assert [row["Due"] for row in report["good"]] == ["15%"]


def formula(result: str = "", kind: str = "") -> Raw:
    return Raw(f"<c{kind}><f>SUM(A1:A2)</f>{result}</c>")


@pytest.mark.parametrize(
    ("cell", "more", "told"),
    [
        pytest.param(formula(), "", True, id="no value"),
        pytest.param(formula("<v/>"), "", True, id="an empty value"),
        pytest.param(
            formula("<v>0</v>"), '<calcPr fullCalcOnLoad="1"/>', True, id="0 to calculate"
        ),
        pytest.param(formula("<v>0</v>"), "", False, id="0"),
        pytest.param(formula("<v>12</v>"), '<calcPr fullCalcOnLoad="1"/>', False, id="12"),
        pytest.param(formula("<v></v>", ' t="str"'), "", False, id="a text of no letters"),
    ],
)
def test_formulas_that_nobody_calculated_are_said(
    check: Check, cell: Raw, more: str, told: bool
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Due"],
        *([["Asha", NUMBER + n, cell] for n in (0, 1)]),
    ]
    report = check(xlsx({"S": rows}, more=more))
    assert codes_and_rows(report) == ([("formulas_without_results", 2)] if told else [])
    if told:
        assert [row["Due"] for row in report["good"]] == ["", ""]
        assert "'Due'" in sentence(report, "formulas_without_results")
        assert ": 2." in sentence(report, "formulas_without_results")
        assert "Open the workbook in Excel" in sentence(report, "formulas_without_results")


def test_a_consent_that_nobody_calculated_is_known_of_nobody(check: Check) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile", "DND"], ["Asha", NUMBER, formula()]]
    report = check(xlsx({"S": rows}))
    assert [blocker["code"] for blocker in report["blockers"]] == ["consent_not_calculated"]
    assert "'DND'" in report["blockers"][0]["message"]
    assert check(xlsx({"S": rows}), "--keep-declined")["blockers"] == []


@pytest.mark.parametrize(
    ("column", "channel", "is_refused"),
    [
        pytest.param("DND Category", "sms", True, id="of the register"),
        pytest.param("Nominee DND", "sms", True, id="of one number"),
        pytest.param("WhatsApp opt-in", "whatsapp", True, id="of the channel"),
        pytest.param("WhatsApp opt-in", "sms", False, id="of the other channel"),
        pytest.param("Email opt-in", "sms", False, id="of e-mail"),
    ],
)
def test_which_consents_that_nobody_calculated_matter(
    check: Check, column: str, channel: str, is_refused: bool
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Nominee Mobile", column],
        ["Asha", NUMBER, NUMBER + 1, formula()],
    ]
    report = check(xlsx({"S": rows}), "--column", "Mobile", "--channel", channel)
    codes = [blocker["code"] for blocker in report["blockers"]]
    assert codes == (["consent_not_calculated"] if is_refused else [])


def test_a_0_beside_other_results_is_one(check: Check) -> None:
    cells = [formula("<v>0</v>"), formula("<v>12</v>")]
    rows: list[list[Cell]] = [["Mobile", "Due"], *([NUMBER + n, cells[n]] for n in (0, 1))]
    report = check(xlsx({"S": rows}, more='<calcPr fullCalcOnLoad="1"/>'))
    assert [row["Due"] for row in report["good"]] == ["0", "12"]
    assert codes_and_rows(report) == []


def test_formulas_without_results_are_said_for_an_opendocument_sheet(check: Check) -> None:
    cell = Raw('<table:table-cell table:formula="of:=1+1"/>')
    report = check(ods([["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]]), name="c.ods")
    assert codes_and_rows(report) == [("formulas_without_results", 2)]


def test_formulas_without_results_are_said_for_an_xls(check: Check) -> None:
    cell = struct.pack("<H", 0x06) + b"\x03" + b"\0" * 5 + b"\xff\xff" + bytes(8)
    report = check(xls({"S": [["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]]}))
    assert codes_and_rows(report) == [("formulas_without_results", 2)]


ERRORS: dict[str, bytes] = {
    ".csv": b"Name,Mobile,Due\nAsha,9876543210,#N/A\nRavi,9876543211,Err:502\n",
    ".ods": ods(
        [
            ["Name", "Mobile", "Due"],
            [
                "Asha",
                NUMBER,
                of_ods("string", 'office:string-value=""', "#N/A", 'calcext:value-type="error"'),
            ],
            [
                "Ravi",
                NUMBER + 1,
                of_ods("float", 'office:value="0"', "Err:502", 'table:formula="of:=1"'),
            ],
        ]
    ),
    ".xls": xls(
        {
            "S": [
                ["Name", "Mobile", "Due"],
                ["Asha", NUMBER, struct.pack("<HBB", 0x205, 0x2A, 1)],
                ["Ravi", NUMBER + 1, "Err:502"],
            ]
        }
    ),
    ".xlsx": xlsx(
        {
            "S": [
                ["Name", "Mobile", "Due"],
                ["Asha", NUMBER, "#N/A"],
                ["Ravi", NUMBER + 1, "Err:502"],
            ]
        }
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_cells_that_show_an_error_are_said(check: Check, name: str) -> None:
    report = check(ERRORS[name], name=f"c{name}")
    assert [row["Due"] for row in report["good"]] == ["#N/A", "Err:502"]
    assert codes_and_rows(report) == [("excel_errors", 2)]
    assert "#N/A: 2." in sentence(report, "excel_errors")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Name,Mobile\n#1 Asha,9876543210\n", id="a sign"),
        pytest.param("Name,Mobile\nsee #N/A there,9876543210\n", id="within words"),
    ],
)
def test_what_shows_no_error_is_not_said(check: Check, content: str) -> None:
    assert codes_and_rows(check(content, name="c.csv")) == []


HIDDEN = {
    ".xlsx": xlsx(
        {"S": [["Name", "Mobile", "Due"], ["Asha", NUMBER, 5.0], ["Ravi", NUMBER + 1, 5.0]]},
        hidden_rows=frozenset({3}),
        columns='<cols><col min="3" max="16384" hidden="1"/></cols>',
    ),
    ".xls": xls(
        {"S": [["Name", "Mobile", "Due"], ["Asha", NUMBER, 5.0], ["Ravi", NUMBER + 1, 5.0]]},
        more=struct.pack("<HHHHHHHHHH", 0x208, 16, 2, 0, 3, 0, 0, 0, 0x20, 0)
        + struct.pack("<HHHHHHHH", 0x7D, 12, 2, 255, 0, 0, 1, 0),
    ),
    ".ods": ods(
        [["Name", "Mobile", "Due"], ["Asha", NUMBER, 5.0]],
        columns='<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="99"/>',
        more='<table:table-row table:visibility="filter"><table:table-cell/><table:table-cell '
        'office:value-type="float" office:value="9876543211"/></table:table-row>',
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_excel_hides_is_said(check: Check, name: str) -> None:
    report = check(HIDDEN[name], name=f"c{name}")
    assert sorted(codes_and_rows(report), key=str) == [("hidden_columns", None), ("hidden_rows", 3)]
    assert "Excel: 'Due'." in sentence(report, "hidden_columns")
    assert report["accepted"] == 2


def test_a_workbook_with_the_paths_of_windows_is_read(check: Check) -> None:
    """Packed, so that nothing but the names of its entries says what it is."""
    packed = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(xlsx({"S": [["Name", "Mobile"], ["Asha", NUMBER]]})))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name.replace("/", "\\"), book.read(name))
    assert b"xl/" not in packed.getvalue()
    report = check(packed.getvalue())
    assert (report["blockers"], report["accepted"]) == ([], 1)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(of_ods("date", 'office:value="2026-01-05"', "05/01/26"), id="a date"),
        pytest.param(of_ods("float", "office:value='1,5'", "1,5"), id="a comma"),
        pytest.param(of_ods("float", 'office:value=""', "x", 'office:string-value="x"'), id="two"),
        pytest.param(of_ods("date", 'office:date-value="2026-13-45"', "x"), id="no day"),
        pytest.param(of_ods("date", 'office:date-value="2026-01-05T09:07:60"', "x"), id="leap"),
        pytest.param(of_ods("date", 'office:date-value="12026-01-05"', "x"), id="far"),
        pytest.param(of_ods("time", 'office:time-value="PT24H00M60S"', "x"), id="a time"),
    ],
)
def test_an_odd_value_does_not_close_a_document(check: Check, cell: Raw) -> None:
    report = check(ods([["Name", "Mobile", "Due"], ["Asha", NUMBER, cell]]), name="c.ods")
    assert report["accepted"] == 1
    assert [row["Name"] for row in report["good"]] == ["Asha"]
