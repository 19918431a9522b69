"""Which fault a call meets. It depends on the seed and the call's number alone, so a run can
be repeated, and a restart with a state file goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from .options import Fault

COIN = frozenset({Fault.HTML, Fault.HTTP500})
NEVER_TAKEN = frozenset({Fault.HTTP429, Fault.REDIRECT})
CHANCE_TO_BE_LEFT_OUT = 0.25


@dataclass(frozen=True)
class Call:
    """One message call that arrived. `dice` decides everything else that varies within it."""

    number: int
    fault: Fault | None
    dice: Random
    is_taken: bool


def meet(number: int, *, faults: Mapping[Fault, float], seed: int) -> Call:
    """Decides what happens to a call. Kinds are tried in the order given, and the first hit is the
    call's only fault."""
    dice = Random(f"{seed}:{number}") if faults else _UNUSED
    hits = [kind for kind, rate in faults.items() if dice.random() < rate]
    fault = hits[0] if hits else None
    is_taken = fault not in NEVER_TAKEN and not (fault in COIN and dice.random() < 0.5)
    return Call(number=number, fault=fault, dice=dice, is_taken=is_taken)


def leave_some_out(numbers: list[str], dice: Random) -> list[str]:
    """Gives the numbers without some of them. At least one goes missing, so that the fault always
    shows."""
    if not numbers:
        return numbers
    unlucky = dice.randrange(len(numbers))
    return [
        number
        for seat, number in enumerate(numbers)
        if seat != unlucky and dice.random() >= CHANCE_TO_BE_LEFT_OUT
    ]


_UNUSED = Random(0)
