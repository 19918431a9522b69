"""The values that fill a placeholder, one a recipient: each once where they repeat much. Pure.

What is asked of a value, such as whether it is one at all, is asked of different ones then.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jetmsg_core.messages.arrow import Strings, array, encoded, pc
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.primitives.arrays import Booleans, Integers

_SAMPLE = 4_000


class Column(NamedTuple):
    """The values of n recipients. `codes` has the index of each one's among the different `values`,
    which are in order of first appearance; None where each recipient has one there, in order."""

    values: Strings
    codes: Integers | None

    def spread(self, mask: Booleans) -> Booleans:
        """Gives a mask over the recipients from one over the values."""
        return mask if self.codes is None else mask[self.codes]

    def at(self, recipients: Integers) -> Integers:
        """Gives the indices of the values of these recipients."""
        return recipients if self.codes is None else self.codes[recipients]

    def taken(self, recipients: Integers) -> Strings:
        """Gives the values of these recipients, who stand in order if they are all."""
        if self.codes is None and len(recipients) == len(self.values):
            return self.values
        values: Strings = pc.take(self.values, array(self.at(recipients)))
        return values

    def only(self, recipients: Booleans) -> Column:
        """Gives the column of the recipients for whom a mask is true."""
        if recipients.all():
            return self
        if self.codes is None:
            return Column(pc.filter(self.values, array(recipients)), None)
        codes, used = pd.factorize(self.codes[recipients])
        return Column(pc.take(self.values, array(used)), codes.astype(np.int64))

    def filled(self, mask: Booleans, default: str) -> Column:
        """Gives the column with `default` in the place of the values for which a mask is true."""
        return self._with(pc.if_else(array(mask), default, self.values)) if mask.any() else self

    def prepared(self) -> Column:
        """Gives the column with its values as `prepare_text` makes them."""
        values = prepare_all(self.values)
        return self if values is self.values else self._with(values)

    def _with(self, values: Strings) -> Column:
        """Values that took the place of others, of which two may be one now."""
        if self.codes is None:
            return Column(values, None)
        distinct, codes = encoded(values)
        return Column(distinct, codes[self.codes])


def column_of(cells: Strings) -> Column:
    """Gives the column of these cells, one a recipient."""
    sample = pc.take(cells, array(np.arange(0, len(cells), max(1, len(cells) // _SAMPLE))))
    repeat_much = 2 * len(sample.unique()) <= len(sample)
    return Column(*encoded(cells)) if repeat_much else Column(cells, None)
