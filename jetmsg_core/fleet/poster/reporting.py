"""The thread of a poster that leaves reports for the worker, again and again until Redis says that
it has them. A report that is lost makes a call unknown; one that is there twice costs nothing."""

from __future__ import annotations

import logging
import queue
import threading
import time

from jetmsg_core.fleet.answers import Answers
from jetmsg_core.fleet.redis_clients import NETWORK_ERRORS

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Reports in one round trip: an answer about a thousand numbers has some 100 kB."""

PAUSE_SECONDS = 0.2
"""Between two tries while Redis does not answer."""


class Reporter:
    """Leaves the reports that it is given, in `answers`."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._is_idle = threading.Event()
        self._is_idle.set()
        self._count = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._report_forever, daemon=True).start()

    def report(self, report: str) -> None:
        """Takes a report, to leave it as soon as can be."""
        with self._lock:
            self._count += 1
            self._is_idle.clear()
        self._waiting.put(report)

    def wait_until_left(self, seconds: float) -> bool:
        """Waits until each report is left for the worker. Returns whether they all are."""
        return self._is_idle.wait(seconds)

    def _report_forever(self) -> None:
        while True:
            reports = [self._waiting.get()]
            while len(reports) < AT_ONCE and not self._waiting.empty():
                reports.append(self._waiting.get())
            self._leave(reports)
            with self._lock:
                self._count -= len(reports)
                if not self._count:
                    self._is_idle.set()

    def _leave(self, reports: list[str]) -> None:
        complained = False
        while True:
            try:
                self._answers.add(reports)
                return
            except NETWORK_ERRORS as error:
                if not complained:
                    log.warning(
                        "reports could not be left in Redis, and are tried again: %s", error
                    )
                complained = True
                time.sleep(PAUSE_SECONDS)
