"""Many rows at once, both ways, without a Python object a row."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database


def integers(db: Database, cells: str, width: int, *parameters: object) -> npt.NDArray[np.int64]:
    """The rows of `cells`, a query of one column `cell` that holds `width` integers with commas
    between, as an array. SQLite joins them into one text and numpy reads it: a third of the time
    of fetching rows."""
    text = joined(db, cells, ",", *parameters)
    if not text:
        return np.empty((0, width), np.int64)
    return np.fromstring(text, dtype=np.int64, sep=",").reshape(-1, width)


def joined(db: Database, cells: str, between: str, *parameters: object) -> str:
    """The cells of a query of one column `cell`, in its order, as one text."""
    found = db.conn.execute(f"select group_concat(cell, ?) from ({cells})", (between, *parameters))
    return found.fetchone()[0] or ""


@contextmanager
def no_collection() -> Iterator[None]:
    # Building long lists wakes the garbage collector again and again; switched off it is 3× faster.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
