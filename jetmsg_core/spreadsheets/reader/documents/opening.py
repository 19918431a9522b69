"""The tables of a document, of whichever kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.document_kinds import DocumentKind
from jetmsg_core.spreadsheets.reader.documents.json_lists import lists_in
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table
from jetmsg_core.spreadsheets.reader.documents.web_archives import tables_in_parts
from jetmsg_core.spreadsheets.reader.documents.web_pages import tables_in
from jetmsg_core.spreadsheets.reader.documents.xml_spreadsheets import sheets_in
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal


def open_document(data: bytes, kind: DocumentKind, bounds: Bounds) -> list[Table]:
    """Gives the tables of a document, which is in UTF-8 but for a web archive, in the order they
    stand there. Raises RefusedWorkbookError for one that has none, is damaged or too large."""
    grid = Grid(bounds)
    match kind:
        case DocumentKind.WEB_PAGE:
            tables = tables_in(data.decode("utf-8", "replace"), grid)
        case DocumentKind.WEB_ARCHIVE:
            tables = tables_in_parts(data, grid)
        case DocumentKind.XML_SPREADSHEET:
            tables = sheets_in(data, grid)
        case DocumentKind.JSON:
            tables = lists_in(data.decode("utf-8", "replace"), grid)
    filled = [table for table in tables if any(table.rows)]
    if kind in _PAGES:
        # A page is laid out by tables of one row that hold others.
        filled.sort(key=lambda table: len(table.rows) == 1)
    if not filled and (kind is not DocumentKind.XML_SPREADSHEET or not tables):
        raise RefusedWorkbookError(_NONE[kind])
    return list(_named_apart(filled or tables))


def _named_apart(tables: list[Table]) -> Iterator[Table]:
    """The same tables, each with a name of its own."""
    names: set[str] = set()
    for table in tables:
        spellings = (f"{table.name} ({number})" for number in count(2))
        name = table.name
        while name in names:
            name = next(spellings)
        names.add(name)
        yield replace(table, name=name)


_PAGES = (DocumentKind.WEB_PAGE, DocumentKind.WEB_ARCHIVE)
_NONE = {
    DocumentKind.WEB_PAGE: WorkbookRefusal.NO_TABLE,
    DocumentKind.WEB_ARCHIVE: WorkbookRefusal.NO_TABLE,
    DocumentKind.XML_SPREADSHEET: WorkbookRefusal.UNREADABLE,
    DocumentKind.JSON: WorkbookRefusal.NO_LIST,
}
