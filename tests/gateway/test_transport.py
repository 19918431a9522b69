"""One call, once, within its time, and what its end proves: against a real server that fails."""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
import requests
from gateway_calls import KEY, ODD_KEY
from misbehaving_server import (
    Server,
    answer,
    drip,
    drop,
    half,
    hang,
    raw,
    refusing_port,
    reply,
    reset,
)

from jetmsg_core.gateway.bodies import TOO_LATE
from jetmsg_core.gateway.connections import LOGGERS, Watched
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
from jetmsg_core.gateway.transport import LONGEST_PAUSE, MAX_BODY, HttpTransport

Serve = Callable[..., Server]

PEOPLE = ("7070300613", "7903551534")
FIELDS = {"AuthKey": KEY, "MobileNo": ",".join(PEOPLE), "Message": "नमस्ते & bye"}
TAKEN = json.dumps({"success": True, "message": [{"MobileNo": f"91{n}"} for n in PEOPLE]})


def post(url: str) -> Request:
    return Request(f"{url}/api/call", FIELDS, people=PEOPLE)


def get(url: str) -> Request:
    return Request(f"{url}/api/call", FIELDS, Method.GET, people=PEOPLE)


both_methods = pytest.mark.parametrize(
    "form", [pytest.param(post, id="post"), pytest.param(get, id="get")]
)


@both_methods
def test_an_answer_is_handed_over_as_it_came(
    serve: Serve, transport: HttpTransport, form: Callable[[str], Request]
) -> None:
    server = serve(reply("héllo", "418 Odd"))
    answered = transport(form(server.url))
    assert isinstance(answered, Answer)
    assert (answered.status, answered.body, answered.retry_after) == (418, "héllo", None)


def test_a_post_carries_its_fields_in_the_body_with_plain_commas(
    serve: Serve, transport: HttpTransport
) -> None:
    server = serve(reply("{}"))
    transport(post(server.url))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/call HTTP/1.1\r\n")
    assert b"application/x-www-form-urlencoded" in head
    assert b"MobileNo=7070300613,7903551534&Message=%E0%A4%A8" in body
    assert body.endswith(b"+%26+bye")


def test_a_get_carries_its_fields_in_the_address(serve: Serve, transport: HttpTransport) -> None:
    server = serve(reply("{}"))
    transport(get(server.url))
    first_line = server.requests[0].split(b"\r\n")[0]
    assert first_line.startswith(b"GET /api/call?AuthKey=a1b2c3-d4e5f6-")
    assert first_line.endswith(b"+%26+bye HTTP/1.1")


