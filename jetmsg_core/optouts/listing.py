"""Who opted out: a page at a time, and all numbers for a check."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jetmsg_core.acting.personal import refuse_search, shown_number
from jetmsg_core.contacts.search import parse_search
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import optouts
from jetmsg_core.store.saved.optouts import Key, OptOut


@dataclass(frozen=True)
class OptOutPage:
    opt_outs: tuple[OptOut, ...]
    next_after: Key | None
    """Where the next page begins, None on the last one."""


def listing(
    settings: Settings, *, search: str = "", after: Key | None = None, limit: int = 50
) -> OptOutPage:
    """Gives one page, the newest first. `search` is a number in any spelling, a part of one, or
    words of the source or the reason; `after` is the `next_after` of the page before. Whoever may
    not see numbers gets their last four digits, and NotAllowed for a search."""
    refuse_search(search)
    with open_database(settings.database_path) as db:
        newest = optouts.newest(db, parse_search(search), after=after, limit=limit + 1)
    page = tuple(newest[:limit])
    more = len(newest) > limit
    seen = tuple(replace(opt_out, number=shown_number(opt_out.number)) for opt_out in page)
    return OptOutPage(seen, (page[-1].added_at, page[-1].number) if more else None)


def count(settings: Settings) -> int:
    with open_database(settings.database_path) as db:
        return optouts.count(db)


def edition(settings: Settings) -> tuple[object, ...]:
    """Gives something that differs once anybody was added or removed: how many there are, and who
    came last and when."""
    newest = listing(settings, limit=1).opt_outs
    return (count(settings), [(opt_out.number, opt_out.added_at) for opt_out in newest])


def numbers(settings: Settings) -> Integers:
    """Gives all numbers, ascending, as a check wants them. Makes no database where there is
    none."""
    if not settings.database_path.exists():
        return np.empty(0, dtype=np.int64)
    with open_database(settings.database_path) as db:
        return optouts.numbers(db)
