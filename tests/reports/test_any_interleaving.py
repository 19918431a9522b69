"""Whatever comes in whatever order, sums are exact and no delivery goes back.

Calls, answers, lost answers, crashes, settlements, reports and restarts in an order that hypothesis
chooses and, where something is wrong, makes short. Beside the real ledger stands a small model: of
everybody the state of sending, and of every report row whose it was when it came. The ledger, the
counts, the pages by state and the export must agree with it after every step.
"""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from databases import KeptConnections, folder_in_memory
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from read_back import read_recipients
from report_helpers import csv_of

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import Wanted
from jetmsg_core.campaigns.sending import leave_out_reported
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import StateError
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.times import IST, utc_now
from jetmsg_core.reports import evidence, importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Mode
from jetmsg_core.states import (
    ASSUMED_SENT,
    CHUNK_STATES,
    WITHOUT_REASON,
    ChunkState,
    RecipientState,
    facts_of,
)
from jetmsg_core.store import database, processes
from jetmsg_core.store.database import open_database, rows, transaction
from jetmsg_core.store.ledger import chunks, recording, transitions
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult
from jetmsg_core.store.readings import recipient_states

FIRST, SECOND = 1, 2
SIZES = {FIRST: 11, SECOND: 5}
NUMBERS = {
    campaign_id: [919_000_000_000 + 7919 * seq for seq in range(size)]
    for campaign_id, size in SIZES.items()
}
"""The second campaign goes to people of the first."""

WEIGHT = {"READ": 4, "DELIVRD": 3, "UNDELIV": 2, "EXPIRED": 2, "NDNC": 2, "PENDING": 1, "WHAT": 0}
STATE = {
    "READ": "read",
    "DELIVRD": "delivered",
    "UNDELIV": "undelivered",
    "EXPIRED": "expired",
    "NDNC": "dnd",
}
RANK = {"DELIVRD": 1, "READ": 1, "UNDELIV": 2, "EXPIRED": 3, "NDNC": 5}
HEADER = ("Sms Id", "Mobile No", "Status", "Done Date")
START = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A row of a report: about one attempt to reach one person, or about nobody."""

    sms_id: str
    number: int
    word: str
    minute: int | None

    def cells(self) -> list[str]:
        at = "" if self.minute is None else self._moment(START).strftime("%Y-%m-%d %H:%M:%S")
        return [self.sms_id, str(self.number or ""), self.word, at]

    def _moment(self, start: datetime) -> datetime:
        return (start + timedelta(minutes=self.minute or 0)).astimezone(IST)

    def at(self, imported: datetime) -> int:
        moment = imported if self.minute is None else self._moment(START)
        return int(moment.timestamp())


@dataclass
class Told:
    """What stands of a recipient's reports. Counted: the gateway is known to have taken them."""

    word: str
    at: int
    counted: bool

    @property
    def weight(self) -> tuple[int, int, int]:
        return WEIGHT[self.word], self.at, RANK.get(self.word, 0)


@dataclass
class Person:
    """`left` is when their message may have left first; `decided`: a person has settled it."""

    state: str = "queued"
    sms_id: str | None = None
    report: Told | None = None
    left: datetime | None = None
    is_lost: bool = False
    decided: bool = False

    def leave(self, now: datetime) -> None:
        if not self.is_lost:
            self.left = now

    def had_left_by(self, at: int) -> bool:
        """Clocks may differ by two minutes, and a report may be written to the minute."""
        rounded = 59 if at % 60 == 0 else 0
        return self.left is not None and int(self.left.timestamp()) <= at + rounded + 120

    @property
    def state_shown(self) -> str:
        counts = self.report is not None and self.report.counted and self.state == "submitted"
        return STATE.get(self.report.word, "submitted") if counts and self.report else self.state

    def hear(self, new: Told) -> None:
        old = self.report
        if old is None or new.weight > old.weight:
            self.report = replace(new, counted=new.counted or bool(old and old.counted))
        elif new.weight == old.weight:
            old.counted = old.counted or new.counted


