"""Calls that wait until a test answers them: posters without threads, so that a test has every call
in its hand and nothing depends on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jetmsg_core.gateway.seam import Answer, Call, Key, Returned, TransportFailure


class WaitingPosters:
    """`Posters` with whom a call waits until it is answered by hand."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._back: list[Returned] = []

    def begin(self, calls: Sequence[Call]) -> None:
        pass

    def answer(self, key: Key, answer: Answer | TransportFailure) -> None:
        """Lets a call come back with this answer; the sender's next turn records it."""
        self._back.append((key, answer))

    def completed(self, wait: float) -> list[Returned]:
        back, self._back = self._back, []
        return back

    def take_back(self, keys: Iterable[Key]) -> None:
        pass

    def give_up(self, key: Key) -> None:
        pass

    def close(self) -> None:
        pass
