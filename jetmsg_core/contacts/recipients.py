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
        declined = self.left_out.get("declined", 0) + int(np.count_nonzero(refusing))
        return replace(
            self,
            numbers=self.numbers[~refusing],
            rows=self.rows[~refusing],
            cells=self.cells[~refusing],
            left_out=self.left_out | {"declined": declined},
            refusing={
                other: mask[~refusing]
                for other, mask in self.refusing.items()
                if other is not channel
            },
        )
