"""How many calls of a campaign may be on their way at once. Pure; clocks are passed in.

A campaign begins with one call, and the first after a failure, a hold or a pause is alone again: a
gateway that is down, or says nonsense, costs the people of one call to find out. Each call that
comes back well lets more leave, so that full speed is a few rounds away. It is what TCP does with
packets (RFC 5681, 3.1), but in larger steps: a campaign has hundreds of calls, not thousands.
"""

from __future__ import annotations

from math import ceil

GAIN = 3
"""More calls may leave for each that came back well, so that every round is four times the last."""


class SlowStart:
    """Keeps, for each campaign apart, how many calls may be on their way at once, up to `most`.
    Moments are seconds of the steady clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._at_once: dict[int, int] = {}
        self._began_at: dict[int, float] = {}

    def at_once(self, campaign_id: int) -> int:
        """Gives how many calls may be on their way together, 1 to `most`."""
        return self._at_once.get(campaign_id, 1)

    def went_well(self, campaign_id: int, left_at: float) -> None:
        """Lets more calls leave, since one that left then came back well. A call that left before
        the last failure says nothing about the gateway since."""
        if left_at >= self._began_at.get(campaign_id, 0.0):
            self._at_once[campaign_id] = min(self._most, self.at_once(campaign_id) + GAIN)

    def begin_again(self, campaign_id: int, now: float) -> None:
        """Lets one call leave at a time from now on."""
        self._at_once[campaign_id] = 1
        self._began_at[campaign_id] = now


def rounds(calls: int, senders: int) -> int:
    """Gives how many rounds `calls` take when all of them come back well."""
    at_once, slow = 1, 0
    while at_once < senders and calls > 0:
        calls -= at_once
        at_once *= 1 + GAIN
        slow += 1
    return slow + ceil(max(0, calls) / senders)
