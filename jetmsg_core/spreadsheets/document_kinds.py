"""Which kind of document the bytes are, and how it says that its letters are stored."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from jetmsg_core.spreadsheets.beginnings import beginning_of


class DocumentKind(StrEnum):
    """The kinds of files with tables that are no workbooks."""

    WEB_PAGE = "web page"
    WEB_ARCHIVE = "web archive"
    """MHTML: web pages as the parts of a letter."""
    XML_SPREADSHEET = "XML spreadsheet"
    """SpreadsheetML 2003: a workbook as one XML text."""
    JSON = "JSON"


_HTML = re.compile(
    r"<(?:!doctype html|!--|/?(?:html|head|body|table|thead|tbody|tr|meta|style|script|title|link"
    r"|center|div|h[1-6]|p|br|b|i|strong|font|form|span)[\s/>])"
)
_HTML_WITHIN = re.compile(r"<(?:!doctype html|html|table)\b")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_WORKBOOK = re.compile(r"<(?:[\w.-]+:)?workbook\b")
_HEADERS_OF_A_LETTER = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
_JSON = re.compile(r'\[\s*(?:[\[{\]]|"?\+?[0-9][0-9 -]{6,14}(?:\.0)?"?\s*[,\]])|\{\s*["}]')
"""A list of objects or lists, or of numbers as long as those of phones; or an object."""

_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE),
)
_LOOKED_THROUGH = 4_096


def document_kind(data: bytes) -> DocumentKind | None:
    """Gives the kind of document these bytes are, by what they begin with; None for whatever
    else."""
    start = beginning_of(data)
    if start.startswith(("<?xml", "<")) and _WORKBOOK.search(start) and _SPREADSHEET in start:
        return DocumentKind.XML_SPREADSHEET
    if start.startswith("<?xml"):
        return DocumentKind.WEB_PAGE if _HTML_WITHIN.search(start) else None
    if _HTML.match(start):
        return DocumentKind.WEB_PAGE
    if _HEADERS_OF_A_LETTER.match(start):
        return DocumentKind.WEB_ARCHIVE
    return DocumentKind.JSON if _JSON.match(start) else None


def declared_encoding(data: bytes) -> str | None:
    """Gives the encoding that a web page or an XML text names at its begin, None where it names
    none that is known."""
    for declaration in _DECLARED:
        if (match := declaration.search(data, 0, _LOOKED_THROUGH)) is None:
            continue
        name = match[1].decode("ascii")
        try:
            codec = codecs.lookup(name)
            b"A".decode(name)
        except (LookupError, ValueError, OSError):
            continue
        # Latin-1 is CP1252 for every browser (WHATWG Encoding, 4.2).
        return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name
    return None
