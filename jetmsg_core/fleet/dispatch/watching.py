"""Whether calls can be handed out: is Redis there, does it forget nothing, has it room, and are
there posters that can make them.

An epoch begins only while no call is handed out, and is on disk before the first one is. So a
worker that comes back knows in which epoch each call that it finds *sending* was handed out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from redis import Redis

from jetmsg_core.fleet.roll import REMEMBERED_SECONDS, PosterCard, PosterSeen, Roll
from jetmsg_core.fleet.tickets import Epoch, Tickets

log = logging.getLogger(__name__)

SAFE_POLICY = "noeviction"
HEADROOM = 0.9
"""Of the memory that Redis may take; above, nothing new is handed out."""

MOST_TICKETS = 500_000
"""In one epoch, of some 100 bytes each: after that the next one begins, as soon as no call is
handed out."""

PATIENCE_SECONDS = 5.0
"""For which posters or Redis may be away before that is said to anybody."""

NO_REDIS = "Redis, through which the posters get their calls, cannot be reached."
FULL = "Redis, through which the posters get their calls, is nearly full."
NO_POSTER = "No poster is running."
OLD_REDIS = "Redis is too old for posters: it has to be release 7 or newer."

KeepEpoch = Callable[[Epoch], None]
"""Writes the epoch of this worker to the disk, before it returns."""


class Watch:
    """What is known of Redis and the posters. `look` and `lost` are for one thread, the rest for
    all. `keys` are the fingerprints of the worker's keys."""

    def __init__(
        self, client: Redis, tickets: Tickets, roll: Roll, mode: str, keys: Mapping[str, str]
    ) -> None:
        self._client, self._tickets, self._roll = client, tickets, roll
        self._mode, self._keys = mode, keys
        self.epoch: Epoch | None = None
        """In which calls may be handed out now."""
        self._last_epoch: Epoch | None = None
        self.cards: list[PosterCard] = []
        """The posters that can be given calls."""
        self._clock = 0.0
        self._trouble = ""
        self._trouble_since: float | None = None
        self._now = 0.0

    def clock(self, now: float) -> int:
        """Gives the moment `now` of the steady clock by Redis's: milliseconds since 1970."""
        return round(self._clock + now * 1000)

    @property
    def slots(self) -> int:
        """How many calls the posters can make together; 0 while none may be handed out."""
        cards = self.cards
        return sum(card.slots for card in cards) if self.epoch is not None else 0

    def why_not(self, now: float) -> str | None:
        """Gives a sentence why no call can be handed out, once that has been so for a while."""
        since = self._trouble_since
        if since is None or now - since < PATIENCE_SECONDS:
            return None
        return self._trouble

    def lost(self, now: float) -> None:
        """Notes that Redis did not answer."""
        self.cards = []
        self._set_trouble(NO_REDIS, now)

    def look(self, now: float, *, is_idle: Callable[[], bool], keep: KeepEpoch) -> None:
        """Looks at Redis and the posters; `is_idle` tells whether no call is handed out. Raises one
        of `NETWORK_ERRORS` where Redis does not answer."""
        trouble = trouble_of(self._client)
        if not trouble:
            self._look_at_epoch(is_idle, keep)
        at = self._time(now)
        posters = self._roll.posters(at)
        self._forget_gone(posters)
        alive = [poster for poster in posters if poster.is_alive]
        reasons = [poster.why_not(self._mode, self._keys) for poster in alive]
        self.cards = [
            poster.card
            for poster, why_not in zip(alive, reasons, strict=True)
            if poster.card is not None and not why_not and not poster.card.is_leaving
        ]
        if not trouble and not self.cards:
            trouble = next(filter(None, reasons), NO_POSTER)
        if trouble:
            self.cards = []
        self._set_trouble(trouble, now)

    def _time(self, now: float) -> int:
        seconds, microseconds = self._client.time()
        at = seconds * 1000 + microseconds // 1000
        self._clock = at - now * 1000
        return at

    def _look_at_epoch(self, is_idle: Callable[[], bool], keep: KeepEpoch) -> None:
        last = self._last_epoch
        if last is not None:
            look = self._tickets.look(last)
            if not look.is_the_same:
                if self.epoch is not None:
                    log.warning("Redis was started anew or lost something: a new epoch begins")
                self.epoch = None
            elif look.tickets >= MOST_TICKETS:
                self.epoch = None
        # Asked when there is no epoch any more: what is taken up meanwhile waits for the next.
        if self.epoch is None and is_idle():
            epoch = self._tickets.begin()
            keep(epoch)
            self.epoch = self._last_epoch = epoch
            if last is not None:
                self._tickets.forget(last)

    def _forget_gone(self, posters: list[PosterSeen]) -> None:
        for poster in posters:
            if poster.ago > REMEMBERED_SECONDS:
                self._roll.leave(poster.instance)

    def _set_trouble(self, trouble: str, now: float) -> None:
        if not trouble:
            self._trouble_since = None
        elif self._trouble_since is None:
            self._trouble_since = now
        self._trouble = trouble


def trouble_of(client: Redis) -> str:
    """Gives a sentence why calls cannot be handed out through this Redis, an empty one where they
    can. Raises one of `NETWORK_ERRORS` where it does not answer."""
    info = client.info("server", "memory")
    if int(str(info["redis_version"]).split(".")[0]) < 7:
        return OLD_REDIS
    policy = info["maxmemory_policy"]
    if policy != SAFE_POLICY:
        return (
            f"Redis may forget who made a call: its maxmemory-policy is {policy}. "
            f"Set it to {SAFE_POLICY}."
        )
    most = int(info["maxmemory"])
    return FULL if most and int(info["used_memory"]) > most * HEADROOM else ""
