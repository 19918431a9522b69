"""The threads of a poster: each takes the ticket of a call, makes the call, and reports what came.

No database, and no file: what a poster knows it was told with the call, but for its own keys.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jetmsg_core.fleet.payloads import (
    KEY_FIELDS,
    Bundle,
    FleetCall,
    NotReadable,
    Report,
    ReportKind,
    read_bundle,
    with_keys,
    write_report,
)
from jetmsg_core.fleet.poster.reporting import Reporter
from jetmsg_core.fleet.redis_clients import NETWORK_ERRORS
from jetmsg_core.fleet.roll import PosterCard
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.steady import steady
from jetmsg_core.fleet.tickets import Epoch, Ticket, Tickets, new_token
from jetmsg_core.gateway.bodies import TOO_LATE
from jetmsg_core.gateway.seam import Answer, Transport, TransportFailure

log = logging.getLogger(__name__)

LONGEST_TICKET_SECONDS = 2.0
"""From asking for a ticket to the first byte. Whoever stood still for longer posts nothing: the
worker may have given the call up by now."""

PAUSE_SECONDS = 0.1
"""Between two tries to get a ticket from a Redis that does not answer."""

MakeTransport = Callable[[float], Transport]
"""Gives a transport whose calls may take so many seconds in all."""

_LATE = "No poster was free in time."
_NO_TICKET = "Redis did not say whether the call may be made."
_EPOCH = "Redis was started anew, or lost something, before the call was made."
_STOOD_STILL = "The poster stood still just before the call."


@dataclass(frozen=True)
class _HandedCall:
    """A call as a thread gets it. `why_not` is a sentence where this poster may not make it."""

    call: FleetCall
    epoch: Epoch
    timeout: float
    why_not: str = ""


class CallingThreads:
    """The threads of one poster, as many as its card has slots. `keys` are its own, by field."""

    def __init__(
        self,
        card: PosterCard,
        keys: Mapping[str, str],
        seal: Seal,
        tickets: Tickets,
        reporter: Reporter,
        make_transport: MakeTransport,
    ) -> None:
        self._seal, self._tickets, self._reporter = seal, tickets, reporter
        self._keys, self._make_transport = keys, make_transport
        own = {name: seal.fingerprint(key) for name, key in keys.items()}
        self._card = replace(card, keys=own)
        self._handed: queue.SimpleQueue[_HandedCall | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._in_flight = self._posted = 0
        self._latencies: deque[float] = deque(maxlen=100)
        self._threads = [
            threading.Thread(target=self._work, daemon=True) for _ in range(card.slots)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, text: str) -> None:
        """Takes a bundle that came, whoever else may have it."""
        try:
            bundle = read_bundle(text, self._seal)
        except NotReadable as unread:
            for name in unread.names:
                self._disclaim(name, new_token(), unread.why)
            return
        why_not = self._why_not(bundle)
        with self._lock:
            self._in_flight += len(bundle.calls)
        for call in bundle.calls:
            self._handed.put(_HandedCall(call, bundle.epoch, bundle.timeout, why_not))

    def card(self, *, is_leaving: bool) -> PosterCard:
        """Gives what the poster says of itself now."""
        with self._lock:
            mean = sum(self._latencies) / len(self._latencies) if self._latencies else None
            return replace(
                self._card,
                in_flight=self._in_flight,
                posted=self._posted,
                latency=mean,
                is_leaving=is_leaving,
            )

    def close(self) -> None:
        """Lets each thread end once it has made what was handed to it, and waits for them."""
        for _ in self._threads:
            self._handed.put(None)
        for thread in self._threads:
            thread.join()

    def _why_not(self, bundle: Bundle) -> str:
        if bundle.mode != self._card.mode:
            return "The poster is in another mode than the worker."
        for call in bundle.calls:
            names = [name for name in KEY_FIELDS if name in call.request.fields]
            if any(self._card.keys.get(name) != bundle.keys.get(name) for name in names):
                return "The poster's API key is another than the worker's."
        return ""

    def _work(self) -> None:
        transport: Transport | None = None
        timeout = 0.0
        while (handed := self._handed.get()) is not None:
            if transport is None or handed.timeout != timeout:
                transport, timeout = self._make_transport(handed.timeout), handed.timeout
            self._make(transport, handed)
            with self._lock:
                self._in_flight -= 1

    def _make(self, post: Transport, handed: _HandedCall) -> None:
        token, asked_at = new_token(), steady()
        if handed.why_not:
            self._disclaim(handed.call.name, token, handed.why_not)
            return
        ticket = self._ask(handed, token, asked_at)
        if ticket is Ticket.TAKEN:
            return  # Another delivery of the same call, or the worker: they know of it.
        if ticket is not Ticket.MINE:
            why = {None: _NO_TICKET, Ticket.LATE: _LATE}.get(ticket, _EPOCH)
            self._disclaim(handed.call.name, token, why)
            return
        raw = self._post(post, handed, asked_at)
        with self._lock:
            self._posted += 1
            self._latencies.append(raw.elapsed)
        self._report(Report(handed.call.name, ReportKind.CAME, raw, self._card.name, token))

    def _ask(self, handed: _HandedCall, token: str, asked_at: float) -> Ticket | None:
        """None where no reply came in time: the ticket may be ours then, and is not used."""
        while True:
            try:
                return self._tickets.take(
                    handed.epoch, handed.call.name, token, deadline=handed.call.deadline
                )
            except NETWORK_ERRORS as error:
                if steady() - asked_at > LONGEST_TICKET_SECONDS:
                    log.warning("no ticket could be had from Redis: %s", error)
                    return None
                time.sleep(PAUSE_SECONDS)

    def _post(
        self, post: Transport, handed: _HandedCall, asked_at: float
    ) -> Answer | TransportFailure:
        sent = False
        started = steady()
        try:
            left = LONGEST_TICKET_SECONDS - (steady() - asked_at)
            request = replace(
                with_keys(handed.call.request, self._keys), begin_by=time.monotonic() + left
            )
            sent = True
            raw = post(request) if left > 0 else TransportFailure(False, TOO_LATE, 0.0)
            if isinstance(raw, TransportFailure) and raw.text == TOO_LATE:
                # Whoever stood still with a ticket proves nothing: the worker may count the call
                # as unknown by now, and there is one verdict on a call.
                return replace(raw, sent=True, text=_STOOD_STILL)
            return raw
        except Exception:  # A mistake of ours must not lose the call: it ends as unknown.
            log.exception("a call ended in our own error")
            return TransportFailure(sent, "An error of this program.", steady() - started)

    def _disclaim(self, name: str, token: str, why: str) -> None:
        failure = TransportFailure(False, why, 0.0)
        self._report(Report(name, ReportKind.DISCLAIMED, failure, self._card.name, token))

    def _report(self, report: Report) -> None:
        self._reporter.report(write_report(report, self._seal))
