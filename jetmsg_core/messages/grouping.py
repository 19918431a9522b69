"""From columns of values to distinct texts.

Contacts are grouped by the values of all their columns, and only then is one text per group built.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from jetmsg_core.messages.arrow import Strings, chosen, encoded, joined, pc, strings_of
from jetmsg_core.messages.bytescan import among, first_bytes, holds
from jetmsg_core.messages.columns import Column
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.messages.placeholders import Binding
from jetmsg_core.messages.row_groups import group_rows
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.primitives.arrays import Integers


class DistinctTexts(NamedTuple):
    """The different texts in order of first appearance, and the index of each recipient's. `pieces`
    are those of the texts; None where there are no values, or texts are no longer what was put
    together."""

    texts: Strings
    text_of: Integers
    pieces: Pieces | None = None


def distinct_texts(
    binding: Binding, columns: Mapping[str, Column], recipients: int
) -> DistinctTexts:
    """Gives the distinct texts. `columns` has the trimmed values of the recipients for each column
    of the binding."""
    if not columns or not recipients:
        texts = strings_of(binding.literals if recipients else ())
        return DistinctTexts(texts, np.zeros(recipients, np.int64))
    columns = {name: column.prepared() for name, column in columns.items()}
    groups, members = group_rows(list(columns.values()), recipients)
    values = {name: column.values for name, column in columns.items()}
    index = {name: column.at(members).astype(np.int32) for name, column in columns.items()}
    pieces = Pieces(binding, values, index)
    texts = _fill(binding, {name: column.taken(members) for name, column in columns.items()})
    if _may_compose(binding, values):
        composed = prepare_all(texts)
        return _merged(composed, groups, pieces if composed is texts else None)
    if _reads_back(binding, values):
        return DistinctTexts(texts, groups, pieces)
    return _merged(texts, groups, pieces)


def _merged(texts: Strings, groups: Integers, pieces: Pieces | None) -> DistinctTexts:
    """The texts of groups of which some may have the same one."""
    distinct, codes = encoded(texts)
    if pieces is not None and len(distinct) < len(texts):
        members = np.empty(len(distinct), np.int64)
        members[codes] = np.arange(len(codes))
        pieces = pieces.only(members)
    return DistinctTexts(distinct, codes[groups], pieces)


def _fill(binding: Binding, values: Mapping[str, Strings]) -> Strings:
    pieces: list[str | Strings] = [binding.literals[0]]
    for column, literal in zip(binding.columns, binding.literals[1:], strict=True):
        pieces += [values[column], literal]
    return joined(*pieces)


def _reads_back(binding: Binding, values: Mapping[str, Strings]) -> bool:
    """Whether different values must give different texts, so that no two groups share one.

    They must when a reader could cut a text back into its values: there is one column only, or
    the literal after each value but the last never begins before that value's end.
    """
    if len(values) == 1:
        return True
    return all(
        literal and _ends_at(values[column], literal)
        for column, literal in zip(binding.columns[:-1], binding.literals[1:-1], strict=True)
    )


def _ends_at(values: Strings, literal: str) -> bool:
    """Whether, after any of `values`, `literal` is first found right behind the value."""
    first = literal[0]
    is_ascii = first.isascii()
    if not (holds(values, first.encode()) if is_ascii else among(values, {first})):
        return True  # it cannot begin within any of them
    positions = pc.find_substring(joined(values, literal), literal)
    return bool(pc.all(pc.equal(positions, pc.binary_length(values))).as_py())


def _may_compose(binding: Binding, values: Mapping[str, Strings]) -> bool:
    """Whether a piece could merge with the one before it (`e` and a combining accent), so that
    a text of NFC pieces is not NFC itself."""
    starts = {literal[:1] for literal in binding.literals[1:]}
    for distinct in values.values():
        foreign = chosen(distinct, first_bytes(distinct) >= 128)  # all that joins is beyond ASCII
        starts.update(pc.utf8_slice_codeunits(foreign, 0, 1).unique().to_pylist())
    return any(_composes(start) for start in starts if start)


def _composes(character: str) -> bool:
    """Marks, and the Hangul vowels and finals, are all that NFC joins to what precedes them."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
