"""Each call of unknown end, with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core.acting.personal import sees_people, shown_number, shown_words
from jetmsg_core.campaigns.unknown_calls import suggestion
from jetmsg_core.campaigns.unknown_calls.balance_evidence import BalanceEvidence
from jetmsg_core.campaigns.unknown_calls.balance_windows import BalanceWindows
from jetmsg_core.campaigns.unknown_calls.evidence_groups import ADVICE, ShownCall, within
from jetmsg_core.reports import evidence as reports
from jetmsg_core.reports.evidence import Counts, ReportEvidence
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, Row, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, unknown_calls
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction

NUMBERS_SHOWN = 5


@dataclass(frozen=True)
class UnknownCall:
    """One call: `chunk` is its number, `recipients` who was in it, `numbers` the first of them.
    `reply_sentence` is why nothing clear came back, `reply` what did. `reported` are those of them
    whom delivery reports speak of; `before` and `after` are the pool's readings around it."""

    first_seq: int
    end_seq: int
    chunk: int
    attempt: int
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

    @property
    def shown(self) -> ShownCall:
        """The call as a decision about it names it."""
        return ShownCall(self.first_seq, self.attempt, self.chunk, self.recipients)


def needs(
    settings: Settings,
    campaign_id: int,
    *,
    after: int = 0,
    limit: int = 50,
    among: Sequence[int] | None = None,
) -> list[UnknownCall]:
    """Gives the unknown calls whose recipients come after the one numbered `after`, of those that
    begin at the seqs `among`, of all for None, in sending order, at most `limit`, each with the
    evidence about it. Whoever may not see numbers gets their last four digits, and the message
    before it was filled in place of the text."""
    with open_database(settings.database_path) as db, snapshot(db):
        campaign = campaigns.get(db, campaign_id)
        calls = unknown_calls.unknown(db, campaign_id, after=after, limit=limit, among=among)
        if campaign is None or not calls:
            return []
        evidence_by_seq = reports.about(db, campaign_id, [row["lo"] for row in calls])
        windows = BalanceWindows(db, settings, campaign)
        return [_unknown(db, windows, row, evidence_by_seq) for row in calls]


def _unknown(
    db: Database, windows: BalanceWindows, row: Row, evidence_by_seq: Mapping[int, ReportEvidence]
) -> UnknownCall:
    theirs = reports.counted(within(evidence_by_seq, row))
    before, after = windows.samples_around(row)
    balance = windows.assess(row, before, after)
    numbers = unknown_calls.numbers_of(db, windows.campaign.id, row["lo"], row["hi"], NUMBERS_SHOWN)
    return UnknownCall(
        first_seq=row["lo"],
        end_seq=row["hi"],
        chunk=row["chunk"],
        attempt=row["attempts"],
        recipients=row["recipients"],
        parts=row["parts"],
        text=row["text"] if sees_people() else windows.campaign.message,
        numbers=tuple(map(shown_number, numbers)),
        sent_at=row["sending_at"],
        reason=row["reason"] or "",
        reply_sentence=shown_words(row["detail"] or row["failure"]),
        reply=shown_words(row["body"] or ""),
        before=before,
        after=after,
        reported=theirs,
        evidence=suggestion.suggest(theirs, row["recipients"], balance),
    )
