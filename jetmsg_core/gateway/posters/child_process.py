"""A process of posters as whoever started it sees it: the calls that are with it, and what is
proved of them once it is dead. Keys reach it over the socket, never by its arguments."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jetmsg_core.gateway.connections import Reach
from jetmsg_core.gateway.posters.frames import FrameReader, frame, packed_call, unpacked_answer
from jetmsg_core.gateway.posters.marks import Marks
from jetmsg_core.gateway.posters.threads import NO_ANSWER, OUR_ERROR
from jetmsg_core.gateway.seam import Answer, Call, Key, Returned, TransportFailure

log = logging.getLogger(__name__)

MODULE = "jetmsg_core.gateway.posters.poster"
ROOT = Path(__file__).resolve().parents[3]

FROZEN_SECONDS = 3.0
"""Silent for longer, a process is given no calls, and is killed when one with it is given up."""

SPARE_SLOTS = 16
"""Calls given up without their thread having come back, before the process is replaced."""

DYING_SECONDS = 5.0
"""For which a killed process is waited for: until it is dead, nothing is proved."""

READ_BYTES = 262_144

NEVER_BEGUN = "The process that was to post it ended before it left."
CUT_OFF = "The process that posted it ended before the answer came."


@dataclass(frozen=True)
class Posting:
    """What each process is told: how many calls it may make at once, and of each what a transport
    has to know."""

    threads: int
    timeout: float
    secrets: tuple[str, ...]
    reach: Reach


@dataclass(frozen=True)
class _GivenCall:
    """A call that is with the process, since that moment of the steady clock."""

    key: Key
    slot: int
    given_at: float


class ChildProcess:
    """One process of posters. It is spoken to by one thread, and never waited for but at its
    end."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting
        self._slots = list(range(posting.threads + SPARE_SLOTS))
        self._serial = 0
        self._calls: dict[int, _GivenCall] = {}
        """By serial, those that have not come back."""
        self._serials: dict[Key, int] = {}
        self._hung: set[int] = set()
        """Serials of those that came back as given up, and whose threads have not."""
        self._unsent = bytearray()
        self._reader = FrameReader()
        self.is_ready = False
        self.is_over = False
        self.started_at = time.monotonic()
        self.sock, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile(buffering=0) as memory:
            Marks.make_room(memory.fileno(), len(self._slots))
            self._marks = Marks(memory.fileno(), len(self._slots))
            self._process = _started(theirs.fileno(), memory.fileno())
        self.sock.setblocking(False)
        self._send(
            frame(
                threads=posting.threads,
                slots=len(self._slots),
                timeout=posting.timeout,
                secrets=posting.secrets,
                reach=posting.reach,
            )
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def free(self) -> int:
        """It says how many calls it may be given now: none before it is ready, nor while it is
        silent."""
        if not self.is_ready or self.is_over or self._marks.silent_seconds > FROZEN_SECONDS:
            return 0
        return self._posting.threads - self.busy

    @property
    def busy(self) -> int:
        """It says how many calls are with it that are waited for."""
        return len(self._calls) - len(self._hung)

    def begin(self, calls: Sequence[Call]) -> list[Returned]:
        """Gives it calls, no more than it has free threads. Those that cannot be said come back."""
        packed: list[object] = []
        returned: list[Returned] = []
        for key, form in calls:
            slot, serial = self._slots[-1], self._serial + 1
            try:
                packed.append(packed_call(serial, slot, form))
            except TypeError:
                log.exception("a call could not be said to a process of posters")
                returned.append((key, TransportFailure(False, OUR_ERROR, 0.0)))
                continue
            self._slots.pop()
            self._serial = serial
            self._marks.clear(slot)
            self._calls[serial] = _GivenCall(key, slot, time.monotonic())
            self._serials[key] = serial
        self._send(frame(begin=packed))
        return returned

    def take_back(self, keys: Iterable[Key]) -> None:
        """Asks it that none of these calls begins that has not begun."""
        serials = [self._serials[key] for key in keys if key in self._serials]
        if serials:
            self._send(frame(back=serials))

    def give_up(self, key: Key) -> list[Returned]:
        """Ends the wait for a call, which the process says the end of at once. Where it is frozen,
        or has lost many threads, it is killed, and all its calls come back."""
        serial = self._serials.get(key)
        if serial is None or serial in self._hung:
            return []
        is_frozen = self._marks.silent_seconds > FROZEN_SECONDS
        if self.is_over or is_frozen or len(self._hung) >= SPARE_SLOTS:
            log.error("a process of posters does not answer, and is ended")
            return self.kill()
        self._send(frame(give_up=[serial]))
        return []

    def receive(self) -> list[Returned]:
        """Gives what has come back by now, and sends on what could not be sent before. All that is
        with it comes back when it has ended."""
        self._send(b"")
        returned = self._read()
        return returned + self.kill() if self.is_over else returned

    def kill(self) -> list[Returned]:
        """Ends the process where it lives still. Its calls come back: what it had answered, and of
        the others those it noted to have begun as ones that may have left."""
        self.is_over = True
        self._process.kill()
        is_dead = self._is_dead()
        returned = self._read()
        for serial, call in self._calls.items():
            if serial not in self._hung:
                sent = not is_dead or self._marks.has_begun(call.slot)
                text = CUT_OFF if sent else NEVER_BEGUN
                elapsed = time.monotonic() - call.given_at
                returned.append((call.key, TransportFailure(sent, text, elapsed)))
        self._calls.clear()
        self._serials.clear()
        self._hung.clear()
        return returned

    def hang_up(self) -> None:
        """Lets it end: it does once what has begun has come to its end."""
        self.is_over = True
        self.sock.close()

    def close(self) -> None:
        """Waits for the end of one that was hung up or killed. One with calls is not waited for."""
        self.sock.close()
        if self._calls:
            threading.Thread(target=self._process.wait, daemon=True).start()
        elif not self._is_dead():
            self._process.kill()
            self._is_dead()
        self._marks.close()

    @property
    def is_waiting_to_send(self) -> bool:
        return bool(self._unsent)

    def _is_dead(self) -> bool:
        try:
            self._process.wait(DYING_SECONDS)
        except subprocess.TimeoutExpired:
            log.error("a process of posters has not ended yet")
            return False
        return True

    def _send(self, content: bytes) -> None:
        """As much as can be sent without waiting; the rest with the next."""
        self._unsent += content
        try:
            while self._unsent:
                del self._unsent[: self.sock.send(self._unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self.is_over = True

    def _read(self) -> list[Returned]:
        returned: list[Returned] = []
        try:
            while content := self.sock.recv(READ_BYTES):
                for piece in self._reader.feed(content):
                    self.is_ready = self.is_ready or "ready" in piece
                    for packed in piece.get("answers", ()):
                        returned += self._back(*unpacked_answer(packed))
        except BlockingIOError:
            return returned
        except OSError:
            pass
        self.is_over = True
        return returned

    def _back(self, serial: int, answer: Answer | TransportFailure) -> list[Returned]:
        call = self._calls.get(serial)
        if call is None:
            return []
        is_first = serial not in self._hung
        if is_first and isinstance(answer, TransportFailure) and answer.text == NO_ANSWER:
            self._hung.add(serial)
            return [(call.key, answer)]
        del self._calls[serial]
        self._serials.pop(call.key, None)
        self._hung.discard(serial)
        self._slots.append(call.slot)
        return [(call.key, answer)]


def _started(sock: int, memory: int) -> subprocess.Popen[bytes]:
    """A session of its own, and no environment of ours: it needs nothing of either."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JETMSG_")}
    return subprocess.Popen(
        [sys.executable, "-m", MODULE, str(sock), str(memory)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=(sock, memory),
        start_new_session=True,
    )
