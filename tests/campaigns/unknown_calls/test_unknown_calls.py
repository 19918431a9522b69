"""Calls of unknown end: a person decides, the ledger stays exact, the journal is the witness."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import BeWorker, NewCampaign, Send, StartGateway
from lost_calls import forget_readings

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.unknown_calls import decisions, evidence_groups
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion
from jetmsg_core.campaigns.unknown_calls.evidence_groups import ShownCall
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, ChunkState, RecipientState
from jetmsg_core.store.database import open_database, rows
from jetmsg_core.store.ledger import campaigns, chunks, recording
from jetmsg_core.store.ledger.recording import ChunkResult
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction

pytestmark = pytest.mark.usefixtures("never_held")

STEPS = (
    *("claim", "claim", "accept", "lose", "back", "divide", "die"),
    *("assume", "again", "again", "pause", "resume", "stop"),
)

Ledger = Callable[[int], list[dict[str, Any]]]
Journal = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lost(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, monkeypatch: Any
) -> Callable[..., int]:
    """A finished campaign in which some calls were taken, and never answered."""

    def make(recipients: int = 30, *, fault: str = "drop=1", **brief: Any) -> int:
        start_gateway("--fault", fault, "--seed", "4")
        monkeypatch.setenv("JETMSG_TIMEOUT", "1")
        made = new_campaign(recipients, "Hello", **{"chunk_size": 10} | brief)
        send(made)
        return made

    return make


def assert_sums_are_exact(status: Status, settings: Settings, rows_of: list[Any]) -> None:
    """The counts kept, a recount of the chunks, and every recipient's own state agree."""
    assert sum(status.recipients.values()) == status.campaign.recipients
    own = Counter(row["state"] for row in rows_of)
    assert {s.value: n for s, n in status.recipients.items() if n} == dict(own)
    with open_database(settings.database_path) as db:
        recount = rows(
            db,
            "select state, count(*) as chunks, sum(hi - lo) as recipients, sum(withheld) as w,"
            " sum(submitted) as submitted from chunks where campaign_id = ? group by state",
            status.campaign.id,
        )
        kept = campaigns.progress(db, status.campaign.id)
    for row in recount:
        tally = kept[ChunkState(row["state"])]
        assert (tally.chunks, tally.recipients) == (row["chunks"], row["recipients"])
        assert (tally.withheld, tally.submitted) == (row["w"], row["submitted"])


def test_each_unknown_call_is_shown_with_its_time_people_text_and_reply(
    lost: Any, settings: Settings
) -> None:
    made = lost(fault="http500=1")
    calls = decisions.needs(settings, made)
    assert [(call.chunk, call.recipients, call.parts, call.text) for call in calls] == [
        (1, 10, 1, "Hello"),
        (2, 10, 1, "Hello"),
        (3, 10, 1, "Hello"),
    ]
    assert "500" in calls[0].reply_sentence or "500" in calls[0].reply
    assert calls[0].sent_at is not None
    assert len(calls[0].numbers) == 5
    assert [call.first_seq for call in decisions.needs(settings, made, after=1, limit=1)] == [11]


def test_a_call_that_never_answered_says_so(lost: Any, settings: Settings) -> None:
    calls = decisions.needs(settings, lost(10, fault="hang=1"))
    assert calls[0].reply_sentence
    assert calls[0].reply == ""


def test_assume_sent_makes_everybody_submitted_without_an_smsid(
    lost: Any, settings: Settings, ledger: Ledger, read_journal: Journal
) -> None:
    made = lost()
    settled = decisions.assume_sent(settings, made, [11])
    assert (settled.chunks, settled.recipients) == ((2,), 10)
    counts = settled.status.recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.UNKNOWN]) == (10, 20)
    assert {row["sms_id"] for row in ledger(made)} == {None}
    assert settled.status.campaign.state is CampaignState.FINISHED
    assert settled.status.parts_submitted == 10
    assert_sums_are_exact(settled.status, settings, ledger(made))
    assert len(read_journal()) == 30


