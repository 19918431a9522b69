"""What belongs to each fault, and which fault a call meets. That depends on the seed and the
call's number alone, so a run can be repeated, and a restart with a state file goes on where it
was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import NamedTuple

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp

from . import answers, refusals
from .answers import Spoil, always
from .options import Fault
from .refusals import Refusal
from .replies import Reply

MAINTENANCE = "<!doctype html><title>JETMSG</title><h1>Down for maintenance</h1>"
BROKEN = "<!doctype html><title>500</title><h1>Internal Server Error</h1>"
CHANCE_TO_BE_LEFT_OUT = 0.25


class Taking(StrEnum):
    """Whether the gateway looks at a call before the fault strikes."""

    ALWAYS = "always"
    BY_COIN = "by_coin"
    NEVER = "never"


class FaultFacts(NamedTuple):
    """What a fault does: whether the call is taken, what the client gets in place of the reply
    (None: the reply stands), and the refusal that the reply is then (None: it is a usual one)."""

    taking: Taking
    spoil: Spoil | None
    refusal: Refusal | None


FAULTS: Mapping[Fault, FaultFacts] = {
    # The call is answered well; `server` then refuses connections for a while.
    Fault.REFUSE: FaultFacts(Taking.ALWAYS, None, None),
    Fault.HANG: FaultFacts(Taking.ALWAYS, always(answers.hang), None),
    Fault.DROP: FaultFacts(Taking.ALWAYS, always(answers.drop), None),
    Fault.RESET: FaultFacts(Taking.ALWAYS, always(answers.reset), None),
    Fault.HALF: FaultFacts(Taking.ALWAYS, answers.halve, None),
    Fault.HTML: FaultFacts(Taking.BY_COIN, always(HTMLResponse(MAINTENANCE)), None),
    Fault.HTTP500: FaultFacts(Taking.BY_COIN, always(HTMLResponse(BROKEN, 500)), None),
    Fault.HTTP429: FaultFacts(
        Taking.NEVER,
        always(PlainTextResponse("Too Many Requests", 429, {"Retry-After": "1"})),
        None,
    ),
    Fault.REDIRECT: FaultFacts(Taking.NEVER, always(RedirectResponse("/login", 302)), None),
    Fault.DRIP: FaultFacts(Taking.ALWAYS, answers.slow_down, None),
    # `sms` leaves some numbers out.
    Fault.MISSING: FaultFacts(Taking.ALWAYS, None, None),
    Fault.SENDER: FaultFacts(Taking.ALWAYS, None, refusals.SENDER),
    Fault.TEMPLATE: FaultFacts(Taking.ALWAYS, None, refusals.TEMPLATE),
    Fault.CREDIT: FaultFacts(Taking.ALWAYS, None, refusals.CREDIT),
    Fault.KEY: FaultFacts(Taking.ALWAYS, None, refusals.KEY),
}


@dataclass(frozen=True)
class Call:
    """One message call that arrived. `dice` decides everything else that varies within it."""

    number: int
    fault: Fault | None
    dice: Random
    is_taken: bool

    @property
    def refusal(self) -> Refusal | None:
        """What the call's fault has every family answer; None where the family decides."""
        return FAULTS[self.fault].refusal if self.fault else None

    def spoil(self, reply: Reply) -> ASGIApp | None:
        """The answer the call's fault gives instead of the reply; None when the reply stands."""
        spoil = FAULTS[self.fault].spoil if self.fault else None
        return spoil(reply, self.dice) if spoil else None


def meet(number: int, *, faults: Mapping[Fault, float], seed: int) -> Call:
    """Decides what happens to a call. Kinds are tried in the order given, and the first hit is the
    call's only fault."""
    dice = Random(f"{seed}:{number}") if faults else _UNUSED
    hits = [kind for kind, rate in faults.items() if dice.random() < rate]
    fault = hits[0] if hits else None
    is_taken = fault is None or _is_taken(FAULTS[fault].taking, dice)
    return Call(number=number, fault=fault, dice=dice, is_taken=is_taken)


def _is_taken(taking: Taking, dice: Random) -> bool:
    if taking is Taking.BY_COIN:
        return dice.random() >= 0.5
    return taking is Taking.ALWAYS


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
