"""What became of a campaign: counts by reason, pages of recipients, one among a million.

After the end everything is looked up. While it runs reasons are counted from what is kept anyway
(`readings.live_counts`), and for a page of one state the states of all recipients are read as two
arrays (`readings.recipient_states`), a tenth of a second for a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jetmsg_core.acting.personal import refuse_search, sees_people, shown_words
from jetmsg_core.contacts.search import parse_search
from jetmsg_core.primitives.masking import last_digits
from jetmsg_core.reports.reasons import Advice, advice_on
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState, facts_of
from jetmsg_core.store.database import Database, Row, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.readings import live_counts, lookups, recipient_states, state_bitmaps

PAGE = 50


@dataclass(frozen=True)
class ReasonCount:
    """The number who ended in a state for one reason, and what to do about it."""

    state: RecipientState
    reason: str
    recipients: int
    advice: Advice


@dataclass(frozen=True)
class RecipientPage:
    """Some recipients. `next_after` leads to the page behind it; None on the last."""

    recipients: tuple[Row, ...] = ()
    next_after: int | None = None


@dataclass(frozen=True)
class Wanted:
    """The recipients who are looked for. `search` is a number in any spelling or an smsId, and
    stands alone."""

    states: tuple[RecipientState, ...] = ()
    reason: str | None = None
    search: str = field(default="")


def reasons(settings: Settings, campaign_id: int) -> list[ReasonCount]:
    """Counts everybody who did not simply go through, by state and reason, the most frequent
    first."""
    with open_database(settings.database_path) as db, snapshot(db):
        return reasons_from(db, campaign_id)


def reasons_from(db: Database, campaign_id: int) -> list[ReasonCount]:
    """Counts as `reasons` does, from a snapshot that is open."""
    if lookups.built(db, campaign_id).groups:
        counts = state_bitmaps.counts(db, campaign_id)
    else:
        counts = live_counts.counts(db, campaign_id)
    why = [
        ReasonCount(state, reason, count, advice_on(state, reason))
        for (state, reason), count in counts.items()
        if facts_of(state, reason).needs_reason
    ]
    return sorted(why, key=lambda why: (-why.recipients, why.state, why.reason))


def page(
    settings: Settings, campaign_id: int, wanted: Wanted, *, after: int = 0, limit: int = PAGE
) -> RecipientPage:
    """Gives up to `limit` recipients who are `wanted`, in send order after the one numbered
    `after`. Whoever may not see numbers gets their last four digits, the message before it was
    filled in place of each text, and NotAllowed for a search."""
    refuse_search(wanted.search)
    with open_database(settings.database_path) as db, snapshot(db):
        if wanted.search.strip():
            seqs = [seq for seq in _seqs_found(db, campaign_id, wanted.search) if seq > after]
            people = recipients.states_of(db, campaign_id, seqs[: limit + 1])
        elif wanted.states:
            people = recipients.states_of(
                db, campaign_id, _members(db, campaign_id, wanted, after, limit + 1)
            )
        else:
            people = recipients.states(db, campaign_id, after=after, limit=limit + 1)
        people_shown = _as_seen(db, campaign_id, people[:limit])
    return RecipientPage(
        tuple(people_shown), people_shown[-1]["seq"] if len(people) > limit else None
    )


def _as_seen(db: Database, campaign_id: int, people: list[Row]) -> list[Row]:
    if sees_people():
        return people
    campaign = campaigns.get(db, campaign_id)
    message = campaign.message if campaign else ""
    return [
        row
        | {"number": last_digits(row["number"]), "text": message}
        | {name: shown_words(row[name] or "") for name in ("detail", "word", "error")}
        for row in people
    ]


def _seqs_found(db: Database, campaign_id: int, typed: str) -> list[int]:
    search = parse_search(typed)
    by_id = lookups.seqs_of_sms_id(db, campaign_id, typed.strip())
    if by_id or search is None or search.number is None:
        return by_id
    return lookups.seqs_of_number(db, campaign_id, search.number)


def _members(
    db: Database, campaign_id: int, wanted: Wanted, after: int, limit: int
) -> Sequence[int]:
    if lookups.built(db, campaign_id).groups:
        return state_bitmaps.members(
            db, campaign_id, wanted.states, wanted.reason, after=after, limit=limit
        )
    now = recipient_states.read(db, campaign_id)
    fits = np.array(
        [
            state in wanted.states and wanted.reason in (None, reason)
            for state, reason in now.groups
        ],
        np.bool_,
    )
    seqs = np.flatnonzero(fits[now.codes]) + 1
    members: list[int] = seqs[seqs > after][:limit].tolist()
    return members
