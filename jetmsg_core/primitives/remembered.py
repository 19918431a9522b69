"""What was worked out a moment ago, and holds for as long as what it came from is the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """The last answers to a few questions, each with the version of the facts that it came from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[str, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable, version: str, answer: Callable[[], Value]) -> Value:
        """Gives what was answered to this question while the facts had this version; else asks, and
        remembers the answer in place of the last one."""
        with self._lock:
            last = self._answers.get(question)
        if last is not None and last[0] == version:
            return last[1]
        value = answer()
        with self._lock:
            self._answers[question] = version, value
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return value
