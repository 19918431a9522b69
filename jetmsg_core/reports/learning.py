"""Words that reports brought before anybody knew them, or knew them better: what was taken with
them then means the same as what is taken with them now."""

from __future__ import annotations

from collections.abc import Iterable

from jetmsg_core.reports.merging import standing
from jetmsg_core.reports.reading.words import Mapped, read_words
from jetmsg_core.store.database import Database
from jetmsg_core.store.readings import lookups
from jetmsg_core.store.reports import deliveries, meanings
from jetmsg_core.store.reports.deliveries import Word


def learn(db: Database, words: Iterable[Word]) -> dict[int, int]:
    """Gives words that are kept the meaning they have here, and returns of how many recipients of
    which campaign that tells something new. Nobody is taken back: whom a word brought higher than
    it would now stays there. It is called within a transaction."""
    kept = {
        (word, error): (key, state, reason)
        for key, (state, word, error, reason) in deliveries.words(db).items()
    }
    changed, lowered = {}, {}
    for new in words:
        state, word, error, reason = new
        if (word, error) not in kept:
            continue
        key, old_state, old_reason = kept[word, error]
        if standing(state) < standing(old_state):
            lowered[key] = new
        elif (old_state, old_reason) != (state, reason):
            changed[key] = new
    meanings.change_from_now_on(db, lowered)
    people = meanings.change(db, changed)
    for campaign_id in people:
        lookups.mark(db, campaign_id, "groups", done=False)
    return people


def known_now(db: Database, meanings: Mapped) -> list[Word]:
    """Gives the words that were kept without a meaning and have one now. `meanings` is what a
    person said words mean."""
    read = [
        read_words(word, error, meanings)
        for state, word, error, _ in deliveries.words(db).values()
        if state is None
    ]
    return [status for status in read if status.state is not None]
