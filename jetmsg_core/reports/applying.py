"""Matched reports into the ledger, a slice of recipients in each transaction.

A slice reads what is known of its recipients, lets the report that stands stand (`merging`), and
changes deliveries and their counts together. A kill between slices leaves each of them whole, and
the file can be imported again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.reports.merging import precedences, take_precedence
from jetmsg_core.states import REPORTED, RecipientState
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.readings import lookups, recipient_states, state_bitmaps
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.reports.deliveries import Deliveries

SLICE = 50_000
_EVIDENCE_AT_ONCE = 100_000


def apply(
    db: Database, campaign_id: int, reports: Deliveries, *, tell: Tell = nobody_listens
) -> int:
    """Takes what reports say of recipients of one campaign; several may be about one. `tell` hears
    of how many recipients it is taken.

    Returns of how many recipients something new is known.
    """
    words = _states(db)
    strongest = take_precedence(reports.seqs, _precedences(words, reports.word_ids, reports.at))
    changed = 0
    for start in range(0, len(strongest), SLICE):
        part = reports.at_positions(strongest[start : start + SLICE])
        with transaction(db):
            changed += _apply_slice(db, campaign_id, part, words)
        tell(start + len(part), len(strongest))
    return changed


def _apply_slice(
    db: Database, campaign_id: int, new: Deliveries, words: dict[int, RecipientState | None]
) -> int:
    """`new` are one a recipient, ascending by seq."""
    old = deliveries.within(db, campaign_id, int(new.seqs[0]), int(new.seqs[-1]) + 1)
    old = old.where(np.isin(old.seqs, new.seqs))
    same = np.searchsorted(new.seqs, old.seqs)  # for each old one, the new one about its recipient
    before = _precedences(words, old.word_ids, old.at)
    after = _precedences(words, new.word_ids, new.at)[same]
    says_no_more = (old.word_ids <= new.word_ids[same]) & (old.counted >= new.counted[same])
    keeps = (after < before) | ((after == before) & says_no_more)
    is_fresh = np.ones(len(new), np.bool_)
    is_fresh[same[keeps]] = False
    # Who was known to be submitted stays so.
    counted = new.counted.copy()
    counted[same] = np.maximum(counted[same], old.counted)
    fresh = replace(new, counted=counted).at_positions(is_fresh)
    if not len(fresh):
        return 0
    deliveries.write(db, campaign_id, fresh)
    changes = _tallied(fresh.word_ids[fresh.counted == 1], words)
    replaced = old.word_ids[~keeps & (old.counted == 1)]
    for state, count in _tallied(replaced, words).items():
        changes[state] = changes.get(state, 0) - count
    deliveries.add_counts(db, campaign_id, changes)
    lookups.mark(db, campaign_id, "groups", done=False)
    return len(fresh)


def refresh(db: Database, campaign_id: int) -> None:
    """Counts the evidence about people who turned out to have been submitted to, and writes down
    who is in which state and why. It is for a campaign that is over."""
    with transaction(db):
        waiting = deliveries.evidence(db, campaign_id)
        if len(waiting):
            submitted = recipient_states.read(db, campaign_id, reported=False).submitted
            newly_submitted = waiting.at_positions(submitted[waiting.seqs - 1])
            ones = np.ones(len(newly_submitted), np.int64)
            deliveries.write(db, campaign_id, replace(newly_submitted, counted=ones))
            deliveries.add_counts(db, campaign_id, _tallied(newly_submitted.word_ids, _states(db)))
        state_bitmaps.write(db, campaign_id, recipient_states.read(db, campaign_id))
        lookups.mark(db, campaign_id, "groups")


def give_unmatched(db: Database, campaign_id: int) -> int:
    """Takes rows that came before the campaign they belong to had ended. Returns how many."""
    given = 0
    while rows := deliveries.unmatched_of(db, campaign_id, _EVIDENCE_AT_ONCE):
        table = np.array([row[:4] for row in rows], np.int64)
        seqs, word_ids, at, report_ids = table.T
        counted = np.ones(len(rows), np.int64)
        apply(db, campaign_id, Deliveries(seqs, word_ids, at, report_ids, counted))
        keys = [(row.sms_id, row.number, row.word_id) for row in rows]
        with transaction(db):
            deliveries.drop_unmatched(db, campaign_id, keys)
        given += len(rows)
    return given


def _states(db: Database) -> dict[int, RecipientState | None]:
    return {key: state for key, (state, *_) in deliveries.words(db).items()}


def _precedences(
    words: dict[int, RecipientState | None], word_ids: Integers, at: Integers
) -> Integers:
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
