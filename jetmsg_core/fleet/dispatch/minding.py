"""The thread of the worker that minds what is handed out: it reads reports, asks for the tickets of
calls that nobody reported in time, and watches Redis.

Reports are read before and after a ticket is asked for, so that an answer that lies there is never
passed over. While Redis does not answer nothing is decided: calls stay where they are.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from jetmsg_core.fleet.answers import AT_ONCE, Answers
from jetmsg_core.fleet.dispatch.handed_out import HandedOut, HandedOutCall
from jetmsg_core.fleet.dispatch.watching import KeepEpoch, Watch
from jetmsg_core.fleet.payloads import ReportKind, read_report
from jetmsg_core.fleet.redis_clients import MOST_BLOCKED_SECONDS, NETWORK_ERRORS
from jetmsg_core.fleet.roll import BEAT_SECONDS
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.steady import steady
from jetmsg_core.fleet.tickets import Epoch, Tickets
from jetmsg_core.gateway.seam import Answer, Returned, TransportFailure

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""Between two looks whether tickets are to be asked for, and the longest wait for a report."""

PAUSE_SECONDS = 0.2
"""Between two tries while Redis does not answer."""

FROM_THE_FIRST = "0"
"""The id after which every report of the stream is read."""


class Minder:
    """Minds the calls of `calls`, and tells each end to `end`, once."""

    def __init__(
        self,
        calls: HandedOut,
        watch: Watch,
        tickets: Tickets,
        answers: Answers,
        seal: Seal,
        end: Callable[[Returned], None],
        keep: KeepEpoch,
    ) -> None:
        self._calls, self._watch, self._tickets = calls, watch, tickets
        self._answers, self._seal, self._end, self._keep = answers, seal, end, keep
        self._last = FROM_THE_FIRST
        self._lock = threading.Lock()
        self._ids: defaultdict[str, list[str]] = defaultdict(list)
        """In the stream, of the reports about each call that is not on disk."""
        self._removable: list[str] = []
        self._closing = threading.Event()
        self._look_at = self._watch_at = 0.0
        self._thread = threading.Thread(target=self._mind_until_closed, daemon=True)

    def start(self) -> None:
        """Begins to mind."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread, once what is on disk is taken out of the stream."""
        self._closing.set()
        self._thread.join(10 * MOST_BLOCKED_SECONDS)

    def recorded(self, names: Sequence[str]) -> None:
        """Takes note that the ends of these calls are on disk: their reports can go."""
        with self._lock:
            for name in names:
                self._removable += self._ids.pop(name, [])

    def _mind_until_closed(self) -> None:
        while not self._closing.is_set():
            try:
                self._mind()
            except NETWORK_ERRORS:
                self._last = FROM_THE_FIRST
                self._watch.lost(steady())
                self._closing.wait(PAUSE_SECONDS)
            except Exception:  # Whatever it is, calls must come back once it is over.
                log.exception("the posters could not be minded")
                self._closing.wait(BEAT_SECONDS)
        try:
            self._remove()
        except NETWORK_ERRORS:
            log.info("reports that are on disk stay in Redis")

    def _mind(self) -> None:
        now = steady()
        if now >= self._watch_at:
            self._watch.look(now, is_idle=self._is_idle, keep=self._keep)
            self._watch_at = now + BEAT_SECONDS
        has_read_all = self._read()
        self._remove()
        if has_read_all and now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            for call, unknown in self._calls.without_answer(now):
                self._ended(call.name, unknown)
            self._ask(now)

    def _is_idle(self) -> bool:
        return not len(self._calls)

    def _read(self) -> bool:
        """Whether no report is left that was there before."""
        entries = self._answers.after(self._last, wait=LOOK_SECONDS)
        came = time.monotonic()
        for stream_id, text in entries:
            self._last = stream_id
            report = read_report(text, self._seal, came)
            if report is None or not self._calls.is_ours(report.name):
                continue
            with self._lock:
                if self._calls.knows(report.name):
                    self._ids[report.name].append(stream_id)
                else:
                    self._removable.append(stream_id)
            if report.kind is ReportKind.CAME:
                self._ended(report.name, report.raw)
            else:
                why = getattr(report.raw, "text", "")
                self._calls.disclaimed(report.name, report.token, why, steady())
                self._look_at = 0.0
        return len(entries) < AT_ONCE

    def _ask(self, now: float) -> None:
        by_epoch: defaultdict[Epoch, list[HandedOutCall]] = defaultdict(list)
        for call in self._calls.due(now):
            if call.epoch is not None:
                by_epoch[call.epoch].append(call)
        for epoch, calls in by_epoch.items():
            replies = self._tickets.take_all_back(
                epoch, [(call.name, call.token) for call in calls]
            )
            for call, ticket in zip(calls, replies, strict=True):
                if failure := self._calls.answered(call, ticket):
                    self._ended(call.name, failure)

    def _ended(self, name: str, raw: Answer | TransportFailure) -> None:
        key = self._calls.end(name)
        if key is not None:
            self._end((key, raw))

    def _remove(self) -> None:
        with self._lock:
            removable, self._removable = self._removable, []
        try:
            self._answers.remove(removable)
        except NETWORK_ERRORS:
            with self._lock:
                self._removable += removable
            raise
