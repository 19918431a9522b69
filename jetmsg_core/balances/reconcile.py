"""What campaigns were said to cost, against what the balance shows they cost. Pure.

A campaign's window goes from the last reading before it started to the first after it ended.
Campaigns of one pool whose windows overlap cannot be told apart by the balance: they are
reconciled together, as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jetmsg_core.balances.course import Readings


class Verdict(StrEnum):
    MATCHES = "matches"
    MORE = "more"
    FEWER = "fewer"
    TOPPED_UP = "topped_up"
    NO_READING_BEFORE = "no_reading_before"
    NO_READING_AFTER = "no_reading_after"
    NOT_OVER = "not_over"


@dataclass(frozen=True)
class Spender:
    """A campaign that was started. `ended` None: it goes on. Parts and people of unknown calls
    may have been taken, or not; a person may have assumed that they were, or sent them again."""

    id: int
    name: str
    pool: str
    started: int
    ended: int | None
    predicted: int
    submitted: int
    unknown_calls: int = 0
    unknown_people: int = 0
    unknown_parts: int = 0
    assumed_parts: int = 0
    repeated_parts: int = 0


@dataclass(frozen=True)
class Reconciled:
    """`fallen` is by how much the pool fell over the window, None where that cannot be told;
    `together` are all campaigns that shared it. `difference` is what fell beyond the parts
    submitted. After a top-up, `top_up` is what must have been added for all to match, and `risen`
    what was: that much at least."""

    verdict: Verdict
    together: tuple[Spender, ...]
    fallen: int | None = None
    difference: int | None = None
    top_up: int | None = None
    risen: int | None = None

    @property
    def submitted(self) -> int:
        return sum(one.submitted for one in self.together)

    @property
    def unknown_calls(self) -> int:
        return sum(one.unknown_calls for one in self.together)


def reconcile(spenders: Iterable[Spender], readings: Readings) -> dict[int, Reconciled]:
    """Campaigns of one pool, by id."""
    found: dict[int, Reconciled] = {}
    for group, first, last in _sharing(spenders, readings):
        one = _judged(tuple(group), readings, first, last)
        found |= dict.fromkeys((spender.id for spender in group), one)
    return found


def _sharing(
    spenders: Iterable[Spender], readings: Readings
) -> Iterator[tuple[list[Spender], int, int]]:
    """Groups with the places of the first and last reading of their window: -1 and the number of
    readings where there is none."""
    windows = sorted(
        ((*_window(one, readings), one) for one in spenders), key=lambda window: window[:2]
    )
    group: list[Spender] = []
    first = last = -1
    for begins, ends, one in windows:
        if group and begins >= last:
            yield group, first, last
            group = []
        if not group:
            first, last = begins, ends
        group.append(one)
        last = max(last, ends)
    if group:
        yield group, first, last


def _window(one: Spender, readings: Readings) -> tuple[int, int]:
    first = int(np.searchsorted(readings.at, one.started, side="right")) - 1
    if one.ended is None:
        return first, len(readings)
    return first, int(np.searchsorted(readings.at, one.ended, side="left"))


def _judged(group: tuple[Spender, ...], readings: Readings, first: int, last: int) -> Reconciled:
    if any(one.ended is None for one in group):
        return Reconciled(Verdict.NOT_OVER, group)
    if first < 0:
        return Reconciled(Verdict.NO_READING_BEFORE, group)
    if last >= len(readings):
        return Reconciled(Verdict.NO_READING_AFTER, group)
    credits = readings.credits[first : last + 1]
    fallen = int(credits[0] - credits[-1])
    difference = fallen - sum(one.submitted for one in group)
    risen = int(np.maximum(np.diff(credits), 0).sum())
    if risen:
        return Reconciled(Verdict.TOPPED_UP, group, top_up=-difference, risen=risen)
    verdict = Verdict.MORE if difference > 0 else Verdict.FEWER if difference else Verdict.MATCHES
    return Reconciled(verdict, group, fallen, difference)


def explain(found: Reconciled, asked: int) -> str:
    """In words, for the campaign `asked`."""
    others = [one for one in found.together if one.id != asked]
    words = _words(found, asked)
    if not others or found.verdict is Verdict.NOT_OVER:
        return words
    named = f"“{others[0].name}”"
    if len(others) > 1:
        named += f" and {_counted(len(others) - 1, 'other')}"
    return f"Together with {named}, sent in the same time: {words[0].lower()}{words[1:]}"


def _words(found: Reconciled, asked: int) -> str:
    match found.verdict:
        case Verdict.MATCHES:
            return f"Matches.{_untaken(found)}"
        case Verdict.MORE:
            return _more(found)
        case Verdict.FEWER:
            return _fewer(found)
        case Verdict.TOPPED_UP:
            return _topped_up(found)
        case Verdict.NO_READING_BEFORE:
            return "No reading before the start, so what was used cannot be told."
        case Verdict.NO_READING_AFTER:
            return "No reading since the end yet."
        case Verdict.NOT_OVER:
            running = [one for one in found.together if one.ended is None]
            if any(one.id == asked for one in running):
                return "Not over yet."
            return f"Waits for the end of “{running[0].name}”, sent in the same time."


def _fewer(found: Reconciled) -> str:
    said = f"{-(found.difference or 0):,} fewer than submitted: "
    if any(one.assumed_parts for one in found.together):
        return f"{said}calls of unknown end that were assumed sent may not have been taken."
    return (
        f"{said}the gateway may have counted fewer parts, given credits back, or not counted all "
        "of them yet."
    )


def _more(found: Reconciled) -> str:
    difference = found.difference or 0
    said = f"{difference:,} more than submitted: "
    lost = sum(one.unknown_parts for one in found.together)
    again = sum(one.repeated_parts for one in found.together)
    if difference == lost:
        return f"{said}exactly what {_unknown(found)} would cost, so they were most likely taken."
    causes = [f"{_unknown(found)} may have been taken"] if lost else []
    causes += ["calls that were sent again may have been taken twice"] if again else []
    if not causes:
        return f"{said}others may use these credits, or the gateway counted more parts."
    if difference > lost + again:
        causes.append(f"that explains {lost + again:,} at most: others may use these credits")
    elif not again:
        return f"{said}part of {_unknown(found)} may have been taken."
    return f"{said}{', and '.join(causes)}."


def _untaken(found: Reconciled) -> str:
    if not found.unknown_calls:
        return ""
    return f" So {_unknown(found)} most likely did not go out."


def _topped_up(found: Reconciled) -> str:
    """What was added is not in the readings, only its least: what was used before the next reading
    is missing from the rise."""
    top_up, risen = found.top_up or 0, found.risen or 0
    unknown = sum(one.unknown_parts for one in found.together)
    if risen > top_up + unknown:
        return _topped_up_and_more(found, risen - top_up - unknown)
    least, most = max(top_up, risen), top_up + unknown
    if least == most:
        return f"Topped up meanwhile. If {_counted(least, 'credit')} came in, everything matches."
    return (
        f"Topped up meanwhile. If {least:,} to {most:,} credits came in, everything matches: more "
        f"if more of {_unknown(found)} was taken."
    )


def _topped_up_and_more(found: Reconciled, more: int) -> str:
    beside = f", even if {_unknown(found)} was taken" if found.unknown_calls else ""
    return (
        f"Topped up meanwhile, by {found.risen:,} or more; yet at least {_counted(more, 'credit')} "
        f"more than submitted left the balance{beside}. Others may use these credits."
    )


def _unknown(found: Reconciled) -> str:
    people = sum(one.unknown_people for one in found.together)
    to = "1 person" if people == 1 else f"{people:,} people"
    return f"{_counted(found.unknown_calls, 'unknown call')} to {to}"


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
