"""Who of a campaign is left to be tried again, as of now.

Nobody whom a delivery report calls delivered or on the way, nobody who opted out, and nobody whom
another campaign of the family has reached, may have reached or still will.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.campaigns.lifecycle.retry_kinds import (
    FROM_GATEWAY,
    RETRY_KINDS,
    USUAL,
    RetryKind,
)
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.remembered import Remembered
from jetmsg_core.reports import evidence, in_states
from jetmsg_core.reports.reasons import passes_by_itself
from jetmsg_core.states import FAILED, HAVE_OR_GET, REPORTED, RecipientState
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import retries
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.people import aged
from jetmsg_core.store.readings import ledger_columns, recipient_states
from jetmsg_core.store.readings.recipient_states import Group, Outcomes
from jetmsg_core.store.reports import people_called
from jetmsg_core.store.saved import optouts

_REACHED = tuple(state for state in REPORTED if state in HAVE_OR_GET)
_TRIED = (*FAILED, RecipientState.CANCELLED)
"""What another campaign has not dealt with."""


@dataclass(frozen=True)
class CandidateCounts:
    """How many are tried again, the `recipients`, of the `ended_so` whose message ended in a chosen
    way, with the parts of their messages. `groups` counts them by state and reason.

    `opted_out` and `reported` more were left out, the latter as delivery reports call them
    delivered or on the way; `unclear`, who were cancelled after a first call of unknown end; and
    `unfixed`, whom another try does not reach unless something is put right first. `perhaps` of the
    recipients failed at a second call and may have the message of the first; `unknown`, whose call
    has an unknown end, never are among them.
    """

    ended_so: int
    recipients: int
    parts: int
    groups: Mapping[Group, int]
    opted_out: int
    reported: int
    unclear: int
    unfixed: int
    perhaps: int
    unknown: int


@dataclass(frozen=True)
class Candidates:
    """Recipients who are tried again, in send order; `text_seqs` says for each by the first seq of
    which chunk the text is kept."""

    seqs: Integers
    numbers: Integers
    rows: Integers
    text_seqs: Integers
    counts: CandidateCounts


_COUNTED: Remembered[CandidateCounts] = Remembered(64)


def count_candidates(
    db: Database,
    campaign_id: int,
    kinds: Collection[RetryKind],
    *,
    leave_out_unfixed: bool = False,
) -> CandidateCounts:
    """Counts those whom `candidates` gives, as of now. They are read off all recipients, so the
    same question is answered from memory until a fact it depends on has changed."""
    return _COUNTED.get(
        (campaign_id, frozenset(kinds), leave_out_unfixed),
        retries.version(db, campaign_id),
        lambda: candidates(db, campaign_id, kinds, leave_out_unfixed=leave_out_unfixed).counts,
    )


def candidates(
    db: Database,
    campaign_id: int,
    kinds: Collection[RetryKind],
    *,
    leave_out_unfixed: bool = False,
) -> Candidates:
    """Gives those of a campaign whose message ended in one of these ways and who are left to be
    tried again. `leave_out_unfixed`: of those usually meant, such as the undelivered, only whom
    another try may reach with nothing put right before."""
    outcomes = recipient_states.read(db, campaign_id)
    chosen = outcomes.among(*_definite(kinds))
    if RetryKind.ASSUMED_SENT in kinds:
        chosen |= _assumed_sent(db, campaign_id, outcomes)
    unclear = chosen & in_states.cancelled_after_a_call(db, campaign_id, outcomes)
    chosen &= ~unclear
    seqs = np.flatnonzero(chosen) + 1
    ended_so = len(seqs)
    people = ledger_columns.numbers_of(db, campaign_id, seqs)
    # Whose number is no longer kept cannot be sent to.
    open_still = ~_dealt_with(db, campaign_id, people, kinds) & (people[:, 0] > 0)
    if aged.any_aged(db, retries.family(db, campaign_id)):
        open_still[:] = False
    seqs, people = seqs[open_still], people[open_still]
    opted_out = np.isin(people[:, 0], optouts.numbers(db))
    spared = np.isin(seqs, _spared(db, campaign_id)) & ~opted_out
    unfixed = _need_a_fix(outcomes)[seqs - 1] & ~opted_out & ~spared
    if not leave_out_unfixed:
        unfixed[:] = False
    is_left = ~opted_out & ~spared & ~unfixed
    seqs, people = seqs[is_left], people[is_left]
    chunks = retries.texts_and_parts(db, campaign_id)
    theirs = chunks[np.searchsorted(chunks[:, 0], seqs, "right") - 1]
    return Candidates(
        seqs,
        people[:, 0],
        people[:, 1],
        theirs[:, 1],
        CandidateCounts(
            ended_so,
            len(seqs),
            int(theirs[:, 2].sum()),
            _groups(outcomes, seqs),
            int(opted_out.sum()),
            int(spared.sum()),
            int(unclear.sum()),
            int(unfixed.sum()),
            _may_have_the_first(db, campaign_id, outcomes, seqs),
            int(outcomes.among(RecipientState.UNKNOWN).sum()),
        ),
    )


def _may_have_the_first(db: Database, campaign_id: int, outcomes: Outcomes, seqs: Integers) -> int:
    """How many of these the gateway did not take at a call before which another had ended
    unknown."""
    perhaps = np.zeros(len(outcomes.codes), np.bool_)
    for first_seq, end_seq in retries.gone_again(db, campaign_id):
        perhaps[first_seq - 1 : end_seq - 1] = True
    perhaps &= outcomes.among(*_definite(FROM_GATEWAY))
    return int(perhaps[seqs - 1].sum())


def _need_a_fix(outcomes: Outcomes) -> Booleans:
    """Who ended in a way that usually passes, but for a reason that does not."""
    usual = {RETRY_KINDS[kind].state for kind in USUAL}
    stays = [
        state in usual and not passes_by_itself(state, reason) for state, reason in outcomes.groups
    ]
    return np.asarray(np.array(stays, np.bool_)[outcomes.codes])


def refuse_reached(db: Database, campaign: Campaign) -> None:
    """Looks once more, before a campaign of such people starts: a report may have come since it was
    made. Raises StateError where one calls any of them delivered or on the way."""
    if campaign.retry_of is None:
        return
    if aged.any_aged(db, retries.family(db, campaign.id)):
        raise StateError(
            "no_longer_kept",
            f"Numbers or texts of campaign {campaign.retry_of}, which this one tries again, are no "
            "longer kept, so nobody knows who was reached meanwhile. Stop this campaign.",
        )
    ours = ledger_columns.numbers(db, campaign.id, 1, campaign.recipients + 1)
    reached = np.zeros(len(ours), np.bool_)
    for other in retries.family(db, campaign.id):
        if other != campaign.id:
            reached |= _are_among(ours, _reached_people(db, other))
    count = int(reached.sum())
    if count:
        raise StateError(
            "reached_meanwhile",
            f"A newer delivery report calls {with_commas(count)} of campaign {campaign.id} "
            f"delivered or on the way. Stop it, and try again from campaign {campaign.retry_of}: "
            "they are left out then.",
        )


def _definite(kinds: Collection[RetryKind]) -> list[RecipientState]:
    return [RETRY_KINDS[kind].state for kind in kinds if not RETRY_KINDS[kind].may_double]


def _assumed_sent(db: Database, campaign_id: int, outcomes: Outcomes) -> Booleans:
    """Who counts as sent since a person said so, but those whom a report calls on the way, and
    those of whose number a row that belongs to nobody says that it has a message or gets one: it
    may be this."""
    assumed = np.zeros(len(outcomes.codes), np.bool_)
    for first_seq, end_seq in retries.assumed_sent(db, campaign_id):
        assumed[first_seq - 1 : end_seq - 1] = True
    assumed &= outcomes.among(RecipientState.SUBMITTED) & ~outcomes.own_id
    assumed[_on_the_way(db, campaign_id) - 1] = False
    seqs = np.flatnonzero(assumed) + 1
    numbers = ledger_columns.numbers_of(db, campaign_id, seqs)[:, 0]
    unmatched = people_called.unmatched_numbers(db, campaign_id, HAVE_OR_GET)
    assumed[seqs[np.isin(numbers, unmatched)] - 1] = False
    return assumed


def _spared(db: Database, campaign_id: int) -> Integers:
    """Whom the gateway did not take as far as it said, and a report calls delivered or on the
    way; and whom a first call of unknown end reached, although a later one failed."""
    gone_again = [first_seq for first_seq, _ in retries.gone_again(db, campaign_id)]
    reached = evidence.reached_by_first_call(db, campaign_id, gone_again)
    return np.array(sorted({*in_states.have_or_get_it(db, campaign_id), *reached}), np.int64)


def _on_the_way(db: Database, campaign_id: int) -> Integers:
    return people_called.submitted(db, campaign_id, [RecipientState.SUBMITTED])


def _dealt_with(
    db: Database, campaign_id: int, ours: Integers, kinds: Collection[RetryKind]
) -> Booleans:
    """Which of these numbers and rows another of the family has reached, may have or still will. A
    later attempt must have ended in a chosen way, too: it knows more."""
    chosen = _definite((*kinds, *FROM_GATEWAY))
    dealt_with = np.zeros(len(ours), np.bool_)
    for other in retries.family(db, campaign_id) if len(ours) else ():
        if other == campaign_id:
            continue
        failed = _TRIED if other < campaign_id else (*chosen, RecipientState.CANCELLED)
        outcomes = recipient_states.read(db, other)
        people = ledger_columns.numbers(db, other, 1, len(outcomes.codes) + 1)
        dealt_with |= _are_among(ours, people[~outcomes.among(*failed)])
        dealt_with |= _are_among(ours, people[_spared(db, other) - 1])
    return dealt_with


def _reached_people(db: Database, campaign_id: int) -> Integers:
    """Number and row of those whom reports call delivered or on the way."""
    outcomes = recipient_states.read(db, campaign_id)
    reached = outcomes.among(*_REACHED)
    reached[_spared(db, campaign_id) - 1] = True
    reached[_on_the_way(db, campaign_id) - 1] = True
    return ledger_columns.numbers(db, campaign_id, 1, len(outcomes.codes) + 1)[reached]


def _are_among(ours: Integers, theirs: Integers) -> Booleans:
    """Which of our numbers and rows are theirs as well."""
    if not len(ours) or not len(theirs):
        return np.zeros(len(ours), np.bool_)
    pairs = pd.MultiIndex.from_arrays([theirs[:, 0], theirs[:, 1]])
    return np.asarray(pd.MultiIndex.from_arrays([ours[:, 0], ours[:, 1]]).isin(pairs))


def _groups(outcomes: Outcomes, seqs: Integers) -> dict[Group, int]:
    sizes = np.bincount(outcomes.codes[seqs - 1], minlength=len(outcomes.groups)).tolist()
    return {group: size for group, size in zip(outcomes.groups, sizes, strict=True) if size}
