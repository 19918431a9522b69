"""One-time codes by hand: against a real sandbox, with a clock that the test moves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sandboxes import running_sandbox

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.errors import InputError, SettingsError, StateError
from jetmsg_core.gateway.client import PreparedCall
from jetmsg_core.gateway.replies import OtpVerdict, Outcome
from jetmsg_core.otp import console
from jetmsg_core.otp.console import Api, OtpAction, OtpMethod, OtpOptions, OtpOrder
from jetmsg_core.otp.sentences import UNFINISHED
from jetmsg_core.sandbox.running import Sandbox
from jetmsg_core.settings import Mode, Settings

ACCEPTED, REFUSED, NOT_SENT, UNKNOWN = Outcome
KEY = "a1b2c3-d4e5f6-a7b8c9-d0e1f2-a3b4c5"
CODE = "815162"
MOBILE = "7070300613"
EMAIL = "someone.special@example.com"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

Start = Callable[..., Sandbox]


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Path]]:
    """A sandbox that leaves the waiting to us, and its journal."""
    journal = tmp_path_factory.mktemp("otp") / "journal.jsonl"
    options = ("--journal", journal, "--resend-after", "0", "--auth-key", KEY)
    with running_sandbox(*options) as sandbox:
        yield sandbox, journal


@pytest.fixture
def settings(shared: tuple[Sandbox, Path]) -> Settings:
    return replace(configuration.load(), sandbox_url=shared[0].url, auth_key=KEY)


@pytest.fixture
def numbers_taken(shared: tuple[Sandbox, Path]) -> Callable[[], list[str]]:
    """The numbers the sandbox took since the test began."""
    before = len(numbers_in(shared[1]))
    return lambda: numbers_in(shared[1])[before:]


def order(api: Api = Api.V1_POST, method: OtpMethod = OtpMethod.SMS, **changes: Any) -> OtpOrder:
    template = "1107" if method is OtpMethod.SMS else ""
    to = EMAIL if method is OtpMethod.EMAIL else MOBILE
    wishes = OtpOptions(code=CODE, template_id=template)
    return replace(OtpOrder(api, to, method, options=wishes), **changes)


def send(settings: Settings, watch: Watch, **changes: Any) -> str:
    sent = console.send(settings, order(**changes), watch)
    assert sent.success, sent.message
    return sent.message_id


def files_of(settings: Settings) -> bytes:
    """The database, with what is not yet in its main file."""
    return b"".join(path.read_bytes() for path in settings.data_dir.glob("jetmsg.db*"))


def numbers_in(journal: Path) -> list[str]:
    lines = journal.read_text("utf-8").splitlines() if journal.exists() else []
    return [json.loads(line)["number"] for line in lines]


WAYS = [
    pytest.param(Api.V1_GET, OtpMethod.SMS, id="v1-get"),
    pytest.param(Api.V1_POST, OtpMethod.SMS, id="v1-post"),
    *[pytest.param(Api.V3, method, id=f"v3-{method}") for method in OtpMethod],
]


@pytest.mark.parametrize(("api", "method"), WAYS)
def test_a_code_is_sent_sent_again_and_verified(
    settings: Settings, watch: Watch, api: Api, method: OtpMethod
) -> None:
    sent = console.send(settings, order(api, method), watch)
    assert (sent.outcome, sent.success) == (ACCEPTED, True)
    assert sent.message.startswith("A code was sent to ")
    watch.move(30)
    again = console.resend(settings, api=api, message_id=sent.message_id, clock=watch)
    assert (again.success, again.message_id) == (True, sent.message_id)
    wrong = console.verify(settings, api=api, message_id=sent.message_id, code="9999", clock=watch)
    assert (wrong.success, wrong.outcome) == (False, REFUSED)
    right = console.verify(settings, api=api, message_id=sent.message_id, code=CODE, clock=watch)
    assert (right.success, right.message) == (True, "The code is right.")

    events = console.history(settings)
    assert [event.action for event in events] == [
        OtpAction.VERIFY,
        OtpAction.VERIFY,
        OtpAction.RESEND,
        OtpAction.SEND,
    ]
    assert {event.message_id for event in events} == {sent.message_id}
    assert {event.method for event in events} == {method}, "known from the event of the sending"
    assert [event.outcome for event in events] == [ACCEPTED, REFUSED, ACCEPTED, ACCEPTED]


@pytest.mark.parametrize(("api", "method"), WAYS)
def test_no_code_no_key_and_no_whole_receiver_is_stored(
    settings: Settings, watch: Watch, api: Api, method: OtpMethod
) -> None:
    to = EMAIL if method is OtpMethod.EMAIL else MOBILE
    message_id = send(settings, watch, api=api, method=method)
    console.verify(settings, api=api, message_id=message_id, code="481516", clock=watch)
    console.verify(settings, api=api, message_id=to, code=CODE, clock=watch)
    watch.move(31)
    console.resend(settings, api=api, message_id=to, clock=watch)
    stored = files_of(settings)
    assert b"otp_events" in stored
    for secret in (CODE, "481516", KEY, MOBILE, EMAIL, "someone"):
        assert secret.encode() not in stored
    receivers = {event.receiver for event in console.history(settings)}
    assert receivers == {"s•••@example.com" if method is OtpMethod.EMAIL else "•••0613"}


def test_the_intent_is_written_before_the_call(
    settings: Settings, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    make = PreparedCall.make

    def look(call: PreparedCall[Any], given: Settings) -> Any:
        seen.extend(console.history(settings))
        return make(call, given)

    monkeypatch.setattr(PreparedCall, "make", look)
    send(settings, watch)
    [before] = seen
    assert (before.action, before.outcome, before.message) == (OtpAction.SEND, UNKNOWN, UNFINISHED)
    [after] = console.history(settings)
    assert after.outcome is ACCEPTED


def test_a_call_whose_program_died_is_unknown(
    settings: Settings, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PreparedCall, "make", die)
    with pytest.raises(KeyboardInterrupt):
        console.send(settings, order(), watch)
    [event] = console.history(settings)
    assert (event.outcome, event.message) == (UNKNOWN, UNFINISHED)
    assert console.seconds_until_resend(settings, MOBILE, watch) == 30, "it may have been sent"


def test_a_resend_has_to_wait_30_seconds(
    settings: Settings, watch: Watch, numbers_taken: Callable[[], list[str]]
) -> None:
    message_id = send(settings, watch)
    assert console.seconds_until_resend(settings, message_id, watch) == 30
    watch.move(17.5)
    assert console.seconds_until_resend(settings, message_id, watch) == 12.5
    with pytest.raises(StateError, match="Wait 13 s") as refused:
        console.resend(settings, api=Api.V1_POST, message_id=message_id, clock=watch)
    assert refused.value.code == "resend_too_early"
    assert len(numbers_taken()) == 1, "the first sending, and nothing since"
    assert len(console.history(settings)) == 1, "what was not tried is no event"
    watch.move(12.5)
    assert console.seconds_until_resend(settings, message_id, watch) == 0
    again = console.resend(settings, api=Api.V1_POST, message_id=message_id, clock=watch)
    assert again.success
    assert console.seconds_until_resend(settings, message_id, watch) == 30, "and again"


def test_the_wait_counts_from_the_end_of_the_call(
    settings: Settings, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway may have started its own clock as late as that."""
    make = PreparedCall.make

    def slowly(call: PreparedCall[Any], given: Settings) -> Any:
        watch.move(10)
        return make(call, given)

    monkeypatch.setattr(PreparedCall, "make", slowly)
    message_id = send(settings, watch)
    assert console.seconds_until_resend(settings, message_id, watch) == 30


