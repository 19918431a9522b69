"""How wide the columns of a workbook are, by what stands in their first rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.files.columns import Column, Kind

LOOKED_AT = 1_000
NARROWEST, WIDEST = 8, 60
_TIME = 19
_ROOM = 2
_USUAL_SHARE = 0.95
"""Of the cells that are seen whole: one long one does not widen a column."""


def widths_of(names: Sequence[str], columns: Sequence[Column] | None) -> list[int]:
    """Gives widths in characters, one for each name; `columns` are the first rows, None where there
    are none."""
    cells = [0] * len(names) if columns is None else [_usual_length(column) for column in columns]
    return [
        min(max(len(name), length, NARROWEST - _ROOM), WIDEST - _ROOM) + _ROOM
        for name, length in zip(names, cells, strict=True)
    ]


def _usual_length(column: Column) -> int:
    if column.kind is Kind.TIME:
        return _TIME
    values = column.slice(0, LOOKED_AT).values
    if pa.types.is_dictionary(values.type):
        values = values.dictionary.take(values.indices)
    texts = values.cast(pa.large_string())
    lengths = np.asarray(pc.fill_null(pc.utf8_length(texts), 0))
    return int(np.quantile(lengths, _USUAL_SHARE, method="higher")) if len(lengths) else 0
