"""Threads that post: each call at most once, and each comes back, whatever becomes of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from jetmsg_core.gateway.posters.threads import NO_ANSWER, TAKEN_BACK, ThreadPosters
from jetmsg_core.gateway.seam import Answer, Key, Posters, Request, Returned, TransportFailure

PATIENCE = 60


class Gateway:
    """Answers the calls with the names it was told to, and keeps what came."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._open: dict[str, threading.Event] = {}

    def __call__(self, form: Request) -> Answer | TransportFailure:
        name = str(form.fields["name"])
        self.begun.append(name)
        self._gate(name).wait(PATIENCE)
        if name == "broken":
            raise RuntimeError("a mistake")
        return Answer(200, name, 0.1)

    def answer(self, name: str) -> None:
        self._gate(name).set()

    def _gate(self, name: str) -> threading.Event:
        return self._open.setdefault(name, threading.Event())


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def posters(gateway: Gateway) -> Iterator[ThreadPosters]:
    pool = ThreadPosters(2, lambda: gateway)
    yield pool
    for name in [*gateway.begun, "a", "b", "c"]:
        gateway.answer(name)
    pool.close()


def call(name: str) -> Request:
    return Request("http://127.0.0.1:9/", {"name": name})


def key(index: int) -> Key:
    return (1, index, 0)


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def come_back(posters: Posters, count: int) -> dict[Key, Answer | TransportFailure]:
    deadline = time.monotonic() + PATIENCE
    returned: list[Returned] = []
    while len(returned) < count:
        assert time.monotonic() < deadline
        returned += posters.completed(0.05)
    assert len(dict(returned)) == len(returned)
    return dict(returned)


def test_as_many_calls_as_there_are_slots_are_on_their_way_and_each_comes_back_once(
    posters: ThreadPosters, gateway: Gateway
) -> None:
    posters.begin([(key(index), call(name)) for index, name in enumerate("abc")])
    wait_until(lambda: len(gateway.begun) == 2)
    gateway.answer("b")
    answers = come_back(posters, 1)
    assert [(k, a.body) for k, a in answers.items()] == [(key(1), "b")]
    gateway.answer("a")
    gateway.answer("c")
    assert come_back(posters, 2).keys() == {key(0), key(2)}
    assert sorted(gateway.begun) == ["a", "b", "c"]


def test_a_call_that_is_taken_back_before_anybody_is_free_never_begins(
    posters: ThreadPosters, gateway: Gateway
) -> None:
    posters.begin([(key(index), call(name)) for index, name in enumerate("abc")])
    wait_until(lambda: len(gateway.begun) == 2)
    posters.take_back([key(0), key(2), key(9)])
    [(back, failure)] = come_back(posters, 1).items()
    assert back == key(2)
    assert isinstance(failure, TransportFailure)
    assert (failure.sent, failure.text) == (False, TAKEN_BACK)
    gateway.answer("a")
    gateway.answer("b")
    assert all(isinstance(end, Answer) for end in come_back(posters, 2).values())
    assert sorted(gateway.begun) == ["a", "b"]


def test_a_call_that_is_given_up_may_have_left_its_thread_is_replaced_and_a_late_answer_is_told(
    posters: ThreadPosters, gateway: Gateway
) -> None:
    posters.begin([(key(index), call(name)) for index, name in enumerate("ab")])
    wait_until(lambda: len(gateway.begun) == 2)
    posters.give_up(key(0))
    [(back, failure)] = come_back(posters, 1).items()
    assert back == key(0)
    assert isinstance(failure, TransportFailure)
    assert (failure.sent, failure.text) == (True, NO_ANSWER)
    posters.begin([(key(2), call("c"))])
    gateway.answer("c")
    assert come_back(posters, 1).keys() == {key(2)}
    gateway.answer("a")
    [(late, answer)] = come_back(posters, 1).items()
    assert (late, answer.body) == (key(0), "a")


def test_a_mistake_of_ours_while_posting_loses_no_call_and_no_thread(
    posters: ThreadPosters, gateway: Gateway
) -> None:
    gateway.answer("broken")
    posters.begin([(key(index), call("broken")) for index in range(4)])
    ends = come_back(posters, 4).values()
    assert all(isinstance(end, TransportFailure) and end.sent for end in ends)
    gateway.answer("a")
    posters.begin([(key(9), call("a"))])
    assert come_back(posters, 1).keys() == {key(9)}
