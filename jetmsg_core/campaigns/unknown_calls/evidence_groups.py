"""Calls of unknown end in groups of one evidence, so that a decision is made once for many.

A group is frozen as it was shown: it names its calls with the attempt each was in, and
`decisions.decide` touches no other call, nor one of these that has changed since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jetmsg_core.campaigns.unknown_calls import suggestion
from jetmsg_core.campaigns.unknown_calls.balance_evidence import BalanceEvidence, Suggestion
from jetmsg_core.campaigns.unknown_calls.balance_windows import BalanceWindows
from jetmsg_core.reports import evidence as reports
from jetmsg_core.reports.evidence import Counts, ReportEvidence
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, Row, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, unknown_calls
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction

MOST = 2_000
"""Calls that are grouped at once; those behind them follow when these are decided about."""

ADVICE = {
    Suggestion.TAKEN: UnknownCallAction.ASSUME_SENT,
    Suggestion.NOT_TAKEN: UnknownCallAction.SEND_AGAIN,
}


class GroupWords(NamedTuple):
    """What is said of a group; otherwise where delivery reports speak of people in its calls."""

    words: str
    of_reports: str = ""


GROUPS: Mapping[Suggestion, GroupWords] = {
    Suggestion.TAKEN: GroupWords("the balance says sent", "delivery reports say sent"),
    Suggestion.NOT_TAKEN: GroupWords("the balance says not sent"),
    Suggestion.PARTLY: GroupWords("the balance says that not all of it was sent"),
    Suggestion.UNCLEAR: GroupWords(
        "the balance does not tell", "delivery reports name too few people"
    ),
    Suggestion.NO_EVIDENCE: GroupWords("there is no evidence"),
}
"""In the order in which groups are shown."""


class ShownCall(NamedTuple):
    """A call as it was shown: where it begins, which attempt it was, its number, and who was in
    it."""

    first_seq: int
    attempt: int
    chunk: int
    recipients: int


KnownCall = tuple[ShownCall, bool, BalanceEvidence]


@dataclass(frozen=True)
class EvidenceGroup:
    """Calls about which the same is known, in sending order. `is_reported`: delivery reports speak
    of people in each of them. `sentences` are what is known of them, each once, the most frequent
    first."""

    suggestion: Suggestion
    is_reported: bool
    calls: tuple[ShownCall, ...]
    sentences: tuple[str, ...]

    @property
    def recipients(self) -> int:
        """The people in these calls."""
        return sum(call.recipients for call in self.calls)

    @property
    def suggested(self) -> UnknownCallAction | None:
        """What the evidence speaks for; None where it speaks for neither."""
        return ADVICE.get(self.suggestion)

    @property
    def words(self) -> str:
        """What is known of them, as the end of a sentence that begins with how many they are."""
        group = GROUPS[self.suggestion]
        return (self.is_reported and group.of_reports) or group.words


def read(settings: Settings, campaign_id: int, *, limit: int = MOST) -> list[EvidenceGroup]:
    """Gives the first `limit` unknown calls of a campaign in groups: those that reports speak of
    before those of the balance, and what is surest first."""
    with open_database(settings.database_path) as db, snapshot(db):
        return read_from(db, settings, campaign_id, limit=limit)


def read_from(
    db: Database, settings: Settings, campaign_id: int, *, limit: int = MOST
) -> list[EvidenceGroup]:
    """Gives the groups as `read` does, from a snapshot that is open."""
    campaign = campaigns.get(db, campaign_id)
    rows = unknown_calls.take_unknown(db, campaign_id, None, limit=limit)
    if campaign is None or not rows:
        return []
    by_seq = reports.about(db, campaign_id, [row["lo"] for row in rows])
    windows = BalanceWindows(db, settings, campaign)
    return grouped(_known(windows, row, reports.counted(within(by_seq, row))) for row in rows)


def _known(windows: BalanceWindows, row: Row, counts: Counts) -> KnownCall:
    before, after = windows.samples_around(row)
    balance = windows.assess(row, before, after)
    evidence = suggestion.suggest(counts, row["recipients"], balance)
    return shown(row), bool(counts.all), evidence


def grouped(calls: Iterable[KnownCall]) -> list[EvidenceGroup]:
    """Gives calls in groups, which hold them in the order given. Of each it is told whether reports
    speak of people in it, and the evidence."""
    members: defaultdict[tuple[Suggestion, bool], list[tuple[ShownCall, str]]] = defaultdict(list)
    for call, is_reported, evidence in calls:
        members[evidence.suggestion, is_reported].append((call, evidence.sentence))
    return [
        _group(kind, is_reported, members[kind, is_reported])
        for kind in GROUPS
        for is_reported in (True, False)
        if (kind, is_reported) in members
    ]


def unchanged(settings: Settings, campaign_id: int, calls: Sequence[ShownCall]) -> list[ShownCall]:
    """Gives those of the calls that are still unknown, and in the same attempt."""
    with open_database(settings.database_path) as db:
        rows = unknown_calls.take_unknown(db, campaign_id, [call.first_seq for call in calls])
    now = {shown(row) for row in rows}
    return [call for call in calls if call in now]


def shown(row: Row) -> ShownCall:
    """Gives a row of `ledger.unknown_calls.take_unknown` as the call that a person is shown."""
    return ShownCall(row["lo"], row["attempts"], row["chunk"], row["recipients"])


def within(by_seq: Mapping[int, ReportEvidence], row: Row) -> list[ReportEvidence]:
    """Gives what reports say of the people in the call of this row."""
    return [by_seq[seq] for seq in range(row["lo"], row["hi"]) if seq in by_seq] if by_seq else []


def _group(
    kind: Suggestion, is_reported: bool, members: Sequence[tuple[ShownCall, str]]
) -> EvidenceGroup:
    by_frequency = Counter(sentence for _, sentence in members).most_common()
    return EvidenceGroup(
        kind,
        is_reported,
        tuple(call for call, _ in members),
        tuple(sentence for sentence, _ in by_frequency),
    )
