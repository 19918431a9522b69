"""Files that are no lists of contacts by their kind: what each is called, and the way to a list for
whoever has one in it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from jetmsg_core.spreadsheets.beginnings import beginning_of


class UnreadableFormat(NamedTuple):
    """What a file is, to stand behind *This is*, and what to do, to stand before a full stop."""

    name: str
    advice: str = "Upload a CSV or Excel file"


_COPY = "If it holds a table, copy that into Excel, save it as .xlsx and upload that"
_UNPACK = "Unpack it, and upload the CSV or Excel file in it"
_EXPORT = "Open it in {0}, choose File > Export To > Excel or CSV, and upload that file"

ARCHIVE = UnreadableFormat("a compressed file (ZIP)", _UNPACK)
NO_TEXT = UnreadableFormat("not text at all")
_SHORTCUT = UnreadableFormat(
    "a shortcut to a Google sheet",
    "Open it in Google Sheets, choose File > Download > Microsoft Excel (.xlsx), and upload that",
)
_APPLE = {
    ".numbers": UnreadableFormat("an Apple Numbers document", _EXPORT.format("Numbers")),
    ".pages": UnreadableFormat("an Apple Pages document", _COPY),
    ".key": UnreadableFormat("an Apple Keynote presentation", _COPY),
}
_APPLE_OF_ANY_NAME = UnreadableFormat(
    "an Apple Numbers, Pages or Keynote document", _EXPORT.format("Numbers")
)
_XML = UnreadableFormat("an XML file of another kind than those Excel writes")
_FLAT = UnreadableFormat(
    "a flat OpenDocument file",
    "Open it in LibreOffice, save the sheet as .xlsx or .ods, and upload that",
)

_SIGNATURES = (
    (rb"\x89PNG", UnreadableFormat("a picture (PNG)")),
    (rb"\xff\xd8\xff", UnreadableFormat("a picture (JPEG)")),
    (rb"GIF8", UnreadableFormat("a picture (GIF)")),
    (rb"BM.{4}\0{4}", UnreadableFormat("a picture (BMP)")),
    (rb"II\x2a\0|MM\0\x2a", UnreadableFormat("a picture (TIFF)")),
    (rb"RIFF.{4}WEBP", UnreadableFormat("a picture (WebP)")),
    (rb".{4}ftyp(?:hei|mif1)", UnreadableFormat("a picture (HEIC)")),
    (rb".{4}ftyp|ID3|OggS", UnreadableFormat("a video or a sound")),
    (rb"%PDF", UnreadableFormat("a PDF document", _COPY)),
    (rb"\{\\rtf", UnreadableFormat("a rich text document (RTF)", _COPY)),
    (rb"\x1f\x8b", UnreadableFormat("a compressed file (GZIP)", _UNPACK)),
    (rb"Rar!", UnreadableFormat("a compressed file (RAR)", _UNPACK)),
    (rb"7z\xbc\xaf", UnreadableFormat("a compressed file (7-Zip)", _UNPACK)),
    (
        rb"SQLite format 3",
        UnreadableFormat("a database", "Export its table as CSV and upload that"),
    ),
    (
        rb"\0\x01\0\0Standard ",
        UnreadableFormat(
            "an Access database",
            "Open it in Access, choose External Data > Excel for the table, and upload that file",
        ),
    ),
    (
        rb"!BDN",
        UnreadableFormat(
            "an Outlook data file", "In Outlook, export the contacts as CSV and upload that"
        ),
    ),
    (rb"PAR1", UnreadableFormat("a Parquet file", "Save it as CSV and upload that")),
    (
        rb"L\0\0\0\x01\x14\x02\0",
        UnreadableFormat("a shortcut to a file", "Upload the file itself"),
    ),
)
_OF_BYTES = [(re.compile(sign, re.DOTALL), kind) for sign, kind in _SIGNATURES]
_OF_TEXT = (
    ("begin:vcalendar", UnreadableFormat("a calendar (iCalendar)")),
    ("[internetshortcut]", UnreadableFormat("a shortcut to a web page", "Upload the file itself")),
)
_IN_ZIP = (
    (b"word/document.xml", UnreadableFormat("a Word document", _COPY)),
    (b"ppt/presentation.xml", UnreadableFormat("a PowerPoint presentation", _COPY)),
    (b"application/vnd.oasis.opendocument.text", UnreadableFormat("a Writer document", _COPY)),
)
_IN_OLE = (
    ("WordDocument", UnreadableFormat("a Word document", _COPY)),
    ("PowerPoint Document", UnreadableFormat("a PowerPoint presentation", _COPY)),
    ("__properties_version1.0", UnreadableFormat("an Outlook message", _COPY)),
)
_SHORTCUT_WORDS = ("doc_id", "docs.google.com/")
_LONGEST_SHORTCUT = 1_000
"""Bytes."""
_PACKED_APPLE = (b"Index/", b"Index.zip")


def of_any_file(data: bytes, name: str) -> UnreadableFormat | None:
    """Tells what a file is by how it begins; None where it may be a list. `name` may be empty."""
    for sign, kind in _OF_BYTES:
        if sign.match(data):
            return kind
    start = beginning_of(data)
    for words, kind in _OF_TEXT:
        if start.startswith(words):
            return kind
    if start.startswith("{") and any(word in start for word in _SHORTCUT_WORDS):
        is_named_so = PurePath(name).suffix.lower() == ".gsheet"
        return _SHORTCUT if is_named_so or len(data) < _LONGEST_SHORTCUT else None
    return None


def of_xml(data: bytes) -> UnreadableFormat | None:
    """Tells what an XML text is that holds no table."""
    start = beginning_of(data)
    if not start.startswith("<?xml"):
        return None
    return _FLAT if "office:document" in start else _XML


def of_archive(data: bytes, name: str) -> UnreadableFormat:
    """Tells what a zip archive is that is no workbook."""
    suffix = PurePath(name).suffix.lower()
    if b"Metadata/" in data and any(mark in data for mark in _PACKED_APPLE):
        return _APPLE.get(suffix, _APPLE_OF_ANY_NAME)
    return _APPLE.get(suffix) or next((kind for mark, kind in _IN_ZIP if mark in data), ARCHIVE)


def of_ole(data: bytes) -> UnreadableFormat | None:
    """Tells what an OLE file is by the names of its streams; None where it may be a workbook."""
    for stream, kind in _IN_OLE:
        if stream.encode("utf-16-le") in data:
            return kind
    return None
