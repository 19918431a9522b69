"""How much a sheet of a workbook looks like a list of contacts. A cover sheet may hold a number
too: that of the helpline, or of a few people of the staff.
"""

from __future__ import annotations

import re

from jetmsg_core.contacts.columns.names import (
    HINT,
    LONGER,
    header_key,
    number_likeness,
    says_other,
)
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

_OF_A_CONTACT, _OF_BAD_NUMBERS, _OF_A_NUMBER, _OF_HELPLINES = 20, 8, 4, 2
"""Each weighs twice the next or more, which is how much a later sheet must weigh to be read instead
(`workbook_process.find_sheet`)."""
ENOUGH = 30 * _OF_A_CONTACT
"""What a long list weighs: the sheets behind one that weighs as much are not looked at."""
SURELY = 5 * _OF_A_CONTACT
"""What a list weighs that is read even where a sheet behind it cannot be."""
_LEAST_DIGITS = 7
_BAD_NUMBER = 5
"""Digits."""
_ABROAD = re.compile(r"[\s'(]*(?:\+|00)")
_OFFICE = frozenset(
    {
        *("helpline", "help", "office", "call", "support", "enquiry", "enquiries", "query"),
        *("queries", "care", "reception", "hotline", "tollfree", "emergency", "ambulance"),
    }
)
_SAYS_NO = re.compile(
    r"unsub(?:s|bed|scribed?|scribers?)?|opt(?:ed)?outs?|donot(?:contact|disturb|call|send|message|sms)|dont(?:contact|disturb"
    r"|call|send|message|sms)|n?dn[cd]|ncpr|blacklist(?:ed)?|blocked|block(?:list|ed ?list)"
    r"|suppress(?:ed|ion)"
)
_AROUND = re.compile(
    rf"(?:all|the|sms|whatsapp|marketing)?(?:{_SAYS_NO.pattern})"
    r"(?:lists?|sheet|numbers?|nos?|contacts?|people|customers?|members?|users?|registry|register"
    r"|data|sms|whatsapp|[0-9])*"
)


_BESIDE = frozenset(
    {
        *(
            "of",
            "who",
            "which",
            "that",
            "have",
            "has",
            "had",
            "are",
            "is",
            "from",
            "our",
            "we",
            "the",
        ),
        *(
            "these",
            "this",
            "to",
            "on",
            "in",
            "as",
            "and",
            "for",
            "list",
            "lists",
            "customers",
            "people",
        ),
        *(
            "mobile",
            "mobiles",
            "phone",
            "phones",
            "contacts",
            "members",
            "clients",
            "users",
            "numbers",
            "leads",
            "month",
            "week",
            "report",
        ),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *(
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
        ),
        *("sept", "oct", "nov", "dec", "st", "nd", "rd", "th"),
    }
)
"""Words of a title that do not change what it says."""


def says_no_to_messages(name: str) -> bool:
    """Tells whether the name of a sheet says that nobody in it wants messages: `DND`, `Opt-outs`,
    `Unsubscribed 2024`."""
    return _AROUND.fullmatch(re.sub(r"[^\w]+", "", header_key(name))) is not None


def title_says_no(title: str) -> bool:
    """Tells whether a title over a list says so: `List of customers who unsubscribed, June`."""
    words = re.findall(r"[^\W\d_]+", title.casefold())
    return says_no_to_messages("".join(word for word in words if word not in _BESIDE))


def weigh_sheet(name: str, head: list[list[str]]) -> int:
    """Gives what the first rows of a sheet weigh: 0 without a mobile number. Rows with a number
    below a name for numbers make a list, and so do two that stand by themselves. Numbers with a
    word beside them that says whose they are weigh little, and so does all in a sheet whose
    `name` says that nobody there wants messages."""
    weight = _weight(head)
    return min(weight, 1) if says_no_to_messages(name) else weight


def is_cover(head: list[list[str]]) -> bool:
    """Tells whether all numbers in these rows are those of a helpline or an office."""
    return 0 < _weight(head) <= _OF_HELPLINES


def is_number(cell: str, *, in_number_column: bool = False) -> bool:
    """Tells whether a cell holds a mobile number or several, of India or elsewhere. Outside of a
    column for numbers one of elsewhere needs its `+` or `00`: orders have twelve digits too."""
    if len(cell) < _LEAST_DIGITS or _digits(cell) < _LEAST_DIGITS:
        return False
    read = normalize(cell)
    if isinstance(read, Number) or read.reason is Reason.MULTIPLE_NUMBERS:
        return True
    may_be_abroad = in_number_column or _ABROAD.match(cell) is not None
    return may_be_abroad and isinstance(normalize(cell, international=True), Number)


def is_bad_number(cell: str) -> bool:
    """Tells whether a cell holds as many digits as somebody's number may have, usable or not."""
    return _digits(cell) >= _BAD_NUMBER


def _weight(head: list[list[str]]) -> int:
    listed = alone = labelled = bad = 0
    named: set[int] = set()
    other: set[int] = set()
    filled = [cells for cells in head if any(map(str.strip, cells))]
    for index, cells in enumerate(filled):
        below = [cells[column] for column in named if column < len(cells)]
        if any(is_number(cell, in_number_column=True) for cell in below):
            listed += 1
        bad += any(map(is_bad_number, below))
        with_numbers = [
            column
            for column, cell in enumerate(cells)
            if column not in named | other and is_number(cell)
        ]
        is_labelled = [_is_labelled(cells[:column]) for column in with_numbers]
        alone += not all(is_labelled)
        labelled += any(is_labelled)
        named |= _named_columns(cells, is_first=not index)
        other |= set() if index else {at for at, cell in enumerate(cells) if says_other(cell)}
    if contacts := listed or (alone if alone > 1 else 0):
        return contacts * _OF_A_CONTACT
    if bad:
        return _OF_BAD_NUMBERS
    return _OF_A_NUMBER if alone else min(labelled, _OF_HELPLINES)


def _digits(cell: str) -> int:
    return sum(map(str.isdigit, cell[:100]))


def _named_columns(cells: list[str], *, is_first: bool) -> set[int]:
    """The columns that a row names for numbers, where it names others too or is the first."""
    filled = [column for column, cell in enumerate(cells) if cell.strip()]
    if len(filled) < 2 and not is_first:
        return set()
    return {
        column
        for column in filled
        if number_likeness(cells[column]) >= LONGER and not is_number(cells[column])
    }


def _is_labelled(before: list[str]) -> bool:
    words = [cell for cell in before if cell.strip()]
    return bool(words) and (number_likeness(words[-1]) >= HINT or _names_office(words[-1]))


def _names_office(cell: str) -> bool:
    words = cell.casefold().replace(":", " ").split()
    return not _OFFICE.isdisjoint(words)
