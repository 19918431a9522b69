"""The values of properties as they are meant, all at once where nothing has to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.reading.vcards.properties import PropertyValues
from jetmsg_core.contacts.reading.vcards.whole_lines import Parameters
from jetmsg_core.primitives.arrays import Booleans

Meaning = Callable[[str, Parameters], str]


def meant(property_values: PropertyValues, meaning: Meaning) -> Any:
    """Gives the values as they are meant. Few need more than to be trimmed."""
    is_coded = np.array(
        [spelled.is_coded for spelled in property_values.parameters], dtype=np.bool_
    )
    odd = pc.match_substring_regex(property_values.values, r"[\\;]").to_numpy(zero_copy_only=False)
    if is_coded.size:
        odd = odd | is_coded[property_values.spelling]
    trimmed = pc.utf8_trim_whitespace(property_values.values)
    return replaced(trimmed, odd, property_values, meaning)


def replaced(values: Any, odd: Booleans, property_values: PropertyValues, meaning: Meaning) -> Any:
    """Gives the values, of which the odd ones are read by the meaning instead."""
    if not odd.any():
        return values
    indices = np.flatnonzero(odd)
    texts = property_values.values.take(pa.array(indices)).to_pylist()
    spelled = property_values.spelling[indices].tolist()
    texts_meant = [
        meaning(text, property_values.parameters[which])
        for text, which in zip(texts, spelled, strict=True)
    ]
    return pc.replace_with_mask(values, pa.array(odd), pa.array(texts_meant, pa.large_string()))
