"""Which rows are sent to: the good numbers without those opted out and those that repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from jetmsg_core.primitives.arrays import Booleans, Integers


class Duplicates(StrEnum):
    """The ways to treat rows of the same number."""

    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True)
class Partition:
    """The rows that are sent to, and those whose good numbers are not."""

    accepted: Booleans
    """A mask; the others are positions."""
    opted_out: Integers
    declined: Integers
    """Those whose number says no to messages, in this row or in another one."""
    declined_by: Integers
    """For each of `declined`, the row that says it: its own where it does."""
    refusing: tuple[Integers, ...]
    """For each channel that was asked about, then for each other one, the accepted whose number
    says no to it."""
    repeats: Integers
    firsts: Integers
    """For each of `repeats`, the row kept in its place."""


def partition_rows(
    numbers: Integers,
    opt_outs: Integers | None,
    duplicates: Duplicates,
    says_no: Sequence[Integers] = (),
    *,
    elsewhere: Sequence[Integers] = (),
) -> Partition:
    """Decides what becomes of each row: `numbers` are those of all rows in file order, 0 where a
    row has none; `opt_outs` are canonical numbers in any order; `says_no` are positions of rows
    that say no to messages, ascending, for each channel that may be used: whose number says no to
    each of them is declined. Who says no in one row gets nothing for another. `elsewhere` are
    those of channels that are not to be used now, which decline nobody."""
    opted_out = _opted_out(numbers, opt_outs)
    live = numbers > 0
    live[opted_out] = False
    refusals = [_declined(numbers, live, positions) for positions in says_no]
    others = [_declined(numbers, live, positions) for positions in elsewhere]
    declined, declined_by = _by_all(refusals)
    live[declined] = False
    repeats, firsts = _repeats(numbers, live, duplicates)
    live[repeats] = False
    refusing = tuple(positions[live[positions]] for positions, _ in (*refusals, *others))
    return Partition(live, opted_out, declined, declined_by, refusing, repeats, firsts)


def are_among(numbers: Integers, others: Integers) -> Booleans:
    """The mask is true for the numbers that are among the others. Pandas hashes the others, where
    numpy would sort both."""
    among: Booleans = pd.Series(numbers).isin(others).to_numpy()
    return among


def _opted_out(numbers: Integers, opt_outs: Integers | None) -> Integers:
    """Positions of accepted numbers that are opted out."""
    if opt_outs is None or not len(opt_outs):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(are_among(numbers, np.asarray(opt_outs, dtype=np.int64)) & (numbers > 0))


def _by_all(refusals: Sequence[tuple[Integers, Integers]]) -> tuple[Integers, Integers]:
    """What all of these say, as the first of them says it."""
    if not refusals:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    (declined, by), *others = refusals
    for positions, _ in others:
        both = np.isin(declined, positions)
        declined, by = declined[both], by[both]
    return declined, by


def _declined(numbers: Integers, live: Booleans, says_no: Integers) -> tuple[Integers, Integers]:
    """Positions of the live rows whose number says no anywhere, and for each the row that does."""
    refusing = says_no[live[says_no]]
    if not refusing.size:
        return refusing, refusing
    declined = np.flatnonzero(live & are_among(numbers, numbers[refusing]))
    of_number, firsts = np.unique(numbers[refusing], return_index=True)
    first = refusing[firsts[np.searchsorted(of_number, numbers[declined])]]
    return declined, np.where(np.isin(declined, refusing), declined, first)


def _repeats(
    numbers: Integers, live: Booleans, duplicates: Duplicates
) -> tuple[Integers, Integers]:
    """Positions of live rows that repeat an earlier number, and the position of each one's
    first."""
    nothing = np.empty(0, dtype=np.int64)
    if duplicates is Duplicates.ALL:
        return nothing, nothing
    positions = np.flatnonzero(live)
    remaining = numbers[positions]
    repeated = pd.Series(remaining).duplicated().to_numpy()
    if not repeated.any():
        return nothing, nothing
    repeats = remaining[repeated]
    first = are_among(remaining, repeats) & ~repeated
    order = np.argsort(remaining[first])
    first_of = np.searchsorted(remaining[first][order], repeats)
    return positions[repeated], positions[first][order][first_of]
