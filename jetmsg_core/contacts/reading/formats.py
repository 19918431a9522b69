"""What kind of file the bytes really are, whatever its name says."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading import unreadable_formats
from jetmsg_core.contacts.reading.unreadable_formats import UnreadableFormat
from jetmsg_core.spreadsheets.document_kinds import document_kind

ZIP = b"PK\x03\x04"
_ZIP_OF_A_WORKBOOK = (b"xl/", b"xl\\", b"opendocument.spreadsheet")
"""What stands in the names of its entries; some programs write the path of Windows there."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = re.compile(
    # An .xlsx in its envelope; an .xls, whose second record then is FILEPASS ([MS-XLS] 2.4.117).
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\0.{16}\x2f\0",
    re.DOTALL,
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
    if (kind := unreadable_formats.of_any_file(data, name)) is not None:
        return _not_a_contact_file(kind)
    if data.startswith(_OLE):
        if (kind := unreadable_formats.of_ole(data)) is not None:
            return _not_a_contact_file(kind)
        if _ENCRYPTED.search(data):
            return FileFinding.of(FileFindingCode.PASSWORD_PROTECTED)
    if is_workbook(data):
        return _named_as_text(name)
    if data.startswith(ZIP):
        return _not_a_contact_file(unreadable_formats.of_archive(data, name))
    if document_kind(data) is None and (kind := unreadable_formats.of_xml(data)) is not None:
        return _not_a_contact_file(kind)
    return None


def _named_as_text(name: str) -> FileFinding | None:
    extension = PurePath(name).suffix.lower()
    if extension not in _TEXT_NAMES:
        return None
    return FileFinding.of(FileFindingCode.WORKBOOK_NAMED_AS_TEXT, extension=extension)


def _not_a_contact_file(kind: UnreadableFormat) -> FileFinding:
    return FileFinding.of(FileFindingCode.NOT_A_CONTACT_FILE, kind=kind.name, advice=kind.advice)


def binary_blocker(text: bytes) -> FileFinding | None:
    """Blocks text so full of control characters that it must be something else."""
    sample = text[:65_536]
    controls = len(sample) - len(sample.translate(None, delete=_CONTROLS))
    return _not_a_contact_file(unreadable_formats.NO_TEXT) if controls * 20 > len(sample) else None


_NOTHING = b" \t\r\n\0" + codecs.BOM_UTF8 + codecs.BOM_UTF16
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\v\f\x1a"))
