"""From an approved DLT text to a message: what stands in each of its variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core.errors import InputError
from jetmsg_core.messages.dlt.approved_text import parse_template
from jetmsg_core.messages.placeholders import bind, placeholders
from jetmsg_core.messages.text import is_blank, prepare_text
from jetmsg_core.primitives.characters import quoted

RUN = re.compile(r"(?:\{#\s*[^{}#]*?\s*#\})+")


@dataclass(frozen=True)
class FromColumn:
    """The variable is filled from a column of the contacts."""

    column: str


@dataclass(frozen=True)
class FixedText:
    """The variable says the same to everybody."""

    text: str


Fill = FromColumn | FixedText | None
"""None: nobody has said yet."""


def fill_from(kept: Mapping[str, str] | None) -> Fill:
    """Gives a fill that was kept as its fields."""
    if kept is None:
        return None
    return FromColumn(**kept) if "column" in kept else FixedText(**kept)


def variables(body: str) -> tuple[str, ...]:
    """Gives the DLT variables of `body` as written, those side by side as one. `{{columns}}` are
    none."""
    return tuple(RUN.findall(prepare_text(body)))


def without_variables(body: str) -> str:
    """Gives the fixed words of `body`, with a space for each variable, and its `{{columns}}`."""
    return RUN.sub(" ", prepare_text(body))


def message_of(body: str, fills: Sequence[Fill]) -> str:
    """Gives the message to send: `body` with `{{column}}` or fixed words for each of its variables.
    Raises InputError (`unmapped_variable`, `wrong_fill`)."""
    runs = variables(body)
    given = iter([*fills, *[None] * (len(runs) - len(fills))])
    numbers = iter(range(1, len(runs) + 1))
    return RUN.sub(lambda run: _written(next(given), next(numbers), run[0]), prepare_text(body))


def check_body(body: str) -> str:
    """Gives the prepared body. Raises InputError for one that could never be sent."""
    body = prepare_text(body).strip()
    if is_blank(body):
        raise InputError("empty_message", "The template is empty: paste the approved text.")
    parse_template(body)
    bind(RUN.sub("x", body), placeholders(body))
    return body


def check_fills(body: str, fills: Sequence[Fill]) -> tuple[Fill, ...]:
    """Gives the fills with None for each variable that has none yet. Raises InputError
    (`wrong_fill`) for words that cannot stand in a variable, and for more fills than the body has
    variables."""
    runs = variables(body)
    if len(fills) > len(runs):
        raise InputError("wrong_fill", f"The template has {len(runs)} variables, not {len(fills)}.")
    for number, fill in enumerate(fills, 1):
        if fill is not None:
            _written(fill, number, runs[number - 1])
    return (*fills, *[None] * (len(runs) - len(fills)))


def can_fill(words: str) -> bool:
    """Tells whether the name of a column, or a fixed text, may stand in a variable."""
    return not is_blank(words) and re.search(r"\{\{|\}\}|\{#", words) is None


def _written(fill: Fill, number: int, run: str) -> str:
    if fill is None:
        raise InputError(
            "unmapped_variable",
            f"Variable {number} of the template, {run}, has no value yet: choose a column or write "
            "a fixed text for it.",
        )
    words = fill.column if isinstance(fill, FromColumn) else fill.text
    if not can_fill(words):
        raise InputError(
            "wrong_fill",
            f"Variable {number} cannot be filled with {quoted(words)}: choose a column, or write "
            "plain words without {{ }} or {#.",
        )
    return f"{{{{{words}}}}}" if isinstance(fill, FromColumn) else prepare_text(words)
