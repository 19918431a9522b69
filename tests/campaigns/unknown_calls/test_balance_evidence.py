"""What the balance suggests about a call of unknown end. It never acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from fixtures import BeWorker
from hypothesis import given
from read_back import read_recipients

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion, Window, assess
from jetmsg_core.campaigns.unknown_calls.decisions import UnknownCall
from jetmsg_core.primitives.times import IST, stamp
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.ledger import chunks, recording
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult, RawReply

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=IST)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def window(
    before: int, after: int, accepted: int, perhaps: int, lost: int, own: int, **more: Any
) -> Window:
    return Window(before, after, accepted, perhaps, lost, own, **more)


SEEN = {"others": "before 01 May, 09:00 IST"}
FAR = {"apart": timedelta(hours=5)}


@pytest.mark.parametrize(
    ("window_of_call", "suggestion", "words"),
    [
        pytest.param(
            window(100, 60, 20, 0, 20, 20),
            Suggestion.TAKEN,
            "fell by 40 around this call: 20 for accepted messages, and exactly the 20 that "
            "this call costs. It was probably taken.",
            id="exactly what it costs",
        ),
        pytest.param(
            window(100, 80, 20, 0, 20, 20),
            Suggestion.NOT_TAKEN,
            "fell only by what accepted messages cost around this call, so the call was probably "
            "not taken.",
            id="exactly what was accepted",
        ),
        pytest.param(
            window(100, 100, 0, 0, 20, 20), Suggestion.NOT_TAKEN, "did not fall around", id="none"
        ),
        pytest.param(
            window(100, 0, 0, 0, 1, 1),
            Suggestion.NO_EVIDENCE,
            "fell by 100 around this call, but this call can take at most 1 credit. Somebody else "
            "uses these credits, so there is no evidence.",
            id="more than it can hold",
        ),
        pytest.param(
            window(200, 70, 20, 5, 20, 20),
            Suggestion.NO_EVIDENCE,
            "at least 105 more than the accepted messages cost, but this call can take at most",
            id="more than it can hold, whatever overlaps",
        ),
        pytest.param(
            window(100, 0, 0, 0, 20, 20, each=2),
            Suggestion.NO_EVIDENCE,
            "or more parts were counted than here",
            id="more than long messages cost",
        ),
        pytest.param(
            window(100, 79, 20, 0, 20, 20),
            Suggestion.PARTLY,
            "fell by 21 around this call, 1 more than the accepted messages cost. This call "
            "costs 20 credits, so at most 1 of its 20 people were taken.",
            id="a part of it",
        ),
        pytest.param(
            window(100, 81, 0, 0, 20, 20, each=2),
            Suggestion.PARTLY,
            "at most 9 of its 10 people",
            id="half a message is nobody",
        ),
        pytest.param(
            window(100, 99, 0, 0, 20, 20, each=2),
            Suggestion.NOT_TAKEN,
            "cannot pay even for one person: it was probably not taken",
            id="not even one message",
        ),
        pytest.param(
            window(100, 60, 0, 40, 20, 20),
            Suggestion.UNCLEAR,
            "0 to 40 of that for accepted messages. So it is not clear how much of this call was "
            "taken: up to 20 of 20 credits.",
            id="others overlap",
        ),
        pytest.param(
            window(100, 80, 0, 0, 40, 20, calls=2),
            Suggestion.UNCLEAR,
            "That can pay for 1 of the 2 calls without an answer. It is not clear which were taken",
            id="one of two",
        ),
        pytest.param(
            window(100, 80, 0, 0, 40, 30, calls=2, are_alike=False),
            Suggestion.UNCLEAR,
            "can pay for a part of the 2 calls without an answer, which cost 40 credits. It is not",
            id="a part of two that differ",
        ),
        pytest.param(
            window(100, 60, 0, 0, 40, 20, calls=2),
            Suggestion.TAKEN,
            "exactly what the 2 calls without an answer cost. They were probably taken.",
            id="both",
        ),
        pytest.param(
            window(100, 60, 0, 0, 40, 20, calls=2, **SEEN),
            Suggestion.UNCLEAR,
            "But somebody else used these credits too (before 01 May, 09:00 IST), so it is not",
            id="both, and others were seen",
        ),
        pytest.param(
            window(100, 80, 0, 0, 20, 20, **FAR),
            Suggestion.UNCLEAR,
            "But the readings are 5 hours apart",
            id="exactly, over a long time",
        ),
        pytest.param(
            window(100, 100, 0, 0, 20, 20, **SEEN),
            Suggestion.NOT_TAKEN,
            "probably not",
            id="none though others were seen",
        ),
        pytest.param(
            window(100, 90, 20, 0, 20, 20),
            Suggestion.NO_EVIDENCE,
            "but accepted messages cost 20 credits in that time",
            id="less than was accepted",
        ),
        pytest.param(
            window(100, 150, 0, 0, 20, 20), Suggestion.NO_EVIDENCE, "topped up", id="topped up"
        ),
        pytest.param(
            window(100, 80, 0, 0, 20, 20, rose=500),
            Suggestion.NO_EVIDENCE,
            "rose by 500",
            id="topped up in between, and used again",
        ),
    ],
)
def test_the_sentence_says_no_more_than_the_numbers(
    window_of_call: Window, suggestion: Suggestion, words: str
) -> None:
    assessed = assess(window_of_call)
    assert assessed.suggestion is suggestion
    assert words in assessed.sentence
    is_likely = suggestion in (Suggestion.TAKEN, Suggestion.NOT_TAKEN)
    assert ("probably" in assessed.sentence) is is_likely


@dataclass(frozen=True)
class Call:
    """Of its `people` the gateway billed some: none, when it did not take the call."""

    people: int
    each: int
    billed: int

    @property
    def cost(self) -> int:
        return self.people * self.each

    @property
    def used(self) -> int:
        return self.billed * self.each


calls = st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(
    lambda size: st.sampled_from([0, *range(size[0] + 1), size[0], size[0]]).map(
        lambda billed: Call(*size, billed)
    )
)


@given(
    lost=st.lists(calls, min_size=1, max_size=3),
    accepted=st.integers(0, 5),
    overlapping=st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=2),
    others=st.one_of(st.just(0), st.integers(0, 30)),
)
def test_whatever_happened_no_sentence_is_stronger_than_the_numbers(
    lost: list[Call], accepted: int, overlapping: list[tuple[int, bool]], others: int
) -> None:
    """A world is made up, its readings are weighed, and what is said must be so in it."""
    own, cost, used = lost[0], sum(call.cost for call in lost), sum(call.used for call in lost)
    fell = accepted + sum(parts for parts, is_in in overlapping if is_in) + used + others
    perhaps = sum(parts for parts, _ in overlapping)
    seen = Window(
        before=1000,
        after=1000 - fell,
        accepted=accepted,
        perhaps=perhaps,
        lost=cost,
        own=own.cost,
        each=own.each,
        calls=len(lost),
        are_alike=len({call.cost for call in lost}) == 1,
    )
    assessed = assess(seen)
    match assessed.suggestion:
        case Suggestion.NOT_TAKEN:
            assert own.billed == 0
        case Suggestion.PARTLY:
            most = int(re.findall(r"at most (\d+) of", assessed.sentence)[0])
            assert own.billed <= most < own.people
        case Suggestion.TAKEN:
            assert (fell - accepted, perhaps) == (cost, 0)
            assert others or all(call.billed == call.people for call in lost)
        case Suggestion.NO_EVIDENCE:
            assert "Somebody else" in assessed.sentence
            assert others
        case Suggestion.UNCLEAR:
            assert perhaps or len(lost) > 1
            for most in re.findall(r"up to (\d+) of", assessed.sentence):
                assert others or used <= int(most)
    if not others and not perhaps and used in (0, cost):
        assert assessed.suggestion is (Suggestion.TAKEN if used else Suggestion.NOT_TAKEN)


class Story:
    """Calls and readings at seconds after noon."""

    def __init__(self, db: Database, settings: Settings, made: int) -> None:
        self.db, self.settings, self.made = db, settings, made

    def read(self, at: float, tranx: int | None) -> None:
        failure = None if tranx is not None else "refused"
        samples.insert(self.db, "sandbox", Sample(stamp(after(at)), tranx, 7, 7, failure))

    def claim(self, at: float) -> ClaimedChunk:
        (call,) = chunks.claim(self.db, self.made, worker="w", limit=1, now=after(at))
        return call

    def answer(self, call: ClaimedChunk, at: float, outcome: str) -> None:
        reply = RawReply(
            call.campaign_id, call.first_seq, call.attempt, outcome, 200, None, "{}", 100, ""
        )
        recording.keep_replies(self.db, [replace_time(reply, stamp(after(at)))])
        results = [(seq, "submitted", "1") for seq in call.seqs]
        settled = ChunkResult(
            call.campaign_id,
            call.first_seq,
            call.attempt,
            ChunkState(outcome),
            None,
            None,
            len(results) if outcome == "accepted" else 0,
            results if outcome == "accepted" else [],
        )
        recording.record(self.db, [settled], worker="w", now=after(at))

    def unknown_calls(self) -> list[UnknownCall]:
        return decisions.needs(self.settings, self.made)


def replace_time(reply: RawReply, received_at: str) -> RawReply:
    return RawReply(**{**reply.__dict__, "received_at": received_at})


@pytest.fixture
def story(new_campaign: Callable[..., int], settings: Settings, be_worker: BeWorker) -> Any:
    made = new_campaign(50, "Hello", chunk_size=10)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        yield Story(db, settings, made)


def test_readings_on_both_sides_tell_whether_it_was_taken(story: Story) -> None:
    story.read(0, 1000)
    first = story.claim(10)
    story.answer(first, 11, "accepted")
    second = story.claim(12)
    story.answer(second, 13, "unknown")
    story.read(14, 980)
    (call,) = story.unknown_calls()
    assert (call.before and call.before.tranx, call.after and call.after.tranx) == (1000, 980)
    assert call.evidence.suggestion is Suggestion.TAKEN
    assert call.evidence.sentence == (
        "The balance fell by 20 around this call: 10 for accepted messages, and exactly "
        "the 10 that this call costs. It was probably taken."
    )


def test_a_balance_that_fell_by_the_accepted_parts_alone_speaks_against_it(story: Story) -> None:
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "accepted")
    story.answer(story.claim(12), 13, "unknown")
    story.read(14, 990)
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.NOT_TAKEN


def test_calls_outside_the_readings_do_not_count(story: Story) -> None:
    story.answer(story.claim(1), 2, "accepted")
    story.read(5, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.read(20, 990)
    story.answer(story.claim(30), 31, "accepted")
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.TAKEN


def test_a_call_under_way_at_a_reading_may_count_or_not(story: Story) -> None:
    story.read(0, 1000)
    other = story.claim(10)
    story.answer(story.claim(11), 12, "unknown")
    story.read(13, 990)
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.UNCLEAR, "not answered yet"
    story.answer(other, 14, "accepted")
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.UNCLEAR


def test_two_unknown_calls_between_two_readings_are_weighed_together(story: Story) -> None:
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 980)
    assert {call.evidence.suggestion for call in story.unknown_calls()} == {Suggestion.TAKEN}


def test_what_was_settled_since_stays_part_of_the_evidence(story: Story) -> None:
    story.read(0, 1000)
    first, second = story.claim(10), story.claim(10)
    story.answer(first, 11, "unknown")
    story.answer(second, 11, "unknown")
    story.read(12, 990)
    decisions.assume_sent(story.settings, story.made, [first.first_seq])
    assert [call.evidence.suggestion for call in story.unknown_calls()] == [Suggestion.UNCLEAR]
    decisions.send_again(story.settings, story.made, [second.first_seq])
    story.answer(story.claim(100), 101, "unknown")
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.NO_EVIDENCE, "not read since"


def test_a_reading_that_was_under_way_when_the_call_left_is_no_witness(story: Story) -> None:
    story.read(-100, 1000)
    story.read(9.9, 990)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    (call,) = story.unknown_calls()
    assert call.before is not None
    assert call.before.tranx == 1000


def test_failed_readings_and_none_are_no_evidence(story: Story) -> None:
    story.read(0, None)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    assert "not read before" in story.unknown_calls()[0].evidence.sentence
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.NO_EVIDENCE


def test_a_worker_that_died_leaves_calls_that_the_balance_speaks_about_too(story: Story) -> None:
    story.read(0, 1000)
    story.claim(10)
    chunks.recover(story.db, now=after(60))
    story.read(61, 990)
    (call,) = story.unknown_calls()
    assert call.evidence.suggestion is Suggestion.TAKEN
    assert "worker stopped" in call.reply_sentence


def test_a_fall_that_no_call_can_hold_says_that_others_use_the_account(story: Story) -> None:
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 900)
    (call,) = story.unknown_calls()
    assert (call.evidence.suggestion, call.suggested) == (Suggestion.NO_EVIDENCE, None)
    assert "Somebody else uses these credits" in call.evidence.sentence


def test_who_was_seen_to_use_the_account_today_may_have_done_so_again(story: Story) -> None:
    """Between the first two readings nothing of ours was sent, and yet the balance fell."""
    story.read(-7200, 1007)
    story.read(-3600, 1000)
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    (call,) = story.unknown_calls()
    assert call.evidence.suggestion is Suggestion.UNCLEAR
    assert "exactly what this call costs. But somebody else" in call.evidence.sentence
    assert "before 01 May 2026, 11:00 IST" in call.evidence.sentence


def test_what_our_own_calls_took_is_not_others_use(story: Story) -> None:
    story.read(-7200, 1040)
    story.answer(story.claim(-7000), -6999, "accepted")
    story.answer(story.claim(-6000), -5999, "unknown")
    story.read(-3600, 1020)
    story.read(0, 1020)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 1010)
    first, second = story.unknown_calls()
    assert first.evidence.suggestion is second.evidence.suggestion is Suggestion.TAKEN


def test_who_used_the_account_days_ago_does_not_weigh(story: Story) -> None:
    story.read(-3 * 86_400, 2000)
    story.read(-2 * 86_400, 1000)
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    assert story.unknown_calls()[0].evidence.suggestion is Suggestion.TAKEN


def test_a_top_up_between_two_readings_is_seen_though_the_balance_is_lower_at_the_end(
    story: Story,
) -> None:
    """A call under way for long, with readings while it was."""
    story.read(0, 1000)
    call = story.claim(10)
    story.read(15, 1500)
    story.answer(call, 20, "unknown")
    story.read(25, 990)
    assert "topped up" in story.unknown_calls()[0].evidence.sentence


def test_a_call_that_was_divided_since_still_weighs_as_a_whole(story: Story) -> None:
    story.read(0, 1000)
    first, second = story.claim(10), story.claim(10)
    story.answer(first, 11, "unknown")
    story.answer(second, 11, "unknown")
    story.read(12, 985)
    numbers = [row["number"] for row in read_recipients(story.settings, story.made)]
    lines = [f"{number},DELIVRD,{after(12):%Y-%m-%d %H:%M:%S}" for number in numbers[:4]]
    importing.import_report(story.settings, "\n".join(["Mobile,Status,Date", *lines]).encode())
    settled = decisions.send_again(story.settings, story.made, [first.first_seq])
    assert settled.left_out.delivered == 4
    (call,) = story.unknown_calls()
    assert (
        "a part of the 2 calls without an answer, which cost 20 credits" in call.evidence.sentence
    )


def test_a_call_of_a_worker_that_died_still_weighs_once_it_is_settled(story: Story) -> None:
    story.read(0, 1000)
    story.claim(10)
    story.claim(10)
    chunks.recover(story.db, now=after(60))
    story.read(61, 990)
    decisions.assume_sent(story.settings, story.made, [1])
    (call,) = story.unknown_calls()
    assert "can pay for 1 of the 2 calls" in call.evidence.sentence


def test_calls_of_another_campaign_on_the_pool_weigh_too(
    story: Story, new_campaign: Callable[..., int]
) -> None:
    other = new_campaign(10, "Hello", chunk_size=10)
    control.start(story.settings, other)
    theirs = Story(story.db, story.settings, other)
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    theirs.answer(theirs.claim(10), 11, "unknown")
    story.read(12, 990)
    for either in (story, theirs):
        assert "can pay for 1 of the 2 calls" in either.unknown_calls()[0].evidence.sentence