LOST = [
    pytest.param(hang, id="read time-out"),
    pytest.param(drop, id="closed without an answer"),
    pytest.param(reset, id="reset"),
    pytest.param(half(b'{"success": true}'), id="half a body"),
    pytest.param(drip(answer(b"x" * 500), at_once=60), id="drip of the body"),
    pytest.param(drip(answer(b"{}")), id="drip of the headers"),
    pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n{}"), id="odd"),
    pytest.param(raw(b"SSH-2.0-OpenSSH\r\n"), id="another protocol"),
    pytest.param(raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"), id="z"),
    pytest.param(raw(answer(b"not gzip", "200 OK", "Content-Encoding: gzip")), id="bad gzip"),
]


@both_methods
@pytest.mark.parametrize("behave", LOST)
def test_what_fails_after_the_call_left_may_have_arrived(
    serve: Serve,
    hurried: HttpTransport,
    form: Callable[[str], Request],
    behave: object,
) -> None:
    server = serve(behave)
    failed = hurried(form(server.url))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is True
    server.wait_for_requests(1)
    assert len(server.requests) == 1, "a call is made once"
    assert failed.elapsed < 2, "the drips would go on for longer"


@both_methods
def test_a_refused_connection_proves_that_nothing_left(
    transport: HttpTransport, form: Callable[[str], Request]
) -> None:
    with refusing_port() as address:
        failed = transport(form(address))
    assert isinstance(failed, TransportFailure)
    assert (failed.sent, failed.text) == (False, "The gateway could not be reached.")


@both_methods
def test_a_name_that_does_not_resolve_proves_that_nothing_left(
    transport: HttpTransport, form: Callable[[str], Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    failed = transport(form("http://no.such.host.invalid"))
    assert isinstance(failed, TransportFailure)
    assert (failed.sent, failed.text) == (False, "The gateway's name could not be found.")


@both_methods
def test_a_connect_timeout_proves_that_nothing_left(
    hurried: HttpTransport, form: Callable[[str], Request], nobody_accepts: str
) -> None:
    failed = hurried(form(nobody_accepts))
    assert isinstance(failed, TransportFailure)
    assert (failed.sent, failed.text) == (False, "No connection within the time allowed.")


TLS_FAILURES = [
    pytest.param(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), id="no TLS there"),
    pytest.param(drop, id="closed in the handshake"),
    pytest.param(hang, id="silent in the handshake"),
]


@pytest.mark.parametrize("behave", TLS_FAILURES)
@both_methods
def test_a_failed_handshake_is_a_proof_for_a_post_but_not_for_a_get(
    serve: Serve, hurried: HttpTransport, form: Callable[[str], Request], behave: object
) -> None:
    """The exceptions of a handshake and of a broken connection after it look alike."""
    server = serve(behave, speaks_first=True)
    failed = hurried(form(server.url.replace("http:", "https:")))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is (form is get)


def test_headers_that_arrived_without_the_body_prove_nothing(
    serve: Serve, transport: HttpTransport
) -> None:
    """The peer resets between the two: the body was begun, so it may have arrived."""
    server = serve(reset, reads_body=False)
    failed = transport(post(server.url))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is True


@both_methods
def test_a_kept_connection_found_dead_is_opened_anew(
    serve: Serve, transport: HttpTransport, form: Callable[[str], Request]
) -> None:
    def answer_and_close(connection: socket.socket, stopping: object) -> None:
        connection.sendall(answer(b"{}"))
        connection.close()

    server = serve(answer_and_close)
    for _ in range(3):
        assert isinstance(transport(form(server.url)), Answer)
        time.sleep(0.02)
    assert len(server.requests) == 3


def test_a_connection_lost_while_headers_are_sent_proves_that_the_body_did_not_leave(
    serve: Serve, transport: HttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """urllib3 goes on to read an answer then; one to a call that never left does not count."""
    server = serve(reply('{"success": true}'))
    assert isinstance(transport(post(server.url)), Answer)
    server.requests.clear()
    real = socket.socket.sendall

    def broken(self: socket.socket, content: bytes) -> None:
        if content.startswith(b"POST"):
            real(self, b"GET / HTTP/1.1\r\n\r\n")  # so that something can be read
            raise BrokenPipeError
        real(self, content)

    monkeypatch.setattr(socket.socket, "sendall", broken)
    failed = transport(post(server.url))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is False


def test_one_connection_is_kept_for_many_calls(serve: Serve, transport: HttpTransport) -> None:
    server = serve(reply(TAKEN))
    for _ in range(5):
        assert isinstance(transport(post(server.url)), Answer)
    assert len(server.connections) == 1


def test_a_connection_that_was_idle_for_long_is_opened_anew(
    serve: Serve, transport: HttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway may be closing it just now, which would make the outcome unknown."""
    monkeypatch.setattr("jetmsg_core.gateway.transport.IDLE_SECONDS", 0.01)
    server = serve(reply(TAKEN))
    for _ in range(3):
        assert isinstance(transport(post(server.url)), Answer)
        time.sleep(0.02)
    assert len(server.connections) == 3


@both_methods
def test_a_call_whose_time_to_begin_has_passed_is_not_made(
    serve: Serve, transport: HttpTransport, form: Callable[[str], Request]
) -> None:
    server = serve(reply(TAKEN))
    late = transport(replace(form(server.url), begin_by=time.monotonic() - 0.001))
    assert isinstance(late, TransportFailure)
    assert late.sent is False
    assert late.text == TOO_LATE
    assert server.requests == []
    assert isinstance(transport(replace(form(server.url), begin_by=1e12)), Answer)


def test_a_call_that_is_late_once_it_is_connected_never_begins(
    serve: Serve, transport: HttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long is the connection: its body is asked for after the moment has passed."""
    server = serve(reply(TAKEN))
    form = replace(post(server.url), begin_by=time.monotonic() + 20)
    connect = Watched.connect

    def connect_late(self: Watched) -> None:
        connect(self)
        later = SimpleNamespace(monotonic=lambda: time.monotonic() + 30)
        monkeypatch.setattr("jetmsg_core.gateway.bodies.time", later)

    monkeypatch.setattr(Watched, "connect", connect_late)
    late = transport(form)
    assert isinstance(late, TransportFailure)
    assert late.sent is False
    assert late.text == TOO_LATE
    assert not any(b"Message" in request for request in server.requests)


@both_methods
def test_that_a_call_begins_is_told_before_anything_of_it_leaves(
    serve: Serve, form: Callable[[str], Request]
) -> None:
    begun: list[int] = []
    with contextlib.closing(
        HttpTransport(timeout=120, begins=lambda: begun.append(len(server.requests)))
    ) as transport:
        server = serve(reply(TAKEN))
        assert isinstance(transport(form(server.url)), Answer)
        transport(replace(form(server.url), begin_by=0.0))
    assert begun == [0]


def test_calls_go_on_after_a_failure(serve: Serve, transport: HttpTransport) -> None:
    answers = [reply("{}"), reset, reply("{}")]
    server = serve(lambda connection, stopping: answers.pop(0)(connection, stopping))
    ends = [type(transport(post(server.url))) for _ in range(3)]
    assert ends == [Answer, TransportFailure, Answer]
    assert len(server.requests) == 3


REDIRECTS = [
    pytest.param("Location: /elsewhere", id="to another page"),
    pytest.param("Location: http://127.0.0.1:1/x", id="to another host"),
    pytest.param("Location: \xff\xfe", id="to no address"),
]


@both_methods
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Moved"])
@pytest.mark.parametrize("location", REDIRECTS)
def test_a_redirect_is_an_answer_and_is_not_followed(
    serve: Serve,
    transport: HttpTransport,
    form: Callable[[str], Request],
    status: str,
    location: str,
) -> None:
    server = serve(raw(f"HTTP/1.1 {status}\r\n{location}\r\n\r\n".encode("latin-1")))
    answered = transport(form(server.url))
    assert isinstance(answered, Answer)
    assert answered.status == int(status[:3])
    assert len(server.requests) == 1


@both_methods
def test_a_pause_that_is_asked_for_is_not_made_here(
    serve: Serve, transport: HttpTransport, form: Callable[[str], Request]
) -> None:
    server = serve(reply("busy", "503 Busy", "Retry-After: 1"))
    answered = transport(form(server.url))
    assert isinstance(answered, Answer)
    assert (answered.status, answered.retry_after) == (503, 1.0)
    assert len(server.requests) == 1


def test_requests_alone_sends_a_get_once_where_the_plain_pool_sends_it_four_times(
    serve: Serve,
) -> None:
    """Why the adapter is told not to retry: so that this stays so."""
    import urllib3

    server = serve(reset)
    with urllib3.PoolManager() as pool, pytest.raises(urllib3.exceptions.HTTPError):
        pool.request("GET", server.url)
    assert len(server.requests) == 4
    server.requests.clear()
    with pytest.raises(requests.ConnectionError):
        requests.get(server.url, timeout=60)
    assert len(server.requests) == 1


def in_an_hour() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


PAUSES = [
    pytest.param("7", 7.0, id="seconds"),
    pytest.param(" 0 ", 0.0, id="none"),
    pytest.param("999999999", LONGEST_PAUSE, id="31 years"),
    pytest.param("9" * 400, None, id="too many digits"),
    pytest.param("inf", None, id="infinite"),
    pytest.param("nan", None, id="not a number"),
    pytest.param("-5", None, id="negative"),
    pytest.param("soon", None, id="a word"),
    pytest.param("Wed, 21 Oct 2015 07:28:00 GMT", 0.0, id="a date gone by"),
    pytest.param("Wed, 21 Oct 99999 07:28:00 GMT", None, id="an impossible year"),
    pytest.param("Wed, 21 Oct 2095 07:28:00 GMT", LONGEST_PAUSE, id="a far date"),
    pytest.param("Wed, 21 Oct 2095 07:28:00 -0000", None, id="a date without a zone"),
]


@pytest.mark.parametrize(("value", "seconds"), PAUSES)
def test_retry_after_is_read_in_seconds(
    serve: Serve, transport: HttpTransport, value: str, seconds: float | None
) -> None:
    answered = transport(post(serve(reply("", "429 Slow", f"Retry-After: {value}")).url))
    assert isinstance(answered, Answer)
    assert answered.retry_after == seconds


def test_retry_after_may_be_a_date(serve: Serve, transport: HttpTransport) -> None:
    server = serve(reply("", "429 Slow", f"Retry-After: {in_an_hour()}"))
    answered = transport(post(server.url))
    assert isinstance(answered, Answer)
    assert answered.retry_after == pytest.approx(3600, abs=5)


def chunks(content: bytes, size: int) -> bytes:
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n"


BIG = b'{"n": "' + b"0123456789" * 20_000 + b'"}'
FRAMINGS = [
    pytest.param(answer(BIG), id="by length"),
    pytest.param(chunks(BIG, 4000), id="in chunks"),
    pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + BIG, id="until the end"),
    pytest.param(answer(gzip.compress(BIG), "200 OK", "Content-Encoding: gzip"), id="gzip"),
]


@pytest.mark.parametrize("content", FRAMINGS)
def test_a_long_answer_is_read_whole(
    serve: Serve, transport: HttpTransport, content: bytes
) -> None:
    answered = transport(post(serve(raw(content)).url))
    assert isinstance(answered, Answer)
    assert answered.body == BIG.decode()


def test_an_endless_answer_is_given_up(serve: Serve) -> None:
    def flood(connection: socket.socket, stopping: object) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(MAX_BODY // 65_536 + 2):
            connection.sendall(b"x" * 65_536)

    failed = HttpTransport(timeout=120)(post(serve(flood).url))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is True


@pytest.mark.parametrize(
    "dripped",
    [
        pytest.param(drip(answer(b"{}")), id="headers"),
        pytest.param(drip(answer(b"x" * 100), at_once=40), id="body"),
        pytest.param(drip(chunks(b"x" * 100, 1), at_once=50), id="chunks"),
    ],
)
def test_no_drip_outlives_the_deadline(serve: Serve, dripped: object) -> None:
    """A byte comes every 0.05 s, so no single read ever takes too long."""
    started = time.monotonic()
    failed = HttpTransport(timeout=0.3)(post(serve(dripped).url))
    assert isinstance(failed, TransportFailure)
    assert failed.text == "No complete answer within the time allowed."
    assert 0.25 < time.monotonic() - started < 1.5


def test_what_had_arrived_is_kept_as_evidence(serve: Serve, hurried: HttpTransport) -> None:
    whole = answer(b'{"success": true, "message": [')
    failed = hurried(post(serve(drip(whole, at_once=len(whole) - 20)).url))
    assert isinstance(failed, TransportFailure)
    assert failed.body.startswith('{"success"')


@both_methods
def test_no_log_line_of_the_libraries_holds_a_key(
    serve: Serve,
    transport: HttpTransport,
    form: Callable[[str], Request],
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("", "urllib3", *LOGGERS):
        caplog.set_level(logging.DEBUG, logger=name)
    odd_headers = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno colon here\r\n\r\n{}"
    for behave in (reply("{}"), reset, raw(odd_headers)):
        fields = FIELDS | {"appkey": ODD_KEY}
        made = form(serve(behave).url)
        transport(Request(made.url, fields, made.method))
    assert len(caplog.records) >= 6, "urllib3 did log"
    for secret in (KEY, "a1b2c3", "odd key", "odd+key", "odd%20key"):
        assert secret not in caplog.text


def test_every_logger_of_urllib3_is_covered() -> None:
    """One that a new version adds would print addresses again."""
    import urllib3.connectionpool

    loggers = {name for name in logging.root.manager.loggerDict if name.startswith("urllib3.")}
    parents = {"urllib3.util", "urllib3.contrib"}
    assert urllib3.connectionpool
    assert loggers - parents == set(LOGGERS)


def test_no_repr_holds_a_key_or_a_body() -> None:
    made = [
        Request("http://x", FIELDS),
        Answer(200, KEY, 0.1),
        TransportFailure(True, "Lost.", 0.1, body=KEY),
    ]
    assert not [campaign_id for campaign_id in made if "a1b2c3" in repr(campaign_id)]
