"""The web pages in an MHTML file, which Excel and browsers save as *single file web page*.

It is a letter whose parts are the pages (RFC 2557). Excel writes one part for each sheet.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser

from jetmsg_core.spreadsheets.document_kinds import declared_encoding
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table
from jetmsg_core.spreadsheets.reader.documents.web_pages import tables_in

_USUAL = "cp1252"
"""What Excel on Windows writes, and every browser assumes, where nothing is said."""
for _encoding in (_USUAL, "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "mac_roman"):
    codecs.lookup(_encoding)  # A reader has no files left to load one from.


def tables_in_parts(data: bytes, grid: Grid) -> list[Table]:
    """Gives the tables of all pages of the file, numbered on from page to page. Raises
    RefusedWorkbookError for what is too large."""
    tables: list[Table] = []
    for page in _pages(BytesParser().parsebytes(data)):
        tables += tables_in(page, grid, before=len(tables))
    return tables


def _pages(letter: Message) -> Iterator[str]:
    for part in letter.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield _text_of(content, part.get_content_charset())


def _text_of(content: bytes, charset: str | None) -> str:
    """The letters of a part. What is good UTF-8 is UTF-8, whatever the part says."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").replace("\0", "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content, charset or declared_encoding(content) or _USUAL)
    return text.replace("\0", "")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, "replace")
    except (LookupError, ValueError, OSError):
        return content.decode(_USUAL, "replace")
