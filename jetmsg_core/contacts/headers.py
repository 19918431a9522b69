"""Where the header is, what the columns are called, and how names are compared.

A row is taken for the header only if no contact is lost by it: rows that hold a mobile number are
contacts, and a doubtful header is shown with a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from jetmsg_core.contacts.encodings import REPLACEMENT
from jetmsg_core.contacts.findings import GIVEN, Finding
from jetmsg_core.contacts.reasons import Reason
from jetmsg_core.contacts.spellings import Number, Rejection, normalize

Row = tuple[int, list[str]]
"""A row number as seen in Excel, and its cells."""

_NUMBER_NAME = re.compile(
    r"(?:customer|primary)?(?:mobile|mob|mbl|phone|ph|contact|whatsapp|cell|tel|telephone)"
    r"(?:phone|mobile)?(?:no|nos|num|number|numbers|s)?[0-9]?"
    r"|numbers?|msisdn|recipients?|destination|(?:मोबाइल|मोबाईल|फोन|फ़ोन)(?:नंबर|नम्बर)?"
)
"""Keys of headers that say: here are the numbers."""

_ORDINARY_NAME = re.compile(
    r"(?:first|last|full|customer|client|student)?name|customer|city|state|email|emailid|address"
    r"|amount|date|duedate|id|(?:sr|s|sl)?no|pin|pincode|gender|age|company|message|url|link|otp"
    r"|code|नाम|शहर"
)
_NUMBER_WORDS = frozenset(
    {"mobile", "mob", "phone", "ph", "phno", "contact", "whatsapp", "cell", "cellphone", "msisdn"}
)
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"  # Joiners stay: Indic letters need them to be drawn.
_LEFT_OUT = dict.fromkeys(map(ord, REPLACEMENT + _INVISIBLE))
_NOT_COMPARED = re.compile(rf"[\s_.\-{_INVISIBLE}\u200c\u200d]+")
_MANY_DIGITS = re.compile(r"(?:\D*\d){5}")
_LETTER = re.compile(r"[^\W\d_]")
_HEAD_ROWS = 30


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are to be read."""

    header_row: int | None
    reason: str
    names: tuple[str, ...]
    """One name a column; columns the header does not name are `Column N`."""
    titled: tuple[bool, ...]
    """Which of them the header names."""
    usual: int
    """How many cells most rows have, at most `len(names)`."""
    warnings: tuple[Finding, ...] = ()


def header_key(name: str) -> str:
    """What is compared of a name: not its case, spaces, `_` and `-`."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFC", name)).casefold()


def number_likeness(name: str) -> int:
    """2 if a header names the numbers, 1 if one of its words hints at them, else 0."""
    if _NUMBER_NAME.fullmatch(header_key(name)):
        return 2
    words = re.split(r"[\W_\d]+", name.casefold())
    return int(not _NUMBER_WORDS.isdisjoint(words))


def lay_out(records: list[list[str]], *, header: bool | None) -> Layout:
    """The layout the first records of a file suggest; `header` overrides the guess."""
    filled = [(row, record) for row, record in enumerate(records, 1) if any(map(str.strip, record))]
    widths = Counter(len(record) for _, record in filled)
    usual = max(widths, key=lambda width: (widths[width], width), default=1)
    found, reason = _choose_header(filled[:_HEAD_ROWS], usual, header)
    if found is None:
        names, renamed = _distinct_names([""] * usual)
        return Layout(None, reason, names, (False,) * usual, usual)
    row, cells = found
    titles = [_clean(cell) for cell in cells]
    titles += [""] * (usual - len(titles))
    while len(titles) > usual and not titles[-1]:
        titles.pop()
    names, renamed = _distinct_names(titles)
    warnings = [*_title_warnings(filled, row), *_duplicate_warnings(renamed, row)]
    if header is None and not _is_familiar(cells):
        warnings.append(_doubtful(row, titles))
    return Layout(row, reason, names, tuple(map(bool, titles)), usual, tuple(warnings))


def _choose_header(rows: list[Row], usual: int, header: bool | None) -> tuple[Row | None, str]:
    if header is False or not rows:
        return None, GIVEN if header is False else "There is nothing in the file."
    found, reason = _guess_header(rows, usual)
    if header is None:
        return found, reason
    return found or rows[0], GIVEN


def _guess_header(rows: list[Row], usual: int) -> tuple[Row | None, str]:
    before, place = _before_first_number(rows)
    if not before:
        return None, f"Row {rows[0][0]} holds a mobile number already, so it is a contact."
    for row, cells in before:
        if _names_numbers(cells) and (usual == 1 or _filled(cells) > 1):
            return (row, cells), f"Row {row} has a name usual for numbers."
    for row, cells in before:
        if usual > 1 and _filled(cells) == 1:
            continue
        if _looks_like_contact(cells, place):
            return None, f"Row {row} looks like a contact, not like column names."
        return (row, cells), f"Row {row} is the first full row and holds no number."
    return None, "No row looks like column names."


def _before_first_number(rows: list[Row]) -> tuple[list[Row], int | None]:
    """The rows above the first that holds a number, and the column it stands in."""
    for position, (_, cells) in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(normalize(cell), Number):
                return rows[:position], place
    return rows, None


def _looks_like_contact(cells: list[str], place: int | None) -> bool:
    if any(_MANY_DIGITS.match(cell) and not _LETTER.search(cell) for cell in cells):
        return True
    if place is None or _is_familiar(cells):
        return False
    return place >= len(cells) or normalize(cells[place]) == Rejection(Reason.EMPTY)


def _names_numbers(cells: list[str]) -> bool:
    return any(number_likeness(cell) == 2 for cell in cells)


def _is_familiar(cells: list[str]) -> bool:
    return any(
        _ORDINARY_NAME.fullmatch(header_key(cell)) or number_likeness(cell) for cell in cells
    )


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _clean(title: str) -> str:
    """On one line, without what cannot be seen or stands for bytes that could not be decoded."""
    return " ".join(title.translate(_LEFT_OUT).split())


def _distinct_names(titles: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names without gaps and doubles: `Column 3`, `City (2)`; and the ones that were doubled."""
    names: list[str] = []
    renamed = []
    used: set[str] = set()
    taken = set(titles)
    counts: Counter[str] = Counter()
    for place, title in enumerate(titles, 1):
        base = name = title or f"Column {place}"
        if name in used or (not title and name in taken):
            renamed += [title] if title else []
            while name in taken or name in used:
                counts[base] += 1
                name = f"{base} ({counts[base] + 1})"
        used.add(name)
        names.append(name)
    return tuple(names), renamed


def _title_warnings(filled: list[Row], header_row: int) -> list[Finding]:
    titles = [row for row, _ in filled if row < header_row]
    if not titles:
        return []
    message = f"The filled rows above row {header_row} were taken for a title and left out."
    return [Finding("title_rows", message, titles[0])]


def _duplicate_warnings(renamed: list[str], row: int) -> list[Finding]:
    return [
        Finding(
            "duplicate_headers",
            f"Several columns are called {name!r}: the later ones were numbered, as in "
            f"'{name} (2)'.",
            row,
        )
        for name in dict.fromkeys(renamed)
    ]


def _doubtful(row: int, titles: list[str]) -> Finding:
    shown = ", ".join(title for title in titles if title)
    message = (
        f"Row {row} ({shown[:80]}) was taken for the column names. If it is a contact, say that "
        "the file has no header."
    )
    return Finding("header_guessed", message, row)
