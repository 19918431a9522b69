"""A million texts against one DLT template.

Arrow's regular expressions (RE2) take the same time whatever the text, and those of `matching`
are only asked where RE2 would slow down: many variables whose separators also stand in the values
make its automaton grow without end (0.6 ms a text, measured).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jetmsg_core.messages.arrow import Strings, Texts, array, as_strings, chosen, matching, pc
from jetmsg_core.messages.dlt.approved_text import DltTemplate, VariableKind, relaxed
from jetmsg_core.messages.dlt.matching import assign
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.primitives.arrays import Booleans

# RE2's words; `approved_text.squeeze` is the same in Python.
_SQUEEZED = r"[\s\pZ\pP\x0b\x1c-\x1f\x{85}]+"
_UNLIMITED = 100_000

FITTING_VALUES = {
    VariableKind.VAR: r"(?s:.*)",
    VariableKind.NUMERIC: "[0-9]+",
    VariableKind.ALPHANUMERIC: r"[\pL\pM\pN\pP\pZ\n]*",
    VariableKind.URL: r"(?i:(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?(?:[/?]\S*)?)",
    VariableKind.CBN: r"\+?[0-9][0-9 -]{2,14}",
    VariableKind.EMAIL: r"[^\s@]+@[^\s@]+\.[^\s@]+",
}

_SAMPLE = 1_000
_LARGEST_REPEAT = 400


@dataclass(frozen=True)
class Matches:
    """The matches of many texts, as masks over them: `exact` or `relaxed` or neither; of those that
    match, whether a value is over 40 characters (`too_long`) or over 30 (`long`) however the text
    is cut into values, and whether one is not of its variable's type (`wrong_type`, of exact
    matches only)."""

    exact: Booleans
    relaxed: Booleans
    too_long: Booleans
    long: Booleans
    wrong_type: Booleans

    @property
    def none(self) -> Booleans:
        return ~(self.exact | self.relaxed)


def match_all(template: DltTemplate, texts: Texts, pieces: Pieces | None = None) -> Matches:
    """Compares many texts with a template, as `match` does with one. `pieces` are those of the
    texts, where they are known."""
    strings = prepare_all(as_strings(texts))
    comfortable = _as_put_together(template, strings, pieces)
    exact, most, comfortable = _fitting(template, strings, comfortable)
    others = array(~exact)
    squeezed = pc.replace_substring_regex(pc.filter(strings, others), _SQUEEZED, "")
    loose = np.zeros((3, len(strings)), np.bool_)
    nothing = np.zeros(len(squeezed), np.bool_)
    loose[:, ~exact] = _fitting(relaxed(template), squeezed, nothing)
    matched = exact | loose[0]
    too_long = matched & ~(most | loose[1])
    return Matches(
        exact=exact,
        relaxed=loose[0],
        too_long=too_long,
        long=matched & ~too_long & ~(comfortable | loose[2]),
        wrong_type=exact & ~_typed(template, strings, exact),
    )


def _as_put_together(template: DltTemplate, strings: Strings, pieces: Pieces | None) -> Booleans:
    """Which are known to match comfortably: where the words of the message are those of the
    template, what fills its placeholders fills the variables."""
    if pieces is None or pieces.binding.literals != template.literals:
        return np.zeros(len(strings), np.bool_)
    comfortable = np.ones(len(strings), np.bool_)
    for column, variable in zip(pieces.binding.columns, template.variables, strict=True):
        lengths = np.asarray(pc.utf8_length(pieces.values[column]))
        comfortable &= (lengths <= variable.comfortable)[pieces.index[column]]
    return comfortable


def _fitting(
    template: DltTemplate, strings: Strings, comfortable: Booleans
) -> tuple[Booleans, Booleans, Booleans]:
    """Which match at all, with values of up to 40 characters, of up to 30. The last first, but for
    those known to be `comfortable`: where all is well, that is the only question."""
    variables = template.variables
    if not comfortable.all():
        left, comfortable = ~comfortable, comfortable.copy()
        limits = [variable.comfortable for variable in variables]
        comfortable[left] = _within(template, chosen(strings, left), limits)
    most, any_length = comfortable.copy(), comfortable.copy()
    if variables and not comfortable.all():
        left = ~comfortable
        any_length[left] = _within(template, chosen(strings, left), [_UNLIMITED] * len(variables))
        left &= any_length
        most[left] = _within(template, chosen(strings, left), [v.most for v in variables])
    return any_length, most, comfortable


def _within(template: DltTemplate, strings: Strings, limits: Sequence[int]) -> Booleans:
    bounded = [limit for limit in limits if limit < _UNLIMITED]
    if bounded and (max(bounded) > _LARGEST_REPEAT or _is_ambiguous(template, strings)):
        fits = [assign(template, text, limits) is not None for text in strings.to_pylist()]
        return np.array(fits, np.bool_)
    values = ["(?s:.*)" if n == _UNLIMITED else f"(?s:.{{0,{n}}})" for n in limits]
    return _matching(template, strings, values)


def _typed(template: DltTemplate, strings: Strings, mask: Booleans) -> Booleans:
    """Which of those in `mask` have values of the right types."""
    fits = mask.copy()
    if any(variable.kind is not VariableKind.VAR for variable in template.variables):
        values = [FITTING_VALUES[variable.kind] for variable in template.variables]
        fits[mask] = _matching(template, chosen(strings, mask), values)
    return fits


def _matching(template: DltTemplate, strings: Strings, values: Sequence[str]) -> Booleans:
    pieces = [re.escape(template.literals[0])]
    for value, literal in zip(values, template.literals[1:], strict=True):
        pieces += [value, re.escape(literal)]
    return matching(strings, rf"\A{''.join(pieces)}\z")


def _is_ambiguous(template: DltTemplate, strings: Strings) -> bool:
    """Whether, in a sample, the separators of three or more variables stand in values too."""
    separators = template.literals[1:-1]
    if len(separators) < 2 or not len(strings):
        return False
    step = max(1, len(strings) // _SAMPLE)
    sample = pc.take(strings, array(np.arange(0, len(strings), step)))
    extra = np.zeros(len(sample), np.int64)
    for separator in dict.fromkeys(separators):
        usual = sum(literal.count(separator) for literal in template.literals)
        extra += np.maximum(np.asarray(pc.count_substring(sample, separator)) - usual, 0)
    return bool((extra >= 2).any())
