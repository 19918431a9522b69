"""How far a work is that takes its time. Pure: a service tells it, and whoever asked for the work
shows it or not."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

Tell = Callable[[int, int], None]
"""Takes how much is done and how much there is altogether, in rows or in percent: never less than
before, and the whole at the end of a work that did not fail."""

WHOLE = 100
"""Percent."""


def nobody_listens(done: int, total: int) -> None:
    """Takes what is told where nobody asked."""


class Steps:
    """A work of several steps, one after the other, told in percent. Each step weighs as much as it
    takes of the time."""

    def __init__(self, tell: Tell, *weights: int) -> None:
        self._tell, self._weights = tell, weights
        self._begun, self._told = 0, -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tells that all is done, unless it failed."""
        if kind is None:
            self.end()

    def begin(self) -> Tell:
        """Tells that the next step begins, and gives what tells how far that one is."""
        before, weight = sum(self._weights[: self._begun]), self._weights[self._begun]
        self._begun += 1
        whole = sum(self._weights)

        def tell(done: int, total: int) -> None:
            """Tells the share of the whole work."""
            share = done / total if total else 1
            self._say(int(WHOLE * (before + weight * share) / whole))

        tell(0, 1)
        return tell

    def end(self) -> None:
        """Tells that all is done."""
        self._say(WHOLE)

    def _say(self, share: int) -> None:
        if share > self._told:
            self._told = share
            self._tell(share, WHOLE)
