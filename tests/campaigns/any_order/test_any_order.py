"""Whatever happens in whatever order, nobody is sent the same text twice unless a person decided it
and nothing known spoke against it.

Calls and their answers, kills, copies that are put back, delivery reports, decisions, retries and
opt-outs in an order that hypothesis chooses and, where something is wrong, makes short. The real
sender, the real services and real SQLite stand against what is so outside (`outside_world`).
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from databases import KeptConnections, folder_in_memory
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from outside_world import (
    LOST,
    NEVER_SENT,
    WORDS,
    Knowledge,
    Line,
    Message,
    World,
    accepting,
    refusing,
)
from read_back import read_recipients
from waiting_posters import WaitingPosters

from jetmsg_core import optouts, worker
from jetmsg_core import settings as configuration
from jetmsg_core.backup import back_up
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create, retry
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.lifecycle.retry_kinds import RetryKind
from jetmsg_core.campaigns.sending import claiming
from jetmsg_core.campaigns.sending.call_pool import PoolCall
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import JetmsgError, StateError
from jetmsg_core.lists import contacts_of
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.restoring import doubts, mark, replacing
from jetmsg_core.settings import Settings
from jetmsg_core.states import REACHED, CampaignState, Hold, RecipientState
from jetmsg_core.store import database
from jetmsg_core.store.database import connect
from tests.reports.report_helpers import csv_of

START = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)
"""Later than any test is run, since a database knows by the real clock when it was made."""

FIRST, SECOND, THIRD = "first", "second", "third"
PEOPLE = {FIRST: (0, 1, 2, 3, 4, 5, 6), SECOND: (5, 6, 7, 8, 9), THIRD: (10, 11, 12, 0)}
"""Whom each campaign goes to: some are in two of them."""
STARTED = (FIRST, SECOND)

HEADER = ("Sms Id", "Mobile No", "Status", "Done Date")
KNOWN_BY = ((True, True), (True, True), (True, False), (False, True))
"""Whether a row has the smsId, and the number."""


def number_of(person: int) -> int:
    return 919_000_000_000 + 7919 * person


def token_of(campaign: Campaign) -> str:
    """Ids are given out again after a copy was put back."""
    if campaign.retry_of is None:
        return campaign.name
    return f"{campaign.id} of {campaign.created_at}"


def people_of(call: PoolCall) -> list[tuple[int, int]]:
    return [*zip(call.chunk.seqs, map(int, call.chunk.numbers), strict=True)]


some = st.integers(0, 5)
DrawnLine = tuple[int, str, tuple[bool, bool], int | None]
drawn_lines = st.tuples(
    st.integers(0, 12),
    st.sampled_from([*WORDS, "DELIVRD", "UNDELIV"]),
    st.sampled_from(KNOWN_BY),
    st.sampled_from([0, 1, 5, None]),
)
AFTERWARDS = ("begin", "hear", "wait")
LATE_WORDS = ("DELIVRD", "UNDELIV", "PENDING", "READ")
some_kinds = st.one_of(
    st.just({*RetryKind} - {RetryKind.ASSUMED_SENT}),
    st.sets(st.sampled_from([*RetryKind]), min_size=1),
)


def waits(status: Status) -> bool:
    return status.campaign.state is CampaignState.PAUSED or status.campaign.held is not None


def is_asked_about(status: Status) -> bool:
    return bool(status.recipients[RecipientState.UNKNOWN])


def is_over(status: Status) -> bool:
    return status.is_over


@cache
def folder_with_campaigns() -> tempfile.TemporaryDirectory[str]:
    """Made once and copied for each example."""
    folder = folder_in_memory()
    base = _settings(Path(folder.name))
    for token, people in PEOPLE.items():
        data = "\n".join(["mobile", *(str(number_of(person)) for person in people)]).encode()
        contacts = contacts_of(check_contacts(data), "contacts.csv")
        spec = CampaignSpec(name=token, message=f"To the {token}", sender_id="JETMSG", chunk_size=2)
        made, _ = create.create(base, contacts, spec, token=token, clock=lambda: START)
        if token in STARTED:
            control.start(base, made, clock=lambda: START)
    return folder


def _settings(data_dir: Path) -> Settings:
    base = replace(configuration.load({}), data_dir=data_dir, sender_id="JETMSG", senders=4)
    return replace(
        base, failures_in_a_row=1000, failure_percent=100.0, sandbox_url="http://127.0.0.1:9"
    )


@dataclass(frozen=True)
class End:
    """How a call ends. `left_out` are missing from the reply, at the end; if it `takes_the_others`
    whoever is not in a reply is taken all the same."""

    is_accepted: bool = False
    left_out: int = 0
    takes_the_others: bool = False
    is_lost: bool = False
    is_never_sent: bool = False
    refusal: str = ""


WELL = End(is_accepted=True)
ENDS = [
    *[WELL] * 10,
    End(is_accepted=True, left_out=1),
    End(is_accepted=True, left_out=2, takes_the_others=True),
    End(is_lost=True),
    End(is_lost=True, takes_the_others=True),
    End(is_never_sent=True),
    End(refusal="Template does not match"),
    End(refusal="Insufficient balance"),
    End(refusal="Invalid mobile number {number}"),
]


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(claiming, "LOOK_SECONDS", 0.0)
        self._kept = KeptConnections()
        self._patch.setattr(database, "connect", self._kept.connect)
        self._folder = folder_in_memory()
        data_dir = Path(self._folder.name) / "data"
        shutil.copytree(folder_with_campaigns().name, data_dir)
        self.settings = _settings(data_dir)
        self.now = START
        self.world, self.knowledge = World(), Knowledge()
        self.opted_out: set[int] = set()
        self.copies: list[tuple[Path, Knowledge, set[int]]] = []
        self.before: dict[tuple[str, int], str] = {}
        self.workers = 0
        self.statuses: list[Status] = []
        self.waiting: set[tuple[int, str]] = set()
        self.flying: list[tuple[PoolCall, list[Message]]] = []
        self._begin_worker()

    def teardown(self) -> None:
        self._leave_worker()
        self._folder.cleanup()
        self._patch.undo()

    # the worker and the gateway

    @rule()
    def calls_leave(self) -> None:
        """Whoever is called now: nothing speaks against it, or a person decided it."""
        if self.doubt and doubts.settle(self.settings, self.db, self.doubt, self.now):
            self.doubt = None
        waiting = {call.key for call, _ in self.flying}
        self.sender.turn(wait=0, claiming=self.doubt is None)
        for key, call in self.calls.in_flight.items():
            if key in waiting:
                continue
            token = self._token(call.chunk.campaign_id)
            made = self.world.leave(token, people_of(call), call.chunk.text, self.now)
            self.flying.append((call, made))
            self.knowledge.left.update(made)
            for message in made:
                assert message.number not in self.opted_out
                for earlier in self.world.before(message):
                    assert earlier.is_proved or earlier.is_decided, (earlier, message)
                    assert not self.world.is_spared(earlier, self.knowledge), (earlier, message)

    @initialize(
        ends=st.lists(st.sampled_from(ENDS), max_size=14), drawn=st.lists(drawn_lines, max_size=8)
    )
    def much_has_happened(self, ends: list[End], drawn: list[DrawnLine]) -> None:
        self.calls_end(ends)
        if drawn and any(message.is_taken for message in self.world.messages):
            self.report(drawn, is_named=False)

    @rule(ends=st.lists(st.sampled_from(ENDS), min_size=1, max_size=4))
    def calls_end(self, ends: list[End]) -> None:
        for end in ends:
            self.now += timedelta(seconds=90)
            self.calls_leave()
            if self.flying:
                self._end(end, *self.flying.pop(0))

    def _end(self, end: End, call: PoolCall, made: list[Message]) -> None:
        listed = made[: max(1, len(made) - end.left_out)] if end.is_accepted else []
        for message in made:
            message.is_taken = message in listed or end.takes_the_others
            message.is_proved = message not in listed and not end.is_lost
        self.knowledge.with_id.update(listed)
        refused = refusing(end.refusal.format(number=made[0].number))
        answer = LOST if end.is_lost else accepting(listed) if listed else refused
        self.sender.posters.answer(call.key, NEVER_SENT if end.is_never_sent else answer)
        self.sender.turn(wait=0, claiming=False)

    @rule(is_taken=st.booleans())
    def worker_is_killed(self, is_taken: bool) -> None:
        for _, made in self.flying:
            for message in made:
                message.is_taken = is_taken
        self._leave_worker()
        self._begin_worker()

    @rule(minutes=st.sampled_from([5, 20, 70]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    # a person

    @rule(which=some, word=st.sampled_from(["pause", "stop", "start"]))
    def control(self, which: int, word: str) -> None:
        campaign = self._one_of(which, lambda status: not status.is_over)
        if campaign is not None:
            with contextlib.suppress(StateError):
                getattr(control, word)(self.settings, campaign.id, clock=self._clock)
                if word == "start" and campaign.state is CampaignState.DRAFT:
                    self._decide_forgotten(campaign)

    @precondition(lambda self: any(map(waits, self.statuses)))
    @rule(which=some)
    def resume(self, which: int) -> None:
        campaign = self._one_of(which, waits)
        assert campaign is not None
        if campaign.held is Hold.RESTORED:
            self._decide(token_of(campaign), self._seqs(campaign.id, "queued"))
            self._decide_forgotten(campaign)
        control.resume(self.settings, campaign.id, clock=self._clock)

    @precondition(lambda self: any(map(is_asked_about, self.statuses)))
    @rule(which=some, first=st.booleans(), is_sent=st.booleans())
    def settle(self, which: int, first: bool, is_sent: bool) -> None:
        campaign = self._one_of(which, is_asked_about)
        assert campaign is not None
        unknown = decisions.needs(self.settings, campaign.id)[: 1 if first else None]
        seqs = [seq for call in unknown for seq in range(call.first_seq, call.end_seq)]
        decide = decisions.assume_sent if is_sent else decisions.send_again
        chosen = [call.first_seq for call in unknown]
        decide(self.settings, campaign.id, chosen, clock=self._clock)
        if is_sent:
            for message in self.world.to(token_of(campaign), seqs):
                message.is_assumed = True
        else:
            self._decide(token_of(campaign), {*seqs} & {*self._seqs(campaign.id, "queued")})

    @precondition(lambda self: any(map(is_over, self.statuses)))
    @rule(which=some, kinds=some_kinds, then=st.sampled_from(AFTERWARDS))
    def try_again(self, which: int, kinds: set[RetryKind], then: str) -> None:
        campaign = self._one_of(which, is_over)
        assert campaign is not None
        try:
            made = retry.retry_failed(
                self.settings, campaign.id, kinds=kinds, clock=self._clock
            ).campaign
        except JetmsgError:
            return
        for row in self._rows(made.id):
            for earlier in self.world.with_text(row["number"], row["text"]):
                assert self._may_be_repeated(earlier, kinds), (earlier, made)
                earlier.is_decided = True
        if then != "wait":
            control.start(self.settings, made.id, clock=self._clock)
        if then == "hear" and any(message.is_taken for message in self.world.messages):
            drawn = [(index, word, (True, True), 0) for index, word in enumerate(LATE_WORDS)]
            self.look_at_everybody()
            self.report(drawn, is_named=False, is_late=True)

    def _may_be_repeated(self, message: Message, kinds: set[RetryKind]) -> bool:
        if message not in self.knowledge.left or message.is_proved or message.is_decided:
            return True
        if message.is_assumed and RetryKind.ASSUMED_SENT in kinds:
            return True
        return self.world.may_have_failed(message, self.knowledge)

    @rule(person=st.integers(0, 12))
    def opt_out(self, person: int) -> None:
        number = number_of(person)
        optouts.add(self.settings, [str(number)], source="asked", clock=self._clock)
        self.opted_out.add(number)

    # delivery reports

    @precondition(lambda self: any(m.is_taken for m in self.world.messages))
    @rule(
        drawn=st.lists(drawn_lines, min_size=1, max_size=8),
        is_named=st.booleans(),
        is_late=st.booleans(),
    )
    def report(self, drawn: list[DrawnLine], is_named: bool, is_late: bool = False) -> None:
        """About any messages; one that is late, about people who wait for another."""
        messages = [m for m in self.world.messages if m.is_taken]
        if is_late:
            messages = [m for m in messages if (m.number, m.text) in self.waiting] or messages
        lines = [
            Line(messages[which % len(messages)], word, *known_by, minutes)
            for which, word, known_by, minutes in drawn
        ]
        about = None
        if is_named:
            campaigns = {token_of(each.campaign): each.campaign for each in self.statuses}
            named = campaigns.get(lines[0].message.token)
            if named is None or named.started_at is None:
                return
            about = named.id
            lines = [line for line in lines if line.message.token == lines[0].message.token]
        self.now += timedelta(minutes=6)
        data = csv_of([line.cells() for line in lines], HEADER)
        importing.import_report(self.settings, data, campaign_id=about, clock=self._clock)
        self.knowledge.lines += lines

    @rule()
    def look_for_ended_campaigns(self) -> None:
        index_ended(self.settings)

    # copies

    @precondition(lambda self: len(self.copies) < 2)
    @rule(is_backup=st.booleans())
    def copy(self, is_backup: bool) -> None:
        path = Path(self._folder.name) / f"copy-{len(self.copies)}.db"
        if is_backup:
            back_up(self.settings, path, clock=self._clock)
        else:
            with contextlib.closing(connect(path).conn) as plain:
                self.db.conn.backup(plain)
        self.copies.append((path, self.knowledge.copied(), set(self.opted_out)))

    @precondition(lambda self: self.copies)
    @rule(
        which=st.integers(0, 1),
        by_hand=st.booleans(),
        is_taken=st.booleans(),
        cleanly=st.booleans(),
    )
    def put_back(self, which: int, by_hand: bool, is_taken: bool, cleanly: bool) -> None:
        path, knowledge, opted_out = self.copies[which % len(self.copies)]
        for _, made in self.flying:
            for message in made:
                message.is_taken = is_taken
        self._leave_worker(cleanly=cleanly and not self.flying)
        self.now += timedelta(minutes=1)
        if by_hand:
            for end in ("", "-wal", "-shm"):
                self.settings.database_path.with_name(f"jetmsg.db{end}").unlink(missing_ok=True)
            shutil.copyfile(path, self.settings.database_path)
        else:
            replacing.restore(self.settings, path, clock=self._clock)
        self.knowledge, self.opted_out = knowledge.copied(), set(opted_out)
        self.before = {}
        self._begin_worker()

    # what must be so

    @invariant()
    def sums_are_exact_and_nothing_goes_back(self) -> None:
        self.look_at_everybody()

    def look_at_everybody(self) -> None:
        self.statuses = control.newest(self.settings, 50)
        self.waiting = set()
        for status in self.statuses:
            token, counts = token_of(status.campaign), status.recipients
            listed = self._rows(status.campaign.id)
            states = Counter(row["state"] for row in listed)
            assert {state.value: n for state, n in counts.items() if n} == states
            for row in listed:
                key = (token, row["seq"])
                was = self.before.get(key, "queued")
                assert _height(row["state"]) >= _height(was), (key, was, row["state"])
                self.before[key] = row["state"]
                if row["state"] == "queued":
                    self.waiting.add((row["number"], row["text"]))

    @invariant()
    def whatever_left_is_known(self) -> None:
        """It is not as if it were still to be sent, nor as if it had never left, unless a person
        decided so."""
        waiting = {
            key for key, state in self.before.items() if state in ("queued", "cancelled", "refused")
        }
        for message in self.knowledge.left:
            if (message.token, message.seq) in waiting:
                assert message.is_proved or message.is_decided, message

    @invariant()
    def what_was_told_by_id_is_shown(self) -> None:
        for message in self.knowledge.with_id:
            words = [
                WORDS[line.word]
                for line in self.knowledge.lines
                if line.message is message and line.has_id
            ]
            state = self.before[message.token, message.seq]
            if RecipientState.READ in words:
                assert state == RecipientState.READ
            elif RecipientState.DELIVERED in words:
                assert state in REACHED

    # how

    @property
    def _clock(self) -> Callable[[], datetime]:
        return lambda: self.now

    @property
    def calls(self) -> Any:
        return self.sender._calls

    def _begin_worker(self) -> None:
        self.workers += 1
        self._mark = contextlib.ExitStack()
        self.mark = self._mark.enter_context(mark.open_mark(self.settings.data_dir))
        self.db = connect(self.settings.database_path)
        holder = f"w{self.workers}"
        self.doubt = worker.begin(self.settings, self.db, holder, clock=self._clock)
        self.mark.begin(holder, self.now)
        self.sender = Sender(
            self.settings,
            self.db,
            holder,
            WaitingPosters(self.settings.senders),
            clock=self._clock,
            mark=self.mark.note,
        )

    def _leave_worker(self, *, cleanly: bool = False) -> None:
        if cleanly:
            worker.end(self.db, self.sender.holder, self.mark, clock=self._clock)
        self.db.close()
        self._kept.close_all()
        self._mark.close()
        self.flying = []

    def _one_of(self, which: int, wanted: Callable[[Status], bool]) -> Campaign | None:
        matching = [status.campaign for status in self.statuses if wanted(status)]
        return matching[which % len(matching)] if matching else None

    def _token(self, campaign_id: int) -> str:
        return token_of(control.status(self.settings, campaign_id).campaign)

    def _rows(self, campaign_id: int) -> list[dict[str, Any]]:
        return read_recipients(self.settings, campaign_id, limit=100)

    def _seqs(self, campaign_id: int, state: str) -> list[int]:
        return [row["seq"] for row in self._rows(campaign_id) if row["state"] == state]

    def _decide(self, token: str, seqs: Iterable[int]) -> None:
        for message in self.world.to(token, seqs):
            message.is_decided = True

    def _decide_forgotten(self, campaign: Campaign) -> None:
        """Whoever waits in it may have had its text after the copy that was put back, from it or
        from a second try that nobody knows of any more."""
        for row in self._rows(campaign.id):
            for message in self.world.with_text(row["number"], row["text"]):
                if message not in self.knowledge.left:
                    message.is_decided = True


def _height(state: str) -> int:
    if state == RecipientState.READ:
        return 4
    if state == RecipientState.DELIVERED:
        return 3
    if state in {told.value for told in WORDS.values() if told} - {"submitted"}:
        return 2
    return int(state == RecipientState.SUBMITTED)


@pytest.mark.parametrize(
    "examples", [20, pytest.param(2000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])]
)
def test_whatever_happens_in_whatever_order(examples: int) -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
