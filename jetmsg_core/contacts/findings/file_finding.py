"""What was noticed about a file as a whole: a code, a row if there is one, and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from numbers import Integral
from typing import Any, TypeAlias

from jetmsg_core.contacts.findings.codes import Effect, FileFindingCode
from jetmsg_core.contacts.findings.reasons import Caution
from jetmsg_core.contacts.findings.rules import FINDINGS
from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import with_commas

Sentence: TypeAlias = tuple[FileFindingCode | Caution, str]
"""A code with what it says."""


@dataclass(frozen=True)
class FileFinding:
    """A finding with the sentence of its code; a caution about a row is one too.

    `row` is the row number seen in Excel, None when the finding is about the whole file.
    """

    code: FileFindingCode | Caution
    message: str
    row: int | None = None
    columns: tuple[str, ...] = ()
    """Among which a person has to choose, the guess first; or those that `choices` are about."""
    rows: tuple[int, ...] = ()
    """All rows it is about, where it says so for several at once; `row` is the first."""
    choices: tuple[tuple[str, str], ...] = ()
    """Other answers than columns, the guess first: the value of the option, and what it means."""
    more: int = 0
    """How many rows it is about beside those it names."""

    @classmethod
    def of(
        cls,
        code: FileFindingCode,
        row: int | None = None,
        *,
        columns: tuple[str, ...] = (),
        rows: tuple[int, ...] = (),
        choices: tuple[tuple[str, str], ...] = (),
        **fields: object,
    ) -> FileFinding:
        """Makes a finding in the words of `FINDINGS`; `fields` are those in braces but for
        `row`."""
        message = filled(FINDINGS[code].sentence, row=row, **fields)
        return cls(code, message, row, columns, rows, choices)

    @property
    def effect(self) -> Effect:
        """The effect it has on the file. A caution never stops one."""
        return Effect.WARNS if isinstance(self.code, Caution) else FINDINGS[self.code].effect

    @property
    def answer(self) -> str:
        """The option of the command line that answers it, in a sentence; empty where none does."""
        return "" if isinstance(self.code, Caution) else FINDINGS[self.code].answer

    @property
    def named_rows(self) -> tuple[int, ...]:
        """The rows it names, however it does."""
        return self.rows or (() if self.row is None else (self.row,))

    def as_dict(self) -> dict[str, Any]:
        """Gives the finding as a dictionary, with `columns` and `choices` only where there is
        something to choose, and `rows` only where there are any."""
        plain: dict[str, Any] = {"code": str(self.code), "message": self.message, "row": self.row}
        plain |= {"columns": list(self.columns)} if self.columns else {}
        plain |= {"choices": [list(choice) for choice in self.choices]} if self.choices else {}
        return plain | ({"rows": list(self.rows)} if self.rows else {})


def filled(sentence: str, **fields: object) -> str:
    """Gives the sentence with what stands in its braces, whole numbers as people write them."""
    return sentence.format(**{name: _as_written(field) for name, field in fields.items()})


def _as_written(field: object) -> object:
    if isinstance(field, Integral):
        return with_commas(int(field))
    return visible(field) if isinstance(field, str) else field


def each_once(findings: Iterable[FileFinding]) -> list[FileFinding]:
    """Gives findings of one code with one sentence as a single one with the rows of all, in the
    order of the first of each: a caution about a row comes in hundreds."""
    merged: dict[Sentence, FileFinding] = {}
    rows: dict[Sentence, list[int]] = {}
    for finding in findings:
        key = _sentence_of(finding, merged)
        before = merged.setdefault(key, replace(finding, more=0))
        merged[key] = replace(before, more=before.more + finding.more)
        rows.setdefault(key, []).extend(finding.named_rows)
    return [replace(finding, rows=tuple(rows[key])) for key, finding in merged.items()]


def _sentence_of(finding: FileFinding, merged: Iterable[Sentence]) -> Sentence:
    """What counts the rest of the rows says the sentence of the others first."""
    if finding.more:
        for code, message in merged:
            if code == finding.code and finding.message.startswith(message):
                return finding.code, message
    return finding.code, finding.message


def first_rows(rows: Sequence[int], *, more: int = 0, first: int = 5) -> str:
    """Gives the first few of some rows in words, and how many follow: 2, 5, 9 and 1,204 more.
    `more` follow beside those in `rows`. It is empty where there is none."""
    words = ", ".join(with_commas(row) for row in rows[:first])
    more += max(len(rows) - first, 0)
    return f"{words} and {with_commas(more)} more" if words and more else words


class RowsAre(StrEnum):
    """What the rows of a file are, by whose numbers they are called."""

    ROWS = "rows"
    """Of a sheet, as seen in Excel."""
    CARDS = "cards"
    """Of a vCard file, from the first."""
    LINES = "lines"
    """Of a text that was typed or pasted."""


@dataclass(frozen=True)
class Guess:
    """A choice made for the user, with the reason shown beside it. The user may override it."""

    value: str
    reason: str


GIVEN = "Chosen by you."
