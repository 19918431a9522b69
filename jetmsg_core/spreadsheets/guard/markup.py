"""XML read by a pull parser, piece by piece, with nothing in it that could grow.

Only UTF-8 is read, which every spreadsheet program writes: calamine takes a part in another
encoding for an empty one. A document type, where entities would be declared, is refused; no part
of a workbook may have one (ECMA-376, part 2, 8.1.4; ODF 1.2, part 3, 2.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Never
from xml.parsers import expat

from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")
"""How text of two or four bytes a letter begins."""

Attributes = dict[str, str]
Parser = expat.XMLParserType


def parser_for(start: Callable[[str, Attributes], None]) -> Parser:
    """Makes a parser that calls `start` with the name, prefix included, and attributes of every
    tag."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def feed(parser: Parser, pieces: Iterable[bytes]) -> None:
    """Gives a document to a parser piece by piece. Raises RefusedWorkbookError for what is not
    well-formed."""
    begun = False
    try:
        for piece in pieces:
            if not begun and piece.startswith(_OTHER_ENCODINGS):
                _refuse()
            begun = begun or bool(piece)
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        _refuse()


def local(name: str) -> str:
    """Gives a name without its prefix, which every writer chooses as it likes."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> Never:
    raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE) from None
