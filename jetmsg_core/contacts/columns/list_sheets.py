"""How much a sheet of a workbook looks like a list of contacts. A cover sheet may hold a number
too: that of the helpline.
"""

from __future__ import annotations

from jetmsg_core.contacts.columns.names import HINT, LONGER, number_likeness
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

ENOUGH = 4
"""What a list weighs at least: the sheets behind one that weighs as much are not looked at."""
_OFFICE = frozenset(
    {
        *("helpline", "help", "office", "call", "support", "enquiry", "enquiries", "query"),
        *("queries", "care", "reception", "hotline", "tollfree", "emergency", "ambulance"),
    }
)


def weigh_sheet(head: list[list[str]]) -> int:
    """Gives what the first rows of a sheet weigh: 0 without a mobile number. A number below a name
    for numbers makes a list; others count two, or one where a word beside it says whose it is."""
    weight = 0
    named: set[int] = set()
    filled = [cells for cells in head if any(map(str.strip, cells))]
    for index, cells in enumerate(filled):
        for column, cell in enumerate(cells):
            if cell == "" or not isinstance(normalize(cell), Number):
                continue
            if column in named:
                return ENOUGH
            weight += 1 if _is_labelled(cells[:column]) else 2
        named |= _named_columns(cells, is_first=not index)
    return weight


def _named_columns(cells: list[str], *, is_first: bool) -> set[int]:
    """The columns that a row names for numbers, where it names others too or is the first."""
    filled = [column for column, cell in enumerate(cells) if cell.strip()]
    if len(filled) < 2 and not is_first:
        return set()
    return {column for column in filled if number_likeness(cells[column]) >= LONGER}


def _is_labelled(before: list[str]) -> bool:
    words = [cell for cell in before if cell.strip()]
    return bool(words) and (number_likeness(words[-1]) >= HINT or _names_office(words[-1]))


def _names_office(cell: str) -> bool:
    words = cell.casefold().replace(":", " ").split()
    return not _OFFICE.isdisjoint(words)
