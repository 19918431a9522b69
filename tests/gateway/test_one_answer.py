"""An answer belongs to a call only where one request met one complete final answer: what comes
before it, after it or unasked is never the answer to another call."""

from __future__ import annotations

import http.client
import json
import select
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from misbehaving_server import (
    Behaviour,
    Server,
    answer,
    drip,
    drop,
    first,
    interim,
    raw,
    reply,
    reset,
)

from jetmsg_core.gateway.connections import MOST_INTERIM, Watched
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
from jetmsg_core.gateway.transport import HttpTransport

Serve = Callable[..., Server]

OTHERS = '{"success": true, "message": "of others"}'


def nothing(_: socket.socket, __: threading.Event) -> None:
    """A server that is there, and never used without a choice."""


def post(server: Server, index: int = 0) -> Request:
    return Request(f"{server.url}/api/call", {"place": index}, people=[number_of(index)])


def get(server: Server, index: int = 0) -> Request:
    return Request(
        f"{server.url}/api/call", {"place": index}, Method.GET, people=[number_of(index)]
    )


def number_of(index: object) -> str:
    """The one person of the call."""
    return f"{index}" * 10


both_methods = pytest.mark.parametrize(
    "form", [pytest.param(post, id="post"), pytest.param(get, id="get")]
)


def own(request: bytes) -> str:
    """An answer that says which call it is to, and lists its one person."""
    index = request.rsplit(b"place=", 1)[1][:1].decode()
    return json.dumps({"success": True, "message": index, "MobileNo": f"91{number_of(index)}"})


def message_of(ended: Answer | TransportFailure) -> str:
    assert isinstance(ended, Answer), ended
    assert ended.status == 200
    return str(json.loads(ended.body)["message"])


INTERIM = [
    pytest.param(interim("100 Continue"), id="100"),
    pytest.param(interim("102 Processing"), id="102"),
    pytest.param(interim("103 Early Hints"), id="103"),
    pytest.param(interim("199 Whatever"), id="one nobody has heard of"),
    pytest.param(interim("102"), id="without a word"),
    pytest.param(interim("102 Processing") * 3 + interim("100 Continue", "103 Hints"), id="many"),
    pytest.param(interim("102 Processing") * MOST_INTERIM, id="as many as are borne"),
    pytest.param(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nRetry-After: 9\r\n\r\n",
        id="with headers",
    ),
]


@both_methods
@pytest.mark.parametrize("before", INTERIM)
def test_what_comes_before_the_answer_is_no_answer(
    serve: Serve, transport: HttpTransport, form: Callable[..., Request], before: bytes
) -> None:
    server = serve(
        nothing,
        choice=lambda request, _: first(
            before, reply(own(request.split(b" HTTP")[0] if form is get else request))
        ),
    )
    answers = [transport(form(server, index)) for index in range(5)]
    assert [message_of(ended) for ended in answers] == list("01234")
    assert {ended.retry_after for ended in answers if isinstance(ended, Answer)} == {None}
    assert len(server.requests) == 5, "nothing was asked twice"
    assert len(server.connections) == 1, "the connection is as good as before"


def test_an_interim_answer_in_pieces_is_none_either(serve: Serve, transport: HttpTransport) -> None:
    pieces = drip(interim("102 Processing") + answer(own(b"place=0").encode())[:30])
    rest = answer(own(b"place=0").encode())[30:]

    def behave(connection: socket.socket, stopping: threading.Event) -> None:
        pieces(connection, stopping)
        connection.sendall(rest)

    assert message_of(transport(post(serve(behave)))) == "0"


NOT_ALONE_ITS_PEOPLE = [
    pytest.param('{"success": true, "message": "0"}', id="a yes that lists nobody"),
    pytest.param('{"success": true, "message": "0", "MobileNo": "919111111111"}', id="another"),
    pytest.param(
        '{"success": true, "message": "0", "MobileNo": "910000000000", "x": '
        '{"MobileNo": "911111111111"}}',
        id="one more",
    ),
    pytest.param('{"success": false, "message": "0", "MobileNo": "910000000000"}', id="a no"),
]


