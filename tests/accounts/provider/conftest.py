"""A dashboard without pages, whose people come from a provider that runs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
import uvicorn
from running_provider import Front, environment_of, front_before, running_mock
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from visitors_of_provider import Visitor

from jetmsg_core import acting
from jetmsg_core import settings as configuration
from jetmsg_core.accounts.provider import discovery
from jetmsg_core.web.door import Door
from jetmsg_core.web.guard import Guard
from jetmsg_core.web.provider_sign_in import ProviderSignIn
from jetmsg_core.web.signing_in import SignIn


@pytest.fixture(scope="session")
def mock_port() -> Iterator[int]:
    with running_mock() as port:
        yield port


@pytest.fixture
def provider(mock_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """The dashboard's provider, which knows Asha and Ravi, both with the role of their domain."""
    discovery.forget()
    with front_before(mock_port) as front:
        for name, value in environment_of(front).items():
            monkeypatch.setenv(name, value)
        front.set_user("asha-1", email="asha@example.in", email_verified=True)
        front.set_user("ravi-2", email="ravi@example.in", email_verified=True)
        yield front


@pytest.fixture(scope="session")
def dashboard() -> Iterator[str]:
    """The address of one for all tests: the settings are read at each request, so each has its own
    database, and can change them."""
    with _dashboard() as url:
        yield url


@pytest.fixture
def new_visitor(provider: Front, dashboard: str) -> Callable[[], Visitor]:
    """Opens another browser."""
    return lambda: Visitor(dashboard)


@pytest.fixture
def visitor(new_visitor: Callable[[], Visitor]) -> Visitor:
    return new_visitor()


@contextmanager
def _dashboard() -> Iterator[str]:
    load = configuration.load
    app = Starlette(
        routes=[
            Route("/who", _who),
            Route("/", _who),
            *SignIn(load).routes(),
            *ProviderSignIn(load).routes(),
        ],
        middleware=[
            Middleware(Door, hosts=lambda: ("https://desk.example",)),
            Middleware(
                Guard, settings=load, address=lambda: "127.0.0.1", is_by_itself=lambda _: False
            ),
        ],
    )
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


async def _who(request: Request) -> Response:
    actor = acting.current()
    return PlainTextResponse(f"{actor.name}, {actor.role}")