@dataclass
class Model:
    people: dict[int, list[Person]] = field(
        default_factory=lambda: {
            campaign_id: [Person() for _ in NUMBERS[campaign_id]] for campaign_id in SIZES
        }
    )
    parked: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def import_lines(self, lines: list[Line], named: int | None, imported: datetime) -> None:
        for line, who in [(line, self._whose(line, named, imported)) for line in lines]:
            at = line.at(imported)
            if who is not None:
                who.hear(Told(line.word, at, counted=who.state == "submitted"))
            elif line.sms_id or line.number:
                key = (line.sms_id, line.number, line.word)
                self.parked[key] = max(self.parked.get(key, 0), at)

    def _whose(self, line: Line, named: int | None, imported: datetime) -> Person | None:
        owner = self.owner(line.sms_id)
        if owner is not None or named is None or line.number not in NUMBERS[named]:
            return owner
        person = self._with_number(named, line.number)
        assert person is not None
        at = line.at(imported)
        if not person.had_left_by(at) or (line.sms_id and person.sms_id):
            return None
        return None if line.sms_id and self._has_rival(named, line.number, at) else person

    def _has_rival(self, named: int, number: int, at: int) -> bool:
        """The other campaign has a message to them which a strange smsId may be of."""
        other = self._with_number(SECOND if named == FIRST else FIRST, number)
        if other is None or other.sms_id or not other.had_left_by(at):
            return False
        open_ones = ("submitted", "queued", "sending")
        return other.state == "unknown" or (other.decided and other.state in open_ones)

    def _with_number(self, campaign_id: int, number: int) -> Person | None:
        theirs = NUMBERS[campaign_id]
        return self.people[campaign_id][theirs.index(number)] if number in theirs else None

    def owner(self, sms_id: str) -> Person | None:
        everybody = [person for theirs in self.people.values() for person in theirs]
        return next((whoever for whoever in everybody if sms_id and whoever.sms_id == sms_id), None)

    def end(self, campaign_id: int) -> None:
        """It is over: parked rows find their people, evidence about the submitted counts."""
        for (sms_id, number, word), at in list(self.parked.items()):
            owner = self.owner(sms_id)
            if owner is not None and owner in self.people[campaign_id]:
                owner.hear(Told(word, at, counted=True))
                del self.parked[sms_id, number, word]
        for person in self.people[campaign_id]:
            if person.report and person.state == "submitted":
                person.report.counted = True


def sms_id(campaign_id: int, seq: int, attempt: int) -> str:
    """What the gateway calls an attempt; the panel's report may know it before we do."""
    return f"1760{campaign_id}{attempt:02}{seq:04}"


people_meant = st.sampled_from(
    [(campaign_id, seq) for campaign_id, size in SIZES.items() for seq in range(size)]
)
lines = st.builds(
    lambda who, attempt, known_by, word, minute: Line(
        {"id": sms_id(who[0], who[1] + 1, attempt), "strange": "4711"}.get(known_by[0], ""),
        NUMBERS[who[0]][who[1]] if known_by[1] else 0,
        word,
        minute,
    ),
    people_meant,
    st.integers(1, 2),
    st.sampled_from(
        [*[("id", True)] * 6, ("id", False), ("", True), ("strange", True), ("", False)]
    ),
    st.sampled_from(sorted(WEIGHT)),
    st.one_of(st.none(), st.integers(0, 5)),
)
files = st.lists(lines, min_size=1, max_size=12)
named = st.sampled_from([None, FIRST, SECOND])


@cache
def folder_with_campaigns_begun() -> tempfile.TemporaryDirectory[str]:
    """Made once and copied for each example."""
    folder = folder_in_memory()
    base = replace(configuration.load({}), data_dir=Path(folder.name), sender_id="JETMSG")
    for campaign_id, numbers in NUMBERS.items():
        data = "\n".join(["mobile", *map(str, numbers)]).encode()
        contacts = contacts_of(check_contacts(data), "contacts.csv")
        brief = CampaignSpec(
            name="N", message=f"Hello {campaign_id}", sender_id="JETMSG", chunk_size=3
        )
        made, _ = create.create(base, contacts, brief)
        assert made == campaign_id
        control.start(base, campaign_id)
    return folder


