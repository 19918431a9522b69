"""Which numbers of a row a consent is about, where a file has several columns of numbers.

`Mother DND` is about `Mother Mobile`, by a word that only the two share. `Mobile DND` is about the
mobiles, `Phone DND` about the phones, also where only the others are sent to. What cannot be told
counts for every number of the row, and is asked where it names somebody else. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jetmsg_core.contacts.columns.belonging import owner_words, owners_by_kind
from jetmsg_core.contacts.columns.consents.names import channels_of
from jetmsg_core.primitives.arrays import Booleans, Integers


def numbers_spoken_of(
    owned: Mapping[str, tuple[str, ...]], read: Sequence[str], owners: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Gives for each consent the columns of numbers that it speaks of; none: all of the row.
    `owned` has those of each consent whose own words it has, `read` are the columns that are sent
    to, and `owners` all that hold numbers."""
    spoken_of = {}
    for name, owned_by in owned.items():
        others = {other: theirs for other, theirs in owned.items() if other != name}
        spoken_of[name] = owned_by or _of_its_kind(name, others, read, owners)
    return spoken_of


def _of_its_kind(
    name: str,
    others: Mapping[str, tuple[str, ...]],
    read: Sequence[str],
    owners: Sequence[str],
) -> tuple[str, ...]:
    """The columns of the kind in a consent's name; without those that have consents of their own if
    the others are called as their kind is, as `Mobile` beside `Alt Mobile` with its `Alt DND`.

    A `Phone DND` may mean the `Mobile` beside a `Home Phone`, unless that has its own."""
    alike = owners_by_kind(name, owners)
    with_own = {
        owner
        for other, owned_by in others.items()
        if channels_of(other) >= channels_of(name)
        for owner in owned_by or _single(owners_by_kind(other, owners))
    }
    left = tuple(owner for owner in alike if owner not in with_own)
    if left and not any(map(owner_words, left)):
        return left
    if set(alike).isdisjoint(read) and not with_own.issuperset(read):
        return ()
    return alike


def _single(owners: tuple[str, ...]) -> tuple[str, ...]:
    return owners if len(owners) == 1 else ()


def rows_spoken_of(
    spoken_of: tuple[str, ...], read: Sequence[str], at: Integers | None, rows: int
) -> Booleans | None:
    """Gives which of so many rows have a number that a consent speaks of; None: all. `at` is which
    of the columns that are `read` each row's number stands in; None: all in the first."""
    indices = [index for index, name in enumerate(read) if name in spoken_of]
    if not spoken_of or len(indices) == len(read):
        return None
    return np.full(rows, 0 in indices) if at is None else np.isin(at, indices)
