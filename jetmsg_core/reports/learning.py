"""Words that reports brought before anybody knew them, or knew them better: what was taken with
them then means the same as what is taken with them now."""

from __future__ import annotations

from collections.abc import Iterable

from jetmsg_core.reports.merging import standing
from jetmsg_core.store.database import Database
from jetmsg_core.store.reports import deliveries, meanings
from jetmsg_core.store.reports.deliveries import Word


def learn(db: Database, words: Iterable[Word]) -> dict[int, int]:
    """Gives words that are kept the meaning they have here, and returns of how many recipients of
    which campaign that tells something new. Nobody is taken back: a word that was *delivered* once
    stays so. It is called within a transaction."""
    kept = {
        (word, error): (key, state, reason)
        for key, (state, word, error, reason) in deliveries.words(db).items()
    }
    changed = {}
    for new in words:
        state, word, error, reason = new
        if (word, error) not in kept:
            continue
        key, old_state, old_reason = kept[word, error]
        is_same = (old_state, old_reason) == (state, reason)
        if not is_same and standing(state) >= standing(old_state):
            changed[key] = new
    return meanings.change(db, changed)
