"""What stands in a workbook is known before it is laid out in memory, however it is spelled.

The limits are lowered, so that no file here is one at which the software behind could die.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from workbook_files import ods, rewritten, xlsx

from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.contacts.limits import Limits
from jetmsg_core.contacts.reading import workbooks
from jetmsg_core.spreadsheets.bounds import Bounds

FEW = Limits(columns=26)
PEOPLE = xlsx({"S": [["Name", "Mobile"], ["Asha", 9876543210.0]]})
SHEET = "xl/worksheets/sheet1.xml"
SHARED_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
TALL = 'table:number-rows-repeated="99"'
FAR_ROW = '<row r="40"><c r="AD40"><v>1</v></c></row>'


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand cells in 100 rows, with 5,000 characters."""
    small = Bounds(rows=100, columns=26, cells=1_000, characters=5_000)
    monkeypatch.setattr(
        workbooks, "bounds_of", lambda limits: replace(small, columns=limits.columns)
    )


def with_rows(rows: str, book: bytes = PEOPLE) -> bytes:
    return rewritten(
        book,
        lambda name, text: (name, text.replace("</sheetData>", f"{rows}</sheetData>")),
    )


def with_sheet(change: str, into: str) -> bytes:
    return rewritten(
        with_rows(FAR_ROW),
        lambda name, text: (name, re.sub(change, into, text) if name == SHEET else text),
    )


def moved(path: str, target: str) -> bytes:
    """The sheet in another part, referred to by another target."""
    return rewritten(
        with_rows(FAR_ROW),
        lambda name, text: (
            path if name == SHEET else name,
            text.replace('Target="worksheets/sheet1.xml"', f'Target="{target}"'),
        ),
    )


def prefixed() -> bytes:
    return rewritten(with_sheet("(</?)([a-zA-Z])", r"\1x:\2"), _with_prefix_declared)


def _with_prefix_declared(name: str, text: str) -> tuple[str, str]:
    return name, text.replace("xmlns=", "xmlns:x=") if name == SHEET else text


