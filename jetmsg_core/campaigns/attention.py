"""Calls whose end is unknown: what a person needs to decide about them, and the two decisions.

Nothing here acts by itself. A decision settles a chunk only while it is unknown, in the
transaction that notes it, so deciding twice or in two tabs changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jetmsg_core.balances.sampling import READING_SECONDS
from jetmsg_core.campaigns import control, witness
from jetmsg_core.campaigns.control import Status
from jetmsg_core.campaigns.witness import Evidence
from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Pool
from jetmsg_core.store import attention, campaigns
from jetmsg_core.store.attention import Action, Around
from jetmsg_core.store.campaigns import Campaign
from jetmsg_core.store.database import Database, Row, open_database, transaction
from jetmsg_core.store.samples import Sample
from jetmsg_core.times import Clock, parse, utc_now

__all__ = [
    "Action",
    "Decision",
    "Settlement",
    "Unknown",
    "assume_sent",
    "decisions",
    "los_of_call",
    "needs",
    "send_again",
]

OVERDUE_SECONDS = 10.0
"""Beyond its time-out a call is recorded within this."""

NUMBERS_SHOWN = 5


@dataclass(frozen=True)
class Unknown:
    """One call: `chunk` is its number, `recipients` who was in it, `numbers` the first of them.
    `said` is why nothing clear came back, `reply` what did. `before` and `after` are the pool's
    readings around it."""

    lo: int
    hi: int
    chunk: int
    recipients: int
    parts: int
    text: str
    numbers: tuple[int, ...]
    sent_at: str | None
    reason: str
    said: str
    reply: str
    before: Sample | None
    after: Sample | None
    evidence: Evidence


@dataclass(frozen=True)
class Decision:
    """What a person decided at one moment, of `calls` calls; `chunk` is the first."""

    at: str
    action: Action
    calls: int
    recipients: int
    chunk: int


@dataclass(frozen=True)
class Settlement:
    """The campaign afterwards, and the numbers of the calls that were settled."""

    status: Status
    chunks: tuple[int, ...]
    recipients: int


def needs(
    settings: Settings, campaign_id: int, *, after: int = 0, limit: int = 50
) -> list[Unknown]:
    """Unknown calls whose recipients come after the one numbered `after`, in sending order."""
    with open_database(settings.database_path) as db:
        campaign = campaigns.get(db, campaign_id)
        found = attention.unknown(db, campaign_id, after=after, limit=limit)
        if campaign is None or not found:
            return []
        around: dict[tuple[str, str], Around] = {}
        return [_unknown(db, settings, campaign, row, around) for row in found]


def decisions(settings: Settings, campaign_id: int, limit: int = 20) -> list[Decision]:
    """The audit, newest first."""
    with open_database(settings.database_path) as db:
        found = attention.decisions(db, campaign_id, limit)
    return [Decision(**row | {"action": Action(row["action"])}) for row in found]


def assume_sent(
    settings: Settings,
    campaign_id: int,
    los: Sequence[int] | None = None,
    *,
    expected_recipients: int | None = None,
    clock: Clock = utc_now,
) -> Settlement:
    """The unknown calls beginning at `los`, all for None, count as sent: everybody in them is
    *submitted*, without an smsId. Raises StateError when they are not those `expected_recipients`
    that a person confirmed."""
    return _settle(settings, campaign_id, los, Action.ASSUME_SENT, expected_recipients, clock)


def send_again(
    settings: Settings,
    campaign_id: int,
    los: Sequence[int] | None = None,
    *,
    expected_recipients: int | None = None,
    clock: Clock = utc_now,
) -> Settlement:
    """The same calls go out again, which may reach some twice; a campaign that was over runs
    again, a paused one stays paused. Who opted out since is left out, as always."""
    control.require_ready(settings, campaign_id)
    return _settle(settings, campaign_id, los, Action.SEND_AGAIN, expected_recipients, clock)


def los_of_call(settings: Settings, campaign_id: int, chunk: int) -> list[int]:
    """Where the unknown call of this number begins. Raises NotFoundError or StateError."""
    control.status(settings, campaign_id)
    with open_database(settings.database_path) as db:
        found = attention.calls_with_number(db, campaign_id, chunk)
    if not found:
        raise NotFoundError("unknown_call", f"Campaign {campaign_id} has no call {chunk}.")
    los = [row["lo"] for row in found if row["state"] == "unknown"]
    if not los:
        raise StateError(
            "not_unknown",
            f"Call {chunk} of campaign {campaign_id} is {found[0]['state']}, not unknown. Nothing "
            "was changed.",
        )
    return los


def _settle(
    settings: Settings,
    campaign_id: int,
    los: Sequence[int] | None,
    action: Action,
    expected: int | None,
    clock: Clock,
) -> Settlement:
    now = clock()
    with open_database(settings.database_path) as db, transaction(db):
        taken = attention.take_unknown(db, campaign_id, los)
        recipients = sum(row["recipients"] for row in taken)
        if expected not in (None, recipients):
            raise StateError("settled_already", _changed(expected, recipients))
        if action is Action.ASSUME_SENT:
            attention.assume_sent(db, campaign_id, taken, now)
        elif taken:
            attention.send_again(db, campaign_id, taken)
            over = (CampaignState.FINISHED, CampaignState.STOPPED)
            campaigns.change_state(
                db, campaign_id, to=CampaignState.RUNNING, allowed_from=over, now=now
            )
        attention.note(db, campaign_id, action, taken, now)
    status = control.status(settings, campaign_id)
    return Settlement(status, tuple(row["chunk"] for row in taken), recipients)


def _changed(expected: int | None, found: int) -> str:
    if not found:
        return "This was decided already, perhaps in another window. Nothing was changed."
    return (
        f"You confirmed {expected:,} recipients, but {found:,} are unknown now. Nothing was "
        "changed. Look again, then decide."
    )


def _unknown(
    db: Database,
    settings: Settings,
    campaign: Campaign,
    row: Row,
    around: dict[tuple[str, str], Around],
) -> Unknown:
    recipients = row["hi"] - row["lo"] - row["withheld"]
    own = recipients * row["parts"]
    before, after = _samples(db, settings, campaign, row)
    return Unknown(
        lo=row["lo"],
        hi=row["hi"],
        chunk=row["chunk"],
        recipients=recipients,
        parts=row["parts"],
        text=row["text"],
        numbers=tuple(attention.numbers_of(db, campaign.id, row["lo"], row["hi"], NUMBERS_SHOWN)),
        sent_at=row["sending_at"],
        reason=row["reason"] or "",
        said=row["detail"] or row["failure"],
        reply=row["body"],
        before=before,
        after=after,
        evidence=_evidence(db, settings, campaign, before, after, own, around),
    )


def _samples(
    db: Database, settings: Settings, campaign: Campaign, row: Row
) -> tuple[Sample | None, Sample | None]:
    if campaign.pool is Pool.NONE or not row["sending_at"]:
        return None, None
    left, over = parse(row["sending_at"]), parse(row["settled_at"])
    # A reading that was under way when the call left may show it already.
    begun = left - timedelta(seconds=READING_SECONDS[settings.mode])
    return (
        attention.sample_before(db, campaign.mode, begun),
        attention.sample_after(db, campaign.mode, over),
    )


def _evidence(
    db: Database,
    settings: Settings,
    campaign: Campaign,
    before: Sample | None,
    after: Sample | None,
    own: int,
    around: dict[tuple[str, str], Around],
) -> Evidence:
    if campaign.pool is Pool.NONE:
        return witness.NO_CREDITS
    held, left = getattr(before, campaign.pool, None), getattr(after, campaign.pool, None)
    if before is None or held is None:
        return witness.NOT_READ_BEFORE
    if after is None or left is None:
        return witness.NOT_READ_AFTER
    window = (before.taken_at, after.taken_at)
    if window not in around:
        begins, ends = parse(before.taken_at), parse(after.taken_at)
        reading = timedelta(seconds=READING_SECONDS[settings.mode])
        around[window] = attention.parts_around(
            db,
            campaign.mode,
            campaign.pool,
            begins=begins,
            read=begins + reading,
            ends=ends,
            longest=ends + timedelta(seconds=settings.timeout + OVERDUE_SECONDS),
        )
    parts = around[window]
    return witness.weigh(
        before=held,
        after=left,
        accepted=parts.accepted,
        perhaps=parts.perhaps,
        lost=max(parts.lost, own),
        own=own,
    )
