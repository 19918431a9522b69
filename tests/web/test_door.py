"""Who may speak to the dashboard: its own pages under its own names, decided before anything else
looks at a request."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from jetmsg_core import settings as configuration
from jetmsg_core.web.door import GUARDS, Door, names_of

OWN = {"host": "localhost:8501"}
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


class Behind:
    """The program behind the door; `seen` counts what came through."""

    def __init__(self) -> None:
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen += 1
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})


def ask(
    kind: str,
    headers: dict[str, str] | list[tuple[str, str]],
    *,
    hosts: Sequence[str] = (),
    method: str = "GET",
    scheme: str | None = None,
) -> tuple[bool, dict[str, Any]]:
    """Whether it came in, and the first thing that was answered."""
    behind, answers = Behind(), []
    pairs = headers.items() if isinstance(headers, dict) else headers
    scope = {
        "type": kind,
        "method": method,
        "path": "/",
        "scheme": scheme or {"http": "http", "websocket": "ws"}[kind],
        "headers": [(name.encode(), value.encode()) for name, value in pairs],
    }

    async def receive() -> Any:
        raise AssertionError("nothing is read of a stranger")

    async def send(message: Any) -> None:
        answers.append(message)

    # In a thread of its own: Playwright leaves a loop running in the one of the tests.
    with ThreadPoolExecutor(1) as loops:
        loops.submit(asyncio.run, Door(behind, lambda: hosts)(scope, receive, send)).result()
    return behind.seen == 1, answers[0]


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST:8501"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_its_own_pages_come_in_by_each_of_its_own_names(kind: str, host: str) -> None:
    assert ask(kind, {"host": host, "origin": f"http://{host.lower()}"})[0]


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("stranger.example:8501", id="a name that points here"),
        pytest.param("localhost.stranger.example", id="ours in front of it"),
        pytest.param("stranger-localhost", id="ours behind it"),
        pytest.param("127.0.0.1.stranger.example", id="our address in front"),
        pytest.param("127.0.0.2:8501", id="another address of this machine"),
        pytest.param("192.168.1.20:8501", id="an address of the network"),
        pytest.param("0.0.0.0:8501", id="no address"),
        pytest.param("localhost.:8501", id="with a dot behind"),
        pytest.param("someone@localhost:8501", id="with a user"),
        pytest.param("localhost:8501/", id="with a path"),
        pytest.param("localhost:8501, stranger.example", id="two in one"),
        pytest.param("", id="empty"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_no_other_name_comes_in_though_its_own_page_asks(kind: str, host: str) -> None:
    came_in, answer = ask(kind, {"host": host, "origin": f"http://{host}"})
    assert not came_in
    assert answer.get("status", 403) == 403


def test_no_name_and_two_names_are_refused() -> None:
    assert not ask("http", {})[0]
    assert not ask("http", [("host", "localhost"), ("host", "stranger.example")])[0]


@pytest.mark.parametrize(
    "origin",
    [
        pytest.param("http://localhost:3000", id="another port"),
        pytest.param("http://localhost", id="no port"),
        pytest.param("https://localhost:8501", id="another scheme"),
        pytest.param("http://127.0.0.1:8501", id="another name of ours"),
        pytest.param("http://stranger.example", id="a stranger"),
        pytest.param("null", id="a file or a frame without an origin"),
        pytest.param("", id="empty"),
    ],
)
@pytest.mark.parametrize(("kind", "method"), [("http", "POST"), ("http", "PUT"), ("websocket", "")])
def test_another_page_is_refused(kind: str, method: str, origin: str) -> None:
    assert not ask(kind, OWN | {"origin": origin}, method=method)[0]


def test_a_socket_that_does_not_say_whose_it_is_is_refused_but_a_page_is_not() -> None:
    assert not ask("websocket", OWN)[0]
    assert ask("http", OWN)[0]


def test_a_page_elsewhere_can_link_here_and_embed_nothing() -> None:
    assert ask("http", OWN | LINK)[0]
    assert not ask("http", OWN | LINK | {"sec-fetch-dest": "iframe"})[0]
    assert not ask("http", OWN | LINK, method="POST")[0]
    image = {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    for site in ("cross-site", "same-site"):
        assert not ask("http", OWN | image | {"sec-fetch-site": site})[0]
    assert ask("http", OWN | image | {"sec-fetch-site": "same-origin"})[0]


def test_names_of_the_settings_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_HOSTS", "https://SMS.example.in, desk.example:8501,192.168.1.20")
    hosts = configuration.load().hosts
    assert hosts == ("https://sms.example.in", "desk.example:8501", "192.168.1.20")
    assert names_of(hosts)[-3:] == ["sms.example.in", "desk.example", "192.168.1.20"]
    for host, origin in (
        ("sms.example.in", "https://sms.example.in"),
        ("desk.example:8501", "http://desk.example:8501"),
        ("192.168.1.20:9000", "http://192.168.1.20:9000"),
        ("localhost:8501", "http://localhost:8501"),
    ):
        assert ask("websocket", {"host": host, "origin": origin}, hosts=hosts)[0], host
    for host, origin in (
        ("sms.example.in", "http://sms.example.in"),
        ("desk.example:9000", "http://desk.example:9000"),
        ("other.example.in", "https://other.example.in"),
    ):
        assert not ask("websocket", {"host": host, "origin": origin}, hosts=hosts)[0], host


def test_an_encrypted_socket_belongs_to_an_encrypted_page() -> None:
    assert ask("websocket", OWN | {"origin": "https://localhost:8501"}, scheme="wss")[0]
    assert not ask("websocket", OWN | {"origin": "http://localhost:8501"}, scheme="wss")[0]


@pytest.mark.parametrize("headers", [OWN, {"host": "stranger.example"}], ids=["page", "refusal"])
def test_every_answer_forbids_frames_guesses_and_referrers(headers: dict[str, str]) -> None:
    headers_sent = {
        name.decode(): value.decode() for name, value in ask("http", headers)[1]["headers"]
    }
    assert {name: headers_sent.get(name.lower()) for name in GUARDS} == GUARDS
    policy = headers_sent["content-security-policy"]
    assert "default-src 'self'; script-src 'self';" in policy
    assert policy.endswith("frame-ancestors 'none'")
