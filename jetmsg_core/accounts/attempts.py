"""How long one waits after attempts to sign in that failed. Pure.

A name and an address are counted apart. A name is slowed early, since few people mistype five
times; an address late, since a whole office may share it. Each failure after that doubles the wait,
and nobody waits longer than a quarter of an hour, so that no stranger locks a person out for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True)
class Patience:
    """So many failures within `window` are free; the next one waits."""

    free: int
    window: timedelta


FOR_NAMES = Patience(5, timedelta(hours=24))
FOR_ADDRESSES = Patience(30, timedelta(minutes=30))
KEPT = timedelta(days=2)
"""How long attempts are kept."""


def wait_left(
    patience: Patience, failures: int, last_at: datetime | None, now: datetime
) -> timedelta:
    """Gives how long the next attempt has to wait; nothing where it may come now."""
    if last_at is None or failures < patience.free:
        return timedelta()
    doublings = min(failures - patience.free, 20)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return max(last_at + wait - now, timedelta())


def counted_address(address: str) -> str:
    """Gives what attempts from an address are counted by: of IPv6 its network of 64 bits, in which
    whoever has one address has them all (RFC 6177); else the address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
