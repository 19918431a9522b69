"""Verdicts about numbers changed by what else a file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.cautions import suspicious
from jetmsg_core.contacts.numbers.normalize import Marks, NumberColumn
from jetmsg_core.primitives.arrays import Integers


def rejected_at(
    read: NumberColumn,
    positions: Sequence[int] | Integers,
    reason: Reason = Reason.FOREIGN_OR_UNKNOWN_COUNTRY,
) -> NumberColumn:
    """Gives the column with these cells rejected for this reason, whatever they were before."""
    if not len(positions):
        return read
    rejected = np.asarray(positions, dtype=np.int64)
    numbers = read.numbers.copy()
    numbers[rejected] = 0
    kept = ~np.isin(read.rejections.positions, rejected)
    codes = [code for code, keep in zip(read.rejections.codes, kept, strict=True) if keep]
    codes += [reason] * len(rejected)
    return replace(
        read,
        numbers=numbers,
        rejections=_in_order(np.concatenate([read.rejections.positions[kept], rejected]), codes),
    )


def accepted_at(read: NumberColumn, numbers: Mapping[int, int]) -> NumberColumn:
    """Gives the column with these numbers at these positions, whatever stood there before."""
    if not numbers:
        return read
    positions = np.array(sorted(numbers), dtype=np.int64)
    values = read.numbers.copy()
    values[positions] = [numbers[position] for position in positions.tolist()]
    kept = ~np.isin(read.rejections.positions, positions)
    codes = [code for code, keep in zip(read.rejections.codes, kept, strict=True) if keep]
    return NumberColumn(
        values,
        Marks(read.rejections.positions[kept], tuple(codes)),
        read.repairs,
        read.cautions | suspicious(values),
    )


def _in_order(positions: Integers, codes: list[Reason]) -> Marks[Reason]:
    order = np.argsort(positions, kind="stable")
    return Marks(positions[order], tuple(codes[index] for index in order.tolist()))
