"""Where calls may go: in live mode by https to other machines, in sandbox mode to this one; by the
address that is really connected to, and before a byte of a call leaves."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest
from gateway_calls import KEY
from misbehaving_server import Server, reply

from jetmsg_core.gateway.connections import Reach
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
from jetmsg_core.gateway.transport import HttpTransport, call_once, transport_of
from jetmsg_core.gateway.webhook import notify
from jetmsg_core.primitives.addresses import is_loopback, is_own
from jetmsg_core.settings import Mode, Settings

Serve = Callable[..., Server]

FIELDS = {"AuthKey": KEY}

both_methods = pytest.mark.parametrize("method", [Method.POST, Method.GET])


def refused(reach: Reach, form: Request) -> TransportFailure:
    with contextlib.closing(HttpTransport(timeout=60, reach=reach)) as transport:
        failed = transport(form)
    assert isinstance(failed, TransportFailure)
    assert failed.sent is False
    return failed


@both_methods
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
def test_a_live_call_that_comes_to_this_machine_is_not_made(
    host: str, method: Method, serve: Serve
) -> None:
    server = serve(reply("{}"))
    url = server.url.replace("http://127.0.0.1", f"https://{host}")
    failed = refused(Reach.OTHERS, Request(f"{url}/api", FIELDS, method))
    assert failed.text == "The gateway's address leads to this machine, so nothing was sent there."
    assert server.requests == []


@both_methods
def test_a_live_call_without_https_is_not_made(method: Method, serve: Serve) -> None:
    server = serve(reply("{}"))
    failed = refused(Reach.OTHERS, Request(f"{server.url}/api", FIELDS, method))
    assert "does not begin with https://" in failed.text
    assert server.connections == []


@pytest.mark.parametrize(
    ("mode", "answers"), [(Mode.SANDBOX, True), (Mode.LIVE, False)], ids=["sandbox", "live"]
)
def test_the_mode_decides_where_calls_go(
    mode: Mode, answers: bool, serve: Serve, settings: Settings
) -> None:
    server = serve(reply("{}"))
    form = Request(f"{server.url}/api", FIELDS)
    chosen = replace(settings, mode=mode)
    with contextlib.closing(transport_of(chosen)) as transport:
        assert isinstance(transport(form), Answer) is answers
    assert isinstance(call_once(chosen, form), Answer) is answers
    assert len(server.requests) == (2 if answers else 0)


def test_a_webhook_may_be_on_this_machine_in_live_mode(serve: Serve, settings: Settings) -> None:
    server = serve(reply("{}"))
    assert notify(replace(settings, mode=Mode.LIVE), server.url, {"low": 1}) == ""


@pytest.mark.parametrize(
    ("peer", "own", "loopback"),
    [
        ("127.0.0.1", True, True),
        ("::1", True, True),
        ("::ffff:127.0.0.1", True, True),
        ("fe80::1%eth0", True, False),
        ("169.254.1.1", True, False),
        ("192.0.2.7", False, False),
        ("2001:db8::1", False, False),
    ],
)
def test_addresses_of_sockets_are_told_apart(peer: str, own: bool, loopback: bool) -> None:
    assert (is_own(peer), is_loopback(peer)) == (own, loopback)


@both_methods
@pytest.mark.parametrize("reach", [Reach.OTHERS, Reach.LOOPBACK])
def test_a_connection_that_is_reset_at_once_proves_that_nothing_left(
    reach: Reach, method: Method, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(reply("{}"))

    def closed_by_the_other_end(*_: object, **__: object) -> socket.socket:
        return socket.socket()

    monkeypatch.setattr("urllib3.util.connection.create_connection", closed_by_the_other_end)
    url = server.url.replace("http:", "https:") if reach is Reach.OTHERS else server.url
    failed = refused(reach, Request(f"{url}/api", FIELDS, method))
    assert failed.text == "The gateway could not be reached."
