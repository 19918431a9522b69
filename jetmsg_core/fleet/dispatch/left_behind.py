"""What became of calls that a worker which died had handed to posters: what they reported since,
and what the tickets prove of the others.

A call with a report is judged as if it had come in time. Of one without, the ticket is taken: then
nobody made it, and nobody will. One that somebody began is waited for, as long as it may take; what
has no answer then is left to be unknown, as everything is of which Redis may have forgotten
something.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jetmsg_core.fleet.answers import AT_ONCE, Answers
from jetmsg_core.fleet.dispatch.handed_out import ANSWER_SECONDS
from jetmsg_core.fleet.payloads import Report, ReportKind, read_report
from jetmsg_core.fleet.redis_clients import NETWORK_ERRORS, client_of
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.steady import steady
from jetmsg_core.fleet.tickets import Epoch, Ticket, Tickets, new_token
from jetmsg_core.gateway.seam import BEGIN_SECONDS, Answer, TransportFailure
from jetmsg_core.settings import Settings

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
NOBODY_BEGAN = "The worker stopped before a poster began the call."


@dataclass
class Settlement:
    """What is known of the calls that were left behind, by their names. `ids` are those of the
    reports about them, which can go once it is on disk."""

    ends: dict[str, Answer | TransportFailure] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)


def settle(
    settings: Settings, calls: Mapping[str, Epoch], is_stopped: Callable[[], bool]
) -> Settlement:
    """Finds out what became of these calls, by name, each in the epoch in which it was handed out.
    It waits for those that somebody began, up to the time that a call may take, and for a Redis
    that does not answer as long, unless it is stopped."""
    settlement = Settlement()
    if not calls:
        return settlement
    client = client_of(settings.fleet_url)
    search = _Search(calls, Answers(client), Tickets(client), Seal(settings.fleet_secret))
    last = steady() + BEGIN_SECONDS + settings.timeout + ANSWER_SECONDS
    while search.is_waiting and not is_stopped():
        is_last = steady() >= last
        try:
            search.look(settlement)
        except NETWORK_ERRORS as error:
            log.warning("Redis does not say what became of calls: %s", error)
        if is_last:
            break
        if search.is_waiting:
            time.sleep(LOOK_SECONDS)
    client.close()
    return settlement


def forget(settings: Settings, settlement: Settlement, epochs: Iterable[Epoch]) -> None:
    """Takes out of Redis what is on disk by now, and epochs that no call is in any more. Where that
    fails they stay, which harms nobody."""
    client = client_of(settings.fleet_url)
    try:
        Answers(client).remove(settlement.ids)
        for epoch in epochs:
            Tickets(client).forget(epoch)
    except NETWORK_ERRORS as error:
        log.info("reports that are on disk stay in Redis: %s", error)
    finally:
        client.close()


class _Search:
    """The calls of which nothing is known yet, and what Redis is asked about them."""

    def __init__(
        self, calls: Mapping[str, Epoch], answers: Answers, tickets: Tickets, seal: Seal
    ) -> None:
        self._waiting = dict(calls)
        self._answers, self._tickets, self._seal = answers, tickets, seal
        self._tokens = {name: new_token() for name in calls}
        self._disclaimed: dict[str, str] = {}
        self._last = "0"

    @property
    def is_waiting(self) -> bool:
        return bool(self._waiting)

    def look(self, settlement: Settlement) -> None:
        """Reads what was reported, then asks for the tickets of the rest."""
        while self._read(settlement) == AT_ONCE:
            pass
        for name, epoch in list(self._waiting.items()):
            ticket = self._ticket(epoch, name)
            if ticket is Ticket.MINE:
                del self._waiting[name]
                settlement.ends[name] = TransportFailure(False, NOBODY_BEGAN, 0.0)

    def _ticket(self, epoch: Epoch, name: str) -> Ticket:
        """With our own token, and with that of a poster that will not make the call."""
        ticket = self._tickets.take_back(epoch, name, self._tokens[name])
        if ticket is Ticket.TAKEN and name in self._disclaimed:
            return self._tickets.take_back(epoch, name, self._disclaimed[name])
        return ticket

    def _read(self, settlement: Settlement) -> int:
        entries = self._answers.after(self._last)
        for stream_id, text in entries:
            self._last = stream_id
            report = read_report(text, self._seal, time.monotonic())
            if report is not None and report.name in self._tokens:
                settlement.ids.append(stream_id)
                self._take_in(report, settlement)
        return len(entries)

    def _take_in(self, report: Report, settlement: Settlement) -> None:
        if report.kind is ReportKind.DISCLAIMED:
            self._disclaimed[report.name] = report.token
        elif self._waiting.pop(report.name, None) is not None:
            settlement.ends[report.name] = report.raw