def test_send_again_runs_a_finished_campaign_once_more_for_these_calls_alone(
    lost: Any, settings: Settings, start_gateway: StartGateway, send: Send, ledger: Ledger,
    read_journal: Journal,
) -> None:  # fmt: skip
    made = lost()
    settled = decisions.send_again(settings, made, [11])
    assert settled.status.campaign.state is CampaignState.RUNNING
    assert settled.status.campaign.finished_at is None
    start_gateway()
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    counts = done.recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.UNKNOWN]) == (10, 20)
    received = Counter(entry["number"] for entry in read_journal())
    twice = {int(number) for number, times in received.items() if times == 2}
    assert twice == {row["number"] for row in ledger(made) if 11 <= row["seq"] < 21}
    assert max(received.values()) == 2
    assert_sums_are_exact(done, settings, ledger(made))


def test_all_unknown_calls_are_settled_at_once_and_the_second_time_changes_nothing(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    assert decisions.assume_sent(settings, made).recipients == 30
    again = decisions.assume_sent(settings, made)
    assert (again.chunks, again.recipients) == ((), 0)
    assert decisions.send_again(settings, made).chunks == ()
    assert again.status.recipients[RecipientState.SUBMITTED] == 30
    assert len(decisions.decisions(settings, made)) == 1
    assert_sums_are_exact(again.status, settings, ledger(made))


def shown(settings: Settings, made: int) -> tuple[ShownCall, ...]:
    """All unknown calls of a campaign as one group: nothing is known of any."""
    forget_readings(settings)
    (group,) = evidence_groups.read(settings, made)
    return group.calls


def test_a_decision_is_about_the_calls_that_were_shown_and_says_which_had_changed(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    calls = shown(settings, made)
    assert [(call.chunk, call.recipients) for call in calls] == [(1, 10), (2, 10), (3, 10)]
    decisions.assume_sent(settings, made, [11])
    done = decisions.decide(settings, made, UnknownCallAction.SEND_AGAIN, calls)
    assert (done.chunks, done.recipients, done.changed) == ((1, 3), 20, (2,))
    assert done.status.recipients[RecipientState.SUBMITTED] == 10
    with pytest.raises(StateError, match="decided already"):
        decisions.decide(settings, made, UnknownCallAction.ASSUME_SENT, calls)
    assert_sums_are_exact(control.status(settings, made), settings, ledger(made))


def test_a_call_that_became_unknown_since_is_not_decided_about(
    lost: Any, settings: Settings, send: Send
) -> None:
    """Neither one that was not there, nor one that went out again and was lost again."""
    made = lost()
    first, *_ = calls = shown(settings, made)
    decisions.send_again(settings, made, [1])
    send(made)
    assert [call.chunk for call in evidence_groups.unchanged(settings, made, calls)] == [2, 3]
    done = decisions.decide(settings, made, UnknownCallAction.ASSUME_SENT, calls)
    assert (done.chunks, done.changed) == ((2, 3), (1,))
    (again,) = shown(settings, made)
    assert (again.chunk, again.attempt) == (1, first.attempt + 1)


def test_calls_are_grouped_by_what_is_known_of_them_the_surest_first(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost(40)
    forget_readings(settings)
    numbers = [row["number"] for row in ledger(made)]
    rows_of = [f"{number},DELIVRD" for number in (*numbers[:10], *numbers[20:30], numbers[30])]
    importing.import_report(settings, "\n".join(["Mobile,Status", *rows_of]).encode())
    groups = evidence_groups.read(settings, made)
    assert [(g.words, [c.chunk for c in g.calls], g.recipients, g.suggested) for g in groups] == [
        ("delivery reports say sent", [1, 3], 20, UnknownCallAction.ASSUME_SENT),
        ("delivery reports name too few people", [4], 10, None),
        ("there is no evidence", [2], 10, None),
    ]
    calls = decisions.needs(settings, made, among=[21, 31])
    assert [call.chunk for call in calls] == [3, 4]
    assert [len(group.calls) for group in evidence_groups.read(settings, made, limit=3)] == [2, 1]


def test_every_decision_is_noted_with_what_was_known(lost: Any, settings: Settings) -> None:
    made = lost()
    at = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
    decisions.assume_sent(settings, made, [1, 11], clock=lambda: at)
    decisions.send_again(settings, made, [21], clock=lambda: at + timedelta(minutes=1))
    noted = [
        (decision.action, decision.calls, decision.recipients, decision.chunk)
        for decision in decisions.decisions(settings, made)
    ]
    assert noted == [
        (UnknownCallAction.SEND_AGAIN, 1, 10, 3),
        (UnknownCallAction.ASSUME_SENT, 2, 20, 1),
    ]
    with open_database(settings.database_path) as db:
        assert all(row["detail"] for row in rows(db, "select detail from audit"))


def test_a_paused_campaign_stays_paused(lost: Any, settings: Settings) -> None:
    made = lost(60, fault="drop=0.5")
    with open_database(settings.database_path) as db:
        rows(db, "update campaigns set state = 'paused' where id = ? returning id", made)
    settled = decisions.send_again(settings, made)
    assert settled.chunks
    assert settled.status.campaign.state is CampaignState.PAUSED


def test_a_stopped_campaign_runs_for_the_call_that_goes_again_and_its_cancelled_stay_so(
    lost: Any,
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: StartGateway,
    send: Send,
    ledger: Ledger,
    be_worker: BeWorker,
) -> None:
    start_gateway()
    made = new_campaign(20, "Hello", chunk_size=10)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        chunks.claim(db, made, worker="w", limit=1, now=utc_now())
        chunks.recover(db, now=utc_now())
    control.stop(settings, made)
    decisions.send_again(settings, made)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    counts = done.recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.CANCELLED]) == (10, 10)
    assert_sums_are_exact(done, settings, ledger(made))


def test_who_was_stopped_before_the_second_call_may_still_have_the_first(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost(20)
    first = {call.first_seq for call in decisions.needs(settings, made)}
    decisions.send_again(settings, made)
    stopped = control.stop(settings, made)
    assert stopped.recipients[RecipientState.UNKNOWN] == 20
    assert stopped.recipients[RecipientState.CANCELLED] == 0
    assert_sums_are_exact(stopped, settings, ledger(made))
    calls = decisions.needs(settings, made)
    assert {call.first_seq for call in calls} == first
    assert all("stopped before it went again" in call.reply_sentence for call in calls)
    assert all(call.sent_at for call in calls)


def test_who_opted_out_meanwhile_is_left_out_of_the_second_try(
    lost: Any, settings: Settings, start_gateway: StartGateway, send: Send, ledger: Ledger,
    read_journal: Journal,
) -> None:  # fmt: skip
    made = lost(10)
    number = ledger(made)[3]["number"]
    optouts.add(settings, [str(number)], source="test")
    decisions.send_again(settings, made)
    start_gateway()
    done: Status = send(made)
    times = Counter(int(entry["number"]) for entry in read_journal())
    assert times[number] == 1
    assert done.recipients[RecipientState.SUBMITTED] == 9
    assert done.recipients[RecipientState.CANCELLED] == 1
    assert_sums_are_exact(done, settings, ledger(made))


def test_assume_sent_leaves_out_who_had_opted_out_before_the_call(
    lost: Any,
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(10, "Hello", chunk_size=10)
    number = ledger(made)[3]["number"]
    optouts.add(settings, [str(number)], source="test")
    send(made)
    assert [call.recipients for call in decisions.needs(settings, made)] == [9]
    settled = decisions.assume_sent(settings, made)
    assert settled.recipients == 9
    assert [row["state"] for row in ledger(made)].count("cancelled") == 1
    assert_sums_are_exact(settled.status, settings, ledger(made))


def test_whatsapp_is_settled_alike_and_has_no_balance_to_look_at(
    lost: Any, settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")
    made = lost(3, fault="half=1", channel=Channel.WHATSAPP, chunk_size=1)
    (first, *_) = decisions.needs(settings, made)
    assert first.evidence.suggestion is Suggestion.NO_EVIDENCE
    assert "take no credits" in first.evidence.sentence
    settled = decisions.assume_sent(settings, made, [first.first_seq])
    assert settled.status.recipients[RecipientState.SUBMITTED] == 1
    assert_sums_are_exact(settled.status, settings, ledger(made))


def test_what_was_tried_in_the_sandbox_is_not_sent_again_live(
    lost: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = lost()
    monkeypatch.delenv("JETMSG_SANDBOX_URL")
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    with pytest.raises(StateError, match="made in sandbox mode"):
        decisions.send_again(configuration.load(), made)
    assert control.status(settings, made).recipients[RecipientState.UNKNOWN] == 30


def test_an_answer_to_the_first_try_does_not_settle_the_second(
    new_campaign: NewCampaign, settings: Settings, ledger: Ledger, be_worker: BeWorker
) -> None:
    made = new_campaign(2, "Hello")
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        (chunk,) = chunks.claim(db, made, worker="w", limit=1, now=utc_now())
        chunks.recover(db, now=utc_now())
        decisions.send_again(settings, made)
        chunks.claim(db, made, worker="w", limit=1, now=utc_now())
        late = [(1, "submitted", "1"), (2, "submitted", "2")]
        settled = ChunkResult(made, chunk.first_seq, 1, ChunkState.ACCEPTED, None, None, 2, late)
        recording.record(db, [settled], worker="w", now=utc_now())
    status = control.status(settings, made)
    assert status.recipients[RecipientState.SENDING] == 2
    assert_sums_are_exact(status, settings, ledger(made))


@pytest.mark.parametrize("seed", range(8))
def test_sums_are_exact_whatever_happens_in_whatever_order(
    seed: int, new_campaign: NewCampaign, settings: Settings, ledger: Ledger, be_worker: BeWorker
) -> None:
    """A worker, its crashes and a person with two windows, a hundred steps at random."""
    dice = random.Random(seed)
    made = new_campaign(23, "Hello", chunk_size=4)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        sending: list[Any] = []
        for _ in range(100):
            word, which = dice.choice(STEPS), dice.randrange(6)
            if word == "claim":
                sending += chunks.claim(db, made, worker="w", limit=which, now=utc_now())
            elif word in ("accept", "lose") and sending:
                call = sending.pop(which % len(sending))
                _answer(db, made, call, accepted=word == "accept", which=which)
            elif word in ("back", "divide") and sending:
                call = sending.pop(which % len(sending))
                _go_back(db, made, call, divided=word == "divide")
            elif word == "die":
                chunks.recover(db, now=utc_now())
            elif word in ("assume", "again"):
                first_seqs = [
                    unknown_call.first_seq for unknown_call in decisions.needs(settings, made)
                ][: which or None]
                settle = decisions.assume_sent if word == "assume" else decisions.send_again
                settle(settings, made, first_seqs)
            elif word in ("pause", "resume", "stop"):
                with contextlib.suppress(StateError):
                    getattr(control, word)(settings, made)
            status = control.status(settings, made)
            assert_sums_are_exact(status, settings, ledger(made))
            if status.campaign.state is CampaignState.STOPPED:
                assert status.recipients[RecipientState.QUEUED] == 0


def _go_back(db: Any, made: int, call: Any, *, divided: bool) -> None:
    """Nobody was taken: planned again, whole or in halves, or cancelled once stopped."""
    middle = call.first_seq + len(call.seqs) // 2 if divided and len(call.seqs) > 1 else None
    settled = ChunkResult(made, call.first_seq, call.attempt, ChunkState.PLANNED, split_at=middle)
    recording.record(db, [settled], worker="w", now=utc_now())
    chunks.cancel_if_stopped(db, made, now=utc_now())


def _answer(db: Any, made: int, call: Any, *, accepted: bool, which: int) -> None:
    state = ChunkState.ACCEPTED if accepted else ChunkState.UNKNOWN
    results = [
        (seq, "submitted" if n <= which else "not_accepted", None)
        for n, seq in enumerate(call.seqs)
    ]
    sent = sum(result[1] == "submitted" for result in results) if accepted else 0
    settled = ChunkResult(
        made, call.first_seq, call.attempt, state, None, None, sent, results if accepted else []
    )
    recording.record(db, [settled], worker="w", now=utc_now())
