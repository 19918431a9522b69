"""Promotional, transactional or a service message: from the columns whose cells say it.

Portals call the column Communication Type, Content Type, Template Type or Category, and each of
these names stands over something else on another portal (SMS, Text, Unicode, Banking). So the
cells decide. Their words are those of TRAI's regulations: promotional, transactional, service
implicit (inferred), service explicit, government, and the codes P, T, S, SI, SE, G, alone or in
brackets behind the word. All but the first go by the transactional route.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

TRANSACTIONAL, PROMOTIONAL = 1, 2
"""The routes of the gateway."""

_PROMOTIONAL = re.compile(r"promo(s|tions?|tional)?")
_TRANSACTIONAL = re.compile(r"trans|txn|transactions?|transactional")
_SERVICE = re.compile(r"services?|service(implicit|explicit|inferred)")
_KINDS = re.compile(r"implicit|explicit|inferred|government|govt")
_OF_ITSELF = re.compile(r"promo(tional)?|transactional|service(implicit|explicit|inferred)")
_CODES = {"p": PROMOTIONAL} | dict.fromkeys(("t", "s", "si", "se", "g"), TRANSACTIONAL)
_BESIDE = frozenset(("sms", "type", "template", "templates", "message", "messages", "content"))
_AROUND_SERVICE = _BESIDE | {"category", "commercial", "otp", "text", "unicode", "english", "hindi"}
"""Beside Service; "Financial services" is a business."""
_DENIALS = frozenset(("no", "non", "not"))
_LONGEST = 60
"""Characters of a cell that says a type, and no text."""

_NAMED = re.compile(
    r"(types?|category|categories|route|nature|class|kind|content)(code|id)?$"
    r"|^(route|(type|category|nature|kind)of)"
)
_OF_SOMETHING_ELSE = re.compile(
    r"(media|file|data|encod\w*|lang\w*|char\w*|text|account|customer|user|entity)type"
)


def route_of(cell: str) -> int | None:
    """Gives the route of the words or the code of a cell; None when it does not say, or says
    two."""
    words = re.findall(r"[^\W\d_]+", cell.casefold())
    if len(cell) > _LONGEST or _DENIALS.intersection(words):
        return None
    bare = set(words) - _BESIDE
    if len(bare) == 1 and (code := _CODES.get(next(iter(bare)))):
        return code
    routes = {route for route in (_of_words(words), _of_brackets(cell, words)) if route is not None}
    if mentions_promotion(cell) and routes != {PROMOTIONAL}:
        return None
    return routes.pop() if len(routes) == 1 else None


def _of_words(words: Sequence[str]) -> int | None:
    others = [word for word in words if not _CODES.get(word) and word not in ("i", "e")]
    promotional = any(map(_PROMOTIONAL.fullmatch, others))
    transactional = any(map(_TRANSACTIONAL.fullmatch, others))
    named = [word for word in others if _SERVICE.fullmatch(word) or _KINDS.fullmatch(word)]
    alone = set(others) - set(named) <= _AROUND_SERVICE
    # "Service-I" and "S-E" are codes with a mark in them.
    service = (named and alone) or (not others and set(words) in ({"s", "i"}, {"s", "e"}))
    if promotional:
        return None if transactional or named else PROMOTIONAL
    return TRANSACTIONAL if transactional or service else None


def _of_brackets(cell: str, words: Sequence[str]) -> int | None:
    """The code in `Commercial (P)`; in `Text (T)` it is short for the word before."""
    code = re.search(r"[(\[]\s*([a-z]{1,2})\s*[)\]]\s*$", cell.casefold())
    if code is None or code[1] not in _CODES:
        return None
    before = words[:-1]
    is_short_for = code[1] in "".join(word[0] for word in before) and _of_words(before) is None
    return None if is_short_for else _CODES[code[1]]


def mentions_promotion(cell: str) -> bool:
    """Tells whether a cell says the word promotional, even where it does not say that this is the
    type."""
    return any(map(_PROMOTIONAL.fullmatch, re.findall(r"[^\W\d_]+", cell.casefold())))


def type_columns(columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Gives the names of those columns that say the type, of columns with their cells. Where some
    say it in words, codes count for nothing: T may stand for Text elsewhere."""
    filled = {name: [cell for cell in cells if cell.strip()] for name, cells in columns.items()}
    in_words = tuple(name for name, cells in filled.items() if _says(name, cells))
    if in_words:
        return in_words
    return tuple(
        name
        for name, cells in filled.items()
        if cells and _fits(name) and None not in {route_in(name, cell) for cell in cells}
    )


def route_in(name: str, cell: str) -> int | None:
    """Gives the route that a cell of this column says, as `route_of`: in one called Route the
    digits 1 and 2 say it too."""
    if "route" in name.casefold() and cell.strip() in ("1", "2"):
        return int(cell)
    return route_of(cell)


def _says(name: str, cells: Sequence[str]) -> bool:
    """Whether words say it: in some cells of a column with a fitting name; in all of another, and
    one of them can be nothing else (Service is a department too). Two letters are as good as a
    word: only P, T, S and G stand for something else on other portals."""
    are_routes = [len(cell.strip()) > 1 and route_of(cell) is not None for cell in cells]
    if _fits(name):
        return any(are_routes)
    return bool(are_routes) and all(are_routes) and any(map(_is_of_itself, cells))


def _is_of_itself(cell: str) -> bool:
    words = re.findall(r"[^\W\d_]+", cell.casefold())
    pairs = (first + second for first, second in pairwise(words))
    return any(map(_OF_ITSELF.fullmatch, (*words, *pairs)))


def _fits(name: str) -> bool:
    key = re.sub(r"[^a-z]", "", name.casefold())
    return _NAMED.search(key) is not None and _OF_SOMETHING_ELSE.search(key) is None
