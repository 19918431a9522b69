"""Lines that are typed or pasted: numbers, alone or with the names of people beside them. Pure.

A text that is a table with its column names is left to be read as a file. Of any other, each line
is read by itself, whatever the others look like: `Asha 98765 43210`, `98765 43210, Asha, Pune`, or
cells copied from a sheet. What is no number is for the check to reject, under its own line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.columns.names import LONGER, number_likeness
from jetmsg_core.contacts.findings.reasons import REJECTIONS
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.reading.pasting import LINE_END, is_link, numbers_in
from jetmsg_core.primitives.arrays import Integers

NUMBER_NAME, TEXT_NAME = "Mobile", "Name"
LINES_HAVE_NO_ROWS = "Each line was read by itself: row 3 is the third line."
NUMBER_COLUMN_REASON = "It has the numbers of the lines. The other columns have the rest."

_MARK = b"\x01lines\n"
"""How what `from_pasted` makes of lines begins; JSON follows. No text begins with a control
character."""
_PIECE = re.compile(r'[\t,;|]((?:[^\t,;|"]|"[^"]*"?)*)')
_JOINED = re.compile(r"(?<=[^\W\d_])\s*[:=\u2013\u2014-]+\s*(?=[+(\d])")
"""`Asha: 98…` and `Asha-98…`."""
_EDGES = " \t:;,.=-\u2013\u2014()[]\"'"
_SERIAL = re.compile(r"^\s*\d{1,4}[.)]\s+")
_LETTER = re.compile(r"[^\W\d_]")
_AND = re.compile(r"(?<![a-z])(?:or|and)(?![a-z])", re.IGNORECASE)
_LONG_DIGITS = re.compile(r"\d(?:[ -]?\d){6,}")
"""More digits than a postal code has: perhaps another number."""
_MOST_WORDS, _LONGEST_NUMBER = 24, 6


@dataclass(frozen=True)
class _Line:
    """What a line holds: a cell for the number, and the texts beside it, in order."""

    line: int
    number: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PastedLines:
    """Lines as rows: `lines` has the number of each, ascending; several numbers of a line are
    rows."""

    names: tuple[str, ...]
    table: pa.Table
    """Columns `0`, `1`, … of large strings, one for each of `names`; the first has the numbers."""
    lines: Integers


def from_pasted(text: str) -> bytes:
    """Makes a file for `check_contacts` of lines, whose rows are called by their lines, from 1.

    Numbers may stand one a line, or several with commas, semicolons, slashes, tabs or spaces
    between; or each with a name and more beside it. A table with the names of its columns is taken
    as it is, and so is one in which it is not plain which of several numbers is meant. Nothing is
    left out but blank lines.
    """
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    numbered = [(at, line) for at, line in enumerate(LINE_END.split(text), 1) if line.strip()]
    heading = numbered[0][1] if numbered else ""
    if _has_names(heading):
        if len(_pieces(heading)) > 1:
            return text.encode()
        numbered = numbered[1:]
    lines: list[_Line] = []
    for at, line in numbered:
        read = list(_read(at, line))
        if len(read) > 1 and any(entry.texts for entry in read):
            return text.encode()  # Which of the numbers is meant is asked about a file.
        lines += read
    return _file_of(lines, _names_of(heading) if _has_names(heading) else (NUMBER_NAME, TEXT_NAME))


def number_of_line(text: str) -> str:
    """Gives the number that somebody typed with a name beside it; any other text as it is."""
    lines = [line for line in LINE_END.split(text) if line.strip()]
    read = list(_read(1, lines[0])) if len(lines) == 1 else []
    return read[0].number if len(read) == 1 else text


def is_pasted(data: bytes) -> bool:
    """Tells whether the bytes are what `from_pasted` makes of lines."""
    return data.startswith(_MARK)


def read_pasted(data: bytes) -> PastedLines:
    """Reads what `from_pasted` made of lines; nothing of what only begins so."""
    try:
        kept = json.loads(data.removeprefix(_MARK))
        names, lines, columns = kept["names"], kept["lines"], kept["columns"]
        arrays = [pa.array(column, pa.large_string()) for column in columns]
        table = pa.Table.from_arrays(arrays, [str(index) for index in range(len(arrays))])
        return PastedLines(tuple(map(str, names)), table, np.array(lines, np.int64))
    except (KeyError, TypeError, ValueError):
        empty = pa.table({"0": pa.array([], pa.large_string())})
        return PastedLines((NUMBER_NAME,), empty, np.empty(0, np.int64))


def _has_names(line: str) -> bool:
    """Whether a first line names columns, one of them that of the numbers."""
    if _LONG_DIGITS.search(line):
        return False
    words = _pieces(line)
    words = words if len(words) > 1 else line.split()
    return any(number_likeness(word) >= LONGER for word in words) and len(words) <= _MOST_WORDS


def _names_of(line: str) -> tuple[str, str]:
    """The names in a first line without signs between them: that of the numbers, then the rest."""
    words = line.split()
    number = next(word for word in words if number_likeness(word) >= LONGER)
    rest = " ".join(word for word in words if word is not number)
    return number, rest or TEXT_NAME


def _pieces(line: str) -> list[str]:
    return [piece.strip() for piece in _PIECE.findall(f",{line}")]


def _read(at: int, line: str) -> Iterator[_Line]:
    if is_link(line) or not _LETTER.search(_AND.sub("", line)):
        # Nobody is named, so whatever stands there is meant to be a number.
        yield from (_Line(at, piece) for piece in numbers_in(line))
        return
    pieces = _pieces(line)
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    inner = {index: list(numbers_in(piece)) for index, piece in enumerate(pieces) if piece}
    all_numbers = {
        index: cells for index, cells in inner.items() if cells and all(map(_is_number, cells))
    }
    if all_numbers:
        texts = tuple(
            _unquoted(piece) for index, piece in enumerate(pieces) if index not in all_numbers
        )
        texts = texts if any(texts) else ()
        for cells in all_numbers.values():
            yield from (_Line(at, cell, texts) for cell in cells)
        return
    yield _beside_a_name(at, pieces) or _without_a_number(at, line, pieces)


def _beside_a_name(at: int, pieces: Sequence[str]) -> _Line | None:
    """A line of which one piece holds a number and a name."""
    divided = {index: parts for index, piece in enumerate(pieces) if (parts := _divided(piece))}
    if len(divided) != 1:
        return None
    ((index, (number, texts)),) = divided.items()
    before, after = map(_unquoted, pieces[:index]), map(_unquoted, pieces[index + 1 :])
    return _Line(at, number, (*before, *texts, *after))


def _divided(piece: str) -> tuple[str, tuple[str, ...]] | None:
    """The number among the words of a piece, the longest spelling of it, and what stands before and
    behind it. None where there is no number, or may be two, or nothing that could be a name."""
    words = _SERIAL.sub("", _JOINED.sub(" ", piece), count=1).split()
    if len(words) > _MOST_WORDS:
        return None
    spellings: dict[int, tuple[int, int]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_NUMBER, len(words)) + 1):
            value = _value(" ".join(words[start:end]).strip(_EDGES))
            if value is not None:
                first, last = spellings.get(value, (0, 0))
                spellings[value] = (start, end) if end - start > last - first else (first, last)
    if len(spellings) != 1:
        return None
    ((start, end),) = spellings.values()
    texts = [" ".join(part).strip(_EDGES) for part in (words[:start], words[end:])]
    if not all(_LETTER.search(text) for text in texts if text) or not any(texts):
        return None
    if any(_LONG_DIGITS.search(text) for text in texts):
        return None
    return " ".join(words[start:end]).strip(_EDGES), tuple(text for text in texts if text)


def _without_a_number(at: int, line: str, pieces: Sequence[str]) -> _Line:
    """A line to be rejected, by the piece that looks like a number, else whole."""
    like = [index for index, piece in enumerate(pieces) if _looks_like_number(piece)]
    if len(pieces) < 2 or len(like) != 1:
        return _Line(at, line.strip())
    texts = (_unquoted(piece) for index, piece in enumerate(pieces) if index != like[0])
    return _Line(at, pieces[like[0]], tuple(texts))


def _is_number(cell: str) -> bool:
    return _value(cell) is not None


def _value(cell: str) -> int | None:
    """A number abroad too, where its country stands in front: the check takes it or says so."""
    read = normalize(cell, international=cell.strip().startswith("+"))
    return read.value if isinstance(read, Number) else None


def _looks_like_number(piece: str) -> bool:
    read = normalize(piece)
    return not isinstance(read, Number) and REJECTIONS[read.reason].looks_like_number


def _unquoted(piece: str) -> str:
    is_quoted = len(piece) > 1 and piece[0] == piece[-1] == '"'
    return piece[1:-1].strip() if is_quoted else piece


def _file_of(lines: Sequence[_Line], names: tuple[str, str]) -> bytes:
    width = max((len(line.texts) for line in lines), default=0)
    more = [names[1], *(f"Column {index}" for index in range(3, width + 2))][:width]
    texts = [[line.number, *line.texts, *[""] * (width - len(line.texts))] for line in lines]
    columns = [[row[index] for row in texts] for index in range(width + 1)]
    kept = {"names": [names[0], *more], "lines": [line.line for line in lines], "columns": columns}
    return _MARK + json.dumps(kept).encode()
