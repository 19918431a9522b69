"""What delivery reports say of people whose message may have been taken or not.

Their number proves something only together with the campaign and the time: a row that was matched
to the campaign and is not older than the call, or a row of nobody that can be about no other
message of ours (`attribution`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jetmsg_core.reports.matching.attribution import (
    SentMessage,
    UnmatchedRow,
    are_too_old,
    attribute,
)
from jetmsg_core.reports.merging import precedences
from jetmsg_core.states import HAVE_OR_GET, REACHED, REPORTED, RecipientState
from jetmsg_core.store.database import Database, Row
from jetmsg_core.store.readings import report_evidence
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.reports.deliveries import Deliveries


@dataclass(frozen=True)
class ReportEvidence:
    """The report that stands about one person. `state` None is a word nobody here knows. `sms_id`
    and `number` say which unmatched rows it comes from, where it does."""

    seq: int
    state: RecipientState | None
    word_id: int
    at: int
    report_id: int
    precedence: int
    number: int = 0
    sms_id: str = ""

    @property
    def has_or_gets_it(self) -> bool:
        """It is true where a report calls the message delivered or on its way."""
        return self.state in HAVE_OR_GET


@dataclass(frozen=True)
class Counts:
    """People by what reports call them; whoever has read it is delivered. `other` are words nobody
    here knows."""

    delivered: int = 0
    on_the_way: int = 0
    failed: int = 0
    other: int = 0

    @property
    def all(self) -> int:
        """It counts the people there is evidence about."""
        return self.delivered + self.on_the_way + self.failed + self.other

    @property
    def left_out(self) -> int:
        """It counts those who are not sent to again, whatever a person decides."""
        return self.delivered + self.on_the_way


def counted(people: Iterable[ReportEvidence]) -> Counts:
    """Counts the people by what reports call them."""
    states = [person.state for person in people]
    return Counts(
        delivered=sum(state in REACHED for state in states),
        on_the_way=states.count(RecipientState.SUBMITTED),
        failed=sum(state in REPORTED and state not in REACHED for state in states),
        other=states.count(None),
    )


def about(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> dict[int, ReportEvidence]:
    """Gives what stands of the reports, by seq, about people in the chunks that begin at
    `first_seqs` of whom it is not known that the gateway took the message. Who is in no report is
    not in it."""
    if not first_seqs:
        return {}
    states = {key: state for key, (state, *_) in deliveries.words(db).items()}
    by_seq = _matched(report_evidence.matched(db, campaign_id, first_seqs), states)
    loose = report_evidence.of_nobody(db, campaign_id, first_seqs)
    for person in _of_nobody(db, campaign_id, loose, states):
        matched = by_seq.get(person.seq)
        if matched is None or person.precedence > matched.precedence:
            by_seq[person.seq] = person
    return by_seq


def reached_by_first_call(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[int]:
    """Gives the seqs of those in the chunks that begin at `first_seqs` whose first call ended
    unknown, whom another was answered for, and of whom unmatched rows say that they have a message
    of the two; or get that of the first, where the row has an smsId."""
    if not first_seqs:
        return []
    states = {key: state for key, (state, *_) in deliveries.words(db).items()}
    loose = report_evidence.of_first_calls(db, campaign_id, first_seqs)
    return [
        person.seq
        for person in _of_nobody(db, campaign_id, loose, states)
        if person.state in REACHED or (person.has_or_gets_it and person.sms_id)
    ]


def take(db: Database, campaign_id: int, people: Iterable[ReportEvidence]) -> None:
    """Makes what was told of people their state: they are recorded as submitted, and the unmatched
    rows it came from are theirs now. It is called within a transaction."""
    everybody = list(people)
    if not everybody:
        return
    deliveries.write(db, campaign_id, _deliveries(everybody))
    counts: defaultdict[RecipientState, int] = defaultdict(int)
    for person in everybody:
        if person.state in REPORTED:
            assert person.state is not None
            counts[person.state] += 1
    deliveries.add_counts(db, campaign_id, counts)
    report_evidence.give_away(
        db, campaign_id, [(person.sms_id, person.number) for person in everybody if person.sms_id]
    )


def _deliveries(people: Sequence[ReportEvidence]) -> Deliveries:
    """Of people who are recorded as submitted."""
    rows = [(person.seq, person.word_id, person.at, person.report_id) for person in people]
    seqs, word_ids, at, report_ids = np.array(rows, np.int64).T
    return Deliveries(seqs, word_ids, at, report_ids, np.ones(len(rows), np.int64))


def _matched(
    rows: Sequence[Row], states: Mapping[int, RecipientState | None]
) -> dict[int, ReportEvidence]:
    at = np.array([row["at"] for row in rows], np.int64)
    left = np.array([row["left_at"] for row in rows], np.int64)
    precedence_of = _precedences(rows, states)
    return {
        row["seq"]: ReportEvidence(
            row["seq"],
            states[row["word_id"]],
            row["word_id"],
            row["at"],
            row["report_id"],
            precedence,
        )
        for row, old, precedence in zip(
            rows, are_too_old(np.abs(at), left).tolist(), precedence_of, strict=True
        )
        if not old
    }


def _of_nobody(
    db: Database,
    campaign_id: int,
    rows: Sequence[Row],
    states: Mapping[int, RecipientState | None],
) -> list[ReportEvidence]:
    loose: defaultdict[int, dict[tuple[str, int], UnmatchedRow]] = defaultdict(dict)
    seqs: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row, precedence in zip(rows, _precedences(rows, states), strict=True):
        loose[row["number"]][row["sms_id"], row["word_id"]] = UnmatchedRow(
            row["sms_id"],
            abs(row["at"]),
            bool(row["timed"]),
            row["word_id"],
            row["report_id"],
            states[row["word_id"]],
            precedence,
        )
        seqs[row["number"]][row["seq"]] = row["left_at"]
    messages = _messages(db, campaign_id, seqs)
    people = []
    for number, theirs in loose.items():
        given = attribute([*theirs.values()], messages[number])
        people += [
            _evidence_of(seq, number, given[campaign_id, seq])
            for seq in seqs[number]
            if (campaign_id, seq) in given
        ]
    return people


def _messages(
    db: Database, campaign_id: int, seqs: Mapping[int, Mapping[int, int]]
) -> dict[int, list[SentMessage]]:
    """All that the rows about these numbers may be about; the people asked about are among them,
    whatever is held to be known of them."""
    if not seqs:
        return {}
    by_number: dict[int, list[SentMessage]] = {
        number: [SentMessage((campaign_id, seq), left) for seq, left in own.items()]
        for number, own in seqs.items()
    }
    for row in report_evidence.messages_to(db, campaign_id, seqs):
        if row["campaign_id"] != campaign_id or row["seq"] not in seqs[row["number"]]:
            key = (row["campaign_id"], row["seq"])
            by_number[row["number"]].append(SentMessage(key, row["left_at"], row["sms_id"]))
    return by_number


def _evidence_of(seq: int, number: int, row: UnmatchedRow) -> ReportEvidence:
    at = row.at if row.timed else -row.at
    return ReportEvidence(
        seq, row.state, row.word_id, at, row.report_id, row.precedence, number, row.sms_id
    )


def _precedences(rows: Sequence[Row], states: Mapping[int, RecipientState | None]) -> list[int]:
    by_id = [states.get(key) for key in range(max(states, default=0) + 1)]
    word_ids = np.array([row["word_id"] for row in rows], np.int64)
    at = np.array([row["at"] for row in rows], np.int64)
    values: list[int] = precedences(by_id, word_ids, at).tolist()
    return values
