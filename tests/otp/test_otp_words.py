"""Receivers as typed and as shown, sentences, and a database from before there were codes."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.gateway.replies import OtpVerdict, Outcome
from jetmsg_core.otp.receivers import is_receiver, masked, plain_number
from jetmsg_core.otp.sentences import OtpAction, outcome_sentence
from jetmsg_core.settings import Settings
from jetmsg_core.store import database
from jetmsg_core.store.saved import otp


@pytest.mark.parametrize(
    ("typed", "country", "plain"),
    [
        ("7070300613", "91", "7070300613"),
        ("+91 (70703) 006-13", "91", "7070300613"),
        ("917070300613", "91", "7070300613"),
        ("00917070300613", "91", "7070300613"),
        ("9170703006", "91", "9170703006"),  # ten digits that begin with 91
        ("+65 8123 4567", "65", "81234567"),
        ("6581234567", "65", "81234567"),  # numbers there have eight digits
        ("00971 50 123 4567", "971", "501234567"),
        ("971501234567", "971", "501234567"),
        ("050 123 4567", "971", "501234567"),
        ("1 (202) 555-0123", "1", "2025550123"),
        ("12345", "65", "12345"),  # none of that country
        ("+1 415", "91", "+1415"),  # left to be refused
        ("someone", "91", "someone"),
    ],
)
def test_a_number_is_reduced_to_its_digits(typed: str, country: str, plain: str) -> None:
    assert plain_number(typed, country) == plain


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [
        ("7070300613", "•••0613"),
        ("+91 70703 006 13", "•••0613"),
        ("someone@example.com", "s•••@example.com"),
        ("Someone@Example.com", "s•••@example.com"),
        ("", "•••"),
    ],
)
def test_a_receiver_is_shown_in_part(receiver: str, expected: str) -> None:
    assert masked(receiver) == expected


@pytest.mark.parametrize(
    ("message_id", "is_one"),
    [
        ("63385", False),
        ("421036", False),
        ("95422057", False),
        ("7070300613", True),
        ("+917070300613", True),
        ("a@example.com", True),
        ("abc-1", False),
    ],
)
def test_a_receiver_is_told_from_a_message_id(message_id: str, is_one: bool) -> None:
    assert is_receiver(message_id) is is_one


@pytest.mark.parametrize(
    ("action", "outcome"), [pytest.param(*pair) for pair in itertools.product(OtpAction, Outcome)]
)
def test_whatever_happens_is_told_in_one_sentence(action: OtpAction, outcome: Outcome) -> None:
    verdict = OtpVerdict(outcome, "Lost." if outcome is not Outcome.ACCEPTED else "")
    sentence = outcome_sentence(action, verdict, receiver="•••0613", method=OtpMethod.VOICE)
    assert sentence.count(".") == 1
    assert sentence.endswith(".")


def test_a_sending_names_its_way_and_its_id() -> None:
    verdict = OtpVerdict(Outcome.ACCEPTED, message_id="63385")
    sentence = outcome_sentence(OtpAction.SEND, verdict, receiver="•••0613", method=OtpMethod.VOICE)
    assert sentence == "A code was sent to •••0613 by voice call; its message ID is 63385."


def test_a_database_of_the_first_version_gains_the_table(settings: Settings) -> None:
    path = settings.database_path
    with database.open_database(path) as db:
        db.conn.execute("drop table otp_events")
        db.conn.execute("delete from _sqlite_migrations where name = 'm002_otp_events'")
        db.conn.execute("insert into samples (mode, taken_at, tranx) values ('live', '2026', 7)")
    with database.open_database(path) as db:
        assert otp.recent(db, 5) == []
        assert database.rows(db, "select tranx from samples") == [{"tranx": 7}]


def test_an_outcome_is_written_once(settings: Settings) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    row = {"api": "v3", "method": "SMS", "receiver": "•••0613", "message_id": ""}
    with database.open_database(settings.database_path) as db:
        event = otp.begin(db, at=now, action="send", **row)
        for outcome in ("unknown", "accepted"):
            otp.complete(
                db, event, at=now, outcome=outcome, sentence=outcome, raw="", message_id="7"
            )
        [stored] = otp.recent(db, 5)
    assert (stored.outcome, stored.sentence, stored.message_id) == ("unknown", "unknown", "7")
