"""Whoever is not signed in gets past the guard nowhere, whatever the route; and while there is no
user the dashboard is for its own machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import anyio
import pytest
from signed_in import add_user, cookies_of, header_of

from jetmsg_core import acting
from jetmsg_core import settings as configuration
from jetmsg_core.accounts import users, visitors
from jetmsg_core.acting import Actor, ActorKind, Role
from jetmsg_core.errors import SettingsError
from jetmsg_core.settings import Settings
from jetmsg_core.web import guard
from jetmsg_core.web.guard import Guard, why_not_start

TICK, CLICK = b"tick", b"click"
PAGE = {"accept": "text/html", "sec-fetch-mode": "navigate"}


class Behind:
    """The program behind the guard: who acted in it, and what its socket brought."""

    def __init__(self) -> None:
        self.actors: list[Actor] = []
        self.messages: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await send({"type": "lifespan.startup.complete"})
        elif scope["type"] == "http":
            self.actors.append(acting.current())
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.accept"})
            while True:
                message = await receive()
                self.messages.append(message.get("bytes", message["type"]))
                if message["type"] == "websocket.disconnect":
                    return
                await send({"type": "websocket.send", "bytes": b"answer"})


class Asked:
    """One request to the guard: its answers, and the program behind it."""

    def __init__(self, load: Callable[[], Settings], address: str = "127.0.0.1") -> None:
        self.behind, self.answers = Behind(), list[Any]()
        self._guard = Guard(self.behind, load, lambda: address, lambda message: message == TICK)

    def http(self, path: str = "/", **given: Any) -> Asked:
        return self._ask(_scope("http", path, **given), [])

    def socket(self, incoming: list[Any], **given: Any) -> Asked:
        return self._ask(_scope("websocket", "/_stcore/stream", **given), incoming)

    def start(self) -> Asked:
        return self._ask({"type": "lifespan"}, [{"type": "lifespan.startup"}])

    @property
    def status(self) -> int:
        return int(self.answers[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.answers[0]["headers"]}

    def _ask(self, scope: Any, incoming: list[Any]) -> Asked:
        waiting = iter(incoming)

        async def receive() -> Any:
            for message in waiting:
                if not callable(message):
                    return message
                await anyio.to_thread.run_sync(message)
            await anyio.sleep_forever()
            return None

        async def send(message: Any) -> None:
            self.answers.append(message)

        with ThreadPoolExecutor(1) as loops:
            loops.submit(anyio.run, self._guard, scope, receive, send).result()
        return self


def _scope(
    kind: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    cookies: dict[str, str] | None = None,
    client: str = "127.0.0.1",
    server: str = "127.0.0.1",
    query: str = "",
    method: str = "GET",
) -> Any:
    named = {"host": "localhost:8501"} | (headers or {})
    if cookies:
        named["cookie"] = header_of(cookies)
    return {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "scheme": {"http": "http", "websocket": "ws"}[kind],
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": (client, 50_000),
        "server": (server, 8501),
    }


def received(message: bytes) -> dict[str, Any]:
    return {"type": "websocket.receive", "bytes": message}


CONNECTED: dict[str, Any] = {"type": "websocket.connect"}
GONE: dict[str, Any] = {"type": "websocket.disconnect", "code": 1001}


@pytest.fixture
def asked(settings: Settings) -> Asked:
    return Asked(lambda: settings)


@pytest.mark.parametrize(
    "path",
    [
        *("/contacts", "/exports/x", "/static/x.js", "/media/x.csv", "/component/x/index.html"),
        *("/_stcore/host-config", "/_stcore/upload_file/a/b", "/a-route-of-tomorrow", "/password"),
        *("/sign-in/", "/sign-in/x", "//sign-in", "/_stcore/health/", "/SIGN-IN", "/_stcore/x"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_every_path_is_closed_to_whoever_is_signed_out(
    settings: Settings, asked: Asked, path: str, method: str
) -> None:
    add_user(settings)
    assert asked.http(path, method=method).status == 401
    assert asked.behind.actors == []


def test_the_form_and_the_look_whether_it_runs_are_open_and_nobody_acts_there(
    settings: Settings,
) -> None:
    add_user(settings)
    for path in ("/sign-in", "/_stcore/health"):
        asked = Asked(lambda: settings)
        assert asked.http(path).status == 200
        assert asked.behind.actors == [acting.own_user()], "the program's own source was asked"


def test_a_person_is_led_to_the_form_and_back(settings: Settings, asked: Asked) -> None:
    add_user(settings)
    answer = asked.http("/campaign", headers=PAGE, query="id=7")
    assert (answer.status, answer.headers["location"]) == (
        303,
        "/sign-in?next=%2Fcampaign%3Fid%3D7",
    )
    assert answer.headers["cache-control"] == "no-store"


def test_whoever_is_signed_in_comes_in_as_that_person(settings: Settings, asked: Asked) -> None:
    add_user(settings)
    assert asked.http("/contacts", cookies=cookies_of(settings)).status == 200
    assert asked.behind.actors == [Actor("Asha", Role.ADMIN, ActorKind.PERSON)]


def test_how_the_server_is_only_an_admin_sees(settings: Settings) -> None:
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)
    for name, status in (("Asha", 200), ("Ravi", 403)):
        cookies = cookies_of(settings, name)
        for path in ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/mcp"):
            assert Asked(lambda: settings).http(path, cookies=cookies).status == status, path


def test_a_socket_is_closed_to_whoever_is_signed_out(settings: Settings, asked: Asked) -> None:
    add_user(settings)
    asked.socket([CONNECTED])
    assert [answer["type"] for answer in asked.answers] == ["websocket.close"]
    assert asked.behind.messages == []


def test_a_click_after_the_end_of_its_session_reaches_nobody(
    settings: Settings, asked: Asked
) -> None:
    add_user(settings)
    cookies = cookies_of(settings)
    asked.socket(
        [CONNECTED, received(CLICK), lambda: users.sign_out(settings, "Asha"), received(CLICK)],
        cookies=cookies,
    )
    assert asked.behind.messages == ["websocket.connect", CLICK, "websocket.disconnect"]
    assert asked.answers[-1] == {"type": "websocket.close", "code": 1008}


def test_a_page_that_does_nothing_is_closed_when_its_session_ends(
    settings: Settings, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LOOK_SECONDS", 0.01)
    add_user(settings)
    cookies = cookies_of(settings)
    asked.socket([CONNECTED, lambda: users.sign_out(settings, "Asha")], cookies=cookies)
    assert asked.answers[-1]["type"] == "websocket.close"
    assert asked.behind.messages[-1] == "websocket.disconnect"


def test_a_browser_that_goes_ends_its_socket(settings: Settings, asked: Asked) -> None:
    add_user(settings)
    asked.socket([CONNECTED, received(CLICK), GONE], cookies=cookies_of(settings))
    assert asked.behind.messages == ["websocket.connect", CLICK, "websocket.disconnect"]


def test_clicks_keep_a_session_and_ticks_do_not(
    settings: Settings, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []
    monkeypatch.setattr(guard.sessions, "SEEN_AGAIN", guard.sessions.IDLE * 0)
    monkeypatch.setattr(guard.sessions, "used", lambda _, session: used.append(session.name))
    add_user(settings)
    cookies = cookies_of(settings)
    asked.socket([CONNECTED, received(TICK), received(TICK), GONE], cookies=cookies)
    assert used == []
    Asked(lambda: settings).socket([CONNECTED, received(CLICK), GONE], cookies=cookies)
    assert used == ["Asha"]


def test_without_users_this_machine_comes_in_as_its_own_user(
    settings: Settings, asked: Asked
) -> None:
    assert asked.http("/_stcore/metrics").status == 200
    assert asked.behind.actors == [acting.own_user()]
    asked.socket([CONNECTED, GONE])
    assert asked.behind.messages == ["websocket.connect", "websocket.disconnect"]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"client": "192.168.1.9"}, id="from another machine"),
        pytest.param({"server": "192.168.1.7"}, id="on another line"),
        pytest.param({"headers": {"host": "desk.example"}}, id="under another name"),
        pytest.param({"headers": {"x-forwarded-for": "10.0.0.9"}}, id="for somebody else"),
        pytest.param({"headers": {"forwarded": "for=10.0.0.9"}}, id="for somebody, newer"),
    ],
)
def test_without_users_nobody_comes_in_from_elsewhere(settings: Settings, given: Any) -> None:
    refused = Asked(lambda: settings).http("/", **given)
    assert refused.status == 403
    assert b"has no users yet" in refused.answers[1]["body"]
    assert Asked(lambda: settings).http("/_stcore/health", **given).status == 403
    closed = Asked(lambda: settings).socket([CONNECTED], **given)
    assert [answer["type"] for answer in closed.answers] == ["websocket.close"]


def test_without_users_it_does_not_start_where_others_reach_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = configuration.load
    assert why_not_start(load, "127.0.0.1") is None
    assert why_not_start(load, "localhost") is None
    assert "it would listen on 0.0.0.0" in str(why_not_start(load, "0.0.0.0"))
    assert "it would listen on every address" in str(why_not_start(load, ""))
    monkeypatch.setenv("JETMSG_HOSTS", "localhost:9000,https://desk.example")
    assert "JETMSG_HOSTS has https://desk.example" in str(why_not_start(load, "127.0.0.1"))
    refused = Asked(load).start()
    assert [answer["type"] for answer in refused.answers] == ["lifespan.startup.failed"]
    add_user(settings)
    assert why_not_start(load, "0.0.0.0") is None
    assert [answer["type"] for answer in Asked(load).start().answers] == [
        "lifespan.startup.complete"
    ]


def test_with_wrong_settings_it_is_for_its_own_machine() -> None:
    def fail() -> Settings:
        raise SettingsError("wrong_setting", "JETMSG_MODE is wrong.")

    assert Asked(fail).http("/").status == 200
    assert Asked(fail).http("/", client="192.168.1.9").status == 503
    assert why_not_start(fail, "0.0.0.0") is not None


def test_a_database_that_cannot_be_read_lets_nobody_in(settings: Settings) -> None:
    add_user(settings)
    cookies = cookies_of(settings)
    settings.database_path.write_bytes(b"no database at all" * 1000)
    assert Asked(lambda: settings).http("/", cookies=cookies).status == 503
    closed = Asked(lambda: settings).socket([CONNECTED], cookies=cookies)
    assert [answer["type"] for answer in closed.answers] == ["websocket.close"]


def test_over_https_a_cookie_that_a_plain_connection_could_set_opens_nothing(
    settings: Settings,
) -> None:
    add_user(settings)
    ((name, value),) = cookies_of(settings).items()
    desk = Asked(lambda: replace(settings, hosts=("https://desk.example",)))
    headers = PAGE | {"host": "desk.example"}
    assert desk.http(headers=headers, cookies={f"__Host-{name}": value}).status == 200
    planted = Asked(lambda: replace(settings, hosts=("https://desk.example",)))
    assert planted.http(headers=headers, cookies={name: value}).status == 303
    closed = Asked(lambda: replace(settings, hosts=("https://desk.example",))).socket(
        [CONNECTED], headers=headers, cookies={name: value}
    )
    assert [answer["type"] for answer in closed.answers] == ["websocket.close"]


def test_a_cookie_of_another_data_folder_opens_nothing(
    settings: Settings, asked: Asked, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_DATA_DIR", str(tmp_path / "other"))
    other = configuration.load()
    add_user(other)
    add_user(settings)
    ((name, value),) = cookies_of(other).items()
    ((own_name, _),) = cookies_of(settings).items()
    assert name != own_name
    assert visitors.session_in(settings, {own_name: value}) is None
