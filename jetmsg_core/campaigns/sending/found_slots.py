"""How many calls a gateway answers well at the same time, found while calls are made. Pure; moments
are passed in.

It climbs, as TCP does with packets (RFC 5681): there are more calls while answers stay as quick as
with fewer, and half as many after the gateway asked for a pause or did not answer in time. Each
trial is compared with the round just before it, so that a gateway which is slower in the evening is
not taken for one that is full. And now and then it tries fewer: where these get as much done, the
others only waited.
"""

from __future__ import annotations

FEWEST = 1
FIRST = 8
"""With so many it begins: the number that is set where none is found."""

MORE, FEWER = 1.5, 0.8
"""What a trial makes of the number."""

QUICK = 1.2
"""With more calls a round may take so much longer, and counts as one as quick: half of what they
might bring is brought."""

SLACK_SECONDS = 0.01
"""And so much longer, which says nothing about a gateway that answers in no time."""

ENOUGH = 0.95
"""With fewer calls, the share of what was done in a second that has to be done still."""

REST_ROUNDS = 20
"""Between a trial that failed, or a halving, and the next trial."""

FULL = 3.0
"""Times the mean of its answers that a round may take. One that takes longer was not full: there
was not enough to send, and it tells nothing about more."""

FEWEST_ANSWERS = 8
"""A round has at least as many, whatever the number is."""


class FoundSlots:
    """Keeps how many calls may be on their way together, 1 to `most`. A round is as many answers as
    that. Moments are seconds of the steady clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.at_once = min(FIRST, most)
        self._factor = MORE
        self._tried_from: int | None = None
        """The number before the trial; None while there is none."""
        self._mean_before = 0.0
        self._rests = 0
        self._counts_from = self._halved_at = float("-inf")
        self._began_at: float | None = None
        self._seconds: list[float] = []

    def answered(self, left_at: float, elapsed: float, now: float) -> None:
        """Notes an answer that took `elapsed` seconds to a call that left then. Of calls that left
        beside those of another number it learns nothing."""
        if left_at < self._counts_from:
            return
        if self._began_at is None:
            self._began_at = left_at
        self._seconds.append(elapsed)
        if len(self._seconds) >= max(self.at_once, FEWEST_ANSWERS):
            self._end_round(now)

    def slowed(self, left_at: float, now: float) -> None:
        """Halves the number, since the gateway asked for a pause after a call that left then, or
        did not answer it in time. Calls that left before the last time are of the same crowd."""
        if left_at < self._halved_at:
            return
        self._halved_at = now
        self._rest(MORE)
        self._change(self.at_once // 2, now, 0.0)

    def _end_round(self, now: float) -> None:
        mean = sum(self._seconds) / len(self._seconds)
        took = now - (now if self._began_at is None else self._began_at)
        rounds = len(self._seconds) / self.at_once
        self._began_at, self._seconds = None, []
        if took > rounds * FULL * mean + SLACK_SECONDS:
            return
        if self._tried_from is None:
            self._rests -= 1
            if self._rests < 0:
                self._try(mean, now)
        elif self._is_better(mean, self._tried_from):
            self._try(mean, now)
        else:
            before = self._tried_from
            self._rest(FEWER if self._factor == MORE else MORE)
            self._change(before, now, mean)

    def _is_better(self, mean: float, before: int) -> bool:
        if self._factor == MORE:
            return mean <= self._mean_before * QUICK + SLACK_SECONDS
        return self.at_once / mean >= ENOUGH * before / self._mean_before if mean else False

    def _try(self, mean: float, now: float) -> None:
        """Where there is nothing to try in this direction, the next trial is in the other."""
        tried = max(FEWEST, min(round(self.at_once * self._factor), self._most))
        if tried == self.at_once:
            self._rest(FEWER if self._factor == MORE else MORE)
            return
        self._tried_from, self._mean_before = self.at_once, mean
        self._change(tried, now, mean)

    def _rest(self, factor: float) -> None:
        self._tried_from, self._factor, self._rests = None, factor, REST_ROUNDS

    def _change(self, at_once: int, now: float, settles: float) -> None:
        """Answers count from calls that leave once those of the number before are back."""
        self.at_once = max(FEWEST, min(at_once, self._most))
        self._counts_from = now + settles
        self._began_at, self._seconds = None, []
