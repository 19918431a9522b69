"""From columns of values to distinct texts.

Each column is encoded as numbers (one hash of short values), the numbers of a contact are
combined and grouped (one hash of an int64), and only then is one text per group built.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import numpy as np
import pandas as pd

from jetmsg_core.messages.arrow import Strings, encoded, joined, pc, strings_of
from jetmsg_core.messages.placeholders import Binding
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.primitives.arrays import Integers


def distinct_texts(
    binding: Binding, cells: Mapping[str, Strings], recipients: int
) -> tuple[Strings, Integers]:
    """Gives the distinct texts in order of first appearance, and the index of each recipient's.
    `cells` has a trimmed value per recipient for each column of the binding."""
    if not cells:
        texts = strings_of(binding.literals if recipients else ())
        return texts, np.zeros(recipients, np.int64)
    values: dict[str, Strings] = {}
    codes: dict[str, Integers] = {}
    for column, column_cells in cells.items():
        values[column], codes[column] = _encode(column_cells)
    groups, members = _group(list(codes.values()))
    texts = _fill(binding, {c: pc.take(values[c], codes[c][members]) for c in cells})
    if _may_compose(binding, values):
        return _merge(prepare_all(texts), groups)
    return (texts, groups) if _reads_back(binding, values) else _merge(texts, groups)


def _encode(cells: Strings) -> tuple[Strings, Integers]:
    """The distinct values, prepared, and the index of each cell's."""
    values, codes = encoded(cells)
    prepared = prepare_all(values)
    return (values, codes) if prepared is values else _merge(prepared, codes)


def _merge(texts: Strings, index: Integers) -> tuple[Strings, Integers]:
    """`texts` without repeats, and `index` into what remains."""
    distinct, codes = encoded(texts)
    return distinct, codes[index]


def _group(columns: list[Integers]) -> tuple[Integers, Integers]:
    """A group number per row in order of first appearance, and a row of each group."""
    groups, *others = sorted(columns, key=lambda codes: -int(codes.max(initial=-1)))
    for codes in others:
        if groups.max(initial=-1) + 1 == len(groups):
            break  # every row is its own group already
        groups = pd.factorize(groups * (codes.max(initial=0) + 1) + codes)[0]
    members = np.empty(groups.max(initial=-1) + 1, np.int64)
    members[groups] = np.arange(len(groups))
    return groups, members


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
    if not pc.any(pc.match_substring(values, literal[0])).as_py():
        return True  # it cannot begin within any of them
    positions = pc.find_substring(joined(values, literal), literal)
    return bool(pc.all(pc.equal(positions, pc.binary_length(values))).as_py())


def _may_compose(binding: Binding, values: Mapping[str, Strings]) -> bool:
    """Whether a piece could merge with the one before it (`e` and a combining accent), so that
    a text of NFC pieces is not NFC itself."""
    starts = {literal[:1] for literal in binding.literals[1:]}
    for distinct in values.values():
        starts.update(pc.utf8_slice_codeunits(distinct, 0, 1).unique().to_pylist())
    return any(_composes(start) for start in starts if start)


def _composes(character: str) -> bool:
    """Marks, and the Hangul vowels and finals, are all that NFC joins to what precedes them."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
