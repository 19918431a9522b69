"""The process of posters: threads that post what comes through a socket. It has no database, opens
no file of ours, and its keys come with the calls.

It is started by `child_process` as `python -m jetmsg_core.gateway.posters.poster`, with the numbers
of two inherited descriptors: the socket, and the memory of `marks`. It ends when the other end of
the socket is closed, by whoever started it or by the death of that process: what has begun comes to
its end, and nothing else begins. Signals that end a group of processes do not end it, so that calls
on their way come back.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

from jetmsg_core.gateway.bodies import TooLate
from jetmsg_core.gateway.connections import Reach
from jetmsg_core.gateway.posters.frames import (
    FrameReader,
    SlottedRequest,
    frame,
    packed_answers,
    unpacked_call,
)
from jetmsg_core.gateway.posters.marks import Marks
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Key, Request, TransportFailure
from jetmsg_core.gateway.transport import HttpTransport

BEAT_SECONDS = 0.25
OPEN_FILES = 4096
READ_BYTES = 262_144
LOOK_SECONDS = 60.0
"""For which the thread that tells answers waits for one."""


class MarkedTransport:
    """A transport that notes in the slot of each call that it begins. Nothing begins once it
    `is_over`."""

    def __init__(self, marks: Marks, is_over: threading.Event, **options: Any) -> None:
        self._marks = marks
        self._is_over = is_over
        self._slot = 0
        self._transport = HttpTransport(begins=self._begin, **options)

    def __call__(self, form: Request) -> Answer | TransportFailure:
        if not isinstance(form, SlottedRequest):
            raise TypeError("a call without a slot")
        self._slot = form.slot
        return self._transport(form)

    def _begin(self) -> None:
        if self._is_over.is_set():
            raise TooLate
        self._marks.begin(self._slot)


class PosterProcess:
    """What this process does with the `sock` and the memory it was given."""

    def __init__(self, sock: socket.socket, memory: int) -> None:
        self._sock = sock
        self._memory = memory
        self._is_over = threading.Event()

    def run(self) -> None:
        """Posts until the other end is closed."""
        pieces = self._pieces()
        start = next(pieces, None)
        if start is None:
            return
        marks = Marks(self._memory, start["slots"])
        options = {
            "timeout": start["timeout"],
            "secrets": tuple(start["secrets"]),
            "reach": Reach(start["reach"]),
        }
        posters = ThreadPosters(
            start["threads"], partial(MarkedTransport, marks, self._is_over, **options)
        )
        threading.Thread(target=self._beat, args=(marks,), daemon=True).start()
        threading.Thread(target=self._tell, args=(posters,), daemon=True).start()
        for piece in pieces:
            self._do(posters, piece)
        self._is_over.set()
        posters.wait_for_begun(start["timeout"])

    def _pieces(self) -> Iterator[dict[str, Any]]:
        reader = FrameReader()
        with contextlib.suppress(ConnectionResetError):
            while content := self._sock.recv(READ_BYTES):
                yield from reader.feed(content)

    def _do(self, posters: ThreadPosters, piece: dict[str, Any]) -> None:
        calls = [unpacked_call(packed) for packed in piece.get("begin", ())]
        posters.begin([(_key(serial), form) for serial, form in calls])
        posters.take_back(map(_key, piece.get("back", ())))
        for serial in piece.get("give_up", ()):
            posters.give_up(_key(serial))

    def _beat(self, marks: Marks) -> None:
        marks.beat()
        while not self._is_over.wait(BEAT_SECONDS):
            marks.beat()

    def _tell(self, posters: ThreadPosters) -> None:
        """Answers go back as they come, several at once where they come together."""
        with contextlib.suppress(OSError):  # nobody is there any more to hear it
            self._sock.sendall(frame(ready=True))
            while True:
                returned = posters.completed(LOOK_SECONDS)
                if returned:
                    answers = [(key[1], answer) for key, answer in returned]
                    self._sock.sendall(frame(answers=packed_answers(answers)))


def _key(serial: int) -> Key:
    return 0, serial, 0


def main() -> None:
    """Is the process. Each call at once needs an open connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sock, memory = (int(argument) for argument in sys.argv[1:3])
    PosterProcess(socket.socket(fileno=sock), memory).run()
    os._exit(0)  # threads that wait for an answer do not hold it


if __name__ == "__main__":
    main()
