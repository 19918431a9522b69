"""`/metrics` for its token and for nobody else; `/health` in a word for anybody, and with what is
wrong for who runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from signed_in import add_user, cookies_of, header_of

from jetmsg_core import settings as configuration
from jetmsg_core.acting import Role
from jetmsg_core.errors import SettingsError
from jetmsg_core.settings import Settings
from jetmsg_core.web.guard import Guard

Get = Callable[..., tuple[int, dict[str, str], bytes]]
TOKEN = "kT7-" + "0123456789abcdef" * 2


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_METRICS_TOKEN", TOKEN)


@pytest.mark.usefixtures("opened")
def test_the_token_opens_the_metrics(get: Get) -> None:
    status, headers, body = get("/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert b"# TYPE jetmsg_recipients gauge" in body
    assert get("/metrics", authorization=f"bearer {TOKEN}")[0] == 200


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer "}, id="empty"),
        pytest.param({"Authorization": f"Bearer {TOKEN[:-1]}"}, id="shorter"),
        pytest.param({"Authorization": f"Bearer {TOKEN}x"}, id="longer"),
        pytest.param({"Authorization": f"Bearer {TOKEN.lower()}"}, id="in small letters"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, id="another kind"),
        pytest.param({"Authorization": TOKEN}, id="without its kind"),
        pytest.param({"X_Token": TOKEN}, id="elsewhere"),
    ],
)
def test_nothing_else_opens_them(get: Get, given: dict[str, str]) -> None:
    status, headers, body = get("/metrics", **given)
    assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="metrics"')
    assert b"jetmsg_recipients" not in body
    assert get(f"/metrics?token={TOKEN}")[0] == 401


def test_without_a_token_in_the_settings_there_is_nothing(get: Get) -> None:
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert get("/metrics", **given)[0] == 404


@pytest.mark.usefixtures("opened")
def test_the_door_stands_before_the_token(get: Get) -> None:
    assert get("/metrics", host="stranger.example", Authorization=f"Bearer {TOKEN}")[0] == 403
    assert get("/health", host="stranger.example")[0] == 403


@pytest.mark.parametrize(
    "token", ["guessed", "fifteen-letters", "x" * 15, "with a blank in it", "ü" * 20]
)
def test_a_token_that_could_be_guessed_is_refused(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_METRICS_TOKEN", token)
    with pytest.raises(SettingsError, match="write 16 characters or more") as refused:
        configuration.load()
    assert token not in str(refused.value)


@pytest.mark.usefixtures("opened")
def test_the_token_is_a_secret_like_a_key() -> None:
    settings = configuration.load()
    assert TOKEN in settings.secrets
    assert TOKEN not in repr(settings)


@pytest.mark.usefixtures("opened")
def test_the_guard_lets_the_token_to_the_metrics_and_nowhere_else(settings: Settings) -> None:
    add_user(settings)
    guard = Guard(_nothing, configuration.load, lambda: "127.0.0.1", lambda message: True)
    right = [(b"authorization", f"Bearer {TOKEN}".encode())]
    wrong = [(b"authorization", b"Bearer guess-guess-guess")]
    assert _is_let_in(guard, "/metrics", right)
    assert not _is_let_in(guard, "/metrics", wrong)
    assert not _is_let_in(guard, "/metrics", [])
    assert not _is_let_in(guard, "/metrics/", right)
    assert not _is_let_in(guard, "/contacts", right)
    assert not _is_let_in(guard, "/exports/x", right)
    assert _is_let_in(guard, "/health", [])


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("nobody asks the program")


def _is_let_in(guard: Guard, path: str, headers: list[tuple[bytes, bytes]]) -> bool:
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8501),
    }
    return guard._decide(scope)[0] is None


def test_health_is_one_word_for_whoever_is_signed_out(get: Get, settings: Settings) -> None:
    add_user(settings)
    status, headers, body = get("/health")
    assert (status, body, headers["cache-control"]) == (503, b"not ok\n", "no-store")


@pytest.mark.usefixtures("opened")
def test_health_says_what_is_wrong_to_the_token_and_to_an_admin(
    get: Get, settings: Settings
) -> None:
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)
    admin, sender = (header_of(cookies_of(settings, name)) for name in ("Asha", "Ravi"))
    assert get("/health", Cookie=sender)[2] == b"not ok\n"
    for given in ({"Authorization": f"Bearer {TOKEN}"}, {"Cookie": admin}):
        status, _, body = get("/health", **given)
        told = json.loads(body)
        assert (status, told["ok"]) == (503, False)
        assert told["parts"]["database"] == {"ok": True}
        assert told["parts"]["worker"] == {"ok": False, "problem": "The worker is not running."}
        assert told["parts"].keys() == {"dashboard", "database", "worker", "disk", "gateway"}


def test_health_says_what_is_wrong_to_its_own_machine_while_nobody_signs_in(get: Get) -> None:
    assert json.loads(get("/health")[2])["parts"]["worker"]["ok"] is False


def test_wrong_settings_are_not_well(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_MODE", "perhaps")
    assert (get("/health")[0], get("/health")[2]) == (503, b"not ok\n")


@pytest.mark.usefixtures("opened")
def test_probes_are_answered_where_the_database_cannot_be_read(
    get: Get, settings: Settings
) -> None:
    add_user(settings)
    for path in settings.data_dir.glob("jetmsg.db*"):
        path.write_bytes(b"no database at all" * 1000)
    status, _, body = get("/health")
    assert (status, body) == (503, b"not ok\n")
    told = json.loads(get("/health", Authorization=f"Bearer {TOKEN}")[2])
    assert "is damaged, or is no database" in told["parts"]["database"]["problem"]
    guard = Guard(_nothing, configuration.load, lambda: "127.0.0.1", lambda message: True)
    assert _is_let_in(guard, "/health", [])
    assert _is_let_in(guard, "/_stcore/health", [])
    assert not _is_let_in(guard, "/contacts", [])
