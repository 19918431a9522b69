"""What the balance suggests about a call of unknown end. It never acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from jetmsg_core.campaigns import attention, control
from jetmsg_core.campaigns.attention import Unknown
from jetmsg_core.campaigns.witness import Suggestion, weigh
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState
from jetmsg_core.store import chunks, recording, samples
from jetmsg_core.store.chunks import Claimed
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.recording import Reply, Settled
from jetmsg_core.store.samples import Sample
from jetmsg_core.times import IST, stamp

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=IST)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("numbers", "suggestion", "words"),
    [
        pytest.param((100, 60, 20, 0, 20, 20), Suggestion.TAKEN, "fell by 40 while only 20 parts"),
        pytest.param((100, 80, 20, 0, 20, 20), Suggestion.NOT_TAKEN, "probably not taken"),
        pytest.param((100, 100, 0, 0, 20, 20), Suggestion.NOT_TAKEN, "did not fall"),
        pytest.param(
            (100, 79, 20, 0, 20, 20), Suggestion.TAKEN, "only 20 parts", id="a part of it"
        ),
        pytest.param((100, 60, 0, 40, 20, 20), Suggestion.UNCLEAR, "0 to 40", id="others overlap"),
        pytest.param((100, 80, 0, 0, 40, 20), Suggestion.UNCLEAR, "40 parts", id="one of two"),
        pytest.param((100, 60, 0, 0, 40, 20), Suggestion.TAKEN, "probably taken", id="both"),
        pytest.param((100, 150, 0, 0, 20, 20), Suggestion.NO_EVIDENCE, "topped up"),
        pytest.param((100, 98, 1, 0, 1, 1), Suggestion.TAKEN, "only 1 part was accepted"),
    ],
)
def test_a_fall_beyond_what_was_accepted_speaks_for_the_call(
    numbers: tuple[int, ...], suggestion: Suggestion, words: str
) -> None:
    before, later, accepted, perhaps, lost, own = numbers
    found = weigh(
        before=before, after=later, accepted=accepted, perhaps=perhaps, lost=lost, own=own
    )
    assert found.suggestion is suggestion
    assert words in found.sentence


class Story:
    """Calls and readings at seconds after noon."""

    def __init__(self, db: Database, settings: Settings, made: int) -> None:
        self.db, self.settings, self.made = db, settings, made

    def read(self, at: float, tranx: int | None) -> None:
        failure = None if tranx is not None else "refused"
        samples.insert(self.db, "sandbox", Sample(stamp(after(at)), tranx, 7, 7, failure))

    def claim(self, at: float) -> Claimed:
        (call,) = chunks.claim(self.db, self.made, worker="w", limit=1, now=after(at))
        return call

    def answer(self, call: Claimed, at: float, outcome: str) -> None:
        reply = Reply(call.campaign_id, call.lo, call.attempt, outcome, 200, None, "{}", 100, "")
        recording.keep_replies(self.db, [replace_time(reply, stamp(after(at)))])
        results = [(seq, "submitted", "1") for seq in call.seqs]
        settled = Settled(
            call.campaign_id,
            call.lo,
            call.attempt,
            ChunkState(outcome),
            None,
            None,
            len(results) if outcome == "accepted" else 0,
            results if outcome == "accepted" else [],
        )
        recording.record(self.db, [settled], worker="w", now=after(at))

    def told(self) -> list[Unknown]:
        return attention.needs(self.settings, self.made)


def replace_time(reply: Reply, received_at: str) -> Reply:
    return Reply(**{**reply.__dict__, "received_at": received_at})


@pytest.fixture
def story(new_campaign: Callable[..., int], settings: Settings, be_worker: Any) -> Any:
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
    (told,) = story.told()
    assert (told.before and told.before.tranx, told.after and told.after.tranx) == (1000, 980)
    assert told.evidence.suggestion is Suggestion.TAKEN
    assert told.evidence.sentence == (
        "The balance fell by 20 while only 10 parts were accepted around this call: this call was "
        "probably taken."
    )


def test_a_balance_that_fell_by_the_accepted_parts_alone_speaks_against_it(story: Story) -> None:
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "accepted")
    story.answer(story.claim(12), 13, "unknown")
    story.read(14, 990)
    assert story.told()[0].evidence.suggestion is Suggestion.NOT_TAKEN


def test_calls_outside_the_readings_do_not_count(story: Story) -> None:
    story.answer(story.claim(1), 2, "accepted")
    story.read(5, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.read(20, 990)
    story.answer(story.claim(30), 31, "accepted")
    assert story.told()[0].evidence.suggestion is Suggestion.TAKEN


def test_a_call_under_way_at_a_reading_may_count_or_not(story: Story) -> None:
    story.read(0, 1000)
    other = story.claim(10)
    story.answer(story.claim(11), 12, "unknown")
    story.read(13, 990)
    assert story.told()[0].evidence.suggestion is Suggestion.UNCLEAR, "not answered yet"
    story.answer(other, 14, "accepted")
    assert story.told()[0].evidence.suggestion is Suggestion.UNCLEAR


def test_two_unknown_calls_between_two_readings_are_weighed_together(story: Story) -> None:
    story.read(0, 1000)
    story.answer(story.claim(10), 11, "unknown")
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 980)
    assert {one.evidence.suggestion for one in story.told()} == {Suggestion.TAKEN}


def test_what_was_settled_since_stays_part_of_the_evidence(story: Story) -> None:
    story.read(0, 1000)
    first, second = story.claim(10), story.claim(10)
    story.answer(first, 11, "unknown")
    story.answer(second, 11, "unknown")
    story.read(12, 990)
    attention.assume_sent(story.settings, story.made, [first.lo])
    assert [one.evidence.suggestion for one in story.told()] == [Suggestion.UNCLEAR]
    attention.send_again(story.settings, story.made, [second.lo])
    story.answer(story.claim(100), 101, "unknown")
    assert story.told()[0].evidence.suggestion is Suggestion.NO_EVIDENCE, "not read since"


def test_a_reading_that_was_under_way_when_the_call_left_is_no_witness(story: Story) -> None:
    story.read(-100, 1000)
    story.read(9.9, 990)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    (told,) = story.told()
    assert told.before is not None
    assert told.before.tranx == 1000


def test_failed_readings_and_none_are_no_evidence(story: Story) -> None:
    story.read(0, None)
    story.answer(story.claim(10), 11, "unknown")
    story.read(12, 990)
    assert "not read before" in story.told()[0].evidence.sentence
    assert story.told()[0].evidence.suggestion is Suggestion.NO_EVIDENCE


def test_a_worker_that_died_leaves_calls_that_the_balance_speaks_about_too(story: Story) -> None:
    story.read(0, 1000)
    story.claim(10)
    chunks.recover(story.db, now=after(60))
    story.read(61, 990)
    (told,) = story.told()
    assert told.evidence.suggestion is Suggestion.TAKEN
    assert "sender stopped" in told.said
