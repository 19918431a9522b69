"""What is known of the people who wait in a campaign that is held since its database was put back:
the database that was put aside, the balance, the delivery reports. For a person, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jetmsg_core.balances.sampling import READING_SECONDS
from jetmsg_core.balances.words import NO_CREDITS
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist, parse, stamp
from jetmsg_core.restoring.assessment import Assessment, BalanceFinding, assess
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import REACHED, CampaignState, ChunkState, Pool, RecipientState
from jetmsg_core.store.balances import pool_windows
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.ledger.campaigns import Campaign, Tally
from jetmsg_core.store.restoring import facts, restorations
from jetmsg_core.store.restoring.restorations import RestorationKind, Restored

__all__ = ["Balance", "BalanceFinding", "RestorationKind", "RestoredEvidence", "of_campaign"]

LATE = timedelta(minutes=10)
"""How long after we gave a call up the gateway may still take it, at most: it was in its queue."""

FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Balance:
    """The pool's readings around the time that is not known here. `fell` and `explained` are
    credits: what it fell by, and the least and the most that calls known here took of that."""

    assessment: Assessment
    pool: Pool
    before: Sample | None = None
    after: Sample | None = None
    fell: int | None = None
    explained: tuple[int, int] = (0, 0)
    waiting: int = 0
    """What everybody takes who waits in held campaigns of this pool."""


@dataclass(frozen=True)
class RestoredEvidence:
    """What is known of a held campaign: `people` wait, and it takes `parts` to send to them. What
    is known ends at `since`; `state` is what the campaign was then. `went` of them were sent to as
    the database says that was put aside, None where that is not known. `reported` counts those whom
    a report names."""

    kind: RestorationKind
    since: str
    state: CampaignState
    people: int
    parts: int
    balance: Balance
    went: int | None = None
    reported: Mapping[RecipientState, int] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The evidence in words, the strongest first."""
        sentences = (
            _aside_sentence(self),
            _reports_sentence(self),
            _balance_sentence(self.balance),
        )
        return tuple(sentence for sentence in sentences if sentence)


def of_campaign(settings: Settings, campaign_id: int) -> RestoredEvidence | None:
    """Gives what is known of a campaign; None unless it is held because its database was put
    back."""
    with open_database(settings.database_path) as db:
        campaign = campaigns.get(db, campaign_id)
        restored = restorations.of_campaign(db, campaign_id)
        return _evidence(db, campaign, restored) if campaign and restored else None


def balance(db: Database, mode: Mode, pool: Pool, *, since: str, read_at: datetime) -> Balance:
    """Assesses the last reading up to `since` against the first from `read_at` on."""
    if pool is Pool.NONE:
        return Balance(Assessment(BalanceFinding.CANNOT_TELL), pool)
    before = pool_windows.sample_before(db, mode, parse(since))
    after = pool_windows.sample_after(db, mode, read_at)
    waiting = facts.waiting_parts(db, mode, pool)
    had = before.credits_of(pool) if before else None
    has = after.credits_of(pool) if after else None
    if before is None or after is None or had is None or has is None:
        return Balance(Assessment(BalanceFinding.CANNOT_TELL), pool, before, after, waiting=waiting)
    readings = [_reading(mode, sample) for sample in (before, after)]
    late = stamp(parse(before.taken_at) - LATE)
    explained = facts.known_parts(
        db, mode, pool, first_read=readings[0], last_read=readings[1], late=late
    )
    assessment = assess(before=had, after=has, explained=explained, waiting=waiting)
    return Balance(assessment, pool, before, after, had - has, explained, waiting)


def _reading(mode: Mode, sample: Sample) -> facts.Reading:
    over = parse(sample.taken_at) + timedelta(seconds=READING_SECONDS[mode])
    return sample.taken_at, stamp(over)


def _evidence(db: Database, campaign: Campaign, restored: Restored) -> RestoredEvidence:
    waiting = campaigns.progress(db, campaign.id).get(ChunkState.PLANNED, Tally())
    # In a copy that no worker has looked at yet, no reading is one since it was put back.
    read_at = parse(restored.found_at) if restored.found_at else FUTURE
    return RestoredEvidence(
        restored.kind,
        restored.since,
        restored.state,
        waiting.addressed,
        waiting.parts,
        balance(db, Mode(campaign.mode), campaign.pool, since=restored.since, read_at=read_at),
        restored.went,
        facts.reported(db, campaign.id),
    )


def _aside_sentence(evidence: RestoredEvidence) -> str:
    if evidence.went is None:
        return ""
    if not evidence.went:
        return "The database that was put aside says that none of them was sent to."
    return (
        f"The database that was put aside says that {with_commas(evidence.went)} of them were sent "
        "to, or may have been."
    )


def _reports_sentence(evidence: RestoredEvidence) -> str:
    named = sum(evidence.reported.values())
    if not named:
        return (
            "No delivery report of this campaign that was imported here names any of them. Import "
            "the panel's report to see who has the message."
        )
    delivered = sum(evidence.reported.get(state, 0) for state in REACHED)
    return (
        f"Delivery reports name {with_commas(named)} of them, so a message was sent to these. "
        f"Reported delivered: {with_commas(delivered)}. People reported delivered or on the way "
        "are left out if you resume."
    )


def _balance_sentence(pool_balance: Balance) -> str:
    if pool_balance.pool is Pool.NONE:
        return NO_CREDITS
    if pool_balance.before is None:
        return "The balance was not read before, so it says nothing."
    if pool_balance.after is None:
        return "The balance was not read since, so it says nothing yet."
    if pool_balance.fell is None:
        return "The balance does not show this pool, so it says nothing."
    if pool_balance.fell < 0:
        return (
            f"The balance rose by {with_commas(-pool_balance.fell)}: it was topped up, so it says "
            "nothing."
        )
    return f"{_fell(pool_balance)} {_missing(pool_balance)}"


def _fell(pool_balance: Balance) -> str:
    assert pool_balance.before is not None
    assert pool_balance.after is not None
    begin, end = (in_ist(sample.taken_at) for sample in (pool_balance.before, pool_balance.after))
    if not pool_balance.fell:
        return f"The balance did not fall from {begin} to {end} IST."
    sentence = f"The balance fell by {with_commas(pool_balance.fell)} from {begin} to {end} IST"
    explained = _range(*pool_balance.explained)
    return (
        f"{sentence}, and calls known here took {explained} of that."
        if pool_balance.explained[1]
        else f"{sentence}."
    )


def _missing(pool_balance: Balance) -> str:
    missing = _range(pool_balance.assessment.least or 0, pool_balance.assessment.most or 0)
    left = (
        f"That leaves {missing}, and messages to all who wait in held campaigns cost "
        f"{with_commas(pool_balance.waiting)}"
    )
    others = "unless somebody else used the account"
    match pool_balance.assessment.finding:
        case BalanceFinding.NOTHING:
            return "It shows no message beyond those known here."
        case BalanceFinding.ALL:
            return f"{left}: probably all have the message, {others}."
        case BalanceFinding.SOME:
            return f"{left}: some of them probably have the message, {others}."
        case _:
            return (
                f"{left}: more was taken than they can have. Somebody else used the account, so "
                f"it is not clear who of them has the message."
            )


def _range(least: int, most: int) -> str:
    return with_commas(least) if least == most else f"{with_commas(least)} to {with_commas(most)}"
