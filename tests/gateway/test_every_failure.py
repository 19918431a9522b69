"""Every family meets every failure, through the real transport, and each ends in one outcome.

What is told, logged and kept on the way holds no key and no code.
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from gateway_calls import CODE, FAMILIES, KEY, ODD_KEY, Family, keyed
from misbehaving_server import (
    Behaviour,
    Server,
    answer,
    drip,
    drop,
    first,
    half,
    hang,
    interim,
    raw,
    refusing_port,
    reply,
    reset,
)

from jetmsg_core.gateway.connections import LOGGERS
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.gateway.seam import Method
from jetmsg_core.gateway.transport import HttpTransport

Serve = Callable[..., Server]

ACCEPTED, REFUSED, NOT_SENT, UNKNOWN = Outcome
SECRETS = (KEY, ODD_KEY)
TRACES = re.compile(rf"a1b2c3-d4e5f6|odd key|odd\+key|odd%20key|(?<!\d){CODE}(?!\d)", re.IGNORECASE)
"""Of the keys, and of the code sent along."""

DOCUMENTED_CODE = re.compile(r"(?<!\d)52665(?!\d)")
"""That of the v3 reply. As a number it may also be a port in a log."""

SOON = 0.25

families = pytest.mark.parametrize(
    "family", [pytest.param(family, id=family.name) for family in FAMILIES]
)


@dataclass(frozen=True)
class Case:
    """`behave` is given the documented success of the family. `timeout` is long, as a busy machine
    needs it, but where nothing whole ever comes."""

    behave: Callable[[bytes], Behaviour]
    outcome: Outcome
    timeout: float = 10.0


CASES = [
    pytest.param(Case(reply, ACCEPTED), id="the documented success"),
    pytest.param(Case(lambda _: reply('{"ok": 1}'), UNKNOWN), id="unexpected JSON"),
    pytest.param(Case(lambda _: reply("OK"), UNKNOWN), id="not JSON"),
    pytest.param(Case(lambda _: reply("<h1>Down</h1>"), UNKNOWN), id="HTML"),
    pytest.param(Case(lambda _: reply(""), UNKNOWN), id="empty"),
    pytest.param(Case(lambda body: reply(body[: len(body) // 2]), UNKNOWN), id="half a JSON"),
    pytest.param(Case(half, UNKNOWN), id="half, then closed"),
    pytest.param(
        Case(lambda _: reply('{"error": "No"}', "401 Unauthorized"), REFUSED), id="4xx with JSON"
    ),
    pytest.param(Case(lambda _: reply("No", "404 Not Found"), UNKNOWN), id="4xx without"),
    pytest.param(
        Case(lambda _: reply("", "429 Slow", "Retry-After: 2"), NOT_SENT), id="429 with a pause"
    ),
    pytest.param(Case(lambda body: reply(body, "500 Oops"), UNKNOWN), id="5xx"),
    pytest.param(Case(lambda _: reply("", "503 Busy"), UNKNOWN), id="503 without a pause"),
    pytest.param(
        Case(lambda body: reply(body, "302 Found", "Location: /login"), UNKNOWN), id="redirect"
    ),
    pytest.param(Case(lambda _: hang, UNKNOWN, SOON), id="read time-out"),
    pytest.param(Case(lambda _: drop, UNKNOWN), id="closed"),
    pytest.param(Case(lambda _: reset, UNKNOWN), id="reset"),
    pytest.param(Case(lambda body: drip(answer(body)), UNKNOWN, SOON), id="drip of the headers"),
    pytest.param(
        Case(lambda body: drip(answer(body), at_once=60), UNKNOWN, SOON), id="drip of the body"
    ),
    pytest.param(
        Case(lambda body: first(interim("102 Processing"), reply(body)), ACCEPTED), id="102 first"
    ),
    pytest.param(
        Case(lambda body: first(interim("103 Early Hints"), reply(body)), ACCEPTED), id="103 first"
    ),
    pytest.param(
        Case(lambda body: first(interim("100", "102", "103", "102"), reply(body)), ACCEPTED),
        id="several first",
    ),
    pytest.param(
        Case(lambda _: first(interim("102"), reply("", "429 Slow", "Retry-After: 2")), NOT_SENT),
        id="102, then a pause",
    ),
    pytest.param(Case(lambda _: first(interim("102"), drop), UNKNOWN), id="102, then closed"),
    pytest.param(Case(lambda _: first(interim("103"), hang), UNKNOWN, SOON), id="103 alone"),
    pytest.param(
        Case(lambda body: first(interim("101 Switching Protocols"), reply(body)), UNKNOWN),
        id="another protocol",
    ),
    pytest.param(
        Case(lambda body: first(answer(body) + answer(b"{}"), hang), ACCEPTED),
        id="two answers to the only call",
    ),
    pytest.param(
        Case(lambda body: raw(b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n" + body), ACCEPTED),
        id="an odd header",
    ),
]


def outcome_of(
    family: Family, url: str, caplog: pytest.LogCaptureFixture, timeout: float = SOON
) -> Outcome:
    """Makes the call with everything logged, and looks for secrets in all that is left of it."""
    for name in ("", "urllib3", *LOGGERS):
        caplog.set_level(logging.DEBUG, logger=name)
    form = family.form(keyed(url))
    transport = HttpTransport(timeout=timeout, secrets=SECRETS)
    ended = transport(form)
    transport.close()
    verdict = family.read(ended)
    for text in (caplog.text, repr(form), repr(ended), repr(verdict), repr(keyed(url))):
        assert not TRACES.search(text)
    assert not DOCUMENTED_CODE.search(repr(verdict))
    assert verdict.outcome in Outcome
    return verdict.outcome


@families
@pytest.mark.parametrize("case", CASES)
def test_an_answer_or_a_lost_one_ends_in_one_outcome(
    serve: Serve, caplog: pytest.LogCaptureFixture, family: Family, case: Case
) -> None:
    server = serve(case.behave(family.accepted.encode()))
    assert outcome_of(family, server.url, caplog, case.timeout) is case.outcome
    server.wait_for_requests(1)
    assert len(server.requests) == 1


@families
def test_a_refused_connection_is_not_sent(caplog: pytest.LogCaptureFixture, family: Family) -> None:
    with refusing_port() as address:
        assert outcome_of(family, address, caplog) is NOT_SENT


@families
def test_a_connect_timeout_is_not_sent(
    caplog: pytest.LogCaptureFixture, family: Family, nobody_accepts: str
) -> None:
    assert outcome_of(family, nobody_accepts, caplog) is NOT_SENT


@families
def test_a_name_that_does_not_resolve_is_not_sent(
    caplog: pytest.LogCaptureFixture, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert outcome_of(family, "http://no.such.host.invalid", caplog) is NOT_SENT


@families
def test_a_failed_handshake_is_not_sent_where_a_body_proves_it(
    serve: Serve, caplog: pytest.LogCaptureFixture, family: Family
) -> None:
    server = serve(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), speaks_first=True)
    url = server.url.replace("http:", "https:")
    is_get = family.form(keyed(url)).method is Method.GET
    assert outcome_of(family, url, caplog) is (UNKNOWN if is_get else NOT_SENT)