@pytest.mark.parametrize("body", NOT_ALONE_ITS_PEOPLE)
def test_a_connection_is_kept_only_after_a_yes_to_exactly_the_people_of_the_call(
    serve: Serve, transport: HttpTransport, body: str
) -> None:
    server = serve(reply(body))
    assert isinstance(transport(post(server)), Answer)
    assert isinstance(transport(post(server)), Answer)
    assert len(server.connections) == 2


def test_a_connection_is_never_kept_for_a_call_whose_answer_lists_nobody(
    serve: Serve, transport: HttpTransport
) -> None:
    server = serve(nothing, choice=lambda request, _: reply(own(request)))
    form = replace(post(server), people=())
    assert message_of(transport(form)) == message_of(transport(form)) == "0"
    assert len(server.connections) == 2


@both_methods
@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(first(interim("102 Processing"), drop), id="102, then closed"),
        pytest.param(first(interim("103 Early Hints"), reset), id="103, then reset"),
        pytest.param(first(interim("100 Continue"), drop), id="100, then closed"),
        pytest.param(raw(b"HTTP/1.1 102 Processing\r\n"), id="half an interim answer"),
        pytest.param(
            first(interim("101 Switching Protocols"), reply(OTHERS)), id="another protocol"
        ),
        pytest.param(
            first(interim("102 Processing") * (MOST_INTERIM + 1), reply(OTHERS)), id="without end"
        ),
        pytest.param(
            first(interim("100 Continue") * (MOST_INTERIM + 1), reply(OTHERS)), id="100 for ever"
        ),
    ],
)
def test_an_interim_answer_alone_proves_nothing(
    serve: Serve, transport: HttpTransport, form: Callable[..., Request], behave: Behaviour
) -> None:
    server = serve(behave)
    failed = transport(form(server))
    assert isinstance(failed, TransportFailure)
    assert failed.sent is True
    server.wait_for_requests(1)
    assert len(server.requests) == 1


def test_after_a_call_without_a_final_answer_the_next_has_a_connection_of_its_own(
    serve: Serve, transport: HttpTransport, hurried: HttpTransport
) -> None:
    """The answer comes when nobody waits for it any more."""
    late = threading.Event()

    def choose(request: bytes, _: int) -> Behaviour:
        if b"place=0" not in request:
            return reply(own(request))

        def behave(connection: socket.socket, stopping: threading.Event) -> None:
            connection.sendall(interim("102 Processing"))
            late.wait(20)
            reply(OTHERS)(connection, stopping)

        return behave

    server = serve(nothing, choice=choose)
    assert isinstance(hurried(post(server)), TransportFailure)
    late.set()
    # On a patient one of the same kind, so that a busy machine does not fail this.
    hurried._timeout = 20
    assert message_of(hurried(post(server, 1))) == "1"
    assert len(server.connections) == 2


@pytest.mark.parametrize(
    "unasked",
    [
        pytest.param(answer(OTHERS.encode()), id="a second answer"),
        pytest.param(answer(b"", "408 Request Timeout"), id="a farewell"),
        pytest.param(interim("102 Processing"), id="an interim answer"),
        pytest.param(b"\r\n", id="an empty line"),
        pytest.param(b"", id="the end of the connection"),
    ],
)
def test_a_connection_on_which_something_came_unasked_is_not_used_again(
    serve: Serve, transport: HttpTransport, unasked: bytes
) -> None:
    server = serve(nothing, choice=lambda request, _: reply(own(request)))
    assert message_of(transport(post(server, 0))) == "0"
    [connection] = server.connections
    if unasked:
        connection.sendall(unasked)
    else:
        connection.shutdown(socket.SHUT_WR)
    assert arrived(transport)
    assert message_of(transport(post(server, 1))) == "1"
    assert message_of(transport(post(server, 2))) == "2"
    assert len(server.requests) == 3
    assert len(server.connections) == 2


