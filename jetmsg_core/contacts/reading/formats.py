"""What kind of file the bytes really are, whatever its name says."""

from __future__ import annotations

import codecs
from pathlib import PurePath

from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding

_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (GZIP)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"SQLite format 3", "a database"),
)
ZIP = b"PK\x03\x04"
_ZIP_OF_A_WORKBOOK = (b"xl/", b"xl\\", b"opendocument.spreadsheet")
"""What stands in the names of its entries; some programs write the path of Windows there."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<table",
    b"<meta",
    b"<!--",
    b"<?xml",
)
_TEXT_NAMES = frozenset({".csv", ".tsv", ".txt", ".tab"})


def is_workbook(data: bytes) -> bool:
    """Tells whether the bytes are an .xlsx, .xls or .ods file."""
    if data.startswith(ZIP):
        return any(mark in data for mark in _ZIP_OF_A_WORKBOOK)
    return data.startswith(_OLE)


def format_blocker(data: bytes, name: str) -> FileFinding | None:
    """Tells why these bytes cannot be read as contacts; None where they may be. `name` may be
    empty."""
    if not (data[:4096].strip(_NOTHING) or data.strip(_NOTHING)):
        return FileFinding.of(FileFindingCode.EMPTY_FILE)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return _not_a_contact_file(kind)
    if is_workbook(data):
        return _named_as_text(name)
    if data.startswith(ZIP):
        return _not_a_contact_file("a compressed file (ZIP)")
    start = data[:512].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_WEB_PAGE):
        return FileFinding.of(FileFindingCode.WEB_PAGE)
    return None


def _named_as_text(name: str) -> FileFinding | None:
    extension = PurePath(name).suffix.lower()
    if extension not in _TEXT_NAMES:
        return None
    return FileFinding.of(FileFindingCode.WORKBOOK_NAMED_AS_TEXT, extension=extension)


def _not_a_contact_file(kind: str) -> FileFinding:
    return FileFinding.of(FileFindingCode.NOT_A_CONTACT_FILE, kind=kind)


def binary_blocker(text: bytes) -> FileFinding | None:
    """Blocks text so full of control characters that it must be something else."""
    sample = text[:65_536]
    controls = len(sample) - len(sample.translate(None, delete=_CONTROLS))
    return _not_a_contact_file("not text at all") if controls * 20 > len(sample) else None


_NOTHING = b" \t\r\n\0" + codecs.BOM_UTF8 + codecs.BOM_UTF16
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\v\f\x1a"))
