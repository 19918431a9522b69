"""Workbooks read back by another program: every cell is what it is, whatever it looks like."""

from __future__ import annotations

import errno
import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.exports import accepted_file
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.files.columns import Column, Kind, moments, text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, Written, file_of, write_table
from jetmsg_core.files.workbooks import writing
from jetmsg_core.files.workbooks.texts import LONGEST

AT = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)


def cells(*texts: str) -> Column:
    return text_column(texts, Kind.CELL)


def workbook(*columns: Column, names: list[str] | None = None) -> bytes:
    names = names or [f"column {index}" for index in range(len(columns))]
    return file_of(
        Table(names, list(columns), Shield.PERSON, SheetTitle.RECIPIENTS), FileFormat.XLSX
    )


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_of(*columns: Column, names: list[str] | None = None) -> Worksheet:
    sheet = book_of(workbook(*columns, names=names)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet, column: int = 1) -> list[Any]:
    return [unescaped(row[column - 1]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def unescaped(value: Any) -> Any:
    """As Excel reads it: openpyxl leaves `_x0007_` as it stands."""
    if not isinstance(value, str):
        return value
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)


@pytest.mark.parametrize(
    ("cell", "becomes", "look"),
    [
        pytest.param("=1+1", "=1+1", "@", id="formula"),
        pytest.param("+91 98765", "+91 98765", "@", id="plus"),
        pytest.param("@SUM(A1)", "@SUM(A1)", "@", id="at"),
        pytest.param("-5+2", "-5+2", "@", id="minus"),
        pytest.param("＝1", "＝1", "@", id="wide sign"),
        pytest.param('="0123"', '="0123"', "@", id="a formula that yields text"),
        pytest.param("0123", "0123", "@", id="zero in front"),
        pytest.param("9876543210", "9876543210", "@", id="a phone number"),
        pytest.param("1107161234567890123", "1107161234567890123", "@", id="an id"),
        pytest.param("411001", 411001, "General", id="integer"),
        pytest.param("0", 0, "General", id="nought"),
        pytest.param("-5", -5, "General", id="below nought"),
        pytest.param("1500.50", 1500.5, "0.00", id="decimals as they were written"),
        pytest.param("0.000001", 0.000001, "0.000000", id="six decimals"),
        pytest.param("0.0000001", "0.0000001", "@", id="seven are text"),
        pytest.param("-0", "-0", "@", id="no nought below nought"),
        pytest.param("-0.00", "-0.00", "@", id="nor with decimals"),
        pytest.param("1,500", "1,500", "@", id="grouped"),
        pytest.param("1e5", "1e5", "@", id="exponent"),
        pytest.param("5%", "5%", "@", id="share"),
        pytest.param("05-01-2026", "05-01-2026", "@", id="nobody knows which is the month"),
        pytest.param("https://example.in/x", "https://example.in/x", "General", id="link"),
        pytest.param("mailto:a@example.in", "mailto:a@example.in", "General", id="mail"),
        pytest.param("internal:Sheet!A1", "internal:Sheet!A1", "General", id="place"),
        pytest.param("TRUE", "TRUE", "General", id="a word"),
        pytest.param("#N/A", "#N/A", "General", id="an error's word"),
        pytest.param("a -- b", "a -- b", "General", id="two hyphens"),
        pytest.param("<b>&amp;</b>", "<b>&amp;</b>", "General", id="tags"),
        pytest.param(" x ", " x ", "General", id="white space at the ends"),
        pytest.param("a\nb\tc", "a\nb\tc", "General", id="lines"),
        pytest.param("a\r\nb", "a\r\nb", "General", id="lines of Windows"),
        pytest.param("_x0041_", "_x0041_", "General", id="what looks escaped"),
        pytest.param("पुणे 🎉", "पुणे 🎉", "General", id="letters of India"),
        pytest.param("", None, "General", id="nothing"),
    ],
)
def test_a_cell_of_a_file_is_what_it_was(cell: str, becomes: Any, look: str) -> None:
    sheet = sheet_of(cells(cell, "plain"))
    assert values(sheet) == [becomes, "plain"]
    first = sheet["A2"]
    assert first.data_type == ("s" if isinstance(becomes, str) else "n")
    assert first.number_format == look
    assert first.hyperlink is None


def test_what_we_know_is_typed() -> None:
    sheet = sheet_of(
        text_column(["176", None], Kind.ID),
        Column(Kind.PHONE, pa.array([919876543210, 919876543211])),
        Column(Kind.NUMBER, pa.array([3, None])),
        Column(Kind.NUMBER, pa.array([2.5, float("nan")])),
        Column(Kind.TIME, moments(np.array([AT.timestamp()], np.int64)).take(pa.array([0, None]))),
        text_column(["12", "x"]),
        names=["id", "phone", "count", "share", "time (IST)", "text"],
    )
    first, second = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in first] == [
        *("176", "919876543210", 3, 2.5, datetime(2026, 5, 1, 15, 0), "12"),  # noqa: DTZ001
    ]
    assert [cell.data_type for cell in first] == ["s", "s", "n", "n", "d", "s"]
    assert [cell.number_format for cell in first] == [
        *("@", "@", "General", "General", "yyyy-mm-dd hh:mm:ss", "General"),
    ]
    assert [cell.value for cell in second] == [None, "919876543211", None, None, None, "x"]


