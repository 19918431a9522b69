"""What more calls at the same time would do for a campaign that takes long. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.campaigns.plan.chunking import estimate_seconds

LONG_SECONDS = 3600.0
STEPS = (16, 32, 64, 128, 256, 512, 1024)
WORTH = 0.8
"""Of the time as it is: one that is hardly shorter, as under a limit of calls a second, is not
offered."""


@dataclass(frozen=True)
class QuickerWay:
    """With so many calls at the same time instead of `senders_now`, a campaign takes so many
    seconds."""

    senders: int
    seconds: float
    senders_now: int


def quicker_way(
    chunks: int, *, senders: int, call_seconds: float, rate: float | None
) -> QuickerWay | None:
    """Gives the fewest calls at the same time with which a campaign of so many calls takes no
    longer than an hour, or the most there can be; None where it does already, or more would hardly
    change it. `call_seconds` is what one call takes, `rate` is calls a second."""

    def seconds_with(most: int) -> float:
        return estimate_seconds(chunks, senders=most, call_seconds=call_seconds, rate=rate)

    now = seconds_with(senders)
    steps = [step for step in STEPS if step > senders]
    if now <= LONG_SECONDS or not steps:
        return None
    enough = max(LONG_SECONDS, seconds_with(steps[-1]))
    best = next(step for step in steps if seconds_with(step) <= enough)
    seconds = seconds_with(best)
    return QuickerWay(best, seconds, senders) if seconds <= WORTH * now else None
