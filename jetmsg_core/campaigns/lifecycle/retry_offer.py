"""What trying failures of a campaign again would take, before it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.retry_candidates import CandidateCounts, count_candidates
from jetmsg_core.campaigns.lifecycle.retry_kinds import (
    FROM_GATEWAY,
    NOT_SENT_TO,
    RETRY_KINDS,
    RetryKind,
)
from jetmsg_core.primitives.numbers import counted, with_commas
from jetmsg_core.reports.reasons import Advice, advice_on, passes_by_itself
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool, RecipientState
from jetmsg_core.store.balances import samples
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, retries
from jetmsg_core.store.ledger.campaigns import Campaign


@dataclass(frozen=True)
class RetryReason:
    """How many are tried again who ended in a state for one reason, and what to do about it."""

    state: RecipientState
    reason: str
    recipients: int
    advice: Advice


@dataclass(frozen=True)
class RetryOffer:
    """What trying again takes: how many people, the parts of their messages, and what `pool` held
    at the last reading, None where nobody knows. `reasons` say why they did not get it, the most
    frequent first; `cautions` what to think of before. `opted_out`, `reported`, `unclear` and
    `unfixed` are left out, as in `CandidateCounts`, and `unknown` whose call has an unknown end.
    `retries` were made of the campaign before, the oldest first."""

    recipients: int
    parts: int
    pool: Pool
    balance: int | None
    reasons: tuple[RetryReason, ...]
    cautions: tuple[str, ...]
    opted_out: int
    reported: int
    unclear: int
    unfixed: int
    unknown: int
    retries: tuple[Campaign, ...]


@dataclass(frozen=True)
class ReportedFailures:
    """Whom the message did not reach although the gateway took it, by kind, whoever was tried again
    since too; and the `retries` made of the campaign, the oldest first."""

    counts: Mapping[RetryKind, int]
    retries: tuple[Campaign, ...]


def reported_failures(settings: Settings, status: Status) -> ReportedFailures:
    """Counts those of a campaign who may be tried again although the gateway took their message:
    nobody while it goes on."""
    if not status.is_over:
        return ReportedFailures({}, ())
    counts = {
        kind: status.recipients[facts.state]
        for kind, facts in RETRY_KINDS.items()
        if kind not in (*FROM_GATEWAY, *NOT_SENT_TO) and not facts.may_double
    }
    with open_database(settings.database_path) as db, snapshot(db):
        if retries.assumed_sent(db, status.campaign.id):
            assumed = count_candidates(db, status.campaign.id, [RetryKind.ASSUMED_SENT])
            counts[RetryKind.ASSUMED_SENT] = assumed.recipients
        retries_made = campaigns.retries_of(db, status.campaign.id)
    present = {kind: count for kind, count in counts.items() if count}
    return ReportedFailures(present, tuple(retries_made))


def offer(
    settings: Settings,
    campaign_id: int,
    kinds: Collection[RetryKind],
    *,
    leave_out_unfixed: bool = False,
) -> RetryOffer:
    """Tells what trying these kinds again would take, without writing anything; without whom
    `candidates` leaves out. Raises NotFoundError when there is no campaign with this id."""
    with open_database(settings.database_path) as db, snapshot(db):
        origin = campaigns.existing(db, campaign_id)
        people = count_candidates(db, campaign_id, kinds, leave_out_unfixed=leave_out_unfixed)
        return offer_of(db, settings, origin, people, kinds)


def offer_of(
    db: Database,
    settings: Settings,
    origin: Campaign,
    people: CandidateCounts,
    kinds: Collection[RetryKind],
) -> RetryOffer:
    """Tells what trying these candidates of a campaign again takes."""
    reading = samples.latest(db, settings.mode)
    reasons = tuple(
        RetryReason(state, reason, count, advice_on(state, reason))
        for (state, reason), count in sorted(
            people.groups.items(), key=lambda group: (-group[1], group[0])
        )
    )
    return RetryOffer(
        recipients=people.recipients,
        parts=people.parts,
        pool=origin.pool,
        balance=reading.credits_of(origin.pool) if reading else None,
        reasons=reasons,
        cautions=(*_cautions(reasons, kinds), *_unclear(people)),
        opted_out=people.opted_out,
        reported=people.reported,
        unclear=people.unclear,
        unfixed=people.unfixed,
        unknown=people.unknown,
        retries=tuple(campaigns.retries_of(db, origin.id)),
    )


def _unclear(people: CandidateCounts) -> list[str]:
    """What is said of calls of which nobody knows whether they arrived."""
    sentences = []
    if people.perhaps:
        count = counted(people.perhaps, "person", "people")
        sentences.append(f"For {count} an earlier call ended unknown: some may get it twice.")
    if people.unknown:
        count = counted(people.unknown, "person", "people")
        sentences.append(
            f"{count} may have the message already, since their call ended unknown. They are left "
            "out: decide about them in Needs attention."
        )
    if people.unclear:
        count = (
            "1 person was" if people.unclear == 1 else f"{with_commas(people.unclear)} people were"
        )
        sentences.append(
            f"{count} stopped before a second try and may have the message: they are left out."
        )
    return sentences


def _cautions(reasons: Sequence[RetryReason], kinds: Collection[RetryKind]) -> tuple[str, ...]:
    chosen = {RETRY_KINDS[kind].state: kind for kind in kinds}
    cautions = []
    never_arrived = (*FROM_GATEWAY, *NOT_SENT_TO)
    for why in reasons:
        count = counted(why.recipients, "person", "people")
        kind = chosen[why.state]
        if RETRY_KINDS[kind].may_double:
            cautions.append(
                f"{count} counted as sent, and no report says whether it arrived: some may get it "
                "twice."
            )
        elif kind not in never_arrived and not passes_by_itself(why.state, why.reason):
            cautions.append(
                f"{count} will fail again unless this is corrected first: {why.advice.meaning} "
                f"{why.advice.todo}".strip()
            )
    return tuple(cautions)
