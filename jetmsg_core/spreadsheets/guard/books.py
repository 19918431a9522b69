"""What kind of workbook the bytes are, and what can be known of its sheets beforehand."""

from __future__ import annotations

from typing import Protocol

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard import old_sheets, packages, shared_texts
from jetmsg_core.spreadsheets.guard.archives import Archive
from jetmsg_core.spreadsheets.guard.binary_sheets import BinaryBook, scan_sheet
from jetmsg_core.spreadsheets.guard.compound import stream_of
from jetmsg_core.spreadsheets.guard.open_document import content
from jetmsg_core.spreadsheets.guard.open_document.odd_values import with_odd_values_as_texts
from jetmsg_core.spreadsheets.guard.packages import relations_in
from jetmsg_core.spreadsheets.guard.scans import SheetScan
from jetmsg_core.spreadsheets.guard.styles import Styles, styles_in, without_durations
from jetmsg_core.spreadsheets.guard.worksheets import Worksheet
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_ZIP = b"PK\x03\x04"
_BINARY = "xl/workbook.bin"
_BINARY_RELATIONS = "xl/_rels/workbook.bin.rels"
_BINARY_STYLES, _BINARY_TEXTS = "xl/styles.bin", "xl/sharedStrings.bin"
"""Where calamine looks for them."""


class Book(Protocol):
    """A workbook before calamine opens it. Raises RefusedWorkbookError for what must not be."""

    has_iso_durations: bool
    """Durations come as text, `PT36H00M00S`."""
    formats: dict[int, str] | None
    """Those that the workbook defines, by number; None where nobody knows which cell has which."""
    says_what_cells_show: bool
    """Its cells have a text beside their value."""

    def scan(self, name: str) -> SheetScan:
        """Gives what was seen in a sheet, which is then small enough to be laid out."""

    def without_durations(self) -> bytes | None:
        """Gives the same workbook, whose durations come as plain numbers; None where nobody knows
        how to make it."""

    def readable(self, data: bytes) -> bytes:
        """Gives the workbook, whose bytes are `data`, as calamine can open it."""


def open_book(data: bytes, bounds: Bounds) -> Book:
    """Opens the workbook these bytes are, by what is in them. Raises RefusedWorkbookError."""
    if not data.startswith(_ZIP):
        return _old_book(data)
    archive = Archive(data, bounds)
    kinds = [main for main in (packages.BOOK, _BINARY, content.CONTENT) if main in archive]
    if len(kinds) != 1:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    if kinds == [packages.BOOK]:
        return ExcelBook(archive, bounds)
    if kinds == [content.CONTENT]:
        return OpenDocument(archive, bounds)
    return BinaryWorkbook(archive, bounds)


def _old_book(data: bytes) -> Book:
    """An .xls is read by calamine whether or not we find our way in it."""
    book = next(filter(None, (stream_of(data, name) for name in old_sheets.STREAMS)), None)
    return UnknownBook() if book is None else OldBook(old_sheets.OldSheets(book))


class UnknownBook:
    """An .xls of which nothing is known: not looked through, but read within the same bounds."""

    has_iso_durations = False
    says_what_cells_show = False
    formats: dict[int, str] | None = None

    def scan(self, name: str) -> SheetScan:
        return SheetScan()

    def without_durations(self) -> bytes | None:
        return None

    def readable(self, data: bytes) -> bytes:
        return data


class OldBook(UnknownBook):
    """An .xls: how large it is, calamine finds out within the bounds."""

    def __init__(self, sheets: old_sheets.OldSheets) -> None:
        self._sheets = sheets
        self.formats = sheets.codes

    def scan(self, name: str) -> SheetScan:
        return self._sheets.look(name)


class BinaryWorkbook(UnknownBook):
    """An .xlsb."""

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._archive = archive
        self._bounds = bounds
        if _BINARY_TEXTS in archive:
            for _ in archive.pieces(_BINARY_TEXTS):
                pass
        self._parts = relations_in(archive, _BINARY_RELATIONS, "xl")
        styles = archive.pieces(_BINARY_STYLES) if _BINARY_STYLES in archive else ()
        self._book = BinaryBook(archive.pieces(_BINARY), styles)
        self.formats = self._book.codes

    def scan(self, name: str) -> SheetScan:
        """Looks through a sheet. Raises RefusedWorkbookError for a sheet that is not there or too
        large."""
        _, part = self._parts.get(self._book.relations.get(name, ""), ("", ""))
        if part not in self._archive:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        return scan_sheet(self._archive.pieces(part), self._book, name, self._bounds)


class OpenDocument:
    """An .ods, whose cells say themselves what they show."""

    has_iso_durations = True
    says_what_cells_show = True
    formats: dict[int, str] | None = None

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._archive = archive
        self._document = content.scan_sheets(archive, bounds)
        self._scans = self._document.sheets
        # All are laid out as soon as calamine opens one.
        for name, scan in self._scans.items():
            scan.refuse_too_large(name, bounds)
        if sum(scan.rows * scan.columns for scan in self._scans.values()) > bounds.cells:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)

    def scan(self, name: str) -> SheetScan:
        if name not in self._scans:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        return self._scans[name]

    def without_durations(self) -> bytes | None:
        return None

    def readable(self, data: bytes) -> bytes:
        """Gives the document with values that are no numbers as texts: one of them would close it
        to calamine."""
        if not self._document.has_odd_values:
            return data
        sheets = b"".join(self._archive.pieces(content.CONTENT))
        return self._archive.with_member(content.CONTENT, with_odd_values_as_texts(sheets))


class ExcelBook:
    """An .xlsx or .xlsm."""

    has_iso_durations = False
    says_what_cells_show = False

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._archive = archive
        self._bounds = bounds
        self._package = package = packages.open_package(archive)
        self._styles = archive.whole(package.styles) if package.styles else b""
        self._known = styles_in(self._styles) if package.styles else Styles()
        self.formats: dict[int, str] | None = self._known.codes
        self._shared = (
            shared_texts.lengths_of(archive.pieces(package.shared)) if package.shared else []
        )
        if sum(self._shared) > bounds.characters:
            raise RefusedWorkbookError(WorkbookRefusal.TOO_MUCH_TEXT)

    def scan(self, name: str) -> SheetScan:
        """Looks through a sheet. The texts its cells share are counted only where they may be too
        many. Raises RefusedWorkbookError for a sheet that is not there or too large."""
        part = self._package.sheets.get(name)
        if part is None:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        sheet = Worksheet(self._known, calculates_first=self._package.calculates_first)
        scan = sheet.look(self._archive.pieces(part), name, self._bounds)
        if scan.sharing * max(self._shared, default=0) > self._bounds.characters:
            scan.characters = shared_texts.characters_in(self._archive.pieces(part), self._shared)
            scan.refuse_too_large(name, self._bounds)
        return scan

    def without_durations(self) -> bytes | None:
        """Gives the same workbook with other styles; None where no style shows a duration."""
        part = self._package.styles
        durations = self._known.durations
        if part is None or not durations:
            return None
        return self._archive.with_member(part, without_durations(self._styles, durations))

    def readable(self, data: bytes) -> bytes:
        return data
