"""The text of each recipient: a body with `{{placeholders}}` filled from the contacts' columns.

Recipients with the same values share one text, so contacts are grouped by their *values*
(short, and numbers once encoded) and each distinct text is built once. Hashing 1,000,000 whole
texts instead takes half as long as reading the file, more than everything here together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from jetmsg_core.errors import InputError
from jetmsg_core.messages.arrow import Strings, array, as_strings, pc
from jetmsg_core.messages.columns import Column, column_of
from jetmsg_core.messages.grouping import distinct_texts
from jetmsg_core.messages.non_values import are_non_values
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.messages.placeholders import Binding, bind, header_key, placeholders, spans
from jetmsg_core.messages.text import BLANKS, is_blank, prepare_text, trim_all
from jetmsg_core.primitives.arrays import Booleans, Integers, Integers16

__all__ = [
    "SKIP",
    "Binding",
    "Missing",
    "Rendered",
    "bind",
    "header_key",
    "placeholders",
    "render",
    "spans",
]


@dataclass(frozen=True)
class Missing:
    """The choice for a contact whose cell is empty or white space, or holds what is no value, such
    as `NULL`: the contact is skipped, or a default stands in. `defaults` gives placeholders a
    default of their own; in those named in `keep` what is no value is sent as it stands."""

    default: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for default in (self.default, *self.defaults.values()):
            if default is not None:
                _refuse_unusable(default)

    def value_for(self, column: str) -> str | None:
        """Gives what stands in for a missing value of `column`; None: the contact is skipped."""
        own = {header_key(name): text for name, text in self.defaults.items()}
        text = own.get(header_key(column), self.default)
        return None if text is None else prepare_text(text.strip(BLANKS))

    def keeps(self, column: str) -> bool:
        """Tells whether what is no value is sent as it stands in `column`."""
        return header_key(column) in map(header_key, self.keep)


def _refuse_unusable(default: str) -> None:
    if is_blank(default):
        raise InputError(
            "empty_default",
            "The default for missing values is empty: write a word for them, or leave those "
            "contacts out.",
        )
    if any(mark in default for mark in ("{{", "}}", "{#")):
        raise InputError(
            "broken_placeholder",
            f'The default "{default}" holds a placeholder, which would be sent as it is: '
            "write plain words.",
        )


SKIP = Missing()


@dataclass(frozen=True)
class Rendered:
    """The texts of a campaign. Positions count the contacts from 0, in ascending order.

    distinct      the different texts, in order of first appearance
    text_of       for each kept contact, its text's index in `distinct`
    kept          positions of the contacts that are sent to
    skipped       positions of those with a missing value and no default
    lacking       for each skipped contact, the first column it lacks
    has_default   for each kept contact, whether its text holds at least one default
    non_values    for each column with cells that are no value and were not kept on purpose, the
                  positions of their contacts, sent to or not
    pieces        what the distinct texts were put together from, where they still are just that
    """

    distinct: Strings
    text_of: Integers
    kept: Integers
    skipped: Integers
    lacking: npt.NDArray[np.object_]
    has_default: Booleans
    non_values: Mapping[str, Integers] = field(default_factory=dict)
    pieces: Pieces | None = None

    @property
    def defaulted(self) -> int:
        """The number of kept contacts that have a default in their text."""
        return int(np.count_nonzero(self.has_default))

    @property
    def first_defaulted(self) -> int | None:
        """The place of the first kept contact with a default in its text, counted among the kept
        from 0; None if there is none."""
        return int(np.argmax(self.has_default)) if self.has_default.any() else None

    def only(self, staying: Booleans) -> tuple[Rendered, Integers]:
        """Gives the texts of the kept contacts for whom `staying` is true, and where each stood
        among the distinct ones before.

        They are those of a rendering without the others, but that positions still count all the
        contacts.
        """
        text_of, texts = pd.factorize(self.text_of[staying])
        fewer = replace(
            self,
            distinct=pc.take(self.distinct, array(texts)),
            pieces=None if self.pieces is None else self.pieces.only(texts),
            text_of=text_of.astype(np.int64),
            kept=self.kept[staying],
            has_default=self.has_default[staying],
        )
        return fewer, texts


def render(body: str, contacts: pd.DataFrame, *, missing: Missing) -> Rendered:
    """Gives the text of every contact, prepared as it is counted and sent.

    Values lose the white space at their ends; what is inside them is never read as a
    placeholder. Refuses what `bind` refuses.
    """
    binding = bind(body, list(contacts.columns))
    columns = {
        c: column_of(trim_all(as_strings(contacts[c]))) for c in dict.fromkeys(binding.columns)
    }
    blank = {c: np.asarray(pc.equal(column.values, "")) for c, column in columns.items()}
    odd = {c: are_non_values(columns[c].values) for c in columns if not missing.keeps(c)}
    lost = {c: blank[c] | odd[c] if c in odd else blank[c] for c in columns}
    gaps = {c: column.spread(lost[c]) for c, column in columns.items()}
    non_values = {c: np.flatnonzero(columns[c].spread(mask)) for c, mask in odd.items()}
    defaults = {c: missing.value_for(c) for c in columns}
    needed = [c for c in columns if defaults[c] is None]
    lacking = _first_lacking([gaps[c] for c in needed], len(contacts))
    complete = lacking < 0
    filled = {c: _filled(columns[c], lost[c], defaults[c]).only(complete) for c in columns}
    distinct, text_of, pieces = distinct_texts(binding, filled, int(complete.sum()))
    kept = np.flatnonzero(complete)
    has_gap = np.any([*gaps.values()], axis=0) if gaps else np.zeros(len(contacts), np.bool_)
    return Rendered(
        distinct=distinct,
        text_of=text_of,
        kept=kept,
        skipped=np.flatnonzero(~complete),
        lacking=np.array(needed, np.object_)[lacking[~complete]],
        has_default=has_gap[kept],
        non_values={column: rows for column, rows in non_values.items() if rows.size},
        pieces=pieces,
    )


def _filled(column: Column, lost: Booleans, default: str | None) -> Column:
    return column if default is None else column.filled(lost, default)


def _first_lacking(gaps: Sequence[Booleans], contacts: int) -> Integers16:
    """For each contact the first of `gaps` that is true for it, or -1."""
    lacking = np.full(contacts, -1, np.int16)
    for index in reversed(range(len(gaps))):
        lacking[gaps[index]] = index
    return lacking
