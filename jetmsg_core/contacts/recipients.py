"""Those who may be sent to, as a list keeps them and a campaign takes them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from jetmsg_core.primitives.arrays import Integers


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
