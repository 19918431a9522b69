"""One text against a DLT template: how well it matches, with which values, or where it differs.

No regular expression with groups: their backtracking explodes where a separator such as a space
also stands in the values. Instead the places a variable could begin at are kept as the bits of
one integer and moved on literal by literal: exact, and in time proportional to text × variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from jetmsg_core.messages.dlt.approved_text import DltTemplate, relaxed, squeeze
from jetmsg_core.messages.smart_characters import shown
from jetmsg_core.messages.text import prepare_text
from jetmsg_core.primitives.characters import quoted

_SHOWN = 20
THE_END = "the end of the message"


class MatchKind(StrEnum):
    """The ways in which a text may match. RELAXED is equal after dropping white space and
    punctuation: some operators take it."""

    EXACT = "exact"
    RELAXED = "relaxed"
    NONE = "none"


class Difference(NamedTuple):
    """The first place where a text leaves its template, counted from 1, and what stands there."""

    position: int
    expected: str
    actual: str

    def in_words(self) -> str:
        """Says where the text leaves its template, without a full stop."""
        expected = self.expected if self.expected == THE_END else _named(self.expected)
        given = _named(self.actual) if self.actual else "nothing more"
        return f"character {self.position}: the template has {expected}, the text {given}"


def _named(text: str) -> str:
    """In quotes, with spaces that look like another called by their names."""
    return quoted("".join(f"<{shown(c)}>" if c.isspace() and c not in " \n" else c for c in text))


@dataclass(frozen=True)
class TemplateMatch:
    """The outcome of comparing a text with its template. `difference` is None for an exact match.
    `values` has one for each variable: the shortest first ones among those within the limits; of a
    relaxed match, without their punctuation."""

    kind: MatchKind
    difference: Difference | None
    values: tuple[str, ...]


def match(template: DltTemplate, text: str) -> TemplateMatch:
    """Compares a text with a template, exactly first, else without white space and punctuation."""
    text = prepare_text(text)
    values = values_of(template, text)
    if values is not None:
        return TemplateMatch(MatchKind.EXACT, None, values)
    difference = first_difference(template, text)
    values = values_of(relaxed(template), squeeze(text))
    if values is not None:
        return TemplateMatch(MatchKind.RELAXED, difference, values)
    return TemplateMatch(MatchKind.NONE, difference, ())


def values_of(template: DltTemplate, text: str) -> tuple[str, ...] | None:
    """Gives a value for each variable, within 30 characters if there is a way, else 40, else any;
    None where the text does not match."""
    comfortable = [variable.comfortable for variable in template.variables]
    most = [variable.most for variable in template.variables]
    for limits in (comfortable, most, [len(text)] * len(most)):
        values = assign(template, text, limits)
        if values is not None:
            return values
    return None


def assign(template: DltTemplate, text: str, limits: Sequence[int]) -> tuple[str, ...] | None:
    """Gives values no longer than `limits` with which the template is `text`; None if there are
    none."""
    literals = template.literals
    if not limits:
        return () if text == literals[0] else None
    last = len(text) - len(literals[-1])
    if last < len(literals[0]) or not (
        text.startswith(literals[0]) and text.endswith(literals[-1])
    ):
        return None
    starts = [1 << len(literals[0])]
    for literal, limit in zip(literals[1:-1], limits, strict=False):
        ends = _spread(starts[-1], limit) & _occurrences(text, literal)
        starts.append(ends << len(literal))
        if not ends:
            return None
    return _traced(template, text, limits, starts)


def _spread(starts: int, limit: int) -> int:
    """Where a value that begins at any of `starts` may end: up to `limit` further on."""
    width = 1
    while width <= limit:
        step = min(width, limit + 1 - width)
        starts |= starts << step
        width += step
    return starts


def _occurrences(text: str, literal: str) -> int:
    starts, position = 0, text.find(literal)
    while position >= 0:
        starts |= 1 << position
        position = text.find(literal, position + 1)
    return starts


def _traced(
    template: DltTemplate, text: str, limits: Sequence[int], starts: Sequence[int]
) -> tuple[str, ...] | None:
    """Back from the end, always the earliest start from which it can be reached."""
    values = []
    end = len(text) - len(template.literals[-1])
    for index in reversed(range(len(limits))):
        earliest = max(0, end - limits[index])
        reachable = starts[index] >> earliest
        if not reachable:
            return None
        start = earliest + (reachable & -reachable).bit_length() - 1
        if start > end:
            return None
        values.append(text[start:end])
        end = start - len(template.literals[index])
    return tuple(reversed(values))


def first_difference(template: DltTemplate, text: str) -> Difference:
    """Gives the place where `text`, which does not match, first leaves the template, each literal
    looked for right behind the one before."""
    position = 0
    for index, literal in enumerate(template.literals):
        start = _start_of(text, literal, position, anywhere=index > 0)
        if start < 0:
            at = _furthest(text, literal, position, anywhere=index > 0)
            return _difference(text, at[0], literal[at[1] :])
        position = start + len(literal)
    last = template.literals[-1]
    position = text.rfind(last) + len(last) if template.variables and last else position
    return _difference(text, position, THE_END)


def _start_of(text: str, literal: str, position: int, *, anywhere: bool) -> int:
    if anywhere:
        return text.find(literal, position)
    return position if text.startswith(literal, position) else -1


def _furthest(text: str, literal: str, position: int, *, anywhere: bool) -> tuple[int, int]:
    """Where the longest beginning of `literal` ends in `text`, and how long that is."""
    for length in range(len(literal) - 1, 0, -1):
        start = _start_of(text, literal[:length], position, anywhere=anywhere)
        if start >= 0:
            return start + length, length
    return position, 0


def _difference(text: str, position: int, expected: str) -> Difference:
    wanted = expected if expected == THE_END else expected[:_SHOWN]
    return Difference(position + 1, wanted, text[position : position + _SHOWN])
