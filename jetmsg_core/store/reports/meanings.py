"""Words of reports that were kept with another meaning than they have now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from sqlite_utils import Database

from jetmsg_core.states import REPORTED, RecipientState
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.reports.deliveries import Word


def change(db: Database, meanings: Mapping[int, Word]) -> dict[int, int]:
    """Lets words, by their id, mean what is given with them, also in what was taken before: the
    counts of each campaign follow. Returns of how many recipients of which campaign the state or
    its reason is another now. It is called within a transaction."""
    if not meanings:
        return {}
    before = deliveries.words(db)
    told = db.conn.execute(
        "select campaign_id, word_id, count(*) from deliveries where counted = 1"
        " and word_id in (select value from json_each(?)) group by campaign_id, word_id",
        (json.dumps(list(meanings)),),
    ).fetchall()
    people: defaultdict[int, int] = defaultdict(int)
    for campaign_id, word_id, count in told:
        people[campaign_id] += count
        _move(db, campaign_id, before[word_id][0], meanings[word_id][0], count)
    _write(db, meanings)
    return dict(people)


def change_from_now_on(db: Database, meanings: Mapping[int, Word]) -> None:
    """Lets words mean something else in what is to come: who was told with them before keeps the
    meaning of then, beside the word. It is called within a transaction."""
    before = deliveries.words(db) if meanings else {}
    for key in meanings:
        state, word, error, reason = before[key]
        (kept,) = deliveries.word_ids(db, [(state, f"{word} ({state})", error, reason)])
        db.conn.execute("update deliveries set word_id = ? where word_id = ?", (kept, key))
    _write(db, meanings)


def _write(db: Database, meanings: Mapping[int, Word]) -> None:
    db.conn.executemany(
        "update report_words set state = ?, reason = ? where id = ?",
        [(state, reason, key) for key, (state, _, _, reason) in meanings.items()],
    )


def _move(
    db: Database,
    campaign_id: int,
    old: RecipientState | None,
    new: RecipientState | None,
    count: int,
) -> None:
    if old == new:
        return
    changes = {old: -count, new: count}
    deliveries.add_counts(
        db,
        campaign_id,
        {state: change for state, change in changes.items() if state and state in REPORTED},
    )
