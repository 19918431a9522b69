"""Calls whose end is unknown: what a person needs to decide about them, and the two decisions.

Nothing here acts by itself. A decision settles a chunk only while it is unknown, in the
transaction that notes it, so deciding twice or in two tabs changes nothing the second time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending import leave_out_reported
from jetmsg_core.campaigns.sending.leave_out_reported import Division
from jetmsg_core.campaigns.unknown_calls.calls import UnknownCall, needs
from jetmsg_core.campaigns.unknown_calls.evidence_groups import ShownCall, shown
from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.reports import evidence as reports
from jetmsg_core.reports.evidence import Counts
from jetmsg_core.settings import Settings
from jetmsg_core.states import OVER, CampaignState
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, Row, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, transitions, unknown_calls
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction

__all__ = [
    "Decision",
    "Sample",
    "Settlement",
    "UnknownCall",
    "UnknownCallAction",
    "assume_sent",
    "calls_with_numbers",
    "decide",
    "decisions",
    "needs",
    "reported",
    "send_again",
]

CALLS_NAMED = 5
ACTS: Mapping[UnknownCallAction, Act] = MappingProxyType(
    {
        UnknownCallAction.ASSUME_SENT: Act.CAMPAIGN_ASSUMED_SENT,
        UnknownCallAction.SEND_AGAIN: Act.CAMPAIGN_SENT_AGAIN,
    }
)
DECISIONS_SHOWN = 20


@dataclass(frozen=True)
class Decision:
    """What a person decided at one moment, of `calls` calls; `chunk` is the first. `left_out` of
    the recipients were not sent to again."""

    at: str
    action: UnknownCallAction
    calls: int
    recipients: int
    left_out: int
    chunk: int


@dataclass(frozen=True)
class Settlement:
    """The campaign afterwards, the numbers of the calls that were settled, and the `recipients` in
    them; `left_out` are those of them who are not sent to again, by what reports call them.
    `changed` are the numbers of calls that were shown and had changed meanwhile: nothing was
    decided about them."""

    status: Status
    chunks: tuple[int, ...]
    recipients: int
    left_out: Counts
    changed: tuple[int, ...] = ()


def reported(
    settings: Settings, campaign_id: int, first_seqs: Sequence[int] | None = None
) -> Counts:
    """Counts those in the unknown calls beginning at `first_seqs`, all for None, whom delivery
    reports speak of, by what they say."""
    with open_database(settings.database_path) as db, snapshot(db):
        calls = unknown_calls.take_unknown(db, campaign_id, first_seqs)
        evidence_by_seq = reports.about(db, campaign_id, [row["lo"] for row in calls])
    return reports.counted(evidence_by_seq.values())


def parts_to_send_again(
    settings: Settings, campaign_id: int, first_seqs: Sequence[int] | None = None
) -> int:
    """Gives the most parts that sending the unknown calls beginning at `first_seqs` again can take,
    all of them for None: those of each call's own text, for everybody in it whom no delivery report
    calls delivered or on the way."""
    with open_database(settings.database_path) as db, snapshot(db):
        calls = unknown_calls.take_unknown(db, campaign_id, first_seqs)
        evidence_by_seq = reports.about(db, campaign_id, [row["lo"] for row in calls])
    spared = sorted(seq for seq, report in evidence_by_seq.items() if report.has_or_gets_it)
    return sum(row["parts"] * (row["recipients"] - _within(spared, row)) for row in calls)


def _within(seqs: Sequence[int], row: Row) -> int:
    """How many of these, ascending, are in the call of this row."""
    return bisect_left(seqs, row["hi"]) - bisect_left(seqs, row["lo"])


def decisions(settings: Settings, campaign_id: int) -> list[Decision]:
    """Gives what was decided last about a campaign, newest first."""
    with open_database(settings.database_path) as db:
        return decisions_from(db, campaign_id)


def decisions_from(db: Database, campaign_id: int) -> list[Decision]:
    """Gives what `decisions` does, from a database that is open."""
    audit = unknown_calls.decisions(db, campaign_id, DECISIONS_SHOWN)
    return [Decision(**row | {"action": UnknownCallAction(row["action"])}) for row in audit]


@requires(Permission.SETTLE)
def assume_sent(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None = None,
    *,
    clock: Clock = utc_now,
) -> Settlement:
    """Counts the unknown calls beginning at `first_seqs`, all for None, as sent: everybody in them
    is *submitted*, or what a delivery report says of them."""
    return _settle(settings, campaign_id, first_seqs, UnknownCallAction.ASSUME_SENT, clock)


@requires(Permission.SETTLE)
def send_again(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None = None,
    *,
    clock: Clock = utc_now,
) -> Settlement:
    """Lets the same calls go out again, which may reach some twice; a campaign that was over runs
    again, a paused one stays paused. Who opted out since is left out, as always, and whoever a
    delivery report calls delivered or on the way, now or until the call is made. Raises as
    `control.require_ready`."""
    control.require_ready(settings, campaign_id)
    return _settle(settings, campaign_id, first_seqs, UnknownCallAction.SEND_AGAIN, clock)


@requires(Permission.SETTLE)
def decide(
    settings: Settings,
    campaign_id: int,
    action: UnknownCallAction,
    calls: Sequence[ShownCall],
    *,
    clock: Clock = utc_now,
) -> Settlement:
    """Does as `assume_sent` or `send_again` about exactly the calls that a person was shown. One
    that has been decided about since, or went out again, stays as it is and is `changed`. Raises
    StateError when that is so of all of them, else as those two."""
    if action is UnknownCallAction.SEND_AGAIN:
        control.require_ready(settings, campaign_id)
    first_seqs = [call.first_seq for call in calls]
    return _settle(settings, campaign_id, first_seqs, action, clock, calls)


def calls_with_numbers(
    settings: Settings, campaign_id: int, chunks: Collection[int]
) -> list[ShownCall]:
    """Gives the calls of these numbers as they are now, in sending order, also those that are not
    unknown any more. Raises NotFoundError when there is no such call, StateError when none of them
    is unknown."""
    control.status(settings, campaign_id)
    with open_database(settings.database_path) as db:
        calls = unknown_calls.calls_with_numbers(db, campaign_id, chunks)
    if missing := set(chunks) - {row["chunk"] for row in calls}:
        raise NotFoundError("unknown_call", f"Campaign {campaign_id} has no call {min(missing)}.")
    if all(row["state"] != "unknown" for row in calls):
        states = " or ".join(sorted({row["state"] for row in calls}))
        numbers = ", ".join(f"{chunk}" for chunk in sorted(set(chunks))[:CALLS_NAMED])
        raise StateError(
            "not_unknown",
            f"Call {numbers} of campaign {campaign_id} is {states}, not unknown. Nothing was "
            "changed.",
        )
    # Of a call that was divided, only what is still unknown.
    undecided = {row["chunk"] for row in calls if row["state"] == "unknown"}
    return [
        shown(row) for row in calls if row["state"] == "unknown" or row["chunk"] not in undecided
    ]


def _settle(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None,
    action: UnknownCallAction,
    clock: Clock,
    shown_calls: Sequence[ShownCall] | None = None,
) -> Settlement:
    now = clock()
    with open_database(settings.database_path) as db, transaction(db):
        campaign = campaigns.existing(db, campaign_id)
        calls = unknown_calls.take_unknown(db, campaign_id, first_seqs)
        changed: list[ShownCall] = []
        if shown_calls is not None:
            as_shown = {shown(row) for row in calls} & set(shown_calls)
            changed = [call for call in shown_calls if call not in as_shown]
            calls = [row for row in calls if shown(row) in as_shown]
        if shown_calls and not calls:
            raise StateError(
                "settled_already",
                "This was decided already, perhaps in another window. Nothing was changed.",
            )
        settle = _assume_sent if action is UnknownCallAction.ASSUME_SENT else _send_again
        division = settle(db, campaign_id, calls, now)
        noted = [row | {"left_out": len(division.left_out.get(row["lo"], ()))} for row in calls]
        unknown_calls.note(db, campaign_id, action, noted, now)
        if division.going:
            transitions.change_state(db, campaign_id, to=CampaignState.RUNNING, among=OVER, now=now)
        if calls:
            _record(db, ACTS[action], campaign, calls)
    return Settlement(
        control.status(settings, campaign_id),
        tuple(row["chunk"] for row in calls),
        sum(row["recipients"] for row in calls),
        reports.counted(division.everybody),
        tuple(dict.fromkeys(call.chunk for call in changed)),
    )


def _record(db: Database, act: Act, before: Campaign, calls: Sequence[Row]) -> None:
    """The state is told where sending again made a campaign run that was over."""
    state = campaigns.existing(db, before.id).state
    counts = {"calls": len(calls), "people": sum(row["recipients"] for row in calls)}
    former, told = {"state": before.state}, {"state": state, **counts}
    record(db, act, campaign=before.id, subject=before.name, before=former, after=told)


def _assume_sent(db: Database, campaign_id: int, calls: list[Row], now: datetime) -> Division:
    first_seqs = [row["lo"] for row in calls]
    evidence_by_seq = reports.about(db, campaign_id, first_seqs)
    unknown_calls.assume_sent(db, campaign_id, first_seqs)
    leave_out_reported.record(db, campaign_id, [*evidence_by_seq.values()])
    return Division((), {})


def _send_again(db: Database, campaign_id: int, calls: list[Row], now: datetime) -> Division:
    division = leave_out_reported.leave_out(db, campaign_id, calls)
    unknown_calls.send_again(db, campaign_id, division.going)
    return division
