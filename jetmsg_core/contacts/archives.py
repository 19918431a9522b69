"""An .xlsx or .ods looked through before calamine opens it: how large it really is, which rows
Excel hides, and which cells show an error.

calamine lays a sheet out as a full grid, so one stray cell in the last corner of a sheet asks for
500 GB and ends the process; it also reads error cells as empty. Everything is inflated in pieces,
and what the archive says of its own sizes is not believed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from jetmsg_core.contacts.findings import Finding
from jetmsg_core.contacts.limits import MB, Limits

_INFLATED_PER_BYTE = 10
"""How much larger than the largest file its contents may be; sheets of text shrink to a tenth."""
_MOST_GRID_CELLS = 50_000_000
_LONGEST_TAG = 1 << 20
_PIECE = 1 << 20
_MOST_ERRORS = 500_000
_LOCAL_HEADER = struct.Struct("<26xHH")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\shidden=[\"'](?:1|true)[\"'])([^>]*[^>/])>")
_ROW = re.compile(rb"\sr=[\"']([0-9]{1,7})[\"']")
_LAST_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"']([0-9]{1,7})[\"']")
_FILLED_FAR = re.compile(rb" r=\"([A-Z]{2,3})([0-9]{1,7})(?:\"|\"[^>]*[^>/])>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st=[\"']e[\"'])[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)


@dataclass
class SheetScan:
    """`errors` are (row, column from 0) → what Excel shows; `far` the last column used."""

    hidden: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 26
    far: str = ""


Scans = dict[str, SheetScan]
"""By sheet name. Sheets of an .ods are not looked through."""


class _Damaged(Exception):
    pass


def scan_archive(data: bytes, limits: Limits) -> Scans | Finding | None:
    """What was seen in each sheet, what blocks, or None for what is no readable archive."""
    most = limits.file_mb * MB * _INFLATED_PER_BYTE
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        scans: Scans = {}
        names = _sheet_names(data, archive, most)
        for entry in archive.infolist():
            scan = SheetScan() if _SHEET.fullmatch(entry.filename) else None
            for text in _whole_tags(_inflated(data, entry, most)):
                most -= len(text)
                if scan is not None:
                    _look(text, scan)
                if most < 0:
                    return _unpacks_too_large(limits)
            if scan is not None:
                scans[names.get(entry.filename, entry.filename)] = scan
    except (_Damaged, zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError):
        return None
    except (ValueError, NotImplementedError, EOFError, OSError):
        return None
    return next((b for name, s in scans.items() if (b := _too_wide(name, s, limits))), scans)


def _inflated(data: bytes, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """A member's real bytes, however many its header promises, up to one more than `most`."""
    name, extra = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
    start = entry.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise _Damaged
    inflating = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    given = 0
    while len(rest) and not inflating.eof and given <= most:
        piece = inflating.decompress(rest, _PIECE)
        rest = inflating.unconsumed_tail
        given += len(piece)
        yield piece


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut between cells where that is possible, so that none is torn."""
    left = b""
    for piece in pieces:
        text = left + piece
        cut = max(text.rfind(b"<row"), text.rfind(b"<c "), 0)
        if cut == 0 and len(text) > _LONGEST_TAG:
            cut = len(text)
        yield text[:cut]
        left = text[cut:]
    yield left


def _look(text: bytes, scan: SheetScan) -> None:
    if b"hidden=" in text:
        found = (_ROW.search(match[1]) for match in _HIDDEN.finditer(text))
        scan.hidden += [int(row[1]) if row else 0 for row in found]
    if b't="e"' in text and len(scan.errors) < _MOST_ERRORS:
        for letters, row, shown in _ERROR.findall(text):
            scan.errors[int(row), _column(letters) - 1] = shown.decode("utf-8", "replace")
    last = text.rfind(b"<row ")
    if last >= 0 and (row := _LAST_ROW.match(text, last)):
        scan.rows = max(scan.rows, int(row[1]))
    for letters, row in _FILLED_FAR.findall(text):
        column = _column(letters)
        if column > scan.columns:
            scan.columns, scan.far = column, (letters + row).decode()


def _column(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _sheet_names(data: bytes, archive: zipfile.ZipFile, most: int) -> dict[str, str]:
    """The path of each sheet in the archive, and its name."""
    members = {entry.filename: entry for entry in archive.infolist()}
    wanted = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if not all(path in members for path in wanted):
        return {}
    book, relations = (
        ElementTree.fromstring(b"".join(_inflated(data, members[path], min(most, 10 * MB))))
        for path in wanted
    )
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    names: dict[str, str] = {}
    for entry in book.iter():
        key = next((value for name, value in entry.items() if name.endswith("}id")), None)
        if entry.tag.rpartition("}")[2] == "sheet" and key in targets:
            target = targets[key]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            names[path] = entry.get("name", "")
    return names


def _too_wide(name: str, scan: SheetScan, limits: Limits) -> Finding | None:
    """A blocker for a sheet whose grid would not fit into memory."""
    if scan.columns <= limits.columns and scan.rows * scan.columns <= _MOST_GRID_CELLS:
        return None
    where = f"cell {scan.far}" if scan.far else f"row {scan.rows:,}"
    return Finding(
        "too_many_columns" if scan.columns > limits.columns else "sheet_too_large",
        f"The sheet {name!r} has something in {where}, far from the rest (at most "
        f"{limits.columns:,} columns are read; JETMSG_MAX_COLUMNS raises it). Delete the rows and "
        "columns that are not needed, save it, and upload it again.",
    )


def _unpacks_too_large(limits: Limits) -> Finding:
    most = limits.file_mb * _INFLATED_PER_BYTE
    return Finding(
        "workbook_too_large",
        f"Unpacked, this workbook takes more than {most:,} MB. Save the one sheet that is needed "
        "as CSV UTF-8 and upload that, or raise JETMSG_MAX_FILE_MB.",
    )
