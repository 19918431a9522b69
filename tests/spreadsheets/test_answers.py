"""An answer of the process that reads workbooks is checked before it is believed."""

from __future__ import annotations

import io
import json
from array import array
from typing import Any

import pytest

from jetmsg_core.spreadsheets.answers import SheetAnswer, SheetNames, read_answer
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.frames import GarbledError, write_frame
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

SMALL = Bounds(rows=10, columns=4, cells=40, characters=100)
NOTE = {"code": "hidden_rows", "row": 2, "count": 3, "example": "", "column": 0}
SHEET = {"kind": "sheet", "name": "S", "rows": 2, "notes": [NOTE], "shown": []}
NAMES = {"kind": "names", "every": ["S", "T"], "visible": ["S"]}
REFUSAL = {
    "kind": "refused",
    "code": "too_many_columns",
    "sheet": "S",
    "where": "AD4",
    "sheets": [],
}
TEXT = "Ashaरवि".encode()


def ends(*positions: int) -> bytes:
    return array("q", positions).tobytes()


def answer(head: Any, *buffers: bytes) -> SheetNames | SheetAnswer | None:
    out = io.BytesIO()
    write_frame(out, head, buffers)
    out.seek(0)
    return read_answer(out, SMALL)


def test_a_sheet_comes_as_columns_of_text() -> None:
    sheet = answer(SHEET, ends(0, 4, len(TEXT)), TEXT)
    assert isinstance(sheet, SheetAnswer)
    assert sheet.table.to_pydict() == {"0": ["Asha", "रवि"]}
    assert (sheet.name, sheet.notes) == ("S", (SheetNote(NoteCode.HIDDEN_ROWS, 2, 3, ""),))


def test_a_column_that_shows_something_else_comes_twice() -> None:
    sheet = answer(SHEET | {"shown": [1]}, *[ends(0, 1, 2), b"xy"] * 2, ends(0, 0, 3), b"15%")
    assert isinstance(sheet, SheetAnswer)
    assert sheet.table.to_pydict() == {"0": ["x", "y"], "1": ["x", "y"]}
    assert {index: column.to_pylist() for index, column in sheet.shown.items()} == {1: ["", "15%"]}


def test_names_and_the_end_are_answers() -> None:
    assert answer(NAMES) == SheetNames(("S", "T"), ("S",))
    assert answer({"kind": "end"}) is None


def test_a_refusal_is_raised() -> None:
    with pytest.raises(RefusedWorkbookError) as refused:
        answer(REFUSAL)
    assert (refused.value.code, refused.value.where) == (WorkbookRefusal.TOO_WIDE, "AD4")


@pytest.mark.parametrize(
    ("head", "buffers"),
    [
        pytest.param({"kind": "other"}, [], id="an unknown kind"),
        pytest.param({}, [], id="no kind"),
        pytest.param({"kind": ["sheet"]}, [], id="a kind that is no word"),
        pytest.param(SHEET, [ends(0, 4), TEXT], id="too few ends"),
        pytest.param(SHEET, [ends(0, 4, 8, 9), TEXT], id="too many ends"),
        pytest.param(SHEET, [ends(0, 4, 99), TEXT], id="an end behind the text"),
        pytest.param(SHEET, [ends(0, 8, 4), TEXT], id="ends that go back"),
        pytest.param(SHEET, [ends(-4, 4, 8), TEXT], id="an end before the text"),
        pytest.param(SHEET, [ends(0, 5, len(TEXT)), TEXT], id="half a letter"),
        pytest.param(SHEET, [ends(0, 1, 2), b"\xff\xfe"], id="no UTF-8"),
        pytest.param(SHEET, [ends(0, 4, 8)], id="ends without a text"),
        *(
            pytest.param(
                SHEET | {"shown": shown_columns}, [ends(0, 1, 2), b"xy"] * columns, id=f"shown {n}"
            )
            for n, (shown_columns, columns) in enumerate(
                [(None, 2), ([1], 2), ([-1], 2), (["0"], 2), ([True], 3), ([0, 0], 4), ([0, 1], 3)]
            )
        ),
        pytest.param(
            SHEET | {"notes": [NOTE | {"column": -1}]}, [ends(0, 1, 2), b"xy"], id="no column"
        ),
        pytest.param(SHEET | {"rows": 11}, [ends(*range(12)), b"x" * 11], id="too many rows"),
        pytest.param(SHEET | {"rows": 2}, [], id="rows without a column"),
        pytest.param(SHEET | {"rows": -1}, [b"", b""], id="less than no row"),
        pytest.param(SHEET | {"rows": True}, [ends(0, 1), b"x"], id="rows that are no number"),
        pytest.param(SHEET, [ends(0, 1, 5_000), b"x" * 5_000], id="more than may be"),
        pytest.param(SHEET | {"name": 7}, [ends(0, 1, 2), b"xy"], id="a name that is none"),
        pytest.param(SHEET | {"name": "\ud800"}, [ends(0, 1, 2), b"xy"], id="half a name"),
        pytest.param(SHEET | {"notes": [7]}, [ends(0, 1, 2), b"xy"], id="a note that is none"),
        pytest.param(
            SHEET | {"notes": [NOTE | {"code": "x"}]}, [ends(0, 1, 2), b"xy"], id="an unknown note"
        ),
        pytest.param(SHEET | {"notes": {}}, [ends(0, 1, 2), b"xy"], id="notes that are none"),
        pytest.param(NAMES | {"every": []}, [], id="no sheet"),
        pytest.param(NAMES | {"every": "S"}, [], id="names that are no list"),
        pytest.param(NAMES, [b"x", b"y"], id="names with something behind"),
        pytest.param(REFUSAL | {"code": "because"}, [], id="an unknown reason"),
    ],
)
def test_what_is_no_answer_is_not_believed(head: dict[str, Any], buffers: list[bytes]) -> None:
    with pytest.raises(GarbledError):
        answer(head, *buffers)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"hello\n", id="no JSON"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[]\n", id="no object"),
        pytest.param(b"{}\n", id="no lengths"),
        pytest.param(b'{"buffers": 3}\n', id="lengths that are none"),
        pytest.param(b'{"buffers": [-1]}\n', id="less than nothing"),
        pytest.param(b'{"buffers": [1.5]}\n', id="half a byte"),
        pytest.param(b'{"buffers": [4]}\nabc', id="cut"),
        pytest.param(json.dumps({"buffers": [10**30]}).encode() + b"\n", id="endless"),
    ],
)
def test_what_is_no_frame_is_not_believed(line: bytes) -> None:
    with pytest.raises(GarbledError):
        read_answer(io.BytesIO(line), SMALL)
