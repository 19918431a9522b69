"""Whoever a delivery report calls delivered or on the way is left out when a call goes again, and
of a second try, when their call is claimed.

A call that goes again is divided: who is left out becomes *submitted*, with what the report says;
the others are a call of their own. Runs of neighbours stay together, so a call of a hundred in
which a few are missing from the report becomes about twice as many chunks as those few.

Whoever is left out of a second try is *cancelled* there: it is the first message that reached them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core.reports import evidence
from jetmsg_core.reports.evidence import ReportEvidence
from jetmsg_core.states import HAVE_OR_GET
from jetmsg_core.store.database import Database, Row
from jetmsg_core.store.ledger import bisecting, chunks, retries, unknown_calls, withholding
from jetmsg_core.store.readings import earlier_tries


@dataclass(frozen=True)
class Division:
    """The division of calls: where the chunks begin that are still to go, and who does not go
    again, by the `first_seq` of the call they were in."""

    going: tuple[int, ...]
    left_out: Mapping[int, tuple[ReportEvidence, ...]]

    @property
    def everybody(self) -> list[ReportEvidence]:
        return [person for theirs in self.left_out.values() for person in theirs]


def leave_out(db: Database, campaign_id: int, calls: Sequence[Row]) -> Division:
    """Divides these unknown chunks, or planned ones that go again, each a row of lo, hi and
    withheld, within a transaction: whoever a report calls delivered or on the way becomes
    submitted."""
    evidence_by_seq = evidence.about(db, campaign_id, [call["lo"] for call in calls])
    spared = {seq: person for seq, person in evidence_by_seq.items() if person.has_or_gets_it}
    going: list[int] = []
    reported: list[int] = []
    left_out: dict[int, tuple[ReportEvidence, ...]] = {}
    for call in calls:
        theirs = [spared[seq] for seq in range(call["lo"], call["hi"]) if seq in spared]
        if not theirs:
            going.append(call["lo"])
            continue
        left_out[call["lo"]] = tuple(theirs)
        for first_seq, is_reported in _divided(
            db, campaign_id, call, {person.seq for person in theirs}
        ):
            (reported if is_reported else going).append(first_seq)
    unknown_calls.accept_reported(db, campaign_id, reported)
    division = Division(tuple(going), left_out)
    record(db, campaign_id, division.everybody)
    return division


def record(db: Database, campaign_id: int, people: Sequence[ReportEvidence]) -> None:
    """Writes what reports tell of people who count as submitted now, within a transaction."""
    unknown_calls.give_ids(
        db, campaign_id, [(person.seq, person.sms_id) for person in people if person.sms_id]
    )
    evidence.take(db, campaign_id, people)


def leave_out_of_claim(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> bool:
    """Looks once more at planned chunks that go again, when they are claimed: a report may have
    come between the decision and the call. Returns whether any of them was divided or is
    settled."""
    calls = chunks.going_again(db, campaign_id, first_seqs)
    return bool(leave_out(db, campaign_id, calls).left_out)


def find_reached(db: Database, campaign_id: int, ranges: Sequence[tuple[int, int]]) -> set[int]:
    """Gives the seqs of those in these ranges of a second try whom a report that came since it was
    made calls delivered or on the way: of what left for them in another campaign of its family."""
    others = {*retries.family(db, campaign_id)} - {campaign_id}
    people = earlier_tries.of_people(db, campaign_id, ranges, others)
    reached = {row["ours"] for row in people if row["state"] in HAVE_OR_GET}
    for other in {row["campaign_id"] for row in people}:
        theirs = [row for row in people if row["campaign_id"] == other]
        first_seqs = sorted({row["lo"] for row in theirs})
        told = evidence.about(db, other, first_seqs).values()
        have_it = {person.seq for person in told if person.has_or_gets_it}
        have_it.update(evidence.reached_by_first_call(db, other, first_seqs))
        reached |= {row["ours"] for row in theirs if row["seq"] in have_it}
    return reached


def _divided(db: Database, campaign_id: int, call: Row, spared: set[int]) -> list[tuple[int, bool]]:
    """Where each piece begins, and whether a report speaks of everybody in it. Who was withheld
    belongs to either."""
    withheld = set[int]()
    if call["withheld"]:
        withheld = withholding.withheld_in(db, campaign_id, call["lo"], call["hi"])
    pieces: list[tuple[int, bool]] = []
    for seq in range(call["lo"], call["hi"]):
        if seq not in withheld and (not pieces or pieces[-1][1] is not (seq in spared)):
            pieces.append((seq, seq in spared))
    bisecting.divide(db, campaign_id, call["lo"], [first_seq for first_seq, _ in pieces[1:]])
    return [(call["lo"], pieces[0][1]), *pieces[1:]]
