"""Processes that post: each call at most once, and each comes back, however its process ends. The
server is the witness of what left."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from misbehaving_server import Behaviour, Server, reply

from jetmsg_core.gateway.bodies import TOO_LATE
from jetmsg_core.gateway.connections import Reach
from jetmsg_core.gateway.posters.child_process import CUT_OFF, NEVER_BEGUN, Posting
from jetmsg_core.gateway.posters.processes import ProcessPosters
from jetmsg_core.gateway.posters.threads import NO_ANSWER, OUR_ERROR, TAKEN_BACK
from jetmsg_core.gateway.seam import Answer, Call, Key, Request, Returned, TransportFailure

PATIENCE = 120
KEY = "a1b2c3-d4e5f6-a7b8c9-d0e1f2-a3b4c5"
ROOT = Path(__file__).parents[3]
Serve = Callable[..., Server]
MakePosters = Callable[..., ProcessPosters]


class Gateway:
    """Takes every call; those named `held` are answered when it is `opened`."""

    def __init__(self, serve: Serve) -> None:
        self.opened = threading.Event()
        self._server = serve(reply(""), choice=self._choose)

    def call(self, index: int, name: str = "free", seconds: float = PATIENCE) -> Call:
        """A call to one person, which begins within so many seconds."""
        number = str(9_000_000_000 + index)
        fields = {"AuthKey": KEY, "MobileNo": number, "Message": name}
        url = f"{self._server.url}/api/call"
        return key(index), Request(
            url, fields, people=[number], begin_by=time.monotonic() + seconds
        )

    @property
    def called(self) -> list[int]:
        """Who was called so far, in order."""
        numbers = [re.search(rb"MobileNo=(\d+)", request) for request in self._server.requests]
        return [int(number[1]) - 9_000_000_000 for number in numbers if number]

    def _choose(self, request: bytes, _: int) -> Behaviour:
        [number] = re.findall(rb"MobileNo=(\d+)", request)
        listed = [{"smsId": "1", "MobileNo": f"91{number.decode()}", "Status": "SUBMITTED"}]
        answer = reply(json.dumps({"success": True, "message": listed}))

        def behave(connection: socket.socket, stopping: threading.Event) -> None:
            if b"held" in request:
                self.opened.wait(PATIENCE)
            answer(connection, stopping)

        return behave


@pytest.fixture
def gateway(serve: Serve) -> Iterator[Gateway]:
    gateway = Gateway(serve)
    yield gateway
    gateway.opened.set()


@pytest.fixture
def make_posters(gateway: Gateway) -> Iterator[MakePosters]:
    """Starts posters, and gives them once all are ready."""
    made: list[ProcessPosters] = []

    def make(processes: int = 1, threads: int = 2) -> ProcessPosters:
        posters = ProcessPosters(processes, Posting(threads, PATIENCE, (KEY,), Reach.LOOPBACK))
        made.append(posters)
        wait_until(posters, lambda: posters.slots == threads)
        return posters

    yield make
    gateway.opened.set()
    for posters in made:
        for pid in posters.pids:
            os.kill(pid, signal.SIGCONT)
        posters.close()


def key(index: int) -> Key:
    return (1, index, 0)


def wait_until(posters: ProcessPosters, is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        assert posters.completed(0.02) == []


def come_back(posters: ProcessPosters, count: int) -> dict[int, Answer | TransportFailure]:
    """By the index of the call."""
    deadline = time.monotonic() + PATIENCE
    returned: list[Returned] = []
    while len(returned) < count:
        assert time.monotonic() < deadline
        returned += posters.completed(0.05)
    assert len(dict(returned)) == count == len(returned)
    return {index: answer for (_, index, _), answer in returned}


def failure(end: Answer | TransportFailure) -> tuple[bool, str]:
    assert isinstance(end, TransportFailure), end
    return end.sent, end.text


def test_calls_are_spread_over_processes_and_each_comes_back_once(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters(processes=2, threads=5)
    posters.begin([gateway.call(index) for index in range(40)])
    answers = come_back(posters, 40)
    assert answers.keys() == set(range(40))
    assert all(isinstance(answer, Answer) for answer in answers.values())
    assert sorted(gateway.called) == list(range(40))
    assert posters.slots == 5


def test_of_a_process_that_is_killed_what_has_begun_is_unknown_and_what_has_not_is_not_sent(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    """The process is frozen when it is given the second call, so that it cannot begin it."""
    posters = make_posters()
    [pid] = posters.pids
    posters.begin([gateway.call(0, "held")])
    wait_until(posters, lambda: gateway.called == [0])
    os.kill(pid, signal.SIGSTOP)
    posters.begin([gateway.call(1)])
    os.kill(pid, signal.SIGKILL)
    ends = come_back(posters, 2)
    assert failure(ends[0]) == (True, CUT_OFF)
    assert failure(ends[1]) == (False, NEVER_BEGUN)
    assert gateway.called == [0]
    wait_until(posters, lambda: posters.slots == 2)
    assert posters.pids != [pid]
    posters.begin([gateway.call(2)])
    assert isinstance(come_back(posters, 1)[2], Answer)


def test_a_process_that_is_frozen_before_it_begins_and_woken_too_late_posts_nothing(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters()
    [pid] = posters.pids
    os.kill(pid, signal.SIGSTOP)
    calls = [gateway.call(index, seconds=0.5) for index in range(2)]
    posters.begin(calls)
    wait_until(posters, lambda: time.monotonic() > max(form.begin_by or 0 for _, form in calls))
    os.kill(pid, signal.SIGCONT)
    assert {failure(end) for end in come_back(posters, 2).values()} == {(False, TOO_LATE)}
    assert gateway.called == []


def test_a_process_that_is_frozen_after_it_began_is_killed_once_its_call_is_given_up(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters(processes=2, threads=4)
    posters.begin([gateway.call(0, "held"), gateway.call(1, "held")])
    wait_until(posters, lambda: len(gateway.called) == 2)
    frozen, other = posters.pids
    os.kill(frozen, signal.SIGSTOP)
    wait_until(posters, lambda: posters.slots == 3)
    posters.give_up(key(0))
    posters.give_up(key(1))
    ends = come_back(posters, 2)
    assert {failure(end) for end in ends.values()} == {(True, CUT_OFF), (True, NO_ANSWER)}
    assert frozen not in posters.pids
    assert other in posters.pids
    gateway.opened.set()
    [late] = come_back(posters, 1).values()
    assert isinstance(late, Answer), "the one whose process lives answers late"


def test_a_frozen_process_is_given_no_calls(gateway: Gateway, make_posters: MakePosters) -> None:
    posters = make_posters(processes=2, threads=4)
    frozen, _ = posters.pids
    os.kill(frozen, signal.SIGSTOP)
    wait_until(posters, lambda: posters.slots == 2)
    posters.begin([gateway.call(index) for index in range(6)])
    assert all(isinstance(end, Answer) for end in come_back(posters, 6).values())
    os.kill(frozen, signal.SIGCONT)
    wait_until(posters, lambda: posters.slots == 4)


def test_in_a_process_that_lives_only_the_call_is_given_up(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters()
    pids = posters.pids
    posters.begin([gateway.call(0, "held"), gateway.call(1, "held")])
    wait_until(posters, lambda: len(gateway.called) == 2)
    posters.give_up(key(0))
    assert failure(come_back(posters, 1)[0]) == (True, NO_ANSWER)
    posters.begin([gateway.call(2)])
    assert isinstance(come_back(posters, 1)[2], Answer), "a thread stands in"
    assert posters.pids == pids
    gateway.opened.set()
    assert come_back(posters, 2).keys() == {0, 1}, "the late answer is told"


def test_a_call_that_is_taken_back_while_nobody_is_free_never_begins(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters(threads=1)
    posters.begin([gateway.call(0, "held"), gateway.call(1)])
    wait_until(posters, lambda: gateway.called == [0])
    posters.take_back([key(0), key(1)])
    assert failure(come_back(posters, 1)[1]) == (False, TAKEN_BACK)
    gateway.opened.set()
    assert isinstance(come_back(posters, 1)[0], Answer)
    assert gateway.called == [0]


def test_a_call_for_which_nobody_was_free_in_time_is_not_made(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters(threads=1)
    posters.begin([gateway.call(0, "held"), gateway.call(1, seconds=0)])
    assert failure(come_back(posters, 1)[1]) == (False, TOO_LATE)


def test_a_text_that_no_byte_can_say_is_not_sent_and_holds_up_no_other(
    gateway: Gateway, make_posters: MakePosters, caplog: pytest.LogCaptureFixture
) -> None:
    posters = make_posters()
    posters.begin([gateway.call(0, "\ud800"), gateway.call(1)])
    ends = come_back(posters, 2)
    assert failure(ends[0]) == (False, OUR_ERROR)
    assert isinstance(ends[1], Answer)


def test_what_ends_a_group_of_processes_ends_no_call(
    gateway: Gateway, make_posters: MakePosters
) -> None:
    posters = make_posters()
    [pid] = posters.pids
    posters.begin([gateway.call(0, "held")])
    wait_until(posters, lambda: gateway.called == [0])
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    gateway.opened.set()
    assert isinstance(come_back(posters, 1)[0], Answer)
    assert os.getpgid(pid) != os.getpgid(0)


def test_the_pause_before_a_process_is_replaced_grows_and_is_logged(
    gateway: Gateway, make_posters: MakePosters, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    posters = make_posters()
    for seconds in (1, 3):
        [pid] = posters.pids
        os.kill(pid, signal.SIGKILL)
        wait_until(posters, lambda: not posters.pids)
        assert f"another follows in {seconds} s" in caplog.messages[-1]
        wait_until(posters, lambda: posters.slots == 2)


def test_neither_arguments_nor_environment_of_a_process_hold_a_key(
    make_posters: MakePosters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_AUTH_KEY", KEY)
    [pid] = make_posters().pids
    if not Path("/proc").is_dir():
        pytest.skip("the system shows no processes as files")
    arguments = Path(f"/proc/{pid}/cmdline").read_text()
    assert "jetmsg_core.gateway.posters.poster" in arguments
    assert KEY not in arguments
    assert b"JETMSG_" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_a_process_loads_neither_the_store_nor_what_reads_files() -> None:
    asked = "import sys, jetmsg_core.gateway.posters.poster; print(*sys.modules)"
    listed = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = {name.split(".")[0] for name in listed.stdout.split()}
    assert not loaded & {"pandas", "pyarrow", "numpy", "sqlite3", "sqlite_utils", "streamlit"}
    rooms = {name.split(".")[1] for name in listed.stdout.split() if "jetmsg_core." in name}
    assert not rooms & {"store", "campaigns", "contacts", "worker"}


STARTER = """
import sys, time
from jetmsg_core.gateway.connections import Reach
from jetmsg_core.gateway.posters.child_process import Posting
from jetmsg_core.gateway.posters.processes import ProcessPosters
from jetmsg_core.gateway.seam import Request

posters = ProcessPosters(1, Posting(1, 60, (), Reach.LOOPBACK))
while not posters.slots:
    posters.completed(0.05)
fields = {"MobileNo": 9_000_000_000, "Message": "held"}
posters.begin([((1, 0, 0), Request(sys.argv[1], fields))])
print(*posters.pids, flush=True)
time.sleep(600)
"""


def test_a_process_ends_by_itself_when_whoever_started_it_is_killed(gateway: Gateway) -> None:
    url = gateway.call(0)[1].url
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(STARTER), url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        deadline = time.monotonic() + PATIENCE
        while gateway.called != [0]:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        starter.kill()
    gateway.opened.set()
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """One that has ended and that nobody waits for is running no more."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
