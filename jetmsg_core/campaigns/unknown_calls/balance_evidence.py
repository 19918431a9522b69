"""What the balance says about a call of unknown end. Pure, and only ever a suggestion.

Between two readings a pool falls by what was taken: by the messages that were accepted, which is
known; by calls whose end is unknown, each of which takes what it costs, less where the gateway does
not bill a bad number, or nothing; and by whoever else uses the account. So a fall

* below what was accepted says that credits came in, or are counted later;
* of just that says that nothing else was taken, whoever else uses the account;
* of less than the unknown calls cost says how many were taken at most;
* of exactly what they cost speaks for them, while nobody else is known to use these credits;
* of more says that somebody else does, and nothing about the calls.

A call that overlaps a reading may count or not: then there is a least and a most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from jetmsg_core.balances import words
from jetmsg_core.primitives.numbers import counted, with_commas

FAR_APART = timedelta(hours=2)
"""Between readings further apart too much may have happened for an exact sum to speak for a
call."""


class Suggestion(StrEnum):
    """What the balance speaks for."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    PARTLY = "partly"
    """Not the whole of it."""
    UNCLEAR = "unclear"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True)
class BalanceEvidence:
    """What the balance speaks for, and the sentence that says why."""

    suggestion: Suggestion
    sentence: str


@dataclass(frozen=True)
class Window:
    """A pool between two readings of it, `apart` from each other, and what was on its way.

    `before` and `after` are credits; `rose` is by how much it rose at any reading in between.
    `accepted` were certainly taken, `perhaps` may have been. `calls` have an unknown end, the one
    asked about among them; together they cost `lost`, and the one asked about `own`, which is
    `each` a person. `are_alike`: all of them cost the same. `others` is when somebody else was seen
    to use these credits, in words."""

    before: int
    after: int
    accepted: int
    perhaps: int
    lost: int
    own: int
    each: int = 1
    calls: int = 1
    are_alike: bool = True
    rose: int = 0
    apart: timedelta = timedelta()
    others: str = ""

    @property
    def fell(self) -> int:
        """The credits by which the pool fell from the first reading to the last; negative when it
        rose."""
        return self.before - self.after

    @property
    def most(self) -> int:
        """What fell beyond the accepted messages, if none of `perhaps` was among it."""
        return self.fell - self.accepted

    @property
    def least(self) -> int:
        """What fell beyond the accepted messages, if all of `perhaps` was among it."""
        return self.most - self.perhaps


NO_CREDITS = BalanceEvidence(Suggestion.NO_EVIDENCE, words.NO_CREDITS)
NOT_READ_BEFORE = BalanceEvidence(
    Suggestion.NO_EVIDENCE, "The balance was not read before this call, so there is no evidence."
)
NOT_READ_AFTER = BalanceEvidence(
    Suggestion.NO_EVIDENCE, "The balance was not read since this call, so there is no evidence yet."
)


def assess(window: Window) -> BalanceEvidence:
    """Makes a suggestion and its sentence from the readings; nothing else does."""
    if window.rose or window.fell < 0:
        return _topped_up(window)
    if window.most < 0:
        return _too_little(window)
    if window.most == 0:
        return _nothing(window)
    if window.least > window.lost:
        return _too_much(window)
    if window.perhaps:
        return _between(window)
    if window.most < window.lost:
        return _some_of_it(window)
    return _exactly(window)


def _topped_up(window: Window) -> BalanceEvidence:
    rose = max(window.rose, -window.fell)
    return BalanceEvidence(
        Suggestion.NO_EVIDENCE,
        f"The balance rose by {with_commas(rose)} around this call: it was topped up, so there is "
        "no evidence.",
    )


def _too_little(window: Window) -> BalanceEvidence:
    return BalanceEvidence(
        Suggestion.NO_EVIDENCE,
        f"{_fell(window)}, but accepted messages cost {_credits(window.accepted)} in that time. "
        "Credits came in, or are counted later, so there is no evidence.",
    )


