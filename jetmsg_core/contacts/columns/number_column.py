"""Which column holds the mobile numbers: guessed from header words and contents, or named.

A guess is taken without a question only where a header word speaks for the column, or where a file
without a header has one column that plainly holds numbers of different people. Ids are digits too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.names import (
    HINT,
    LONGER,
    has_other_word,
    header_key,
    number_likeness,
    says_other,
)
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import GIVEN, FileFinding, Guess
from jetmsg_core.contacts.findings.reasons import REJECTIONS, Reason
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import percent

_SAMPLE_ROWS = 1_000
_SHARE_WITHOUT_NAME = 0.3
"""Of a sample's filled cells. A column no header word speaks for needs at least so many numbers to
be thought of, and one that is named for numbers so many cells that look like any."""
_SHARE_TO_BE_TAKEN = 0.5
"""Of the same. Where a word only hints at numbers, or no header is there, most cells must be some;
a rival, too, has to have about as many."""
_SHARE_BEYOND_DOUBT = 0.8
"""Of the same. A column named for numbers that holds so many is not doubted because of ids beside
it: an account of ten digits passes for a number in four of ten files."""
_SHARE_OF_A_RIVAL = 0.5
"""Of the numbers that the best column has. Second numbers of some people are no rivals."""
_FEWEST_IN_SEQUENCE = 5
"""Numbers. Two people of a short list may well have bought theirs together."""
_SHARE_OF_DIFFERENT = 0.5
"""Of the numbers. A list of people names most of them once; a batch or branch repeats."""
_CROWDED = 1_000
"""The usual distance, or less, between a number and the next higher one that ids run in. Of a
thousand mobile numbers of one city it is some 20,000, and more of fewer."""


@dataclass(frozen=True)
class Choice:
    """The column of the numbers, if there is one; and whether a person has to say so."""

    guess: Guess | None = None
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()

    def without_others(self, names: tuple[str, ...]) -> Choice:
        """Gives the choice without what is asked or said only of columns beside it that are
        taken for numbers too, those in `names`."""

        def is_open(finding: FileFinding) -> bool:
            return not finding.columns[1:] or not set(names) >= set(finding.columns[1:])

        return Choice(
            self.guess,
            tuple(filter(is_open, self.warnings)),
            tuple(filter(is_open, self.questions)),
        )


@dataclass(frozen=True)
class _Candidate:
    name: str
    likeness: int
    is_other: bool
    """Its name says ids or the like."""
    share: float
    """Accepted numbers among the filled cells of the sample."""
    accepted: int
    """Accepted numbers in the sample."""
    is_blank: bool
    """Nothing is in any cell of the sample."""
    digits: float
    """Cells that at least look like a number, right or wrong, among the same."""
    different: float
    """Distinct ones among the accepted numbers."""
    is_sequence: bool

    @property
    def is_possible(self) -> bool:
        return self.likeness >= LONGER or self.tier > 0 or (self.likeness and self.digits) > 0

    @property
    def tier(self) -> int:
        """The tier is 3 for a column that holds numbers, 2 for one named for them with a few, 1 for
        ids that could pass for numbers, else 0."""
        if self.likeness >= LONGER:
            return 3 if self.digits >= _SHARE_WITHOUT_NAME else 2 if self.digits else 0
        if self.share < _SHARE_WITHOUT_NAME:
            return 0
        return 1 if self.is_other or (self.is_sequence and not self.likeness) else 3

    @property
    def is_beyond_doubt(self) -> bool:
        return self.likeness >= LONGER and self.share >= _SHARE_BEYOND_DOUBT

    @property
    def rank(self) -> tuple[int, int, float]:
        return self.tier, self.likeness, self.share


def find_column(columns: tuple[str, ...], name: str) -> str:
    """Gives the column a person names: exactly, else ignoring case, spaces, `_` and `-`. Raises
    InputError (`unknown_column`, `ambiguous_column`)."""
    if name in columns:
        return name
    alike = [column for column in columns if header_key(column) == header_key(name)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        sentence = f"{quoted(name)} may be any of {', '.join(alike)}. Write the name exactly."
        raise InputError("ambiguous_column", sentence)
    sentence = f"There is no column {quoted(name)}. The file has: {', '.join(columns)}."
    raise InputError("unknown_column", sentence)


def choose_column(cells: pd.DataFrame, column: str | None, *, has_header: bool) -> Choice:
    """Chooses the column of the numbers. Raises InputError for a name the file does not have."""
    if column is not None:
        return Choice(Guess(find_column(tuple(cells.columns), column), GIVEN))
    candidates = [_weigh(cells[name]) for name in cells.columns]
    possible = [candidate for candidate in candidates if candidate.is_possible]
    if not possible:
        return Choice()
    best = max(possible, key=lambda candidate: candidate.rank)
    rivals = [
        candidate
        for candidate in possible
        if _is_rival(candidate, best, has_header=has_header)
        and not _adds_nobody(cells, candidate.name, best.name)
    ]
    if named := [candidate for candidate in possible if _is_named_for_numbers(candidate, best)]:
        return _named_or_numbered(named, best)
    guess = Guess(best.name, _reason(best))
    names = (best.name, *(rival.name for rival in rivals))
    if rivals:
        return Choice(guess, (_rivalry(names),), (_asked(names, _hold_numbers(names)),))
    if more := [candidate.name for candidate in possible if _has_some_more(cells, candidate, best)]:
        return Choice(guess, (_more_numbers(best.name, more),))
    if doubt := _doubt(best, has_header=has_header, is_only=len(candidates) == 1):
        return Choice(guess, (), (_asked(names, doubt),))
    return Choice(guess)


def choose_known(cells: pd.DataFrame, guess: Guess) -> Choice:
    """Gives the choice of a column that the format of the file says holds the numbers, with what
    is said of others that hold more."""
    candidates = [_weigh(cells[name]) for name in cells.columns]
    best = next(candidate for candidate in candidates if candidate.name == guess.value)
    more = [candidate.name for candidate in candidates if _has_some_more(cells, candidate, best)]
    return Choice(guess, (_more_numbers(best.name, more),) if more else ())


def _is_rival(candidate: _Candidate, best: _Candidate, *, has_header: bool) -> bool:
    """Whether it really holds numbers, about as many as the best, and may be the one that is
    meant."""
    if candidate is best or not candidate.share:
        return False
    if candidate.share < min(_SHARE_TO_BE_TAKEN, best.share):
        return False
    if candidate.accepted < _SHARE_OF_A_RIVAL * best.accepted:
        return False
    if has_header and not candidate.likeness and best.is_beyond_doubt:
        return False
    if candidate.tier == 1 and best.tier == 3:
        return has_header and not (candidate.is_other and best.is_beyond_doubt)
    return True


def _is_named_for_numbers(candidate: _Candidate, best: _Candidate) -> bool:
    """Whether a column is named for numbers, and holds some or nothing, while the best is not."""
    named = candidate.likeness >= LONGER and best.likeness < LONGER
    return named and (candidate.is_blank or candidate.digits > 0)


def _named_or_numbered(named: list[_Candidate], best: _Candidate) -> Choice:
    names = (*(candidate.name for candidate in named), best.name)
    reason = "Its name is usual for numbers, though it holds hardly any."
    why = (
        f"{quoted(names[0])} is named for mobile numbers, but {quoted(best.name)} holds them, "
        "or ids."
    )
    return Choice(Guess(names[0], reason), (_rivalry(names),), (_asked(names, why),))


def _has_some_more(cells: pd.DataFrame, candidate: _Candidate, best: _Candidate) -> bool:
    """Whether a column that a word speaks for holds numbers that the best does not."""
    if candidate is best or not candidate.likeness or candidate.is_other:
        return False
    is_one = bool(candidate.accepted) and best.likeness >= LONGER
    return is_one and not _adds_nobody(cells, candidate.name, best.name)


def _doubt(best: _Candidate, *, has_header: bool, is_only: bool) -> str:
    """Why the column may be another thing than numbers, in a sentence; empty where none is seen."""
    if best.likeness >= LONGER:
        return ""
    if best.is_other:
        return _unspoken(best)
    if best.is_sequence and (has_header or best.accepted >= _FEWEST_IN_SEQUENCE):
        return f"The numbers in {quoted(best.name)} run in sequence, as ids do."
    if best.likeness == HINT:
        is_plain = best.share >= _SHARE_TO_BE_TAKEN
        return "" if is_plain else f"Few cells of {quoted(best.name)} hold a mobile number."
    if has_header:
        return _unspoken(best)
    is_plain = best.share >= _SHARE_TO_BE_TAKEN and best.different >= _SHARE_OF_DIFFERENT
    if is_only or is_plain:
        return ""
    return f"It is not clear that {quoted(best.name)} holds mobile numbers of different people."


def _unspoken(best: _Candidate) -> str:
    if has_other_word(best.name):
        return f"The name {quoted(best.name)} is for something other than mobile numbers."
    return f"The name {quoted(best.name)} does not say that it holds mobile numbers."


def _weigh(column: pd.Series[str]) -> _Candidate:
    first = column.iloc[:_SAMPLE_ROWS]
    if len(column) > _SAMPLE_ROWS:
        column = column.iloc[np.linspace(0, len(column) - 1, _SAMPLE_ROWS, dtype=np.int64)]
    read = normalize_column(column)
    empty = sum(code is Reason.EMPTY for code in read.rejections.codes)
    wrong = sum(REJECTIONS[code].looks_like_number for code in read.rejections.codes)
    accepted = int(np.count_nonzero(read.numbers))
    filled = max(len(column) - empty, 1)
    name = str(column.name)
    share, likeness = accepted / filled, number_likeness(name)
    in_doubt = likeness < LONGER and share >= _SHARE_WITHOUT_NAME
    return _Candidate(
        name=name,
        likeness=likeness,
        is_other=says_other(name),
        share=share,
        accepted=accepted,
        is_blank=empty == len(column),
        digits=(accepted + wrong) / filled,
        different=len(np.unique(read.numbers[read.numbers > 0])) / max(accepted, 1),
        is_sequence=in_doubt and _run_in_sequence(normalize_column(first).numbers),
    )


def _run_in_sequence(numbers: Integers) -> bool:
    """Whether numbers that stand one after another in the file are as close together as ids."""
    distinct = np.unique(numbers[numbers > 0])
    return distinct.size > 1 and bool(np.median(np.diff(distinct)) <= _CROWDED)


def _adds_nobody(cells: pd.DataFrame, name: str, best: str) -> bool:
    """Whether every number of the column stands in the best one's row as well."""
    numbers = normalize_column(cells[name]).numbers
    return bool(np.all((numbers == 0) | (numbers == normalize_column(cells[best]).numbers)))


def _reason(best: _Candidate) -> str:
    contents = f"{percent(best.share)} of its filled cells are mobile numbers"
    if best.likeness:
        return f"Its name is usual for numbers, and {contents}."
    return f"{contents[0].upper()}{contents[1:]}."


def _rivalry(names: tuple[str, ...]) -> FileFinding:
    best, *rivals = names
    others = ", ".join(quoted(name) for name in rivals)
    hold = "hold" if len(rivals) > 1 else "holds"
    return FileFinding.of(
        FileFindingCode.RIVAL_NUMBER_COLUMNS, columns=names, best=best, others=others, hold=hold
    )


def _more_numbers(best: str, others: list[str]) -> FileFinding:
    more = ", ".join(map(quoted, others))
    return FileFinding.of(
        FileFindingCode.MORE_NUMBERS, columns=(best, *others), others=more, best=best
    )


def _hold_numbers(names: tuple[str, ...]) -> str:
    *others, last = (quoted(name) for name in names)
    return f"{', '.join(others)} and {last} hold numbers."


def _asked(names: tuple[str, ...], why: str) -> FileFinding:
    return FileFinding.of(FileFindingCode.ASK_NUMBER_COLUMN, columns=names, doubt=why)
