"""What the balance says about people who wait in a database that was put back. Pure.

Between the last reading that the database knows and the first one since it was put back, a pool
falls by what was taken. Part of that the database knows itself; the rest was taken by what left
after the copy, or by somebody else who uses the account. No sentence says more than the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BalanceFinding(StrEnum):
    """What the balance says about credits that went and that the database knows nothing of."""

    NOTHING = "nothing"
    """No credits went that the database does not know of."""
    SOME = "some"
    ALL = "all"
    """As much as all who wait take."""
    MORE = "more"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Assessment:
    """What the balance says: `least` to `most` credits went of which the database knows nothing,
    None if that cannot be told."""

    finding: BalanceFinding
    least: int | None = None
    most: int | None = None


UNTOLD = Assessment(BalanceFinding.CANNOT_TELL)


def assess(
    *, before: int | None, after: int | None, explained: tuple[int, int], waiting: int
) -> Assessment:
    """Compares the credits that went unknown with `waiting`, which all who wait take. `before` and
    `after` are the pool's readings, None where there is none. `explained` is the least and the most
    that calls in the database took between them: some were on their way at a reading."""
    if before is None or after is None or after > before:
        return UNTOLD
    least, most = (max(0, before - after - took) for took in reversed(explained))
    if least == 0:
        return Assessment(BalanceFinding.NOTHING, 0, most)
    if most < waiting:
        return Assessment(BalanceFinding.SOME, least, most)
    return Assessment(BalanceFinding.MORE if least > waiting else BalanceFinding.ALL, least, most)