def test_the_names_stay_in_sight_and_columns_are_as_wide_as_their_cells() -> None:
    hostile = ["<r><t>x</t></r>", "=1+1", "a\x07", "", "x" * 100]
    sheet = sheet_of(*[cells("a" * 30, "b")] * len(hostile), names=hostile)
    assert sheet.freeze_panes == "A2"
    assert [unescaped(cell.value) for cell in sheet[1]] == [name or None for name in hostile]
    assert all(cell.font.bold and cell.data_type == "s" for cell in sheet[1] if cell.value)
    assert [round(sheet.column_dimensions[letter].width) for letter in "AE"] == [33, 61]


def test_one_text_for_everybody_is_the_same_as_a_text_for_each() -> None:
    texts, of_each = ["=1", "", "x\x07", "y" * (LONGEST + 1)], [0, 3, 2, 1, 0, 3]
    shared = pa.DictionaryArray.from_arrays(pa.array(of_each), pa.array(texts, pa.large_string()))
    alike = Column(Kind.TEXT, shared), text_column(texts[index] for index in of_each)
    first, second = (book_of(workbook(column)) for column in alike)
    assert values(first.worksheets[0]) == values(second.worksheets[0])
    assert [cell.value for cell in first["Notes"]["A"]] == [
        cell.value for cell in second["Notes"]["A"]
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("x" * LONGEST, "x" * LONGEST, id="as long as may be"),
        pytest.param("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…", id="longer"),
        pytest.param("ක" * LONGEST, "ක" * LONGEST, id="many bytes"),
        pytest.param("🎉" * LONGEST, "🎉" * (LONGEST // 2) + "…", id="two units each, none torn"),
    ],
)
def test_a_text_longer_than_a_cell_is_cut_and_said(text: str, kept: str) -> None:
    book = book_of(workbook(cells("a", text), names=["what"]))
    assert values(book.worksheets[0]) == ["a", kept]
    notes = [cell.value for cell in book["Notes"]["A"]] if len(book.sheetnames) > 1 else []
    assert bool(notes) == (text != kept)
    assert all("A3 of Recipients" in sentence for sentence in notes)


def test_characters_that_xml_cannot_hold_are_kept_or_replaced_and_said() -> None:
    every = [chr(code) for code in range(0x20)]
    book = book_of(
        workbook(cells(*(f"a{character}b" for character in every), "a\ufffeb", "a\uffffb", "fine"))
    )
    assert values(book.worksheets[0]) == [
        *(f"a{character}b" for character in every),
        *["a\ufffdb"] * 2,
        "fine",
    ]
    (note,) = [cell.value for cell in book["Notes"]["A"]]
    assert "A2 of Recipients, A3 of Recipients" in note
    assert f"and {29 + 2 - 5} more" in note, "without tab and line ends"


def test_what_needs_no_remark_has_no_sheet_of_notes() -> None:
    assert book_of(workbook(cells("a"))).sheetnames == ["Recipients"]


def test_no_rows_are_a_sheet_with_the_names() -> None:
    sheet = sheet_of(cells(), names=["what"])
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["what"]]


def written(rows: int, block: int) -> tuple[Any, Written, list[int]]:
    """A table of numbers in blocks, with what was told of it."""
    out, told = io.BytesIO(), list[int]()
    parts = [range(at, min(at + block, rows)) for at in range(0, rows, block)]
    done = write_table(
        out,
        ["n"],
        [lambda part=part: [Column(Kind.NUMBER, pa.array(list(part)))] for part in parts],
        form=FileFormat.XLSX,
        shield=Shield.PERSON,
        title=SheetTitle.RECIPIENTS,
        tell=told.append,
    )
    return book_of(out.getvalue()), done, told


