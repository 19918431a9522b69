"""Which posters there are, and how they are, for a person to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jetmsg_core.fleet.dispatch.watching import NO_POSTER, NO_REDIS, trouble_of
from jetmsg_core.fleet.own_keys import keys_of
from jetmsg_core.fleet.redis_clients import NETWORK_ERRORS, client_of
from jetmsg_core.fleet.roll import PosterSeen, Roll
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.settings import Settings


@dataclass(frozen=True)
class PosterStatus:
    """A poster, and a sentence why it gets no calls; an empty one where it does."""

    seen: PosterSeen
    why_not: str


@dataclass(frozen=True)
class FleetStatus:
    """The posters by name, and a sentence why none gets calls; an empty one where some do."""

    posters: Sequence[PosterStatus]
    trouble: str


def fleet_status(settings: Settings) -> FleetStatus:
    """Asks Redis which posters there are. Where it does not answer, that is the trouble."""
    seal = Seal(settings.fleet_secret)
    client = client_of(settings.fleet_url)
    marks = {name: seal.fingerprint(key) for name, key in keys_of(settings).items()}
    try:
        trouble = trouble_of(client)
        seconds, microseconds = client.time()
        seen = Roll(client, seal).posters(seconds * 1000 + microseconds // 1000)
    except NETWORK_ERRORS:
        return FleetStatus((), NO_REDIS)
    finally:
        client.close()
    posters = [PosterStatus(poster, _why_not(poster, settings, marks)) for poster in seen]
    if not trouble and all(poster.why_not for poster in posters):
        trouble = posters[0].why_not if posters else NO_POSTER
    return FleetStatus(posters, trouble)


def _why_not(poster: PosterSeen, settings: Settings, marks: dict[str, str]) -> str:
    if not poster.is_alive:
        return f"Poster {poster.name} was not heard lately."
    if poster.card is not None and poster.card.is_leaving:
        return f"Poster {poster.name} is ending."
    return poster.why_not(settings.mode.value, marks)
