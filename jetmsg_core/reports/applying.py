"""Matched reports into the ledger, a slice of recipients in each transaction.

A slice reads what is known of its recipients, lets the report that stands stand (`merging`), and
changes deliveries and their counts together. A kill between slices leaves each of them whole, and
the file can be imported again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jetmsg_core.arrays import Integers
from jetmsg_core.reports.merging import precedences, take_precedence
from jetmsg_core.states import REPORTED, RecipientState
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.readings import lookups, recipient_states, state_bitmaps
from jetmsg_core.store.reports import deliveries

SLICE = 50_000
_EVIDENCE_AT_ONCE = 100_000


@dataclass(frozen=True)
class Reports:
    """About recipients of one campaign; arrays of one length. Several may be about one."""

    seqs: Integers
    word_ids: Integers
    at: Integers
    report_ids: Integers
    counted: Integers


def apply(db: Database, campaign_id: int, reports: Reports) -> int:
    """Returns of how many recipients something new is known."""
    words = _states(db)
    stand = take_precedence(reports.seqs, _weights(words, reports.word_ids, reports.at))
    changed = 0
    for start in range(0, len(stand), SLICE):
        part = stand[start : start + SLICE]
        cells = np.stack(
            (
                *(reports.seqs[part], reports.word_ids[part], reports.at[part]),
                *(reports.report_ids[part], reports.counted[part]),
            ),
            axis=1,
        )
        with transaction(db):
            changed += _apply_slice(db, campaign_id, cells, words)
    return changed


def _apply_slice(
    db: Database, campaign_id: int, new: Integers, words: dict[int, RecipientState | None]
) -> int:
    old = deliveries.within(db, campaign_id, int(new[0, 0]), int(new[-1, 0]) + 1)
    old = old[np.isin(old[:, 0], new[:, 0])]
    place = np.searchsorted(new[:, 0], old[:, 0])
    before = _weights(words, old[:, 1], old[:, 2])
    after = _weights(words, new[:, 1], new[:, 2])
    keeps = (after[place] < before) | (
        (after[place] == before) & (old[:, 1] <= new[place, 1]) & (old[:, 3] >= new[place, 4])
    )
    fresh = np.ones(len(new), np.bool_)
    fresh[place[keeps]] = False
    # Who was known to be submitted stays so.
    new[place, 4] = np.maximum(new[place, 4], old[:, 3])
    replaced = old[~keeps & (old[:, 3] == 1)]
    cells = new[fresh]
    if not len(cells):
        return 0
    deliveries.put(db, campaign_id, cells)
    changes = _tallied(cells[cells[:, 4] == 1, 1], words)
    for state, count in _tallied(replaced[:, 1], words).items():
        changes[state] = changes.get(state, 0) - count
    deliveries.add_counts(db, campaign_id, changes)
    lookups.mark(db, campaign_id, "groups", done=False)
    return len(cells)


def refresh(db: Database, campaign_id: int) -> None:
    """For a campaign that is over: counts the evidence about people who turned out to have been
    submitted to, and writes down who is in which state and why."""
    with transaction(db):
        waiting = deliveries.evidence(db, campaign_id)
        if len(waiting):
            taken = recipient_states.read(db, campaign_id, reported=False).submitted
            mine = waiting[taken[waiting[:, 0] - 1]]
            deliveries.put(db, campaign_id, np.column_stack((mine, np.ones(len(mine), np.int64))))
            deliveries.add_counts(db, campaign_id, _tallied(mine[:, 1], _states(db)))
        state_bitmaps.write(db, campaign_id, recipient_states.read(db, campaign_id))
        lookups.mark(db, campaign_id, "groups")


def give_unmatched(db: Database, campaign_id: int) -> int:
    """Rows that came before the campaign they belong to had ended. Returns how many."""
    matched = 0
    while found := deliveries.unmatched_of(db, campaign_id, _EVIDENCE_AT_ONCE):
        cells = np.array([row[:4] for row in found], np.int64)
        seqs, words, at, reports = cells.T
        counted = np.ones(len(cells), np.int64)
        apply(db, campaign_id, Reports(seqs, words, at, reports, counted))
        with transaction(db):
            deliveries.drop_unmatched(db, campaign_id, [(*row[4:], row[1]) for row in found])
        matched += len(found)
    return matched


def _states(db: Database) -> dict[int, RecipientState | None]:
    return {key: state for key, (state, *_) in deliveries.words(db).items()}


def _weights(words: dict[int, RecipientState | None], word_ids: Integers, at: Integers) -> Integers:
    states = [words.get(key) for key in range(max(words, default=0) + 1)]
    return precedences(states, word_ids, at)


def _tallied(
    word_ids: Integers, words: dict[int, RecipientState | None]
) -> dict[RecipientState, int]:
    tally: dict[RecipientState, int] = {}
    for key, count in enumerate(np.bincount(word_ids).tolist()):
        state = words.get(key)
        if count and state in REPORTED:
            assert state is not None
            tally[state] = tally.get(state, 0) + count
    return tally
