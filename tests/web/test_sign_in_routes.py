"""The routes of the forms over real HTTP: whatever a browser sends, and however the settings stand,
the answer is a form, a sentence, or a way on to a page of ours."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
import requests
import uvicorn
from signed_in import PASSWORD, add_user
from starlette.applications import Starlette
from starlette.middleware import Middleware

from jetmsg_core.accounts import sessions
from jetmsg_core.errors import SettingsError
from jetmsg_core.settings import Settings
from jetmsg_core.web.guard import Guard
from jetmsg_core.web.monitoring import monitoring_routes
from jetmsg_core.web.provider_sign_in import ProviderSignIn
from jetmsg_core.web.signing_in import SignIn

Load = Callable[[], Settings]
NOWHERE = ("//[", "http://[x", "//\u2100", "//desk.example", "/\\desk.example", "/\t/desk.example")


@contextmanager
def served(load: Load) -> Iterator[str]:
    """The routes behind the guard, and their address."""
    guard = Middleware(
        Guard, settings=load, address=lambda: "127.0.0.1", is_by_itself=lambda _: False
    )
    routes = [*SignIn(load).routes(), *ProviderSignIn(load).routes(), *monitoring_routes(load)]
    app = Starlette(routes=routes, middleware=[guard])
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


@pytest.fixture
def url(settings: Settings) -> Iterator[str]:
    add_user(settings)
    with served(lambda: settings) as url:
        yield url


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as browser:
        browser.trust_env = False
        yield browser


def sign_in(browser: requests.Session, url: str, **fields: str) -> requests.Response:
    form = browser.get(f"{url}/sign-in", timeout=120, allow_redirects=False)
    token = re.search(r'name="token" value="([^"]+)"', form.text)
    assert token is not None
    filled = {"token": token[1], "name": "Asha", "password": PASSWORD} | fields
    return browser.post(f"{url}/sign-in", filled, timeout=120, allow_redirects=False)


@pytest.mark.parametrize("wanted", NOWHERE)
def test_a_way_on_that_is_none_of_ours_leads_to_the_first_page(
    browser: requests.Session, url: str, wanted: str
) -> None:
    for path in ("/sign-in", "/sign-in/provider"):
        asked = {"next": wanted}
        answer = browser.get(url + path, params=asked, timeout=120, allow_redirects=False)
        assert answer.status_code in (200, 303), path
        assert answer.headers.get("location", "/") == "/"
    signed_in = sign_in(browser, url, next=wanted)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")


def test_a_browser_that_goes_away_in_the_middle_of_a_form_is_no_fault(
    browser: requests.Session, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    host, port = url.removeprefix("http://").split(":")
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 500\r\n\r\ntoken="
    with closing(socket.create_connection((host, int(port)))) as leaving:
        leaving.sendall(head.encode())
    # The server takes one connection after the other, and has told of the first by then.
    assert sign_in(browser, url).status_code == 303
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/provider", "/sign-in/callback", "/password", "/metrics"]
)
def test_with_wrong_settings_every_route_says_so(browser: requests.Session, path: str) -> None:
    def refuse() -> Settings:
        raise SettingsError("wrong_setting", "JETMSG_OIDC_ISSUER is there without the others.")

    with served(refuse) as url:
        for headers in ({}, {"x-forwarded-for": "10.0.0.9"}):
            answer = browser.get(url + path, headers=headers, timeout=120)
            assert answer.status_code == 503
            assert "settings of the dashboard are wrong" in answer.text
            assert "no users" not in answer.text
            assert "JETMSG_OIDC" not in answer.text


def test_whoever_signs_in_anew_leaves_no_session_behind(
    browser: requests.Session, url: str, settings: Settings
) -> None:
    first = browser.get(f"{url}/sign-in", timeout=120)
    token = re.search(r'name="token" value="([^"]+)"', first.text)
    assert token is not None
    filled = {"token": token[1], "name": "Asha", "password": PASSWORD}
    for _ in range(2):
        answer = browser.post(f"{url}/sign-in", filled, timeout=120, allow_redirects=False)
        assert answer.status_code == 303
    assert len(sessions.everyone(settings)) == 1