@pytest.mark.parametrize(
    ("rows", "block", "sheets"),
    [
        pytest.param(9, 4, [9], id="as many as one holds"),
        pytest.param(10, 4, [9, 1], id="one more"),
        pytest.param(18, 50, [9, 9], id="two sheets full, out of one block"),
        pytest.param(25, 9, [9, 9, 7], id="three"),
    ],
)
def test_rows_beyond_a_sheet_stand_on_further_ones_below_the_names(
    monkeypatch: pytest.MonkeyPatch, rows: int, block: int, sheets: list[int]
) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 10)
    monkeypatch.setattr(writing, "PIECE_CELLS", 3)
    book, done, told = written(rows, block)
    names = ["Recipients", "Recipients 2", "Recipients 3"][: len(sheets)]
    assert book.sheetnames == [*names, *["Notes"] * (len(sheets) > 1)]
    assert [book[name]["A1"].value for name in names] == ["n"] * len(names)
    assert [book[name].freeze_panes for name in names] == ["A2"] * len(names)
    assert [len(values(book[name])) for name in names] == sheets
    assert list(chain.from_iterable(values(book[name]) for name in names)) == list(range(rows))
    assert (done.rows, told[-1], len(done.remarks)) == (rows, rows, int(len(sheets) > 1))
    assert told == sorted(set(told))


def test_a_sheet_of_too_many_bytes_for_excel_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "SHEET_BYTES", 2_000)
    monkeypatch.setattr(writing, "PIECE_CELLS", 10)
    book, _, _ = written(1_000, 100)
    sheets = [sheet for sheet in book.worksheets if sheet.title != "Notes"]
    assert len(sheets) > 3
    assert list(chain.from_iterable(map(values, sheets))) == list(range(1_000))


def test_no_member_needs_more_than_the_zip_format_of_old() -> None:
    """Of an archive with the marks of Zip64, Excel says that it is damaged."""
    with zipfile.ZipFile(io.BytesIO(workbook(cells("a")))) as archive:
        members = archive.infolist()
        assert archive.testzip() is None
    assert members[0].filename == "_rels/.rels"
    assert [member.filename for member in members if member.extract_version >= 45] == []


@pytest.mark.parametrize("room", [0, 100, 500, 700, 1_000, 3_000, 10_000])
def test_a_full_disk_is_what_is_raised(room: int) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            if self.tell() + len(data) > room:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    names = [f"{at * 7919 % 104_729}" for at in range(300)]
    columns = [text_column(names)] * len(names)
    with pytest.raises(OSError, match="No space left"):
        write_table(
            Full(),
            names,
            [lambda: columns],
            form=FileFormat.XLSX,
            shield=Shield.PERSON,
            title=SheetTitle.ROWS,
        )


def test_whoever_is_told_may_break_it_off(tmp_path: Any) -> None:
    def stop(_: int) -> None:
        raise InterruptedError

    with (tmp_path / "half.xlsx").open("wb") as out, pytest.raises(InterruptedError):
        write_table(
            out,
            ["a"],
            [lambda: [cells("x")]] * 3,
            form=FileFormat.XLSX,
            shield=Shield.PERSON,
            title=SheetTitle.ROWS,
            tell=stop,
        )


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


@examples(150)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_any_text_comes_back_from_a_workbook(texts: list[str]) -> None:
    sheet = sheet_of(text_column(texts))
    # A parser of XML hands a line end of any kind on as one of Unix.
    assert values(sheet) == [text or None for text in texts]


SPELLED = st.one_of(
    st.sampled_from(["=1", "'=1", '="01"', "007", "1.50", "-3", "-0", "x", "'x", "", "5 %", "1e5"]),
    st.decimals(-(10**9), 10**9, places=3).map(str),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=8),
)


@examples(25)
@given(st.lists(SPELLED, min_size=1, max_size=10))
def test_a_workbook_of_ours_uploads_again_as_it_is(texts: list[str]) -> None:
    """What stands in it as a number still reads as it was written in the file."""
    rows = [
        f'{9876543210 + at},"{text.replace(chr(34), chr(34) * 2)}"\n'
        for at, text in enumerate(texts)
    ]
    first = check_contacts(
        ("Mobile,What\n" + "".join(rows)).encode(), options=ReadOptions(delimiter=",")
    )
    data = accepted_file(first, FileFormat.XLSX)
    again = check_contacts(data, name="a.xlsx", options=ReadOptions(column="number"))
    assert again.contacts["What"].tolist() == first.contacts["What"].tolist()
    assert again.numbers.tolist() == first.numbers.tolist()