def arrived(transport: HttpTransport) -> bool:
    """Until what was sent to the connection it keeps can be read there."""
    [pool] = transport._adapter.poolmanager.pools._container.values()
    kept = pool.pool.queue[-1]
    return bool(select.select([kept.sock], [], [], 20)[0])


TRAILING = [
    pytest.param(answer(OTHERS.encode()), id="a second answer"),
    pytest.param(answer(OTHERS.encode())[:20], id="the beginning of one"),
    pytest.param(answer(b'{"error": "slow"}', "429 Slow", "Retry-After: 0"), id="a 429"),
    pytest.param(b"\r\n", id="an empty line"),
    pytest.param(b"trailing", id="anything"),
]


@pytest.mark.parametrize("trailing", TRAILING)
@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_what_follows_an_answer_is_nobodys(
    serve: Serve, transport: HttpTransport, trailing: bytes, framing: str
) -> None:
    """A connection that was asked once can only have answered that; it is not used again."""

    def choose(request: bytes, _: int) -> Behaviour:
        content = own(request).encode()
        whole = answer(content) if framing == "length" else in_chunks(content)
        return first(whole + trailing, nothing)

    server = serve(nothing, choice=choose)
    assert [message_of(transport(post(server, index))) for index in range(4)] == list("0123")
    assert len(server.connections) == 4


def in_chunks(content: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)


