"""Which column of a report holds what: among those whose name may be it, the one whose cells say
so, and else one whose cells leave no doubt. Pure.

A name alone says little: MSG91 writes numbers of its own below *status* and the words below *desc*,
91bulksms writes below *status* that it found a report, and *id* may count the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts import Number, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.reports.reading.column_names import NAMES, column_key
from jetmsg_core.reports.reading.times import read_times, says_no_time
from jetmsg_core.reports.reading.words import (
    SAY_NOTHING,
    Mapped,
    is_no_error,
    meaning_in,
    word_key,
)
from jetmsg_core.states import HAVE_OR_GET, RecipientState

NOTHING: Mapping[str, str | None] = {}
_LOOKED_AT = 200
_MOSTLY = 0.8
_HALF = 0.5
_SEVERAL = 4
_VARIOUS = 50
_LONGEST_COUNT = 7
_HAS_CLOCK = re.compile(r"\d:\d\d|\s\d{1,2}\.\d\d|\d{9}|^\d{5}\.\d")
"""Also in a number of seconds or of days."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d([:.]\d\d)?([.,]\d+)?\s*([AP]\.?M\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class ReportColumns:
    """Names of columns; None for what the file does not have."""

    id: str | None = None
    number: str | None = None
    status: str | None = None
    error: str | None = None
    time: str | None = None
    clock: str | None = None
    """Of a time in two columns: `time` holds the day then."""


