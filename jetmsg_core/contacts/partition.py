"""Which rows are sent to: the good numbers without those opted out and those that repeat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from jetmsg_core.arrays import Booleans, Integers


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
    repeats: Integers
    firsts: Integers
    """For each of `repeats`, the row kept in its place."""


def partition_rows(
    numbers: Integers, opt_outs: Integers | None, duplicates: Duplicates
) -> Partition:
    """Decides what becomes of each row: `numbers` are those of all rows in file order, 0 where a
    row has none; `opt_outs` are canonical numbers in any order."""
    opted_out = _opted_out(numbers, opt_outs)
    repeats, firsts = _repeats(numbers, opted_out, duplicates)
    accepted = numbers > 0
    accepted[opted_out] = False
    accepted[repeats] = False
    return Partition(accepted, opted_out, repeats, firsts)


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


def _repeats(
    numbers: Integers, opted_out: Integers, duplicates: Duplicates
) -> tuple[Integers, Integers]:
    """Positions of rows that repeat an earlier number, and the position of each one's first."""
    nothing = np.empty(0, dtype=np.int64)
    if duplicates is Duplicates.ALL:
        return nothing, nothing
    live = numbers > 0
    live[opted_out] = False
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
