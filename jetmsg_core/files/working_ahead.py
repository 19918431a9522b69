"""Work done in threads while what comes of it is used one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

T = TypeVar("T")


def done_ahead(pool: Executor, works: Iterator[Callable[[], T]], *, ahead: int) -> Iterator[T]:
    """Gives what each of these comes to, in order. Not more than `ahead` of them are begun before
    they are asked for, so little waits in memory."""
    waiting: deque[Future[T]] = deque()
    for work in works:
        waiting.append(pool.submit(work))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    for begun in waiting:
        yield begun.result()
