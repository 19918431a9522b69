"""The worker's side of the seam: calls are handed to posters, and come back with what came of them.

Two threads: one gives bundles to the broker, the other (`minding`) reads reports, asks for tickets
that are due and watches Redis. None of them touches the database, but to write down an epoch.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable, Sequence

from jetmsg_core.fleet.answers import Answers
from jetmsg_core.fleet.broker import Publisher
from jetmsg_core.fleet.dispatch.handed_out import NO_ANSWER, HandedOut, HandedOutCall
from jetmsg_core.fleet.dispatch.minding import Minder
from jetmsg_core.fleet.dispatch.watching import KeepEpoch, Watch
from jetmsg_core.fleet.own_keys import keys_of
from jetmsg_core.fleet.payloads import Bundle, FleetCall, fingerprints, write_bundle
from jetmsg_core.fleet.redis_clients import client_of
from jetmsg_core.fleet.roll import PosterCard, Roll
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.steady import steady
from jetmsg_core.fleet.tickets import Tickets
from jetmsg_core.gateway.seam import BEGIN_SECONDS, Call, Key, Returned, TransportFailure
from jetmsg_core.settings import Settings

log = logging.getLogger(__name__)

MOST_IN_BUNDLE = 25
GATHER_SECONDS = 0.002
"""For which calls that come one by one are gathered to bundles."""

GRACE_SECONDS = 600.0
"""How long Redis may be away before calls that were handed out are given up as unknown."""

NO_ROOM = "No poster could take the call."
TAKEN_BACK = "The call was taken back before a poster began it."


class FleetPosters:
    """The posters of the fleet, for the worker `holder`. `keep` writes an epoch to the disk."""

    def __init__(self, settings: Settings, holder: str, keep: KeepEpoch) -> None:
        self._settings = settings
        self._seal = Seal(settings.fleet_secret)
        client = client_of(settings.fleet_url)
        tickets = Tickets(client)
        marks = {name: self._seal.fingerprint(key) for name, key in keys_of(settings).items()}
        self._watch = Watch(client, tickets, Roll(client, self._seal), settings.mode.value, marks)
        self._calls = HandedOut(holder, settings.timeout)
        self._back: queue.SimpleQueue[Returned] = queue.SimpleQueue()
        self._leaving: queue.SimpleQueue[HandedOutCall | None] = queue.SimpleQueue()
        self._minder = Minder(
            self._calls, self._watch, tickets, Answers(client), self._seal, self._back.put, keep
        )
        self._giver = threading.Thread(target=self._give_until_closed, daemon=True)
        self._giver.start()
        self._minder.start()

    @property
    def slots(self) -> int:
        """How many calls may be on their way together now: what the posters have room for."""
        return min(self._settings.senders, self._watch.slots)

    @property
    def why_not(self) -> str | None:
        """A sentence why no call can be handed out, once that has been so for a while; None where
        nothing is known against it."""
        return self._watch.why_not(steady())

    @property
    def grace(self) -> float:
        """Seconds beyond the time allowed for which an end is waited for: Redis may be away."""
        return GRACE_SECONDS

    def begin(self, calls: Sequence[Call]) -> None:
        """Hands out calls. It never waits."""
        for key, form in calls:
            self._leaving.put(self._calls.add(key, form, steady()))

    def completed(self, wait: float) -> list[Returned]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there."""
        returned: list[Returned] = []
        try:
            if wait:
                returned.append(self._back.get(timeout=wait))
            while True:
                returned.append(self._back.get_nowait())
        except queue.Empty:
            return returned

    def take_back(self, keys: Iterable[Key]) -> None:
        """Asks that those of these calls that nobody has begun never begin; each comes back with
        what became of it."""
        names = [self._calls.name_of(key) for key in keys]
        for key in self._calls.end_waiting(names):
            self._back.put((key, TransportFailure(False, TAKEN_BACK, 0.0)))
        self._calls.ask_now(names, steady())

    def give_up(self, key: Key) -> None:
        """Waits no longer for a call: Redis did not say in all that time what became of it."""
        if self._calls.end(self._calls.name_of(key)) is not None:
            self._back.put((key, TransportFailure(True, NO_ANSWER, GRACE_SECONDS)))

    def recorded(self, keys: Iterable[Key]) -> None:
        """Takes note that the ends of these calls are on disk: their reports can go."""
        names = [self._calls.name_of(key) for key in keys]
        self._calls.forget(names)
        self._minder.recorded(names)

    def close(self) -> None:
        """Ends the threads. What is handed out stays so."""
        self._leaving.put(None)
        self._minder.close()
        self._giver.join(BEGIN_SECONDS)

    def _give_until_closed(self) -> None:
        publisher = Publisher(self._settings.fleet_url)
        while (call := self._leaving.get()) is not None:
            time.sleep(GATHER_SECONDS)
            calls = [call]
            while not self._leaving.empty():
                if (another := self._leaving.get()) is None:
                    self._leaving.put(None)
                    break
                calls.append(another)
            try:
                self._give(publisher, calls)
            except Exception:  # A mistake of ours must not lose a call, nor this thread.
                log.exception("calls could not be handed out")
                self._end_waiting(calls, "An error of this program.")
                self._calls.ask_now([call.name for call in calls], steady())
        publisher.close()

    def _give(self, publisher: Publisher, calls: Sequence[HandedOutCall]) -> None:
        """Each to the poster with the most room, in bundles."""
        left = [call for call in calls if self._calls.is_waiting(call)]
        while left:
            card, room = self._roomiest()
            bundle, left = left[: min(room, MOST_IN_BUNDLE)], left[min(room, MOST_IN_BUNDLE) :]
            late = steady() - BEGIN_SECONDS
            if card is None or not bundle or bundle[0].begun_at < late:
                self._end_waiting(bundle + left, NO_ROOM)
                return
            self._publish(publisher, card, bundle)

    def _roomiest(self) -> tuple[PosterCard | None, int]:
        rooms = [
            (card.slots - self._calls.out_at(card.instance), card) for card in self._watch.cards
        ]
        room, card = max(rooms, key=lambda each: each[0], default=(0, None))
        return card, max(0, room)

    def _publish(
        self, publisher: Publisher, card: PosterCard, calls: Sequence[HandedOutCall]
    ) -> None:
        epoch = self._watch.epoch
        if epoch is None:
            self._end_waiting(calls, NO_ROOM)
            return
        text = write_bundle(
            Bundle(
                epoch,
                self._settings.mode.value,
                self._settings.timeout,
                fingerprints([call.form for call in calls], self._seal),
                [self._as_handed(call) for call in calls],
            ),
            self._seal,
        )
        self._calls.give(calls, epoch, card.instance)
        try:
            publisher.publish(card.queue, text)
        except Exception as error:  # Whatever it was: it may have been given out.
            log.warning("a bundle may not have reached the broker: %s", error)
            self._calls.ask_now([call.name for call in calls], steady())

    def _as_handed(self, call: HandedOutCall) -> FleetCall:
        deadline = self._watch.clock(call.begun_at + BEGIN_SECONDS)
        return FleetCall(call.name, deadline, call.form)

    def _end_waiting(self, calls: Sequence[HandedOutCall], why: str) -> None:
        for key in self._calls.end_waiting([call.name for call in calls]):
            self._back.put((key, TransportFailure(False, why, 0.0)))
