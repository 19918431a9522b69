"""What texts were put together from: the words of the message, and values between them. Pure.

A million texts of sixty letters have some twenty of their own. What pieces tell of a text, such as
how long it is, or that the message itself names a way to opt out, is not looked for in the texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jetmsg_core.messages.arrow import Strings, chosen, matching, matching_rarely, strings_of
from jetmsg_core.messages.bytescan import among, first_bytes, last_bytes
from jetmsg_core.messages.placeholders import Binding
from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers, Integers32

MADE_OF_LETTERS = re.compile("[A-Za-z\x80-\U0010ffff]\0[A-Za-z\x80-\U0010ffff]")
"""Where a word of letters may be made, as `with_words` asks. Beyond ASCII all count as letters."""


@dataclass(frozen=True)
class Pieces:
    """Each text is the binding's literals with a value between two of them, letter for letter.
    `values` are those of each column, of which some may be in no text, and `index` has, for each
    text, that of its value among them: shape (texts,)."""

    binding: Binding
    values: Mapping[str, Strings]
    index: Mapping[str, Integers32]

    def only(self, texts: Integers) -> Pieces:
        """Gives the pieces of some of the texts, by their indices."""
        return replace(self, index={column: at[texts] for column, at in self.index.items()})

    def total(self, count: Callable[[Strings], Any]) -> Integers32:
        """Gives the sum, for each text, of what `count` gives for its pieces: shape (…, pieces) in,
        (…, texts) out."""
        of_literals = np.asarray(count(strings_of(self.binding.literals)), np.int32)
        of_values = {
            column: np.asarray(count(values), np.int32) for column, values in self.values.items()
        }
        texts = len(next(iter(self.index.values())))
        totals = np.zeros((*of_literals.shape[:-1], texts), np.int32)
        totals += of_literals.sum(axis=-1, keepdims=True, dtype=np.int32)
        rows = np.atleast_2d(totals)
        for column in self.binding.columns:
            for row, counts in zip(rows, np.atleast_2d(of_values[column]), strict=True):
                if counts.any():  # most are counts of what is rare
                    row += counts[self.index[column]]
        return totals

    def hold_any(self, signs: Iterable[str]) -> bool:
        """Tells whether a piece may hold any of these characters."""
        sought = set(signs)
        return any(sign in literal for literal in self.binding.literals for sign in sought) or any(
            among(values, sought) for values in self.values.values()
        )

    def all_say(self, pattern: str) -> bool:
        """Tells whether the message itself says what a pattern of RE2 describes, and so every text.

        A character beside a match that looks for the end of a word has to be of the message too, so
        one is asked for wherever a value stands beside the words."""
        last = len(self.binding.literals) - 1
        return any(
            matching(
                strings_of([literal]),
                f"{'(?s:.)' if at else ''}(?:{pattern}){'(?s:.)' if at < last else ''}",
            )[0]
            for at, literal in enumerate(self.binding.literals)
        )

    def with_words(self, words: str, made: re.Pattern[str]) -> Booleans | None:
        """The mask is true for the texts of which a value holds one of these words, a pattern of
        RE2 that asks for no begin or end; None where others may hold one: where the message itself
        does, or where a word may be `made` of a value and what stands beside it. That is asked of
        the character at the end of a value and the two beside it, or one where there is no other,
        with a NUL where they meet."""
        if not all(self.binding.literals[1:-1]):
            return None  # one value meets another
        if matching(strings_of(self.binding.literals), words).any():
            return None
        if any(map(made.search, self._seams())):
            return None
        return self.total(lambda values: matching_rarely(values, words)) > 0

    def _seams(self) -> Iterator[str]:
        """What stands on both sides of each place where a literal and a value meet."""
        literals = self.binding.literals
        for before, column, behind in zip(
            literals, self.binding.columns, literals[1:], strict=False
        ):
            values = self.values[column]
            yield from (f"{before[-2:]}\0{first}" for first in _characters(first_bytes(values)))
            yield from (f"{last}\0{behind[:2]}" for last in _characters(last_bytes(values)))


def saying(texts: Strings, pattern: str, words: str, pieces: Pieces | None = None) -> Booleans:
    """The mask is true for the texts in which a pattern of RE2 matches. Each match holds one of
    `words`, a pattern of words of letters alone, so that with `pieces` few texts are looked at."""
    if pieces is not None and pieces.all_say(pattern):
        return np.ones(len(texts), np.bool_)
    mask = None if pieces is None else pieces.with_words(words, MADE_OF_LETTERS)
    if mask is None:
        return matching(texts, pattern)
    mask[mask] = matching(chosen(texts, mask), pattern)
    return mask


def _characters(edges: Bytes) -> list[str]:
    """The different bytes as characters; all beyond ASCII as one letter."""
    count = np.bincount(edges, minlength=256)
    letters = [chr(byte) for byte in np.flatnonzero(count[:128]).tolist()]
    return [*letters, "अ"] if count[128:].any() else letters
