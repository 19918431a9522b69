"""Promotional, transactional or a service message: from the columns whose cells say it.

Portals call the column Communication Type, Content Type, Template Type or Category, and each of
these names stands over something else on another portal (SMS, Text, Unicode, Banking). So the
cells decide. Their words are those of TRAI's regulations: promotional, transactional, service
implicit (inferred), service explicit, government, and the codes P, T, S, SI, SE, G. All but the
first go by the transactional route.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

TRANSACTIONAL, PROMOTIONAL = 1, 2
"""The routes of the gateway."""

_PROMOTIONAL = frozenset(("promo", "promotional", "promotion", "promotions"))
_SERVICE = ("service", "services", "serviceimplicit", "serviceexplicit", "serviceinferred")
_OTHERS = frozenset(
    (
        *("trans", "transactional", "transaction", "transactions", "txn", *_SERVICE),
        *("implicit", "explicit", "inferred", "government", "govt"),
    )
)
_CODES = {"p": PROMOTIONAL} | dict.fromkeys(("t", "s", "si", "se", "g"), TRANSACTIONAL)
_BESIDE = frozenset(("sms", "type", "template", "templates", "message", "messages", "content"))
_NAMED = re.compile(r"type$|category$|route$|^route")


def route_of(cell: str) -> int | None:
    """The route of the words or the code of a cell; None when it does not say."""
    words = set(re.findall(r"[^\W\d_]+", cell.casefold())) - _BESIDE
    if len(words) == 1 and (code := _CODES.get(next(iter(words)))):
        return code
    if words and words <= _PROMOTIONAL:
        return PROMOTIONAL
    # "Service-I" and "S-E" are codes with a mark in them.
    named = words & _OTHERS or words in ({"s", "i"}, {"s", "e"})
    return TRANSACTIONAL if named and words <= _OTHERS | {"i", "e", "s"} else None


def type_columns(columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names of those that say it, of columns with their cells. Where some say it in words,
    codes count for nothing: T may stand for Text elsewhere."""
    filled = {name: [cell for cell in cells if cell.strip()] for name, cells in columns.items()}
    in_words = tuple(name for name, cells in filled.items() if _says(name, cells))
    if in_words:
        return in_words
    return tuple(
        name
        for name, cells in filled.items()
        if cells and None not in {route_in(name, cell) for cell in cells}
    )


def route_in(name: str, cell: str) -> int | None:
    """As `route_of`, of a cell of this column: in one called Route the digits 1 and 2 say it."""
    if "route" in name.casefold() and cell.strip() in ("1", "2"):
        return int(cell)
    return route_of(cell)


def _says(name: str, cells: Iterable[str]) -> bool:
    """Whether words say it: in some cells of a column with a fitting name, in all of another. Two
    letters are as good as a word: only P, T, S and G stand for something else on other portals."""
    said = [len(cell.strip()) > 1 and route_of(cell) is not None for cell in cells]
    fits = _NAMED.search(re.sub(r"[^a-z]", "", name.casefold())) is not None
    return any(said) if fits else bool(said) and all(said)