@pytest.mark.parametrize("known_as", [MOBILE, f"+91{MOBILE}", f"91{MOBILE}"])
def test_the_wait_holds_whatever_the_code_is_called_by(
    settings: Settings, watch: Watch, known_as: str
) -> None:
    message_id = send(settings, watch)
    assert console.seconds_until_resend(settings, known_as, watch) == 30
    watch.move(30)
    console.resend(settings, api=Api.V1_POST, message_id=MOBILE, clock=watch)
    assert console.seconds_until_resend(settings, message_id, watch) == 30
    assert console.seconds_until_resend(settings, "9876543210", watch) == 0, "another number"


def test_the_wait_holds_for_an_address(settings: Settings, watch: Watch) -> None:
    send(settings, watch, api=Api.V3, method=OtpMethod.EMAIL)
    assert console.seconds_until_resend(settings, EMAIL.upper(), watch) == 30


def test_a_clock_that_was_set_back_makes_nobody_wait_longer(
    settings: Settings, watch: Watch
) -> None:
    message_id = send(settings, watch)
    watch.move(-3600)
    assert console.seconds_until_resend(settings, message_id, watch) == 30


def test_of_four_tabs_one_resends(
    settings: Settings, watch: Watch, numbers_taken: Callable[[], list[str]]
) -> None:
    message_id = send(settings, watch)
    watch.move(30)
    ends: list[object] = []

    def click() -> None:
        try:
            console.resend(settings, api=Api.V1_POST, message_id=message_id, clock=watch)
            ends.append("sent")
        except StateError as refused:
            ends.append(refused.code)

    tabs = [threading.Thread(target=click) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(map(str, ends)) == ["resend_too_early"] * 3 + ["sent"]
    assert len(numbers_taken()) == 2


def test_a_call_that_is_proved_not_to_have_left_makes_nobody_wait(
    settings: Settings, watch: Watch
) -> None:
    unreachable = replace(settings, sandbox_url="http://127.0.0.1:9")
    failed = console.send(unreachable, order(), watch)
    assert (failed.outcome, failed.success) == (NOT_SENT, False)
    assert failed.message == (
        "Nothing was sent, so you may try again: The gateway could not be reached."
    )
    assert console.seconds_until_resend(settings, MOBILE, watch) == 0


def test_a_lost_answer_is_told_as_unknown_and_makes_one_wait(
    start_gateway: Start, watch: Watch, journal: Path
) -> None:
    start_gateway("--fault", "reset=1")
    settings = configuration.load()
    lost = console.send(settings, order(Api.V1_GET), watch)
    assert (lost.outcome, lost.message_id) == (UNKNOWN, "")
    assert lost.message.startswith("It is unknown whether a code was sent")
    assert len(numbers_in(journal)) == 1, "never repeated, not even a GET"
    with pytest.raises(StateError, match="Wait 30 s"):
        console.resend(settings, api=Api.V1_GET, message_id=MOBILE, clock=watch)


def test_a_refusal_is_told_with_the_gateways_words(settings: Settings, watch: Watch) -> None:
    refused = console.send(replace(settings, auth_key="another"), order(), watch)
    assert (refused.outcome, refused.message) == (
        REFUSED,
        "The gateway refused to send a code: Invalid API key.",
    )


WRONG = [
    pytest.param(order(method=OtpMethod.VOICE), "method_not_allowed", id="v1 by voice"),
    pytest.param(order(country_code="1"), "country_not_allowed", id="v1 abroad"),
    pytest.param(order(sender_id="TOOLONG"), "wrong_sender", id="a v1 sender of 7"),
    pytest.param(order(to="12345"), "wrong_number", id="a short number"),
    pytest.param(order(to=EMAIL), "wrong_number", id="an address by SMS"),
    pytest.param(order(Api.V3, OtpMethod.EMAIL, to=MOBILE), "wrong_email", id="a number by EMAIL"),
    pytest.param(order(options=OtpOptions()), "template_missing", id="no template"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
def test_what_cannot_be_ordered_is_neither_sent_nor_written(
    settings: Settings,
    watch: Watch,
    numbers_taken: Callable[[], list[str]],
    wrong: OtpOrder,
    code: str,
) -> None:
    with pytest.raises(InputError) as refused:
        console.send(settings, wrong, watch)
    assert refused.value.code == code
    assert console.history(settings) == []
    assert numbers_taken() == []


@pytest.mark.parametrize("typed", [" +91 70703-00613 ", "917070300613", "0917070300613"])
def test_a_number_may_be_typed_with_its_country_and_marks(
    settings: Settings, watch: Watch, numbers_taken: Callable[[], list[str]], typed: str
) -> None:
    send(settings, watch, api=Api.V3, to=typed)
    assert numbers_taken() == [MOBILE]
    assert console.history(settings)[0].receiver == "•••0613"


def test_live_mode_without_a_key_refuses_before_anything_is_written(
    settings: Settings, watch: Watch
) -> None:
    live = replace(settings, mode=Mode.LIVE, sandbox_url="", auth_key="")
    for call in (
        lambda: console.send(live, order(), watch),
        lambda: console.resend(live, api=Api.V3, message_id="1", clock=watch),
        lambda: console.verify(live, api=Api.V3, message_id="1", code=CODE, clock=watch),
    ):
        with pytest.raises(SettingsError, match="JETMSG_AUTH_KEY is not set"):
            call()
    assert console.history(live) == []


def test_history_shows_the_newest_first_and_no_more_than_asked(
    settings: Settings, watch: Watch
) -> None:
    for last_digit in range(3):
        send(settings, watch, to=f"{MOBILE[:-1]}{last_digit}")
        watch.move(1)
    events = console.history(settings, limit=2)
    assert [event.at[17:19] for event in events] == ["02", "01"]


def test_a_receiver_gets_so_many_codes_an_hour(settings: Settings, watch: Watch) -> None:
    few = replace(settings, otp_per_hour=2)
    send(few, watch)
    watch.move(30)
    console.resend(few, api=Api.V1_POST, message_id=MOBILE, clock=watch)
    watch.move(30)
    for call in (
        lambda: console.send(few, order(), watch),
        lambda: console.resend(few, api=Api.V3, message_id=f"+91{MOBILE}", clock=watch),
    ):
        with pytest.raises(StateError, match="•••0613 got 2 codes in the last hour") as refused:
            call()
        assert refused.value.code == "too_many_codes"
        assert "Wait 59 min" in str(refused.value)
    assert len(console.history(settings)) == 2
    send(few, watch, to="9876500613")
    watch.move(3600 - 60)
    send(few, watch)


def test_codes_tried_in_the_sandbox_take_nothing_from_those_sent_live(
    settings: Settings, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same key in both, since that marks a receiver."""
    few = replace(settings, otp_per_hour=1)
    live = replace(few, mode=Mode.LIVE, sandbox_url="")
    made: list[Settings] = []

    def make(call: PreparedCall[Any], asked: Settings) -> OtpVerdict:
        made.append(asked)
        return OtpVerdict(UNKNOWN, "")

    send(few, watch)
    assert console.seconds_until_resend(live, MOBILE, watch) == 0
    monkeypatch.setattr(PreparedCall, "make", make)
    console.send(live, order(), watch)
    assert made == [live]
    for mode in (few, live):
        assert console.seconds_until_resend(mode, MOBILE, watch) == 30
        watch.move(31)
        with pytest.raises(StateError, match="got 1 code in the last hour"):
            console.send(mode, order(), watch)
        watch.move(-31)


@pytest.mark.parametrize("known_by", ["its message id", "its number"])
def test_a_number_that_opted_out_since_gets_no_code_again(
    settings: Settings, watch: Watch, known_by: str
) -> None:
    strict = replace(settings, otp_to_opted_out=False)
    sent = send(strict, watch)
    optouts.add(settings, ["7070310613"], source="of the same last digits")
    message_id = sent if known_by == "its message id" else MOBILE
    watch.move(30)
    console.resend(strict, api=Api.V3, message_id=message_id, clock=watch)
    optouts.add(settings, [MOBILE], source="test")
    watch.move(30)
    with pytest.raises(InputError) as refused:
        console.resend(strict, api=Api.V3, message_id=message_id, clock=watch)
    assert refused.value.code == "opted_out"
    assert len(console.history(settings)) == 2
    console.resend(settings, api=Api.V3, message_id=message_id, clock=watch)
