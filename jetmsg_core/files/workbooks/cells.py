"""What each cell of a column becomes in a workbook: nothing, a text, a number or a time. Pure.

A text is a text, whatever it begins with. Only a cell of somebody's file that shows the same as a
number and as a text becomes a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.files.columns import Column, Kind, is_worth_sharing
from jetmsg_core.files.formula_escapes import with_apostrophes
from jetmsg_core.files.workbooks.texts import bytes_of, fit
from jetmsg_core.primitives.arrays import Booleans, Integers8

_NUMBER = r"^-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?$"
"""Longer digits are those of ids and phone numbers."""
_NOUGHT_BELOW_NOUGHT = r"^-0(?:\.0+)?$"
_SEEN_AS_TEXT = 255
"""Of a longer text in the format of texts, some releases of Excel show ####."""
_DAYS_BEFORE_1970 = 25_569
_SECONDS_A_DAY = 86_400


class CellType(IntEnum):
    """What a cell is. `AS_TEXT` is a text that Excel would take for something else if somebody
    typed into it. A number with decimals is as much more than `NUMBER` as it has."""

    EMPTY = 0
    TEXT = 1
    AS_TEXT = 2
    TIME = 3
    NUMBER = 4


@dataclass(frozen=True)
class Cells:
    """The cells of a column: their types, and what stands in their tags. `cut` and `controlled` are
    the places of texts that could not be kept as they were (`texts.Fitted`)."""

    types: Integers8
    values: Any
    cut: tuple[int, ...] = ()
    controlled: tuple[int, ...] = ()
    keeps_space: bool = False


def cells_of(column: Column) -> Cells:
    """Gives what the cells of a column become."""
    values = column.values
    if is_worth_sharing(values):
        return _spread(_laid_out(column.kind, values.dictionary), values.indices)
    if pa.types.is_dictionary(values.type):
        values = values.dictionary.take(values.indices)
    return _laid_out(column.kind, values)


def _spread(distinct: Cells, indices: Any) -> Cells:
    """The cells of all rows by those of each distinct text; the last of them is of a null."""
    index = np.asarray(indices.fill_null(-1))
    return Cells(
        np.append(distinct.types, np.int8(CellType.EMPTY))[index],
        _filled(distinct.values.take(indices)),
        tuple(np.flatnonzero(np.isin(index, distinct.cut)).tolist()),
        tuple(np.flatnonzero(np.isin(index, distinct.controlled)).tolist()),
        distinct.keeps_space,
    )


def _laid_out(kind: Kind, values: Any) -> Cells:
    if kind is Kind.TIME:
        return _times(values)
    if kind is Kind.NUMBER and not pa.types.is_boolean(values.type):
        return _numbers(values)
    texts = _strings(values)
    _, bounds = bytes_of(texts)
    fitted = fit(texts)
    return Cells(
        np.where(np.diff(bounds) > 0, _types(kind, texts), CellType.EMPTY).astype(np.int8),
        fitted.values,
        tuple(fitted.cut.tolist()),
        tuple(fitted.controlled.tolist()),
        fitted.keeps_space,
    )


def _types(kind: Kind, texts: Any) -> Integers8:
    if kind in (Kind.ID, Kind.PHONE):
        return np.full(len(texts), CellType.AS_TEXT, np.int8)
    types = np.full(len(texts), CellType.TEXT, np.int8)
    types[_would_change(texts)] = CellType.AS_TEXT
    if kind is Kind.CELL:
        _mark_numbers(texts, types)
    return types


def _would_change(texts: Any) -> Booleans:
    """Which texts a spreadsheet would calculate or shorten if they were typed in."""
    lengths = [np.diff(bytes_of(cells)[1]) for cells in (texts, with_apostrophes(texts))]
    return np.asarray(lengths[0] != lengths[1])


def _mark_numbers(texts: Any, types: Integers8) -> None:
    """Notes which texts are numbers, with how many decimals, and which begin like one: of those
    Excel would make dates, shares and the like."""
    data, bounds = bytes_of(texts)
    lengths = np.diff(bounds)
    filled = np.flatnonzero(lengths)
    first = data[bounds[filled]]
    indices = filled[((first >= ord("0")) & (first <= ord("9"))) | (first == ord("-"))]
    if not indices.size:
        return
    digits = texts.take(pa.array(indices))
    is_number = np.asarray(pc.match_substring_regex(digits, _NUMBER))
    is_number &= ~np.asarray(pc.match_substring_regex(digits, _NOUGHT_BELOW_NOUGHT))
    point = np.asarray(pc.find_substring(digits, "."))
    decimals = np.where(point < 0, 0, lengths[indices] - point - 1)
    types[indices[lengths[indices] <= _SEEN_AS_TEXT]] = CellType.AS_TEXT
    types[indices[is_number]] = CellType.NUMBER + decimals[is_number]


def _numbers(values: Any) -> Cells:
    valid = np.asarray(pc.fill_null(pc.is_finite(values), False))
    types = np.where(valid, CellType.NUMBER, CellType.EMPTY).astype(np.int8)
    return Cells(types, _only(valid, values.cast(pa.large_string())))


def _times(times: Any) -> Cells:
    """Moments as the days since the end of 1899 that Excel counts."""
    valid = np.asarray(times.is_valid())
    seconds = np.asarray(times.cast(pa.int64()).fill_null(0))
    days = pa.array(seconds / _SECONDS_A_DAY + _DAYS_BEFORE_1970).cast(pa.large_string())
    types = np.where(valid, CellType.TIME, CellType.EMPTY).astype(np.int8)
    return Cells(types, _only(valid, days))


def _only(valid: Booleans, texts: Any) -> Any:
    if valid.all():
        return texts
    return pc.if_else(pa.array(valid), texts, pa.scalar("", pa.large_string()))


def _strings(values: Any) -> Any:
    strings = values.cast(pa.large_string())
    if isinstance(strings, pa.ChunkedArray):
        strings = strings.combine_chunks()
    return _filled(strings)


def _filled(strings: Any) -> Any:
    return strings.fill_null("") if strings.null_count else strings
