"""Campaigns through a gateway whose answers come early, late, twice or in a heap: nobody is
recorded by another's answer, and nobody is sent to twice. Its own list of whom it took is the
witness."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from fixtures import NewCampaign, ReadLedger, Send
from misbehaving_server import Behaviour, Server, answer, drip, drop, first, interim, reply

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.states import CampaignState, Channel

Serve = Callable[..., Server]
ANOTHER = "917000000009"
PAUSE = answer(b"", "429 Slow", "Retry-After: 0")
REFUSAL = answer(b'{"success": false, "message": "Something is wrong"}')


@dataclass
class Gateway:
    """Takes whoever is asked for, gives each an id, and says so in the documented form."""

    taken: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    calls: Iterator[int] = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, request: bytes) -> bytes:
        fields = parse_qs(request.partition(b"\r\n\r\n")[2].decode())
        if "api_key" in fields:
            pools = {"tranx": "9999", "promo": "9999", "otp": "9999"}
            return json.dumps({"success": True, "balance": pools}).encode()
        if "to" in fields:
            self._note(fields["to"][0], "")
            details = {"from": "910", "to": fields["to"][0], "status_code": 200}
            return json.dumps({"message_status": "Success", "data": details}).encode()
        entries = [
            {"smsId": self._note(f"91{n}", f"7{n}"), "MobileNo": f"91{n}", "Status": "SUBMITTED"}
            for n in fields["MobileNo"][0].split(",")
        ]
        return json.dumps({"success": True, "message": entries}).encode()

    def _note(self, number: str, sms_id: str) -> str:
        with self._lock:
            self.times[number] += 1
            self.taken[number] = sms_id
        return sms_id


@dataclass(frozen=True)
class Confusion:
    """How the answers come. `is_told`: everybody's fate can be known all the same."""

    choose: Callable[[Gateway, bytes, int], Behaviour]
    is_told: bool = False


def after(*statuses: str) -> Confusion:
    return Confusion(lambda g, request, _: first(interim(*statuses), reply(g.take(request))), True)


