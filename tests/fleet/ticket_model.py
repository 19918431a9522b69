"""Every order in which a small fleet can do its steps, gone through to the end.

One call; a broker that may give its message twice or never; two deliveries to posters that may
stand still anywhere; a worker that takes the ticket back once the deadline is past; a Redis that
may be started anew and forget. Each way ends with what the worker says of the call, *not sent* or
*unknown* or *answered*, and how often it was really posted.

`Rules` can be left out one by one, to see what breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum


@dataclass(frozen=True)
class Rules:
    """The rules of the ticket; each can be left out."""

    takes_a_ticket: bool = True
    posts_on_received_mine_alone: bool = True
    token_of_each_try: bool = True
    has_a_deadline: bool = True
    knows_the_epoch: bool = True
    tickets_stay: bool = True
    worker_asks_the_ticket: bool = True
    keeps_the_latest_time: bool = True


class Step(Enum):
    """How far a delivery is."""

    UNDELIVERED = 0
    ASKING = 1
    REPLY_ON_ITS_WAY = 2
    HAS_TICKET = 3
    NO_REPLY = 4
    ENDED = 5


@dataclass(frozen=True)
class World:
    """All there is. `ticket` is who has it (0: nobody, 3: the worker), `redis_epoch` which life
    Redis is in; a call is of epoch 0. `is_past` tells whether the deadline is over by Redis's
    clock, `was_past` whether it ever was. `verdict` is the worker's."""

    deliveries: tuple[Step, Step] = (Step.UNDELIVERED, Step.UNDELIVERED)
    ticket: int = 0
    redis_epoch: int = 0
    is_past: bool = False
    was_past: bool = False
    posts: int = 0
    posts_late: int = 0
    answered: bool = False
    verdict: str = ""
    set_back: bool = False


def outcomes(rules: Rules) -> set[World]:
    """Gives every world that can be reached."""
    seen: set[World] = set()
    waiting = [World()]
    while waiting:
        world = waiting.pop()
        if world not in seen:
            seen.add(world)
            waiting += _next(world, rules)
    return seen


def is_broken(world: World) -> str:
    """Gives which promise is broken in this world; an empty text where none is."""
    if world.posts > 1:
        return "posted twice"
    if world.verdict == "not sent" and world.posts:
        return "not sent, and posted"
    if world.posts_late:
        return "began after the deadline"
    return ""


def _next(world: World, rules: Rules) -> Iterator[World]:
    yield from _redis(world, rules)
    yield from _worker(world, rules)
    for number in (0, 1):
        yield from _delivery(world, rules, number)


def _redis(world: World, rules: Rules) -> Iterator[World]:
    if not world.is_past:
        yield replace(world, is_past=True, was_past=True)
    elif not world.set_back:
        yield replace(world, is_past=False, set_back=True)
    if world.redis_epoch == 0:
        yield replace(world, redis_epoch=1, ticket=0)
    if not rules.tickets_stay and world.ticket:
        yield replace(world, ticket=0)


def _worker(world: World, rules: Rules) -> Iterator[World]:
    if world.verdict:
        return
    if world.answered:
        yield replace(world, verdict="answered")
    if not world.was_past:
        return
    if not rules.worker_asks_the_ticket:
        yield replace(world, verdict="not sent")
    elif (rules.knows_the_epoch and world.redis_epoch) or world.ticket:
        yield replace(world, verdict="unknown")
    else:
        yield replace(world, ticket=3, verdict="not sent")


def _delivery(world: World, rules: Rules, number: int) -> Iterator[World]:
    step = world.deliveries[number]
    if step is Step.UNDELIVERED:
        yield _at(world, number, Step.ASKING if rules.takes_a_ticket else Step.HAS_TICKET)
    elif step is Step.ASKING:
        yield from _asked(world, rules, number)
    elif step is Step.REPLY_ON_ITS_WAY:
        yield _at(world, number, Step.HAS_TICKET)
        yield _at(world, number, Step.NO_REPLY)
    elif step is Step.NO_REPLY:
        follows = Step.ENDED if rules.posts_on_received_mine_alone else Step.HAS_TICKET
        yield _at(world, number, follows)
        yield _at(world, number, Step.ASKING)  # Asked again, with the same token.
    elif step is Step.HAS_TICKET:
        posted = replace(world, posts=world.posts + 1)
        yield replace(_at(posted, number, Step.ENDED), answered=True)
        yield _at(posted, number, Step.ENDED)
        yield _at(world, number, Step.ENDED)


def _asked(world: World, rules: Rules, number: int) -> Iterator[World]:
    own = number + 1 if rules.token_of_each_try else 1
    is_over = world.was_past if rules.keeps_the_latest_time else world.is_past
    if not rules.posts_on_received_mine_alone:
        yield _at(world, number, Step.NO_REPLY)  # The question itself is lost.
    if rules.knows_the_epoch and world.redis_epoch:
        yield _at(world, number, Step.ENDED)
    elif world.ticket == own:
        yield _at(world, number, Step.REPLY_ON_ITS_WAY)
    elif world.ticket or (rules.has_a_deadline and is_over):
        yield _at(world, number, Step.ENDED)
    else:
        late = world.posts_late + world.was_past
        granted = replace(world, ticket=own, posts_late=late)
        yield _at(granted, number, Step.REPLY_ON_ITS_WAY)


def _at(world: World, number: int, step: Step) -> World:
    first, second = world.deliveries
    return replace(world, deliveries=(step, second) if number == 0 else (first, step))
