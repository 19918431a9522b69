"""How many recipients of a campaign are in which state for which reason, while it runs: from the
counts that are kept anyway, and of the chunks only those that went wrong. `recipient_states` says
it too, but reads every result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.states import CHUNK_STATES, ChunkState, RecipientState
from jetmsg_core.store.database import first
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.ledger.campaigns import Progress, Tally
from jetmsg_core.store.ledger.withholding import OPTED_OUT, REACHED
from jetmsg_core.store.readings.chunk_reasons import CHUNK_REASONS, WITH_REASON
from jetmsg_core.store.readings.recipient_states import ASSUMED, Group
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.reports.assumed_sent import assumed_calls


def counts(db: Database, campaign_id: int) -> dict[Group, int]:
    """Counts a campaign's recipients by state and reason: the same groups as
    `recipient_states.read(…).counts()`, none of them empty."""
    progress = campaigns.progress(db, campaign_id)
    accepted = progress.get(ChunkState.ACCEPTED, Tally())
    reported, assumed = _reported(db, campaign_id), assumed_sent(db, campaign_id)
    withheld = sum(tally.withheld for tally in progress.values())
    reached = _reached(db, campaign_id) if withheld else 0
    people = Counter[Group](
        {
            (RecipientState.SUBMITTED, ""): accepted.submitted
            - assumed.recipients
            - sum(reported.values()),
            ASSUMED: assumed.recipients,
            (RecipientState.NOT_ACCEPTED, ""): accepted.addressed - accepted.submitted,
            (RecipientState.CANCELLED, OPTED_OUT): withheld - reached,
            (RecipientState.CANCELLED, REACHED): reached,
        }
    )
    people.update(reported)
    for state, facts in CHUNK_STATES.items():
        if facts.is_open:
            people[facts.recipient_state, ""] = progress.get(state, Tally()).addressed
    for state in WITH_REASON:
        people.update(_by_reason(db, campaign_id, state, progress))
    return {group: count for group, count in people.items() if count}


def _reached(db: Database, campaign_id: int) -> int:
    """Those left out since a report called them reached: the only results with a reason."""
    cursor = db.conn.execute(
        "select count(*) from results indexed by results_with_a_reason"
        " where campaign_id = ? and reason is not null",
        (campaign_id,),
    )
    return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class AssumedSent:
    """The recipients who are submitted because a person said so, and of whom no report speaks, with
    the parts of their messages."""

    recipients: int = 0
    parts: int = 0


def assumed_sent(db: Database, campaign_id: int) -> AssumedSent:
    """Counts those assumed to be sent to."""
    row = first(
        db,
        "select coalesce(sum(people), 0) as recipients, coalesce(sum(people * parts), 0) as parts"
        f" from ({assumed_calls('?1')})",
        campaign_id,
    )
    assert row is not None
    return AssumedSent(**row)


def _by_reason(
    db: Database, campaign_id: int, state: ChunkState, progress: Progress
) -> dict[Group, int]:
    if not progress.get(state, Tally()).chunks:
        return {}
    # Without statistics SQLite would look through all of the campaign's chunks for a few.
    index = " indexed by unknown_chunks" if state is ChunkState.UNKNOWN else ""
    selected = db.conn.execute(
        f"select {CHUNK_REASONS[state]} as why, sum(hi - lo - withheld) from chunks{index}"
        f" where campaign_id = ? and state = '{state}' group by why",
        (campaign_id,),
    )
    return {(CHUNK_STATES[state].recipient_state, reason): count for reason, count in selected}


def _reported(db: Database, campaign_id: int) -> dict[Group, int]:
    people = Counter[Group]()
    words = deliveries.words(db)
    for word_id, count in deliveries.counted_words(db, campaign_id):
        state, _, _, reason = words[word_id]
        if state is not None and state is not RecipientState.SUBMITTED:
            people[state, reason] += count
    return people
