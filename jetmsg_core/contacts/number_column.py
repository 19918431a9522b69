"""Which column holds the mobile numbers: guessed from header words and contents, or named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.contacts.findings import GIVEN, Finding, Guess
from jetmsg_core.contacts.headers import header_key, number_likeness
from jetmsg_core.contacts.numbers import normalize_column
from jetmsg_core.contacts.reasons import Reason
from jetmsg_core.errors import InputError

_SAMPLE_ROWS = 1_000
_SHARE_WITHOUT_NAME = 0.3
"""Of a sample's filled cells. A column no header word speaks for needs at least so many numbers."""
_SHARE_OF_RIVAL = 0.5
_NOT_DIGITS = frozenset(
    {Reason.EMPTY, Reason.CONTAINS_LETTERS, Reason.BAD_CHARACTER, Reason.EXCEL_ERROR_VALUE}
)


@dataclass(frozen=True)
class _Candidate:
    name: str
    likeness: int
    share: float
    """Accepted numbers among the filled cells of the sample."""
    digits: float
    """Cells that at least look like a number, right or wrong, among the same."""

    @property
    def is_possible(self) -> bool:
        if self.likeness == 2:
            return True
        return self.share >= (0.01 if self.likeness else _SHARE_WITHOUT_NAME) or (
            self.likeness == 1 and self.digits > 0
        )

    @property
    def rank(self) -> tuple[bool, int, float]:
        return self.share >= _SHARE_WITHOUT_NAME, self.likeness, self.share


def find_column(columns: tuple[str, ...], name: str) -> str:
    """The column a person names: exactly, else ignoring case, spaces, `_` and `-`."""
    if name in columns:
        return name
    found = [column for column in columns if header_key(column) == header_key(name)]
    if len(found) == 1:
        return found[0]
    if found:
        sentence = f"{name!r} may be any of {', '.join(found)}. Write the name exactly."
        raise InputError("ambiguous_column", sentence)
    sentence = f"There is no column {name!r}. The file has: {', '.join(columns)}."
    raise InputError("unknown_column", sentence)


def choose_column(cells: pd.DataFrame, column: str | None) -> tuple[Guess | None, list[Finding]]:
    """The column of the numbers, and a warning if another has numbers too."""
    if column is not None:
        return Guess(find_column(tuple(cells.columns), column), GIVEN), []
    candidates = [_weigh(cells[name]) for name in cells.columns]
    possible = [candidate for candidate in candidates if candidate.is_possible]
    if not possible:
        return None, []
    best = max(possible, key=lambda candidate: candidate.rank)
    rivals = [
        candidate.name
        for candidate in possible
        if candidate is not best and _is_rival(candidate, best)
    ]
    return Guess(best.name, _reason(best)), [_rivalry(best.name, rivals)] if rivals else []


def _is_rival(candidate: _Candidate, best: _Candidate) -> bool:
    """Whether it has about as many numbers, or a name that speaks for it more than the best's."""
    if candidate.likeness > best.likeness:
        return True
    return candidate.share > 0 and candidate.share >= min(_SHARE_OF_RIVAL, best.share)


def _weigh(column: pd.Series[str]) -> _Candidate:
    if len(column) > _SAMPLE_ROWS:
        column = column.iloc[np.linspace(0, len(column) - 1, _SAMPLE_ROWS, dtype=np.int64)]
    read = normalize_column(column)
    empty = sum(code is Reason.EMPTY for code in read.rejections.codes)
    wrong = sum(code not in _NOT_DIGITS for code in read.rejections.codes)
    accepted = int(np.count_nonzero(read.numbers))
    filled = max(len(column) - empty, 1)
    name = str(column.name)
    likeness = number_likeness(name)
    return _Candidate(name, likeness, accepted / filled, (accepted + wrong) / filled)


def _reason(best: _Candidate) -> str:
    contents = f"{best.share:.0%} of its filled cells are mobile numbers"
    if best.likeness:
        return f"Its name is usual for numbers, and {contents}."
    return f"{contents[0].upper()}{contents[1:]}."


def _rivalry(best: str, rivals: list[str]) -> Finding:
    others = ", ".join(repr(name) for name in rivals)
    hold = "hold" if len(rivals) > 1 else "holds"
    message = (
        f"{best!r} was taken for the numbers, but {others} {hold} numbers too. Which is meant?"
    )
    return Finding("rival_number_columns", message, columns=(best, *rivals))
