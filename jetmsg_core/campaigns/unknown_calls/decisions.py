"""Calls whose end is unknown: what a person needs to decide about them, and the two decisions.

Nothing here acts by itself. A decision settles a chunk only while it is unknown, in the
transaction that notes it, so deciding twice or in two tabs changes nothing the second time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending import leave_out_reported
from jetmsg_core.campaigns.sending.leave_out_reported import Division
from jetmsg_core.campaigns.unknown_calls import suggestion
from jetmsg_core.campaigns.unknown_calls.balance_evidence import BalanceEvidence, Suggestion
from jetmsg_core.campaigns.unknown_calls.balance_windows import BalanceWindows
from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.reports import evidence as reports
from jetmsg_core.reports.evidence import Counts, ReportEvidence
from jetmsg_core.settings import Settings
from jetmsg_core.states import OVER, CampaignState
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, Row, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, transitions, unknown_calls
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction

__all__ = [
    "Decision",
    "Sample",
    "Settlement",
    "UnknownCall",
    "UnknownCallAction",
    "assume_sent",
    "decisions",
    "first_seqs_of_call",
    "needs",
    "reported",
    "send_again",
]

NUMBERS_SHOWN = 5

ADVICE = {
    Suggestion.TAKEN: UnknownCallAction.ASSUME_SENT,
    Suggestion.NOT_TAKEN: UnknownCallAction.SEND_AGAIN,
}


@dataclass(frozen=True)
class UnknownCall:
    """One call: `chunk` is its number, `recipients` who was in it, `numbers` the first of them.
    `reply_sentence` is why nothing clear came back, `reply` what did. `reported` are those of them
    whom delivery reports speak of; `before` and `after` are the pool's readings around it."""

    first_seq: int
    end_seq: int
    chunk: int
    recipients: int
    parts: int
    text: str
    numbers: tuple[int, ...]
    sent_at: str | None
    reason: str
    reply_sentence: str
    reply: str
    before: Sample | None
    after: Sample | None
    reported: Counts
    evidence: BalanceEvidence

    @property
    def suggested(self) -> UnknownCallAction | None:
        """What the evidence speaks for; None where it speaks for neither."""
        return ADVICE.get(self.evidence.suggestion)


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
    them; `left_out` are those of them who are not sent to again, by what reports call them."""

    status: Status
    chunks: tuple[int, ...]
    recipients: int
    left_out: Counts


def needs(
    settings: Settings, campaign_id: int, *, after: int = 0, limit: int = 50
) -> list[UnknownCall]:
    """Gives the unknown calls whose recipients come after the one numbered `after`, in sending
    order, at most `limit`, each with the evidence about it."""
    with open_database(settings.database_path) as db:
        campaign = campaigns.get(db, campaign_id)
        calls = unknown_calls.unknown(db, campaign_id, after=after, limit=limit)
        if campaign is None or not calls:
            return []
        evidence_by_seq = reports.about(db, campaign_id, [row["lo"] for row in calls])
        windows = BalanceWindows(db, settings, campaign)
        return [_unknown(db, windows, row, evidence_by_seq) for row in calls]


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


def decisions(settings: Settings, campaign_id: int, limit: int = 20) -> list[Decision]:
    """Gives what was decided about a campaign, newest first."""
    with open_database(settings.database_path) as db:
        audit = unknown_calls.decisions(db, campaign_id, limit)
    return [Decision(**row | {"action": UnknownCallAction(row["action"])}) for row in audit]


def assume_sent(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None = None,
    *,
    expected_recipients: int | None = None,
    clock: Clock = utc_now,
) -> Settlement:
    """Counts the unknown calls beginning at `first_seqs`, all for None, as sent: everybody in them
    is *submitted*, or what a delivery report says of them. Raises StateError when they are not
    those `expected_recipients` that a person confirmed."""
    return _settle(
        settings, campaign_id, first_seqs, UnknownCallAction.ASSUME_SENT, expected_recipients, clock
    )


def send_again(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None = None,
    *,
    expected_recipients: int | None = None,
    clock: Clock = utc_now,
) -> Settlement:
    """Lets the same calls go out again, which may reach some twice; a campaign that was over runs
    again, a paused one stays paused. Who opted out since is left out, as always, and whoever a
    delivery report calls delivered or on the way, now or until the call is made. Raises as
    `assume_sent` and `control.require_ready`."""
    control.require_ready(settings, campaign_id)
    return _settle(
        settings, campaign_id, first_seqs, UnknownCallAction.SEND_AGAIN, expected_recipients, clock
    )


def first_seqs_of_call(settings: Settings, campaign_id: int, chunk: int) -> list[int]:
    """Gives where the unknown call of this number begins. Raises NotFoundError when there is no
    such call, StateError when it is not unknown."""
    control.status(settings, campaign_id)
    with open_database(settings.database_path) as db:
        calls = unknown_calls.calls_with_number(db, campaign_id, chunk)
    if not calls:
        raise NotFoundError("unknown_call", f"Campaign {campaign_id} has no call {chunk}.")
    first_seqs = [row["lo"] for row in calls if row["state"] == "unknown"]
    if not first_seqs:
        raise StateError(
            "not_unknown",
            f"Call {chunk} of campaign {campaign_id} is {calls[0]['state']}, not unknown. Nothing "
            "was changed.",
        )
    return first_seqs


def _settle(
    settings: Settings,
    campaign_id: int,
    first_seqs: Sequence[int] | None,
    action: UnknownCallAction,
    expected: int | None,
    clock: Clock,
) -> Settlement:
    now = clock()
    with open_database(settings.database_path) as db, transaction(db):
        calls = unknown_calls.take_unknown(db, campaign_id, first_seqs)
        recipients = sum(row["recipients"] for row in calls)
        if expected not in (None, recipients):
            raise StateError("settled_already", _changed(expected, recipients))
        settle = _assume_sent if action is UnknownCallAction.ASSUME_SENT else _send_again
        division = settle(db, campaign_id, calls, now)
        noted = [row | {"left_out": len(division.left_out.get(row["lo"], ()))} for row in calls]
        unknown_calls.note(db, campaign_id, action, noted, now)
    status = control.status(settings, campaign_id)
    left_out = reports.counted(division.everybody)
    return Settlement(status, tuple(row["chunk"] for row in calls), recipients, left_out)


def _assume_sent(db: Database, campaign_id: int, calls: list[Row], now: datetime) -> Division:
    first_seqs = [row["lo"] for row in calls]
    evidence_by_seq = reports.about(db, campaign_id, first_seqs)
    unknown_calls.assume_sent(db, campaign_id, first_seqs, now)
    leave_out_reported.record(db, campaign_id, [*evidence_by_seq.values()])
    return Division((), {})


def _send_again(db: Database, campaign_id: int, calls: list[Row], now: datetime) -> Division:
    division = leave_out_reported.leave_out(db, campaign_id, calls)
    unknown_calls.send_again(db, campaign_id, division.going)
    if division.going:
        transitions.change_state(db, campaign_id, to=CampaignState.RUNNING, among=OVER, now=now)
    return division


def _changed(expected: int | None, unknown: int) -> str:
    if not unknown:
        return "This was decided already, perhaps in another window. Nothing was changed."
    return (
        f"You confirmed {expected:,} recipients, but {unknown:,} are unknown now. Nothing was "
        "changed. Look again, then decide."
    )


def _unknown(
    db: Database, windows: BalanceWindows, row: Row, evidence_by_seq: Mapping[int, ReportEvidence]
) -> UnknownCall:
    recipients = row["hi"] - row["lo"] - row["withheld"]
    theirs = reports.counted(
        evidence_by_seq[seq] for seq in range(row["lo"], row["hi"]) if seq in evidence_by_seq
    )
    before, after = windows.samples_around(row)
    balance = windows.assess(row, before, after)
    numbers = unknown_calls.numbers_of(db, windows.campaign.id, row["lo"], row["hi"], NUMBERS_SHOWN)
    return UnknownCall(
        first_seq=row["lo"],
        end_seq=row["hi"],
        chunk=row["chunk"],
        recipients=recipients,
        parts=row["parts"],
        text=row["text"],
        numbers=tuple(numbers),
        sent_at=row["sending_at"],
        reason=row["reason"] or "",
        reply_sentence=row["detail"] or row["failure"],
        reply=row["body"],
        before=before,
        after=after,
        reported=theirs,
        evidence=suggestion.suggest(theirs, recipients, balance),
    )
