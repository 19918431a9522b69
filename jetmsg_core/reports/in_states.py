"""Who of a campaign is in some of the states, with what is known beside the states themselves.

A refused person of whom a report says that they have the message, and one who was cancelled only
before a second call, count as *not sent to* for nobody: they may have it.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.reports import evidence
from jetmsg_core.states import FAILED, NEVER_SENT, RecipientState
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients, retries
from jetmsg_core.store.readings import ledger_columns, recipient_states
from jetmsg_core.store.readings.recipient_states import Outcomes


def members(db: Database, campaign_id: int, states: Collection[RecipientState]) -> Booleans:
    """Tells of each recipient, in send order, whether it is in one of these states. Where all of
    them mean that nobody was reached, whoever may have the message all the same is not."""
    outcomes = recipient_states.read(db, campaign_id)
    chosen = outcomes.among(*states)
    if {*states} <= {*NEVER_SENT, *FAILED}:
        chosen &= ~may_have_it(db, campaign_id, outcomes)
    return chosen


def numbers_inside(db: Database, campaign_id: int, states: Collection[RecipientState]) -> Integers:
    """Gives the numbers of the recipients in these states, as `members` tells."""
    inside = np.flatnonzero(members(db, campaign_id, states)) + 1
    return ledger_columns.numbers_of(db, campaign_id, inside)[:, 0]


def numbers_outside(db: Database, campaign_id: int, states: Collection[RecipientState]) -> Integers:
    """Gives the numbers of all recipients but those in these states. Whoever may have the message
    is never left away as one who was not sent to."""
    if not states:
        return recipients.numbers(db, campaign_id)
    outcomes = recipient_states.read(db, campaign_id)
    outside = ~outcomes.among(*states)
    if {*states} & {*NEVER_SENT}:
        outside |= may_have_it(db, campaign_id, outcomes)
    return ledger_columns.numbers_of(db, campaign_id, np.flatnonzero(outside) + 1)[:, 0]


def may_have_it(db: Database, campaign_id: int, outcomes: Outcomes) -> Booleans:
    """Tells of each recipient whether its state says that nothing was sent, and it may have the
    message all the same."""
    doubtful = cancelled_after_a_call(db, campaign_id, outcomes)
    doubtful[[seq - 1 for seq in have_or_get_it(db, campaign_id)]] = True
    return doubtful


def cancelled_after_a_call(db: Database, campaign_id: int, outcomes: Outcomes) -> Booleans:
    """Tells of each recipient whether it was cancelled before a second call, while nobody knows
    what became of the first."""
    left = np.zeros(len(outcomes.codes), np.bool_)
    for first_seq, end_seq in retries.gone_again(db, campaign_id):
        left[first_seq - 1 : end_seq - 1] = True
    return left & outcomes.among(RecipientState.CANCELLED)


def have_or_get_it(db: Database, campaign_id: int) -> set[int]:
    """Gives the seqs of those who were refused or not accepted, and whom a delivery report calls
    delivered or on the way."""
    first_seqs = retries.chunks_with_failures(db, campaign_id)
    return {
        seq
        for seq, reported in evidence.about(db, campaign_id, first_seqs).items()
        if reported.has_or_gets_it
    }