def _with_pauses(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    if next(gateway.calls) % 3 == 1:
        return first(interim("102 Processing") + PAUSE, lambda *_: None)
    return first(interim("102 Processing"), reply(gateway.take(request)))


def _in_pieces(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    content = interim("102 Processing") + answer(gateway.take(request))
    return first(content[:20], first_slowly(content[20:35], content[35:]))


def first_slowly(pieces: bytes, rest: bytes) -> Behaviour:
    slowly = drip(pieces)

    def behave(connection: socket.socket, stopping: threading.Event) -> None:
        slowly(connection, stopping)
        connection.sendall(rest)

    return behave


def _then_dies(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    gateway.take(request)
    return first(interim("102 Processing"), drop)


def _twice_at_once(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    return first(answer(gateway.take(request)) * 2, lambda *_: None)


def _twice_in_a_row(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    content = answer(gateway.take(request))
    return first(content, first(content, lambda *_: None))


def _with_a_tail(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    return first(answer(gateway.take(request)) + b"\r\n<!-- cached -->", lambda *_: None)


def changed(change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Confusion:
    """Everybody is taken, and the reply lists somebody else, in WhatsApp's words as well."""

    def choose(gateway: Gateway, request: bytes, _: int) -> Behaviour:
        answer = json.loads(gateway.take(request))
        if "message" in answer:
            answer["message"] = change(answer["message"])
        if "data" in answer:
            answer["data"]["to"] = ANOTHER
        return reply(json.dumps(answer))

    return Confusion(choose)


def although(
    status: str, *headers: str, says: Callable[[dict[str, Any]], None] = lambda _: None
) -> Confusion:
    """Everybody is taken, and the reply says so, but not only so."""

    def choose(gateway: Gateway, request: bytes, _: int) -> Behaviour:
        answer = json.loads(gateway.take(request))
        if "balance" in answer:
            return reply(json.dumps(answer))
        says(answer)
        return reply(json.dumps(answer), status, *headers)

    return Confusion(choose)


def _one_failed(reply: dict[str, Any]) -> None:
    reply["success"] = False
    if "data" in reply:
        reply["data"] = [reply["data"]]
    else:
        reply["message"][0]["Status"] = "FAILED"


def _says_no(reply: dict[str, Any]) -> None:
    reply["success"] = False


def _by_number(reply: dict[str, Any]) -> None:
    reply["success"] = False
    if "message" in reply:
        reply["message"] = {entry["MobileNo"]: entry["Status"] for entry in reply["message"]}


def _in_words(reply: dict[str, Any]) -> None:
    reply["success"] = False
    if "message" in reply:
        reply["message"] = [f"{entry['MobileNo']} {entry['Status']}" for entry in reply["message"]]


def _in_other_fields(reply: dict[str, Any]) -> None:
    reply |= {"success": False, "data": [reply.get("data"), *reply.get("message", [])]}
    reply["message"] = "Some numbers were wrong"


def behind_a_front(gateway: Gateway, request: bytes, _: int) -> Behaviour:
    """As fronts say it also when the call was handed on."""
    gateway.take(request)
    page = "<html><h1>503</h1>Backend fetch failed</html>"
    return reply(page, "503 Backend fetch failed", "Retry-After: 0")


def while_the_next_waits(stray: bytes = b"") -> Confusion:
    """What is late comes once the next call is on its way: a second answer to the call before, or
    a `stray` one, and then the next one's own."""
    answers: dict[socket.socket, bytes] = {}

    def choose(gateway: Gateway, request: bytes, before: int) -> Behaviour:
        own = answer(gateway.take(request))

        def behave(connection: socket.socket, _: threading.Event) -> None:
            if before:
                connection.sendall(stray or answers[connection])
            connection.sendall(own)
            answers[connection] = own

        return behave

    return Confusion(choose)


def instead_of_the_next(stray: bytes = b"") -> Confusion:
    """The same, but every own answer comes one call too late."""
    answers: dict[socket.socket, bytes] = {}

    def choose(gateway: Gateway, request: bytes, before: int) -> Behaviour:
        own = answer(gateway.take(request))

        def behave(connection: socket.socket, _: threading.Event) -> None:
            connection.sendall((stray or answers[connection]) if before else own)
            answers[connection] = own

        return behave

    return Confusion(choose)


CONFUSIONS = [
    pytest.param(lambda: after("100 Continue"), id="100 first"),
    pytest.param(lambda: after("102 Processing"), id="102 first"),
    pytest.param(lambda: after("103 Early Hints"), id="103 first"),
    pytest.param(lambda: after("102", "103", "100", "150"), id="several first"),
    pytest.param(lambda: Confusion(_with_pauses, True), id="102 first and pauses in between"),
    pytest.param(lambda: Confusion(_in_pieces, True), id="102 first, in pieces"),
    pytest.param(lambda: Confusion(_then_dies), id="102, and the connection dies"),
    pytest.param(lambda: Confusion(_twice_at_once, True), id="two answers at once"),
    pytest.param(lambda: Confusion(_twice_in_a_row), id="two answers in a row"),
    pytest.param(lambda: Confusion(_with_a_tail, True), id="an answer with a tail"),
    pytest.param(while_the_next_waits, id="a second answer while the next waits"),
    pytest.param(lambda: while_the_next_waits(PAUSE), id="a pause while the next waits"),
    pytest.param(lambda: while_the_next_waits(REFUSAL), id="a refusal while the next waits"),
    pytest.param(instead_of_the_next, id="every answer one call late"),
    pytest.param(
        lambda: changed(lambda listed: [entry | {"MobileNo": ANOTHER} for entry in listed]),
        id="a list of others",
    ),
    pytest.param(
        lambda: changed(lambda listed: [listed[0], listed[1] | {"MobileNo": ANOTHER}]),
        id="another in the place of one",
    ),
    pytest.param(lambda: changed(lambda listed: [listed[0]] * 2), id="one twice"),
    pytest.param(lambda: changed(lambda listed: [*listed, listed[0]]), id="all, and one twice"),
    pytest.param(lambda: changed(lambda _: []), id="a list of nobody"),
    pytest.param(lambda: although("200 OK", says=_one_failed), id="no, and a list, one failed"),
    pytest.param(lambda: although("200 OK", says=_says_no), id="no, and the whole success"),
    pytest.param(lambda: although("200 OK", says=_by_number), id="no, and a field for each"),
    pytest.param(lambda: although("200 OK", says=_in_words), id="no, and words for each"),
    pytest.param(lambda: although("200 OK", says=_in_other_fields), id="no, and a list elsewhere"),
    pytest.param(lambda: although("400 Bad"), id="400 and the success"),
    pytest.param(lambda: although("400 Bad", says=_one_failed), id="400 and a list, one failed"),
    pytest.param(lambda: although("429 Slow", "Retry-After: 0"), id="a pause and the success"),
    pytest.param(
        lambda: although("429 Slow", "Retry-After: 0", says=_one_failed), id="a pause and a list"
    ),
    pytest.param(lambda: although("503 Busy", "Retry-After: 0"), id="503 and the success"),
    pytest.param(lambda: Confusion(behind_a_front), id="503 of a front that handed it on"),
]


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("confusion", CONFUSIONS)
def test_nobody_is_recorded_by_anothers_answer_and_nobody_is_sent_to_twice(
    serve: Serve,
    new_campaign: NewCampaign,
    send: Send,
    ledger: ReadLedger,
    monkeypatch: pytest.MonkeyPatch,
    channel: Channel,
    confusion: Callable[[], Confusion],
) -> None:
    gateway, how = Gateway(), confusion()
    server = serve(drop, choice=lambda request, before: how.choose(gateway, request, before))
    for name, value in (
        *(("SANDBOX_URL", server.url), ("SENDERS", "2"), ("TIMEOUT", "20")),
        *(("FAILURES_IN_A_ROW", "1000"), ("WHATSAPP_RATE", "1000")),
    ):
        monkeypatch.setenv(f"JETMSG_{name}", value)
    people, size = (8, 2) if channel is Channel.SMS else (4, 1)
    made = new_campaign(people, "Hello", channel=channel, chunk_size=size)
    done: Status = send(made)
    rows = ledger(made)
    assert set(gateway.times.values()) == {1}, "somebody was sent to twice"
    for row in rows:
        number = str(row["number"])
        if row["state"] == "submitted":
            assert row["sms_id"] == (gateway.taken[number] or None)
        elif row["state"] != "unknown":
            assert number not in gateway.taken, row
    if how.is_told:
        assert {row["state"] for row in rows} == {"submitted"}
        assert done.campaign.state is CampaignState.FINISHED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("failure", "times"),
    [
        pytest.param(answer(b"Oops", "500 Oops"), 8, id="an error for one call in eight"),
        pytest.param(REFUSAL, 3, id="a refusal for one call in three"),
    ],
)
def test_failures_between_which_others_go_well_are_no_row_and_hold_nothing(
    serve: Serve,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    failure: bytes,
    times: int,
) -> None:
    """Good answers are told while a no on a used connection is still looked at."""
    gateway, lock, most = Gateway(), threading.Lock(), 160

    def choose(request: bytes, _: int) -> Behaviour:
        if b"api_key" in request:
            return reply(gateway.take(request))
        with lock:
            call_number = next(gateway.calls)
        time.sleep(0.02)
        return (
            first(failure, lambda *_: None)
            if call_number % times == 2
            else reply(gateway.take(request))
        )

    monkeypatch.setenv("JETMSG_SANDBOX_URL", serve(drop, choice=choose).url)
    done: Status = send(new_campaign(most, "Hello", chunk_size=1))
    assert done.campaign.state is CampaignState.FINISHED, done.campaign.held
    assert set(gateway.times.values()) == {1}