def sharing(texts: list[str], cells: list[int]) -> bytes:
    """The people, and below them a column of cells that each name one of the texts."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{text}</v></c></row>'
        for row, text in enumerate(cells, 3)
    )
    listed = "".join(f"<si><t>{text}</t></si>" for text in texts)
    relation = (
        f'<Relationship Id="rId7" Type="{SHARED_TYPE}" Target="sharedStrings.xml"/></Relationships>'
    )

    def share(name: str, text: str) -> tuple[str, str]:
        if name == "xl/styles.xml":  # its place is taken by the texts
            return "xl/sharedStrings.xml", f"<sst>{listed}</sst>"
        text = re.sub("<Relationship [^>]*styles.xml[^>]*>", "", text)
        return name, text.replace("</Relationships>", relation) if "workbook.xml" in name else text

    return rewritten(with_rows(rows), share)


def repeated(cell: str = "", row: str = "", text: str = "far") -> str:
    return (
        f"<table:table-row {row}><table:table-cell/><table:table-cell "
        f'office:value-type="string" {cell}><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
    )


def codes(book: bytes, limits: Limits = FEW) -> list[str]:
    return [blocker.code for blocker in check_contacts(book, limits=limits).report.blockers]


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(with_rows(FAR_ROW), id="as Excel spells it"),
        pytest.param(with_sheet('"', "'"), id="single quotes"),
        pytest.param(with_sheet('r="AD40"', 'r\n=\n"ad40"'), id="small letters and blanks"),
        pytest.param(prefixed(), id="a prefix"),
        pytest.param(with_sheet('<c r="AD40">', "<c><v>1</v></c>" * 29 + "<c>"), id="no places"),
        pytest.param(with_sheet('<c r="AD40">', '<c r="AD40"><!-- <c r="A1"> -->'), id="a comment"),
        pytest.param(moved("xl/other/one.bin", "other/one.bin"), id="another folder and ending"),
        pytest.param(moved("data/one.xml", "/data/one.xml"), id="an absolute target"),
        pytest.param(moved("XL/Worksheets/SHEET1.XML", "worksheets/sheet1.xml"), id="other case"),
        pytest.param(moved("xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml"), id="a dot"),
        pytest.param(moved("data/one.xml", "../data/one.xml"), id="the folder above"),
    ],
)
def test_a_stray_cell_far_away_blocks_however_it_is_spelled(book: bytes) -> None:
    assert codes(book) == ["too_many_columns"]


def test_the_sentence_names_the_cell_and_the_limit() -> None:
    (blocker,) = check_contacts(with_rows(FAR_ROW), limits=FEW).report.blockers
    assert "'S' has something in cell AD40" in blocker.message
    assert "columns are read" in blocker.message


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        pytest.param('<row r="39"><c r="Z39"><v>1</v></c></row>', ["sheet_too_large"], id="wide"),
        pytest.param('<row r="101"><c r="A101"><v>1</v></c></row>', ["sheet_too_large"], id="tall"),
        pytest.param('<row r="38"><c r="Z38"><v>1</v></c></row>', [], id="just small enough"),
        pytest.param('<row r="500"><c r="XFD500" s="1"/></row>', [], id="only formatted"),
        pytest.param('<row r="500" hidden="1"/>', [], id="an empty row"),
    ],
)
@pytest.mark.usefixtures("bounds")
def test_a_sheet_is_measured_by_what_is_filled(rows: str, findings: list[str]) -> None:
    assert codes(with_rows(rows)) == findings


@pytest.mark.parametrize(
    ("texts", "cells", "findings"),
    [
        pytest.param(["x" * 1_000], [0] * 6, ["too_much_text"], id="one long text in many cells"),
        pytest.param(["x" * 1_000], [0] * 4, [], id="in few"),
        pytest.param(["x" * 1_000, "y"], [1] * 60, [], id="a long one that is in no cell"),
        pytest.param(["x" * 3_000, "y" * 3_000], [], ["too_much_text"], id="long, in no cell"),
    ],
)
@pytest.mark.usefixtures("bounds")
def test_shared_texts_are_counted_in_every_cell(
    texts: list[str], cells: list[int], findings: list[str]
) -> None:
    assert codes(sharing(texts, cells)) == findings


@pytest.mark.usefixtures("bounds")
def test_the_text_of_all_cells_adds_up() -> None:
    long = xlsx({"S": [["Mobile", "Note"], *[[9876543210.0, "x" * 600] for _ in range(9)]]})
    assert codes(long) == ["too_much_text"]
    short = xlsx({"S": [["Mobile", "Note"], *[[9876543210.0, "x" * 500] for _ in range(9)]]})
    assert codes(short) == []


@pytest.mark.parametrize(
    ("more", "findings"),
    [
        pytest.param(
            repeated('table:number-columns-repeated="26"'), ["too_many_columns"], id="wide"
        ),
        pytest.param(
            repeated(row='table:number-rows-repeated="99"'), ["sheet_too_large"], id="tall"
        ),
        pytest.param(
            repeated('table:number-columns-repeated="20"', 'table:number-rows-repeated="90"'),
            ["sheet_too_large"],
            id="both",
        ),
        pytest.param(
            repeated(row='table:number-rows-repeated="60"', text="x" * 100),
            ["too_much_text"],
            id="much text",
        ),
        pytest.param(repeated(text='<text:s text:c="6000"/>'), ["too_much_text"], id="blanks"),
        pytest.param(
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
            [],
            id="a million empty rows, as LibreOffice ends a sheet",
        ),
        pytest.param(repeated(), [], id="once"),
        pytest.param(
            repeated(row='table:number-rows-repeated="many"'),
            ["unreadable_workbook"],
            id="no count",
        ),
    ],
)
@pytest.mark.usefixtures("bounds")
def test_what_repeats_in_an_opendocument_sheet_counts_as_often(
    more: str, findings: list[str]
) -> None:
    assert codes(ods([["Name", "Mobile"], ["Asha", 9876543210.0]], more=more)) == findings


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(
            with_sheet("^", '<!DOCTYPE worksheet [<!ENTITY far "1">]>'), id="declared entities"
        ),
        pytest.param(with_sheet("</sheetData>", "</sheetdata>"), id="not well-formed"),
        pytest.param(
            rewritten(PEOPLE, lambda name, text: (name, text.encode("utf-16"))), id="in UTF-16"
        ),
        pytest.param(moved("xl/lost.xml", "worksheets/sheet1.xml"), id="no part where it points"),
        pytest.param(
            rewritten(PEOPLE, lambda name, text: (name, text.replace("xl/workbook", "xl/other"))),
            id="another workbook is meant",
        ),
    ],
)
def test_a_workbook_whose_parts_cannot_be_trusted_is_not_read(book: bytes) -> None:
    report = check_contacts(book).report
    assert [blocker.code for blocker in report.blockers] == ["unreadable_workbook"]
    assert "save the sheet with the contacts as CSV UTF-8" in report.blockers[0].message


def test_hidden_rows_and_errors_are_found_however_they_are_spelled() -> None:
    rows = "<row r='3' hidden='true'><c r='B3'><v>9876543211</v></c></row>"
    errors = "<row r='4'><c t='e' r='B4'><v>#N/A</v></c></row>"
    report = check_contacts(with_rows(rows + errors)).report
    assert [(warning.code, warning.row) for warning in report.warnings] == [
        ("excel_errors", 4),
        ("hidden_rows", 3),
    ]
    assert (report.accepted, [problem["value"] for problem in report.problems]) == (2, ["#N/A"])


def two_sheets() -> bytes:
    """Something far away on the first sheet a person sees, the people on the second."""
    book = xlsx({"Notes": [["Hello"]], "People": [["Name", "Mobile"], ["Asha", 9876543210.0]]})
    return rewritten(
        book,
        lambda name, text: (
            name,
            text.replace("</sheetData>", f"{FAR_ROW}</sheetData>") if name == SHEET else text,
        ),
    )


def test_a_sheet_that_is_too_large_blocks_and_another_can_be_chosen() -> None:
    blocked = check_contacts(two_sheets(), limits=FEW).report
    assert [blocker.code for blocker in blocked.blockers] == ["too_many_columns"]
    assert (blocked.sheet, blocked.sheets) == ("Notes", ("Notes", "People"))
    chosen = check_contacts(two_sheets(), options=ReadOptions(sheet="People"), limits=FEW)
    assert (chosen.report.blockers, chosen.numbers.tolist()) == ((), [919876543210])
