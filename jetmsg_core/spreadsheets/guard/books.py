"""What kind of workbook the bytes are, and what can be known of its sheets beforehand."""

from __future__ import annotations

from typing import Protocol

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard import open_documents, packages, shared_texts
from jetmsg_core.spreadsheets.guard.archives import Archive
from jetmsg_core.spreadsheets.guard.scans import SheetScan
from jetmsg_core.spreadsheets.guard.styles import durations_in, without_durations
from jetmsg_core.spreadsheets.guard.worksheets import Worksheet
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_ZIP = b"PK\x03\x04"
_BINARY = "xl/workbook.bin"


class Book(Protocol):
    """A workbook before calamine opens it. Raises RefusedWorkbookError for what must not be."""

    has_iso_durations: bool
    """Durations come as text, `PT36H00M00S`."""

    def scan(self, name: str) -> SheetScan:
        """Gives what was seen in a sheet, which is then small enough to be laid out."""

    def without_durations(self) -> bytes | None:
        """Gives the same workbook, whose durations come as plain numbers; None where nobody knows
        how to make it."""


def open_book(data: bytes, bounds: Bounds) -> Book:
    """Opens the workbook these bytes are, by what is in them. Raises RefusedWorkbookError."""
    if not data.startswith(_ZIP):
        return UnknownBook()
    archive = Archive(data, bounds)
    kinds = [main for main in (packages.BOOK, _BINARY, open_documents.CONTENT) if main in archive]
    if len(kinds) != 1:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    if kinds == [packages.BOOK]:
        return ExcelBook(archive, bounds)
    if kinds == [open_documents.CONTENT]:
        return OpenDocument(archive, bounds)
    archive.inflate_all()
    return UnknownBook()


class UnknownBook:
    """An .xls or .xlsb: not looked through, but read within the same bounds."""

    has_iso_durations = False

    def scan(self, name: str) -> SheetScan:
        return SheetScan()

    def without_durations(self) -> bytes | None:
        return None


class OpenDocument:
    """An .ods."""

    has_iso_durations = True

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._scans = open_documents.scan_sheets(archive, bounds)
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


class ExcelBook:
    """An .xlsx or .xlsm."""

    has_iso_durations = False

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._archive = archive
        self._bounds = bounds
        self._package = package = packages.open_package(archive)
        self._styles = archive.whole(package.styles) if package.styles else b""
        self._durations = durations_in(self._styles) if package.styles else frozenset()
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
        sheet = Worksheet(self._durations)
        scan = sheet.look(self._archive.pieces(part), name, self._bounds)
        if scan.sharing * max(self._shared, default=0) > self._bounds.characters:
            scan.characters = shared_texts.characters_in(self._archive.pieces(part), self._shared)
            scan.refuse_too_large(name, self._bounds)
        return scan

    def without_durations(self) -> bytes | None:
        """Gives the same workbook with other styles; None where no style shows a duration."""
        part = self._package.styles
        if part is None or not self._durations:
            return None
        return self._archive.with_member(part, without_durations(self._styles, self._durations))
