"""The process that reads a workbook. It is started by `workbook_process`, and says what it found in
frames: the names of the sheets, then each that is asked about in turn, or why there is none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import IO

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.document_kinds import DocumentKind, document_kind
from jetmsg_core.spreadsheets.frames import Head, read_frame, write_frame
from jetmsg_core.spreadsheets.guard.books import open_book
from jetmsg_core.spreadsheets.reader.columns import Buffer
from jetmsg_core.spreadsheets.reader.confinement import confine, end_with_parent
from jetmsg_core.spreadsheets.reader.sheets import (
    SheetText,
    open_workbook,
    read_sheet,
    visible_names,
    worksheet_names,
)
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

Frame = tuple[Head, list[Buffer]]
Read = Callable[[str], SheetText]


def main() -> None:
    """Reads one request from stdin and answers on stdout."""
    end_with_parent(int(sys.argv[-1]))
    asked, (data,) = read_frame(sys.stdin.buffer, most_bytes=sys.maxsize)
    bounds = Bounds(**asked["bounds"])
    if document_kind(data) is not None:
        # What is loaded later finds no file.
        from jetmsg_core.spreadsheets.reader.documents import opening  # noqa: F401
    confine(bounds)
    answer(sys.stdout.buffer, data, sheet=asked["sheet"], bounds=bounds)


def answer(out: IO[bytes], data: bytes, *, sheet: str | None, bounds: Bounds) -> None:
    """Writes the answer to a request: whatever happens is an answer, or the end of this process."""
    try:
        for head, buffers in _frames(data, sheet, bounds):
            write_frame(out, head, buffers)
    except RefusedWorkbookError as refused:
        write_frame(out, _refusal(refused))
    except Exception:
        write_frame(out, _refusal(RefusedWorkbookError(WorkbookRefusal.UNREADABLE)))
    except BaseException as error:
        # A damaged .xls makes calamine panic: an exception of Rust's that is no `Exception`, and
        # whose class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        write_frame(out, _refusal(RefusedWorkbookError(WorkbookRefusal.UNREADABLE)))


def _frames(data: bytes, sheet: str | None, bounds: Bounds) -> Iterator[Frame]:
    every, visible, read = _opened(data, bounds)
    if sheet is not None and sheet not in every:
        raise RefusedWorkbookError(WorkbookRefusal.NO_SUCH_SHEET, sheet=sheet, sheets=tuple(every))
    yield {"kind": "names", "every": every, "visible": visible}, []
    for name in visible if sheet is None else [sheet]:
        content = read(name)
        notes = [asdict(note) for note in content.notes]
        head = {"kind": "sheet", "name": name, "rows": content.columns.rows, "notes": notes}
        yield head | {"shown": content.columns.shown_places}, content.columns.buffers()
    yield {"kind": "end"}, []


def _opened(data: bytes, bounds: Bounds) -> tuple[list[str], list[str], Read]:
    """The names of all sheets, of those a person sees, and what reads one."""
    if (kind := document_kind(data)) is not None:
        return _opened_document(data, kind, bounds)
    book = open_book(data, bounds)
    workbook = open_workbook(book.readable(data))
    return (
        worksheet_names(workbook),
        visible_names(workbook),
        lambda name: read_sheet(workbook, name, book, bounds),
    )


def _opened_document(
    data: bytes, kind: DocumentKind, bounds: Bounds
) -> tuple[list[str], list[str], Read]:
    from jetmsg_core.spreadsheets.reader.documents.opening import open_document

    tables = {table.name: table for table in open_document(data, kind, bounds)}

    def read(name: str) -> SheetText:
        columns = tables[name].columns(bounds)
        return SheetText(name, columns, tables[name].notes(columns))

    return list(tables), [name for name, table in tables.items() if table.is_visible], read


def _refusal(refused: RefusedWorkbookError) -> Head:
    refusal = {"code": refused.code, "sheet": refused.sheet, "where": refused.where}
    return {"kind": "refused", **refusal, "sheets": list(refused.sheets)}
