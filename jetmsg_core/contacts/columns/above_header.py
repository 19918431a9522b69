"""Who stands above the row of the column names: contacts that would be left out, or a letterhead
with a number of its own, which is nobody."""

from __future__ import annotations

import re

from jetmsg_core.contacts.columns.header_rows import Row, phones_in
from jetmsg_core.contacts.numbers.inner_digits import holds_number
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

_MOST_LETTERHEAD = 3
"""Rows. More of them are people."""
_LABELLED = re.compile(
    r"(?:\b(?:ph|phone|mob|mobile|tel|telephone|cell|call|contact|whats ?app|helpline|office"
    r"|enquir\w+|queries|support|care)\b|\u260e|\U0001f4de|\U0001f4f1)[\s.:\-a-z]*[+(\d]",
    re.IGNORECASE,
)


def contacts_above(rows: list[Row], header_row: int) -> tuple[int, ...]:
    """Gives the rows down to the header, itself among them, that look like contacts."""
    below = {column for row, cells in rows if row > header_row for column in phones_in(cells)}
    above = [
        (row, cells)
        for row, cells in rows
        if row <= header_row
        and (
            any(column in below or _can_be_sent_to(cells[column]) for column in phones_in(cells))
            or any(holds_number(cells[column]) for column in below if column < len(cells))
        )
    ]
    letterhead = {row for row, cells in above if row < header_row and _is_letterhead(cells)}
    is_usual = any(_is_letterhead(cells) for row, cells in rows if row > header_row)
    if is_usual or len(letterhead) > _MOST_LETTERHEAD:
        letterhead = set()
    return tuple(row for row, _ in above if row not in letterhead)


def _is_letterhead(cells: list[str]) -> bool:
    """Whether every number of a row stands behind the word for it, in one cell: `Ph: 98765 43210`,
    as a letterhead has it. So may somebody's contact, where more rows are written so."""
    numbered = [cell for cell in cells if holds_number(cell)]
    return bool(numbered) and all(_LABELLED.search(cell) for cell in numbered)


def _can_be_sent_to(cell: str) -> bool:
    """Wherever it stands: a mobile number, or one of another country."""
    return "+" in cell or isinstance(normalize(cell), Number)