def _nothing(window: Window) -> BalanceEvidence:
    fall = "fell only by what accepted messages cost" if window.accepted else "did not fall"
    return BalanceEvidence(
        Suggestion.NOT_TAKEN,
        f"The balance {fall} around this call, so the call was probably not taken.",
    )


def _too_much(window: Window) -> BalanceEvidence:
    return BalanceEvidence(
        Suggestion.NO_EVIDENCE,
        f"{_fell(window)}{_of_accepted(window)}, but {_these(window)} can take at most "
        f"{_credits(window.lost)}. Somebody else uses these credits{_or_parts(window)}, so there "
        "is no evidence.",
    )


def _between(window: Window) -> BalanceEvidence:
    most = min(window.most, window.lost)
    return BalanceEvidence(
        Suggestion.UNCLEAR,
        f"{_fell(window)}, {with_commas(window.accepted)} to "
        f"{with_commas(window.accepted + window.perhaps)} of that for accepted messages. So it is "
        f"not clear how much of {_these(window)} was taken: up to {with_commas(most)} of "
        f"{_credits(window.lost)}.",
    )


def _some_of_it(window: Window) -> BalanceEvidence:
    left, people = window.most, window.own // window.each
    if window.calls > 1:
        alike = window.are_alike and left % window.own == 0
        pays_for = (
            f"{with_commas(left // window.own)} of {_these(window)}"
            if alike
            else f"a part of {_these(window)}, which cost {_credits(window.lost)}"
        )
        return BalanceEvidence(
            Suggestion.UNCLEAR,
            f"{_fell(window)}{_of_accepted(window)}. That can pay for {pays_for}. It is not clear "
            "which were taken, if any.",
        )
    fall = f"{_fell(window)}{_of_accepted(window)}. This call costs {_credits(window.own)}"
    people_taken = left // window.each
    if not people_taken:
        return BalanceEvidence(
            Suggestion.NOT_TAKEN,
            f"{fall}, and that cannot pay even for one person: it was probably not taken.",
        )
    return BalanceEvidence(
        Suggestion.PARTLY,
        f"{fall}, so at most {with_commas(people_taken)} of its {with_commas(people)} people were "
        "taken.",
    )


def _exactly(window: Window) -> BalanceEvidence:
    costs = "costs" if window.calls == 1 else "cost"
    fall = f"{_fell(window)}, exactly what {_these(window)} {costs}"
    if window.accepted:
        fall = (
            f"{_fell(window)}: {with_commas(window.accepted)} for accepted messages, and "
            f"exactly the {with_commas(window.lost)} that {_these(window)} {costs}"
        )
    if window.others:
        return BalanceEvidence(
            Suggestion.UNCLEAR,
            f"{fall}. But somebody else used these credits too ({window.others}), so it is not "
            "clear who took them.",
        )
    if window.apart > FAR_APART:
        hours = round(window.apart / timedelta(hours=1))
        return BalanceEvidence(
            Suggestion.UNCLEAR,
            f"{fall}. But the readings are {with_commas(hours)} hours apart, so "
            "somebody else may have used them.",
        )
    were = "It was" if window.calls == 1 else "They were"
    return BalanceEvidence(Suggestion.TAKEN, f"{fall}. {were} probably taken.")


def _fell(window: Window) -> str:
    return f"The balance fell by {with_commas(window.fell)} around this call"


def _of_accepted(window: Window) -> str:
    """The rest of the fall, where some of it is explained."""
    if not window.accepted:
        return ""
    left = window.least if window.perhaps else window.most
    least = "at least " if window.perhaps else ""
    return f", {least}{with_commas(left)} more than the accepted messages cost"


def _these(window: Window) -> str:
    return (
        "this call"
        if window.calls == 1
        else f"the {with_commas(window.calls)} calls without an answer"
    )


def _or_parts(window: Window) -> str:
    return ", or more parts were counted than here" if window.each > 1 else ""


def _credits(number: int) -> str:
    return counted(number, "credit")
