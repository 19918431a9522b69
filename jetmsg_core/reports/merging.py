"""Which of two reports about one message stands. Pure.

Read stands above all, and delivered above all else: neither is ever undone; then the failures, the
newest of them; then *submitted* and the like; then what nobody recognises. The greater of two
always wins, so reports may come in any order and any number of times and lead to the same state.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.states import REPORTED, RecipientState

_CLASS_BIT, _TIME_BIT = 56, 8


def precedences(
    states: Sequence[RecipientState | None], word_ids: Integers, at: Integers
) -> Integers:
    """Gives a number for each report: of two about one message the greater stands.

    `word_ids` are positions in `states`, of which None is a word that nobody recognises; `at` is in
    seconds since 1970, below 0 for the moment a report without a time came, and all arrays have
    one length.
    """
    classes = np.array([standing(state) for state in states], np.int64)
    ranks = np.array([_rank(state) for state in states], np.int64)
    if not len(word_ids):
        return np.empty(0, np.int64)
    return (classes[word_ids] << _CLASS_BIT) | (np.abs(at) << _TIME_BIT) | ranks[word_ids]


def take_precedence(owners: Integers, precedence: Integers) -> Integers:
    """Gives the positions of the report that stands for each owner, by owner ascending."""
    order = np.lexsort((precedence, owners))
    last = np.ones(len(order), np.bool_)
    last[:-1] = owners[order[1:]] != owners[order[:-1]]
    return np.asarray(order[last])


def standing(state: RecipientState | None) -> int:
    """Gives how much a report that says so stands above others; `None` is a word nobody knows."""
    if state is None:
        return 0
    if state is RecipientState.SUBMITTED:
        return 1
    return {RecipientState.READ: 4, RecipientState.DELIVERED: 3}.get(state, 2)


def _rank(state: RecipientState | None) -> int:
    return REPORTED.index(state) + 1 if state in REPORTED else 0