def guess_columns(
    cells: pd.DataFrame,
    mapped: Mapped | None = None,
    chosen: Mapping[str, str | None] = NOTHING,
) -> ReportColumns:
    """Gives the likely column of each part, but what a person has `chosen` of some; a column they
    gave a part to has no other. `mapped` is what a person said words mean."""
    sample = cells.iloc[:: max(1, len(cells) // _LOOKED_AT)]
    free = _Free(sample, [name for name in cells.columns if name not in chosen.values()])
    chooses: dict[str, Callable[[_Free], str | None]] = {
        "id": _id_column,
        "number": _number_column,
        "status": lambda free: _status_column(free, mapped or {}),
        "error": lambda free: _error_column(free, mapped or {}),
        "time": _time_column,
    }
    column_of: dict[str, str | None] = dict(chosen)
    for role, choose in chooses.items():
        if role not in chosen:
            column_of[role] = choose(free)
            free.claim(column_of[role])
    return ReportColumns(**column_of, clock=_clock_column(free, column_of["time"]))


def check_columns(columns: ReportColumns, names: Sequence[str]) -> None:
    """Refuses columns that say too little. Raises InputError (`no_such_column`, `no_status_column`,
    `no_id_column`)."""
    for name in vars(columns).values():
        if name is not None and name not in names:
            raise InputError("no_such_column", f"The file has no column called {quoted(name)}.")
    if columns.status is None:
        raise InputError(
            "no_status_column", "No column says how each message ended. Choose the status column."
        )
    if columns.id is None and columns.number is None:
        raise InputError(
            "no_id_column", "No column says which message is meant. Choose the smsId or the number."
        )


class _Free:
    """The columns that have no part yet, and some of their cells."""

    def __init__(self, sample: pd.DataFrame, names: Sequence[str]) -> None:
        self._sample = sample
        self.names = list(names)

    def claim(self, name: str | None) -> None:
        if name is not None:
            self.names.remove(name)

    def named(self, role: str) -> list[str]:
        """Those whose name may be this part, the best name first."""
        rank = {key: index for index, key in enumerate(NAMES[role].split())}
        named = [name for name in self.names if column_key(str(name)) in rank]
        return sorted(named, key=lambda name: rank[column_key(str(name))])

    def filled(self, name: str) -> list[str]:
        return [cell for cell in map(str, self._sample[name]) if cell.strip()]

    def is_full(self, name: str) -> bool:
        """Nearly each row has something there."""
        return len(self.filled(name)) >= _MOSTLY * len(self._sample)

    def unnamed(self, *roles: str) -> Iterator[str]:
        """Those whose name is none of these parts', in the order of the file."""
        named = {name for role in roles for name in self.named(role)}
        return (name for name in self.names if name not in named)


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _best(names: Sequence[str], telling: Mapping[str, float]) -> str | None:
    """The one that tells most; of several that tell about as much the best name."""
    return max(names, key=lambda name: round(telling[name], 1), default=None)


def _id_column(free: _Free) -> str | None:
    named = free.named("id")
    for fits in (_are_ids, _may_be_ids):
        for name in named:
            if fits(free.filled(name)):
                return name
    return next(iter(named), None)


def _are_ids(cells: list[str]) -> bool:
    """Each row has one of its own, and it is no count of the rows."""
    if not _may_be_ids(cells):
        return False
    if len(cells) <= _SEVERAL:
        return True
    is_counted = all(cell.isdigit() and len(cell) <= _LONGEST_COUNT for cell in cells)
    counts_up = is_counted and cells == sorted(cells, key=int)
    return not counts_up and len(set(cells)) >= _HALF * len(cells)


def _may_be_ids(cells: list[str]) -> bool:
    def is_id(cell: str) -> bool:
        return any(sign.isdigit() for sign in cell) and " " not in cell.strip()

    return _share(cells, is_id) >= _HALF


def _number_column(free: _Free) -> str | None:
    def is_number(cell: str) -> bool:
        return isinstance(normalize(cell), Number)

    named = free.named("number")
    for name in named:
        if _share(free.filled(name), is_number) >= _HALF:
            return name
    likely = (n for n in free.unnamed("number") if _share(free.filled(n), is_number) >= _MOSTLY)
    return next(likely, next(iter(named), None))


def _status_column(free: _Free, mapped: Mapped) -> str | None:
    """What was only taken tells half as much as how it ended."""

    def worth(cell: str) -> float:
        meaning = meaning_in(cell, mapped)
        if meaning is None or word_key(cell) in SAY_NOTHING:
            return 0
        return _HALF if meaning.state is RecipientState.SUBMITTED else 1

    def is_word(cell: str) -> bool:
        return worth(cell) > 0 and not cell.strip().isdigit()

    named = free.named("status")
    telling = {name: _mean(map(worth, free.filled(name))) for name in named}
    best = _best(named, telling)
    if best is not None and telling[best]:
        return best
    # A status stands in every row.
    unnamed = (name for name in free.unnamed("status") if free.is_full(name))
    return next((n for n in unnamed if _share(free.filled(n), is_word) >= _MOSTLY), best)


def _mean(values: Iterator[float]) -> float:
    everything = list(values)
    return sum(everything) / len(everything) if everything else 0.0


def _error_column(free: _Free, mapped: Mapped) -> str | None:
    """Of the rows that say that something failed, the column that says most often why. Another
    column of the status is one too, where it names failures."""

    def fails(cell: str) -> bool:
        meaning = meaning_in(cell, mapped)
        return meaning is not None and meaning.state not in HAVE_OR_GET

    telling = {}
    for name in dict.fromkeys([*free.named("error"), *free.named("status")]):
        failed = [cell for cell in free.filled(name) if not _went_well(cell, mapped)]
        telling[name] = _share(failed, fails)
    named = free.named("error")
    free_text = {name for name in named if not telling[name] and _is_various(free.filled(name))}
    return _best(
        [name for name in telling if telling[name] or (name in named and name not in free_text)],
        telling,
    )


def _went_well(cell: str, mapped: Mapped) -> bool:
    meaning = meaning_in(cell, mapped)
    return is_no_error(cell) or (meaning is not None and meaning.state in HAVE_OR_GET)


def _is_various(cells: list[str]) -> bool:
    """The cells are texts of their own, as that of the message, and no codes."""
    return len(cells) > _VARIOUS and len(set(cells)) > _MOSTLY * len(cells)


def _clock_column(free: _Free, day: str | None) -> str | None:
    """Of a file with the day in one column and the clock in another, the latter: that of the same
    name, or the only one."""
    if day is None or any(map(_HAS_CLOCK.search, free.filled(day))):
        return None
    clocks = [
        name
        for name in free.names
        if _share(free.filled(name), lambda cell: _CLOCK.fullmatch(cell.strip()) is not None)
        >= _MOSTLY
    ]
    alike = [name for name in clocks if _of_what(name) == _of_what(day)]
    return next(iter(alike), clocks[0] if len(clocks) == 1 else None)


def _of_what(name: str) -> str:
    """*Delivery Date* and *Delivery Time* are of one thing."""
    return re.sub(r"date|time|on$|at$", "", column_key(name))


def _time_column(free: _Free) -> str | None:
    named = free.named("time")
    for name in named:
        cells = [cell for cell in free.filled(name) if not says_no_time(cell)]
        if (
            cells
            and (read_times(pa.chunked_array([pa.array(cells, pa.large_string())])) > 0).mean()
            >= _HALF
        ):
            return name
    return next(iter(named), None)
