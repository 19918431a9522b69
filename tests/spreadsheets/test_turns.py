"""Two read at once; others wait in order, are told so, and can leave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

import pytest

from jetmsg_core.spreadsheets.turns import AT_ONCE, READING, Turns, told_of_waiting

LONG = 60
"""Seconds that are never waited: only a test that fails takes them."""


class LeftError(Exception):
    pass


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def test_two_files_are_read_at_once() -> None:
    assert AT_ONCE == 2
    with READING.turn(), READING.turn():
        assert READING.waiting == 0


def test_the_next_waits_and_is_told_until_one_is_ready(pool: ThreadPoolExecutor) -> None:
    turns, told = Turns(2), SimpleQueue[int]()

    def wait() -> str:
        with told_of_waiting(told.put), turns.turn():
            return "read"

    with turns.turn():
        with turns.turn():
            third = pool.submit(wait)
            assert told.get(timeout=LONG) == 0
            assert told.get(timeout=LONG) == 0, "and again, so that a page can be left"
            assert not third.done()
        assert third.result(LONG) == "read"
    assert turns.waiting == 0


def test_who_came_first_is_read_first(pool: ThreadPoolExecutor) -> None:
    turns, order = Turns(1), []
    queues: list[SimpleQueue[int]] = [SimpleQueue(), SimpleQueue(), SimpleQueue()]

    def wait(number: int) -> None:
        with told_of_waiting(queues[number].put), turns.turn():
            order.append(number)

    with turns.turn():
        waiting = []
        for index in range(3):
            waiting.append(pool.submit(wait, index))
            assert queues[index].get(timeout=LONG) == index, "how many come before"
    for future in waiting:
        future.result(LONG)
    assert order == [0, 1, 2]


def test_who_leaves_gives_the_place_to_the_next(pool: ThreadPoolExecutor) -> None:
    turns, told, here = Turns(1), SimpleQueue[int](), SimpleQueue[int]()
    leaves = threading.Event()

    def leave(ahead: int) -> None:
        here.put(ahead)
        if leaves.wait(LONG):
            raise LeftError

    def wait(tell: object) -> str:
        with told_of_waiting(tell), turns.turn():  # type: ignore[arg-type]
            return "read"

    with turns.turn():
        first = pool.submit(wait, leave)
        assert here.get(timeout=LONG) == 0
        second = pool.submit(wait, told.put)
        assert told.get(timeout=LONG) == 1
        leaves.set()
        with pytest.raises(LeftError):
            first.result(LONG)
        while told.get(timeout=LONG) != 0:
            pass
    assert second.result(LONG) == "read"


def test_a_reading_that_fails_gives_its_turn_back() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(LeftError), turns.turn():
            raise LeftError
    assert turns.waiting == 0


def test_nobody_is_told_who_did_not_ask(pool: ThreadPoolExecutor) -> None:
    turns = Turns(1)

    def wait() -> str:
        with turns.turn():
            return "read"

    with ExitStack() as stack:
        stack.enter_context(turns.turn())
        silent = pool.submit(wait)
        while not turns.waiting:
            time.sleep(0.001)
        stack.close()
        assert silent.result(LONG) == "read"
