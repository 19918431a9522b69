"""The roll of posters: each says every second that it is there, and what it can do.

What it says is sealed, but for its name and the moment at which Redis heard it, so a poster with
another secret is seen and gets no calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import cast

import orjson
from redis import Redis

from jetmsg_core.fleet.payloads import VERSION
from jetmsg_core.fleet.sealing import NotSealedByUs, Seal
from jetmsg_core.fleet.tickets import PREFIX

ROLL = f"{PREFIX}posters"
SEEN = f"{PREFIX}posters_seen"
QUEUES = f"{PREFIX}calls:"
"""What the name of each poster's queue begins with."""

BEAT_SECONDS = 1.0
ALIVE_SECONDS = 5.0
"""A poster that was not heard for longer gets no calls."""

REMEMBERED_SECONDS = 7_200.0
"""A poster that was not heard for longer is taken off the roll, with what is left of its queue:
the broker gives its messages to nobody else after that."""

_BEAT = """#!lua flags=allow-oom
local now = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], now[1] * 1000 + math.floor(now[2] / 1000))
"""


@dataclass(frozen=True)
class PosterCard:
    """What a poster says of itself. `instance` is its name and letters that no other start of it
    has; `keys` are the fingerprints of its keys by field; `latency` the mean seconds of its last
    calls, None before the first; `bind` the address that its calls leave from, empty: any."""

    instance: str
    name: str
    host: str
    mode: str
    slots: int
    in_flight: int = 0
    posted: int = 0
    latency: float | None = None
    bind: str = ""
    is_leaving: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def queue(self) -> str:
        """The name of its queue at the broker."""
        return QUEUES + self.instance


@dataclass(frozen=True)
class PosterSeen:
    """A poster on the roll. `version` is that of what it speaks; `card` None where it has another
    version or secret; `ago` the seconds since it was heard, by Redis's clock."""

    instance: str
    version: int
    card: PosterCard | None
    ago: float

    @property
    def name(self) -> str:
        """The name that its poster was given."""
        return self.instance.rpartition(".")[0] or self.instance

    @property
    def is_alive(self) -> bool:
        """Tells whether it was heard just now."""
        return self.ago <= ALIVE_SECONDS

    def why_not(self, mode: str, keys: Mapping[str, str]) -> str:
        """Gives a sentence why it gets no calls that are made in this mode with these keys (by
        fingerprint); an empty one where it does."""
        name = self.name
        if self.version != VERSION:
            return f"Poster {name} is of another version: update it."
        if self.card is None:
            return f"Poster {name} has another JETMSG_FLEET_SECRET."
        if self.card.mode != mode:
            return f"Poster {name} is in {self.card.mode} mode, the worker in {mode} mode."
        if any(self.card.keys.get(key) != mark for key, mark in keys.items()):
            return f"Poster {name} has other API keys than the worker: give it the same."
        return ""


class Roll:
    """The roll in the Redis of `client`. Each method raises one of `NETWORK_ERRORS` where no reply
    came."""

    def __init__(self, client: Redis, seal: Seal) -> None:
        self._client, self._seal = client, seal
        self._beat = client.register_script(_BEAT)

    def beat(self, card: PosterCard) -> None:
        """Says that a poster is there."""
        sealed = self._seal.close("poster", orjson.dumps(asdict(card)))
        entry = orjson.dumps({"version": VERSION, "sealed": sealed}).decode()
        self._beat(keys=[ROLL, SEEN], args=[card.instance, entry])

    def leave(self, instance: str) -> None:
        """Takes a poster that ends off the roll, with its queue."""
        self._client.hdel(ROLL, instance)
        self._client.hdel(SEEN, instance)
        self._client.unlink(QUEUES + instance)

    def posters(self, now: int) -> list[PosterSeen]:
        """Gives the posters on the roll by name; `now` is Redis's clock in milliseconds."""
        entries = cast("dict[str, str]", self._client.hgetall(ROLL))
        seen = cast("dict[str, str]", self._client.hgetall(SEEN))
        return [
            self._read(instance, entries[instance], (now - int(seen.get(instance, 0))) / 1000)
            for instance in sorted(entries)
        ]

    def _read(self, instance: str, entry: str, ago: float) -> PosterSeen:
        envelope = orjson.loads(entry)
        card = None
        if envelope["version"] == VERSION:
            try:
                card = PosterCard(**orjson.loads(self._seal.open("poster", envelope["sealed"])))
            except NotSealedByUs:
                card = None
        return PosterSeen(instance, int(envelope["version"]), card, max(0.0, ago))
