"""The balance as a witness where another program uses the account too, over a real sandbox."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway, WorkUntil
from lost_calls import forget_readings

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion
from jetmsg_core.campaigns.unknown_calls.decisions import UnknownCall
from jetmsg_core.primitives.times import parse, utc_now
from jetmsg_core.settings import Mode
from jetmsg_core.states import CampaignState
from jetmsg_core.store.database import open_database, rows
from tests.campaigns.unknown_calls.losing_front import Turn, losing_front, use_credits

OWN = 5


@pytest.fixture
def lose(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    work_until: WorkUntil,
    monkeypatch: Any,
) -> Iterator[Callable[..., list[UnknownCall]]]:
    """Sends a campaign of as many calls as there are turns, one by one, and reads the balance."""
    monkeypatch.setenv("JETMSG_SENDERS", "1")
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "100")
    monkeypatch.setenv("JETMSG_FAILURE_PERCENT", "100")
    # The worker reads too when a campaign starts, and on a busy machine that takes its time.
    monkeypatch.setitem(sampling.READING_SECONDS, Mode.SANDBOX, 100)
    url = start_gateway().url
    with ExitStack() as stack:

        def make(*turns: Turn, before: int = 0) -> list[UnknownCall]:
            front = stack.enter_context(losing_front(url, turns))
            monkeypatch.setenv("JETMSG_SANDBOX_URL", front)
            settings = configuration.load()
            # A reading just before a call is no witness: it may have been under way.
            sampling.sample(settings, lambda: utc_now() - timedelta(seconds=300))
            use_credits(url, before)
            sampling.sample(settings, lambda: utc_now() - timedelta(seconds=150))
            made = new_campaign(OWN * len(turns), "Hello", chunk_size=OWN)
            send(made)
            while control.status(settings, made).campaign.state is not CampaignState.FINISHED:
                control.resume(settings, made)
                send(made)
            sampling.sample(settings)
            return decisions.needs(settings, made)

        yield make


TAKEN, UNTAKEN = Turn(taken=True), Turn(taken=False)


@pytest.mark.parametrize(
    ("turn", "before", "suggestion", "words"),
    [
        pytest.param(TAKEN, 0, Suggestion.TAKEN, "exactly what this call costs", id="taken"),
        pytest.param(UNTAKEN, 0, Suggestion.NOT_TAKEN, "did not fall", id="not taken"),
        pytest.param(
            Turn(taken=False, others=100),
            0,
            Suggestion.NO_EVIDENCE,
            "but this call can take at most 5 credits. Somebody else uses these credits",
            id="not taken, and others used far more",
        ),
        pytest.param(
            Turn(taken=True, others=3),
            0,
            Suggestion.NO_EVIDENCE,
            "Somebody else uses these credits",
            id="taken, and others used some",
        ),
        pytest.param(
            Turn(taken=False, others=3),
            0,
            Suggestion.PARTLY,
            "at most 3 of its 5 people",
            id="not taken, and others used less than it costs",
        ),
        pytest.param(
            Turn(taken=False, others=5),
            7,
            Suggestion.UNCLEAR,
            "But somebody else used these credits too",
            id="not taken, and others, seen before, used what it costs",
        ),
        pytest.param(UNTAKEN, 7, Suggestion.NOT_TAKEN, "did not fall", id="others were idle now"),
    ],
)
def test_what_others_use_is_not_taken_for_ours(
    turn: Turn, before: int, suggestion: Suggestion, words: str, lose: Any
) -> None:
    (call,) = lose(turn, before=before)
    assert call.evidence.suggestion is suggestion
    assert words in call.evidence.sentence


def test_a_reading_that_was_under_way_when_a_call_left_speaks_of_nobody_else(lose: Any) -> None:
    """It began before the call and shows it: what was read is the pool at some moment of it."""
    (call,) = lose(TAKEN)
    just_before = parse(call.sent_at) - timedelta(milliseconds=1)
    settings = configuration.load()
    forget_readings(settings, since=just_before - timedelta(seconds=60))
    sampling.sample(settings, lambda: just_before)
    sampling.sample(settings)
    (call,) = decisions.needs(settings, 1)
    assert call.evidence.suggestion is Suggestion.TAKEN, call.evidence.sentence


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_with_another_program_on_the_account_nobody_is_called_sent_who_was_not(
    seed: int, lose: Any, read_journal: ReadJournal
) -> None:
    """Six calls of which three are taken, and somebody else now and then."""
    dice = random.Random(seed)
    turns = [Turn(taken=index % 2 == 0, others=dice.choice([0, 5, 10, 40])) for index in range(6)]
    calls = lose(*turns, before=dice.choice([5, 20]))
    assert len(calls) == 6
    journal = {int(entry["number"]) for entry in read_journal()}
    for call in calls:
        was_taken = set(call.numbers) <= journal
        match call.evidence.suggestion:
            case Suggestion.TAKEN:
                assert was_taken, call.evidence
            case Suggestion.NOT_TAKEN:
                assert not was_taken, call.evidence
        if "probably" not in call.evidence.sentence:
            assert call.suggested is None


@pytest.mark.parametrize(
    ("turn", "suggestion"),
    [
        pytest.param(UNTAKEN, Suggestion.NOT_TAKEN, id="not taken"),
        pytest.param(TAKEN, Suggestion.TAKEN, id="taken", marks=pytest.mark.slow),
    ],
)
def test_a_reading_while_other_calls_are_on_their_way_gives_way_to_those_around_it(
    turn: Turn, suggestion: Suggestion, lose: Any
) -> None:
    """It cannot tell whose credits it shows, but the next one with nothing on its way can; else the
    campaign's sum said that the call did not go out, and the call that this cannot be told."""
    (call,) = lose(turn, Turn(taken=True, answered=True))
    settings = configuration.load()
    forget_readings(settings, since=parse(call.sent_at) - timedelta(seconds=60))
    with open_database(settings.database_path) as db:
        (last,) = rows(db, "select max(received_at) as at from replies")
    just_before = parse(last["at"]) - timedelta(milliseconds=1)
    sampling.sample(settings, lambda: just_before)
    (call,) = decisions.needs(settings, 1)
    assert "it is not clear" in call.evidence.sentence
    sampling.sample(settings)
    (call,) = decisions.needs(settings, 1)
    assert call.evidence.suggestion is suggestion, call.evidence.sentence
