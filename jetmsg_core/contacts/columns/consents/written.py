"""Who refuses a channel, as columns of a file that may be uploaded again: it is heard there as any
other column of consent. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyarrow as pa

from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.files.columns import Column, Kind
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.states import CHANNEL_NAMES, Channel


def refusal_names(channels: Iterable[Channel], beside: Collection[str]) -> list[str]:
    """Gives names for columns of who refuses each of these channels, none of which stands beside
    them yet."""
    keys = {header_key(name) for name in beside}
    return [_free_name(f"{CHANNEL_NAMES[channel]} opt out", keys) for channel in channels]


def _free_name(name: str, keys: Collection[str]) -> str:
    """A file that went through here before has one already. *More* is heard as if it were not
    there, where a number would be that of a column of numbers."""
    while header_key(name) in keys:
        name = f"{name} (more)"
    return name


def refusal_column(mask: Booleans) -> Column:
    """Gives the cells of such a column: *Yes* for whoever refuses, *No* for the others."""
    answers = pa.DictionaryArray.from_arrays(pa.array(mask.astype("int8")), ["No", "Yes"])
    return Column(Kind.TEXT, answers.cast(pa.large_string()))
