"""What credits cost in rupees, where a part has a price."""

from __future__ import annotations

from typing import Any

from jetmsg_core.primitives.numbers import rupees_of
from jetmsg_core.states import Pool


def in_rupees(pool: Pool, credits: int, name: str = "rupees") -> dict[str, Any]:
    """Give the value to print beside so many credits of the pool: a bare number of rupees, which a
    person reads as money; nothing where no price is set or the pool has no credits."""
    amount = rupees_of(credits)
    return {} if amount is None or pool is Pool.NONE else {name: float(amount)}