class AnyInterleaving(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._kept, self._patch = KeptConnections(), pytest.MonkeyPatch()
        self._patch.setattr(database, "connect", self._kept.connect)
        self._folder = folder_in_memory()
        data_dir = Path(self._folder.name) / "data"
        shutil.copytree(folder_with_campaigns_begun().name, data_dir)
        self.settings = replace(configuration.load({}), data_dir=data_dir, sender_id="JETMSG")
        self.model = Model()
        self.flying: list[ClaimedChunk] = []
        self.late: list[ClaimedChunk] = []
        self.imported: dict[tuple[bytes, int | None], datetime] = {}
        self.now, self.workers = START, 0
        self.before = ["queued"] * sum(SIZES.values())
        self._begin_worker()

    def teardown(self) -> None:
        self._patch.undo()
        self._kept.close_all()
        self._folder.cleanup()

    # a worker and its gateway

    @rule(campaign_id=st.sampled_from([FIRST, SECOND]), limit=st.integers(1, 4))
    def claim(self, campaign_id: int, limit: int) -> None:
        again = self._los(campaign_id, "queued")
        with open_database(self.settings.database_path) as db, transaction(db):
            spared = self._spared(db, campaign_id, again)
            claimed = chunks.claim(
                db,
                campaign_id,
                worker=self.worker,
                limit=limit,
                now=self.now,
                leave_out=leave_out_reported.leave_out_of_claim,
            )
            if not claimed:
                transitions.finish_completed(db, campaign_id, utc_now())
        self.flying += claimed
        for call in claimed:
            assert not spared.keys() & set(call.seqs)
            self._become(call, "sending")
            for seq in call.seqs:
                self.model.people[campaign_id][seq - 1].leave(self.now)
        states = [row["state"] for row in self._ledger(campaign_id)]
        self._take(campaign_id, [t for seq, t in spared.items() if states[seq - 1] != "queued"])

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), accepted=st.integers(0, 3))
    def is_accepted(self, data: Any, accepted: int) -> None:
        """The reply leaves out whoever comes after the first of them."""
        call = data.draw(st.sampled_from(self.flying))
        ids = [sms_id(call.campaign_id, seq, call.attempt) for seq in call.seqs[:accepted]]
        self._answer(call, ChunkState.ACCEPTED, ids)
        self._become(call, "not_accepted")
        for seq, given in zip(call.seqs, ids, strict=False):
            person = self.model.people[call.campaign_id][seq - 1]
            person.state, person.sms_id = "submitted", given

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), state=st.sampled_from([ChunkState.UNKNOWN, ChunkState.REFUSED]))
    def is_lost_or_refused(self, data: Any, state: ChunkState) -> None:
        call = data.draw(st.sampled_from(self.flying))
        self._answer(call, state, [])
        self._become(call, state.value)

    @rule()
    def worker_dies_and_another_begins(self) -> None:
        for call in self.flying:
            self._become(call, "unknown")
        self.late += self.flying
        self.flying = []
        self._begin_worker()

    @precondition(lambda self: self.late)
    @rule(data=st.data())
    def an_answer_to_a_dead_worker_comes_late(self, data: Any) -> None:
        call = data.draw(st.sampled_from(self.late))
        ids = [sms_id(call.campaign_id, seq, call.attempt) for seq in call.seqs]
        self._answer(call, ChunkState.ACCEPTED, ids)

    # a person

    @rule(campaign_id=st.sampled_from([FIRST, SECOND]), first=st.booleans(), is_sent=st.booleans())
    def settle(self, campaign_id: int, first: bool, is_sent: bool) -> None:
        unknown = decisions.needs(self.settings, campaign_id)
        if first:
            unknown = unknown[:1]
        with open_database(self.settings.database_path) as db:
            evidence_of_all = [
                *evidence.about(db, campaign_id, [call.first_seq for call in unknown]).values()
            ]
        decide = decisions.assume_sent if is_sent else decisions.send_again
        decide(self.settings, campaign_id, [call.first_seq for call in unknown])
        for call in unknown:
            for seq in range(call.first_seq, call.end_seq):
                person = self.model.people[campaign_id][seq - 1]
                person.state, person.decided = "submitted" if is_sent else "queued", True
                person.is_lost = person.is_lost or not is_sent
        self._take(
            campaign_id,
            evidence_of_all if is_sent else [t for t in evidence_of_all if t.has_or_gets_it],
        )

    @rule(
        campaign_id=st.sampled_from([FIRST, SECOND]),
        word=st.sampled_from(["pause", "resume", "stop"]),
    )
    def control(self, campaign_id: int, word: str) -> None:
        with contextlib.suppress(StateError):
            getattr(control, word)(self.settings, campaign_id)
            for person in self.model.people[campaign_id]:
                if word == "stop" and person.state == "queued":
                    person.state = "unknown" if person.is_lost else "cancelled"

    # reports

    @rule(file=files, about=named)
    def report(self, file: list[Line], about: int | None) -> None:
        self._import(csv_of([line.cells() for line in file], HEADER), file, about)

    @rule(file=files, about=named)
    def report_twice_at_once(self, file: list[Line], about: int | None) -> None:
        data = csv_of([line.cells() for line in file], HEADER)
        self._import(data, file, about)
        before = self._ledgers()
        again = importing.import_report(self.settings, data, campaign_id=about)
        assert (again.again, again.changed) == (True, 0)
        assert self._ledgers() == before

    @precondition(lambda self: self.imported)
    @rule(data=st.data())
    def an_earlier_report_again(self, data: Any) -> None:
        file, about = data.draw(st.sampled_from(sorted(self.imported, key=str)))
        cells = list(csv.reader(io.StringIO(file.decode())))[1:]
        self._import(file, [_line(row) for row in cells], about)

    @rule(file=files)
    def report_in_the_other_mode(self, file: list[Line]) -> None:
        other = replace(self.settings, mode=Mode.LIVE)
        data = csv_of([line.cells() for line in file], HEADER)
        assert importing.import_report(other, data).changed == 0

    @rule()
    def look_for_ended_campaigns(self) -> None:
        """As the worker does every second."""
        over = [campaign for campaign in SIZES if control.status(self.settings, campaign).is_over]
        index_ended(self.settings)
        for campaign_id in over:
            if not any(call.campaign_id == campaign_id for call in self.flying):
                self.model.end(campaign_id)

    # what must be so

    @invariant()
    def everybody_is_where_the_model_says(self) -> None:
        for campaign_id, people in self.model.people.items():
            listed = [(row["state"], row["sms_id"]) for row in self._ledger(campaign_id)]
            assert listed == [(person.state_shown, person.sms_id) for person in people]

    @invariant()
    def nothing_goes_back(self) -> None:
        """Who is submitted stays so, who is told of stays told of, who has it has it."""
        now = [row["state"] for ledger in self._ledgers() for row in ledger]
        for was, is_now in zip(self.before, now, strict=True):
            assert _height(is_now) >= _height(was), (was, is_now)
        self.before = now

    @invariant()
    def sums_are_exact(self) -> None:
        for campaign_id, people in self.model.people.items():
            wanted = Counter(person.state_shown for person in people)
            counts = control.status(self.settings, campaign_id).recipients
            assert {state.value: n for state, n in counts.items() if n} == wanted
            whys = {(why.state, why.reason): why.recipients for why in self._reasons(campaign_id)}
            with open_database(self.settings.database_path) as db:
                read = recipient_states.read(db, campaign_id).counts()
            assert whys == {key: n for key, n in read.items() if facts_of(*key).needs_reason}
            assumed = control.status(self.settings, campaign_id).assumed.recipients
            assert assumed == read.get((RecipientState.SUBMITTED, ASSUMED_SENT), 0)
            reasoned = sum(n for state, n in counts.items() if state not in WITHOUT_REASON)
            assert sum(whys.values()) == reasoned + assumed

    @rule()
    def pages_by_state_and_the_export_agree(self) -> None:
        for campaign_id, people in self.model.people.items():
            for state in {person.state_shown for person in people}:
                page = recipients.page(self.settings, campaign_id, Wanted((RecipientState(state),)))
                seqs = [seq for seq, person in enumerate(people, 1) if person.state_shown == state]
                assert [row["seq"] for row in page.recipients] == seqs
            out = io.BytesIO()
            recipient_file.export(self.settings, campaign_id, out)
            table = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
            assert [row["state"] for row in table] == [person.state_shown for person in people]

    @invariant()
    def every_row_of_nobody_is_parked(self) -> None:
        listed = unmatched.unmatched_rows(self.settings, 1000)
        kept = {(row["sms_id"], row["number"], row["word"]): row["at"] for row in listed}
        assert kept.keys() == self.model.parked.keys()
        moments = self.imported.values()
        for key, at in kept.items():
            # What was written without a time has none, and stands as if told when it came.
            came = {int(moment.timestamp()) for moment in moments} if at is None else {at}
            assert self.model.parked[key] in came

    # how

    def _begin_worker(self) -> None:
        self.workers += 1
        self.worker = f"w{self.workers}"
        with open_database(self.settings.database_path) as db, transaction(db):
            processes.announce(
                db, "worker", holder=self.worker, pid=1, url=None, now=utc_now(), mode="sandbox"
            )
            chunks.recover(db, now=utc_now())

    def _los(self, campaign_id: int, state: str) -> list[int]:
        with open_database(self.settings.database_path) as db:
            chunks_now = rows(db, "select lo, state from chunks where campaign_id = ?", campaign_id)
        return [
            row["lo"]
            for row in chunks_now
            if CHUNK_STATES[row["state"]].recipient_state.value == state
        ]

    def _spared(
        self, db: Any, campaign_id: int, first_seqs: list[int]
    ) -> dict[int, evidence.ReportEvidence]:
        again = [row["lo"] for row in chunks.going_again(db, campaign_id, first_seqs)]
        evidence_by_seq = evidence.about(db, campaign_id, again)
        return {
            seq: reported for seq, reported in evidence_by_seq.items() if reported.has_or_gets_it
        }

    def _take(self, campaign_id: int, people: list[evidence.ReportEvidence]) -> None:
        """They are submitted with what was told of them, and the parked rows of their smsId are
        theirs. Whose a row is, is tried in `test_attribution`."""
        words = {row["id"]: row["word"] for row in self._words()}
        for each in people:
            person = self.model.people[campaign_id][each.seq - 1]
            person.state, person.sms_id = "submitted", each.sms_id or person.sms_id
            person.report = Told(words[each.word_id], abs(each.at), counted=True)
            for key in [*self.model.parked]:
                if each.sms_id and key[:2] == (each.sms_id, each.number):
                    del self.model.parked[key]

    def _words(self) -> list[dict[str, Any]]:
        with open_database(self.settings.database_path) as db:
            return rows(db, "select id, word from report_words")

    def _become(self, call: ClaimedChunk, state: str) -> None:
        for seq in call.seqs:
            self.model.people[call.campaign_id][seq - 1].state = state

    def _answer(self, call: ClaimedChunk, state: ChunkState, ids: list[str]) -> None:
        outcomes: list[tuple[int, str, str | None]] = []
        if state is ChunkState.ACCEPTED:
            outcomes = [
                (seq, "submitted", ids[n]) if n < len(ids) else (seq, "not_accepted", None)
                for n, seq in enumerate(call.seqs)
            ]
        settled = ChunkResult(
            call.campaign_id,
            call.first_seq,
            call.attempt,
            state,
            submitted=len(ids),
            results=outcomes,
        )
        with open_database(self.settings.database_path) as db, transaction(db):
            recording.record(db, [settled], worker=self.worker, now=utc_now())
            transitions.finish_completed(db, call.campaign_id, utc_now())
        self.flying = [waiting for waiting in self.flying if waiting is not call]

    def _import(self, data: bytes, file: list[Line], about: int | None) -> None:
        self.now += timedelta(minutes=1)
        came = [at for (earlier, _), at in self.imported.items() if earlier == data]
        first = self.imported[data, about] = min([self.now, *came])
        importing.import_report(self.settings, data, campaign_id=about, clock=lambda: self.now)
        self.model.import_lines(file, about, first)

    def _reasons(self, campaign_id: int) -> list[recipients.ReasonCount]:
        """Written down when it has ended, counted while it runs."""
        return recipients.reasons(self.settings, campaign_id)

    def _ledger(self, campaign_id: int) -> list[dict[str, Any]]:
        return read_recipients(self.settings, campaign_id, limit=1000)

    def _ledgers(self) -> list[list[dict[str, Any]]]:
        return [self._ledger(campaign_id) for campaign_id in SIZES]


def _height(state: str) -> int:
    if state not in ("submitted", *STATE.values()):
        return 0
    return {"submitted": 1, "delivered": 3, "read": 4}.get(state, 2)


def _line(cells: list[str]) -> Line:
    minute = None
    if cells[3]:
        moment = datetime.strptime(cells[3], "%Y-%m-%d %H:%M:%S").replace(tzinfo=IST)
        minute = int((moment - START).total_seconds()) // 60
    return Line(cells[0], int(cells[1] or 0), cells[2], minute)


AnyInterleaving.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAnyInterleaving = AnyInterleaving.TestCase