@pytest.mark.parametrize(
    "stray",
    [
        pytest.param(answer(b"", "429 Slow", "Retry-After: 0"), id="a pause for others"),
        pytest.param(answer(b'{"success": false, "message": "Low"}'), id="a refusal of others"),
        pytest.param(answer(OTHERS.encode()), id="a yes to others"),
    ],
)
def test_of_two_answers_on_a_used_connection_none_can_be_told_to_be_ours(
    serve: Serve, transport: HttpTransport, stray: bytes
) -> None:
    """The second answer to the first call comes while the second call is on its way."""

    def choose(request: bytes, before: int) -> Behaviour:
        mine = answer(own(request).encode())
        return first(stray + mine if before else mine, nothing)

    server = serve(nothing, choice=choose)
    assert message_of(transport(post(server, 0))) == "0"
    doubtful = transport(post(server, 1))
    assert isinstance(doubtful, TransportFailure)
    assert doubtful.sent is True
    assert "More than one answer" in doubtful.text
    assert message_of(transport(post(server, 2))) == "2"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "stray",
    [
        pytest.param(answer(b"", "429 Slow", "Retry-After: 0"), id="a pause for others"),
        pytest.param(answer(b'{"success": false, "message": "Low"}'), id="a refusal of others"),
    ],
)
def test_a_no_on_a_used_connection_is_believed_only_when_nothing_follows_it(
    serve: Serve, transport: HttpTransport, stray: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be another's, and then these people would be sent to twice."""
    was_read = threading.Event()
    hears_more = Watched.hears_more

    def note(self: Watched, within: float) -> bool:
        was_read.set()
        return hears_more(self, within)

    monkeypatch.setattr(Watched, "hears_more", note)
    monkeypatch.setattr("jetmsg_core.gateway.transport.LINGER_SECONDS", 20)

    def choose(request: bytes, before: int) -> Behaviour:
        def behave(connection: socket.socket, _: threading.Event) -> None:
            if before:
                connection.sendall(stray)
                was_read.wait(20)
            connection.sendall(answer(own(request).encode()))

        return behave

    server = serve(nothing, choice=choose)
    assert message_of(transport(post(server, 0))) == "0"
    doubtful = transport(post(server, 1))
    assert isinstance(doubtful, TransportFailure)
    assert doubtful.sent is True
    assert message_of(transport(post(server, 2))) == "2"


@pytest.mark.parametrize(
    ("reply_of", "is_looked_at"),
    [
        pytest.param(reply("Oops", "500 Oops"), False, id="an error of the server"),
        pytest.param(reply('{"success": false}', "502 Bad Gateway"), False, id="of a front"),
        pytest.param(reply("<h1>Down</h1>"), False, id="a page"),
        pytest.param(reply("", "302 Found", "Location: /login"), False, id="a redirect"),
        pytest.param(reply("", "503 Busy"), False, id="503 without a pause"),
        pytest.param(reply('{"success": false, "message": "No"}'), True, id="a refusal"),
        pytest.param(reply('\ufeff {"error": "No"}', "400 Bad"), True, id="a refusal by status"),
        pytest.param(reply("", "429 Slow", "Retry-After: 0"), True, id="a pause"),
        pytest.param(reply("", "503 Busy", "Retry-After: 0"), True, id="503 with a pause"),
    ],
)
def test_only_a_no_after_which_people_may_be_sent_to_again_is_looked_at_for_longer(
    serve: Serve,
    transport: HttpTransport,
    reply_of: Behaviour,
    is_looked_at: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[tuple[float, float]] = []

    def look(_: Watched, within: float) -> bool:
        looked.append((within, time.monotonic()))
        return False

    monkeypatch.setattr(Watched, "hears_more", look)
    server = serve(
        nothing, choice=lambda request, before: reply_of if before else reply(own(request))
    )
    assert message_of(transport(post(server, 0))) == "0"
    ended = transport(post(server, 1))
    within, at = looked[-1]
    assert (within > 0) is is_looked_at
    assert ended.came is not None
    assert ended.came <= at, "it came before anything was waited for"


def test_a_pause_after_which_nothing_comes_is_an_answer_and_the_connection_is_closed(
    serve: Serve, transport: HttpTransport
) -> None:
    pause = reply("", "429 Slow", "Retry-After: 0")
    server = serve(nothing, choice=lambda request, before: pause if before else reply(own(request)))
    assert message_of(transport(post(server, 0))) == "0"
    paused = transport(post(server, 1))
    assert isinstance(paused, Answer)
    assert (paused.status, paused.retry_after) == (429, 0)
    assert message_of(transport(post(server, 2))) == "2"
    assert len(server.connections) == 2


def test_what_came_unasked_and_is_deciphered_already_ends_a_secure_connection(
    serve: Serve, transport: HttpTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket shows nothing of it: the answer's end and what follows it come in one record, of
    which no more is read than the answer."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = certified(tmp_path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def choose(request: bytes, _: int) -> Behaviour:
        head, end, body = answer(own(request).encode()).partition(b"\r\n\r\n")
        return first(head + end, first(body + answer(OTHERS.encode()), nothing))

    server = serve(nothing, choice=choose, secure=context)
    server.url = server.url.replace("http:", "https:")
    assert [message_of(transport(post(server, index))) for index in range(3)] == list("012")
    assert len(server.connections) == 3


def certified(folder: Path) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", key, "-out", certificate, "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    return key, certificate


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Content-Length: {n}\r\nTransfer-Encoding: chunked", id="two framings"),
        pytest.param("Content-Length: {n}\r\nTransfer-Encoding: gzip, chunked", id="and odd ones"),
        pytest.param("X: 1", id="no framing, so until the end"),
        pytest.param("Content-Length: {n}\r\nConnection: close", id="a farewell"),
    ],
)
def test_an_answer_whose_end_is_in_doubt_is_the_last_on_its_connection(
    serve: Serve, transport: HttpTransport, head: str
) -> None:
    def choose(request: bytes, _: int) -> Behaviour:
        content = own(request).encode()
        framed = in_chunks(content).partition(b"\r\n\r\n")[2]
        body = framed if head.endswith(" chunked") and "gzip" not in head else content
        lines = f"HTTP/1.1 200 OK\r\n{head.format(n=len(content))}\r\n\r\n".encode()
        return first(lines + body, drop if head == "X: 1" else nothing)

    server = serve(nothing, choice=choose)
    assert [message_of(transport(post(server, index))) for index in range(3)] == list("012")
    assert len(server.connections) == 3


def test_http_client_alone_takes_an_interim_answer_for_the_answer(serve: Serve) -> None:
    """Why this is done here: should it ever change, this says so."""
    server = serve(first(interim("102 Processing"), reply(OTHERS)))
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120)
    connection.request("POST", "/")
    response = connection.getresponse()
    assert response.status == 102
    connection.close()
