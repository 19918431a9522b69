"""The approved text of a DLT template: fixed words, and variables filled anew in each message.

    Dear {#var#}, pay {#numeric#} by {#var#}{#var#}     two variables side by side are one, longer

A stored text may name its columns as well: `{{name}}` stands for a variable here.
`matching` compares one text with a template, `vectorized` a million.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.errors import InputError
from jetmsg_core.messages.text import prepare_text
from jetmsg_core.primitives.characters import INVISIBLE

COMFORTABLE = 30
"""Characters in one variable that every operator takes."""
MOST = 40
"""Above this the operator refuses the message with error 635."""

_VARIABLE = re.compile(r"\{#\s*([^{}#]*?)\s*#\}|\{\{[^{}]*\}\}")


class VariableKind(StrEnum):
    """The kinds of value that may stand in a variable. Templates made from 14 January 2026 say
    it."""

    VAR = "var"
    NUMERIC = "numeric"
    ALPHANUMERIC = "alphanumeric"
    URL = "url"
    CBN = "cbn"
    EMAIL = "email"


_KINDS = {kind.value: kind for kind in VariableKind} | {
    "number": VariableKind.NUMERIC,
    "urlott": VariableKind.URL,
}


@dataclass(frozen=True)
class Variable:
    """A place for a value in an approved text. `count` is how many stand side by side: they share
    one longer value."""

    kind: VariableKind = VariableKind.VAR
    count: int = 1

    @property
    def comfortable(self) -> int:
        return COMFORTABLE * self.count

    @property
    def most(self) -> int:
        return MOST * self.count

    def beside(self, other: Variable) -> Variable:
        kind = self.kind if self.kind is other.kind else VariableKind.VAR
        return Variable(kind, self.count + other.count)


@dataclass(frozen=True)
class DltTemplate:
    """An approved text cut at its variables: `literals[0] variables[0] literals[1] … literals[-1]`.
    There is always one literal more, and none but the first and the last is empty."""

    literals: tuple[str, ...]
    variables: tuple[Variable, ...]


def parse_template(body: str) -> DltTemplate:
    """Gives the pieces of an approved text. Raises InputError (`unknown_variable`) for a `{#…#}`
    that DLT does not know."""
    body = prepare_text(body)
    literals, variables, end = [], [], 0
    for match in _VARIABLE.finditer(body):
        literals.append(body[end : match.start()])
        variables.append(Variable(_kind(match)))
        end = match.end()
    return _merged([*literals, body[end:]], variables)


def relaxed(template: DltTemplate) -> DltTemplate:
    """Gives the template for texts that went through `squeeze`."""
    return _merged([squeeze(literal) for literal in template.literals], template.variables)


def squeeze(text: str) -> str:
    """Gives `text` without white space and punctuation."""
    return "".join(c for c in text if not (c.isspace() or unicodedata.category(c)[0] == "P"))


def _kind(match: re.Match[str]) -> VariableKind:
    if match[1] is None:
        return VariableKind.VAR
    try:
        return _KINDS[match[1].strip(INVISIBLE + " ").lower()]
    except KeyError:
        raise InputError(
            "unknown_variable",
            f"DLT has no variable {match[0]}: write {{#var#}}, or one of "
            f"{', '.join(f'{{#{name}#}}' for name in _KINDS if name != 'var')}.",
        ) from None


def _merged(literals: Sequence[str], variables: Sequence[Variable]) -> DltTemplate:
    """Variables with nothing between them as one."""
    kept, merged = [literals[0]], list[Variable]()
    for variable, literal, before in zip(variables, literals[1:], literals, strict=False):
        if merged and not before:
            merged[-1] = merged[-1].beside(variable)
            kept[-1] = literal
        else:
            merged.append(variable)
            kept.append(literal)
    return DltTemplate(tuple(kept), tuple(merged))
