"""Those who may be sent to, as a list keeps them and a campaign takes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import Channel


@dataclass(frozen=True)
class RejectedRows:
    """The rows of a file without a usable number: `rows` of the sheet, and `cells`, their original
    columns as text, last the reason in a sentence."""

    rows: Integers
    cells: pa.Table


@dataclass(frozen=True)
class Contacts:
    """The people who may be sent to: `numbers` and `rows` (of the sheet they came from) go with the
    rows of `cells`, the original columns as text. `left_out` counts the file's other rows by
    reason."""

    source: str
    number_column: str
    columns: tuple[str, ...]
    numbers: Integers
    rows: Integers
    cells: pd.DataFrame
    left_out: dict[str, int]
    refusing: Mapping[Channel, Booleans] = field(default_factory=dict)
    """Which of them say no to a channel; shape as that of `numbers`. A channel that nobody refuses
    is not in it."""
    rejected: RejectedRows | None = None
    """None where there are none, or where the contacts come from no file."""

    def willing(self, channel: Channel) -> Contacts:
        """Gives those who do not say no to a channel; the others are counted in `left_out`."""
        refusing = self.refusing.get(channel)
        if refusing is None:
            return self
        willing = self.only(~refusing, {"declined": int(np.count_nonzero(refusing))})
        others = {other: mask for other, mask in willing.refusing.items() if other is not channel}
        return replace(willing, refusing=others)

    def only(self, members: Booleans, left_out: Mapping[str, int]) -> Contacts:
        """Gives those for whom a mask is true. `left_out` counts the others by reason, beside those
        that are left out already."""
        reasons = {reason: self.left_out.get(reason, 0) + left_out[reason] for reason in left_out}
        return replace(
            self,
            numbers=self.numbers[members],
            rows=self.rows[members],
            cells=self.cells[members],
            left_out=self.left_out | reasons,
            refusing={channel: mask[members] for channel, mask in self.refusing.items()},
        )
