"""The names of arrays by what their items are: one for each, the same in every module. Pure."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Integers32: TypeAlias = npt.NDArray[np.int32]
Integers16: TypeAlias = npt.NDArray[np.int16]
Integers8: TypeAlias = npt.NDArray[np.int8]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Booleans: TypeAlias = npt.NDArray[np.bool_]
