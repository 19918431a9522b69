"""Columns of a file that leaves the product, by what their cells are. Pure.

Whoever makes a file says what its columns hold; how that is written so that the next program reads
it right is the matter of each format (`csv_files`, `workbooks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import IST_SECONDS

OUR_MARK = "JetMsg"
NO_TIME = -1
"""In seconds since 1970."""


class Kind(StrEnum):
    """What the cells of a column are. `CELL`: as they stood in somebody's file, texts of which some
    are numbers. `TEXT`: never a number. `ID`: digits that nobody calculates with, however few.
    `PHONE`: a phone number. `NUMBER`: integers or floats. `TIME`: as `moments` makes them."""

    CELL = "cell"
    TEXT = "text"
    ID = "id"
    PHONE = "phone"
    NUMBER = "number"
    TIME = "time"


@dataclass(frozen=True)
class Column:
    """One column as Arrow has it, times and texts also as a dictionary; a null is an empty
    cell."""

    kind: Kind
    values: Any

    def __len__(self) -> int:
        return len(self.values)

    def slice(self, begin: int, size: int) -> Column:
        """Gives some of the rows."""
        return Column(self.kind, self.values.slice(begin, size))


def is_worth_sharing(values: Any) -> bool:
    """It says whether these are an Arrow dictionary of fewer texts than there are rows, so that
    whatever is done to each text is done once."""
    return pa.types.is_dictionary(values.type) and len(values.dictionary) <= len(values)


def text_column(values: Iterable[str | None], kind: Kind = Kind.TEXT) -> Column:
    """Makes a column of these texts."""
    return Column(kind, pa.array(list(values), pa.large_string()))


def moments(seconds: Integers) -> Any:
    """Gives moments in UTC, seconds since 1970, as clocks in India show them: an Arrow
    dictionary of them, so that each distinct one is written out once. A negative one is no time,
    and a null."""
    in_utc = np.asarray(seconds, np.int64)
    in_india = pa.array(in_utc + IST_SECONDS, mask=in_utc < 0)
    return in_india.cast(pa.timestamp("s")).dictionary_encode()


def ours_beside(theirs: Sequence[str], ours: Sequence[str]) -> list[str]:
    """Gives names for columns of ours that stand beside columns of somebody's file, which keep
    theirs. One that is named alike, whatever the case, gets a mark: `state (JetMsg)`."""
    used = {_key(name) for name in theirs}
    names = []
    for name in ours:
        names.append(_free(name, used, OUR_MARK))
        used.add(_key(names[-1]))
    return names


def theirs_beside(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Gives names for columns of somebody's file on a screen, beside ours, whose names stay as in
    every other table. One that is named alike, whatever the case, gets a mark: `number (file)`."""
    our_keys = {_key(name) for name in ours}
    used = our_keys | {_key(name) for name in theirs}
    names = []
    for name in theirs:
        names.append(_free(name, used, "file") if _key(name) in our_keys else name)
        used.add(_key(names[-1]))
    return names


def is_ours(name: str, ours: str) -> bool:
    """It says whether a column of this name is the one of ours that is called so, with a mark or
    without."""
    return re.fullmatch(rf"{re.escape(ours)}(?: \({OUR_MARK}(?: \d+)?\))?", name) is not None


def _free(name: str, used: set[str], mark: str) -> str:
    free, times = name, 1
    while _key(free) in used:
        free = f"{name} ({mark})" if times == 1 else f"{name} ({mark} {times})"
        times += 1
    return free


def _key(name: str) -> str:
    """Names are alike when a person takes them for the same."""
    return " ".join(name.split()).casefold()
