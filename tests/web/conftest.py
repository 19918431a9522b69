"""The routes of the dashboard over real HTTP, behind its door."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from jetmsg_core import settings as configuration
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import Door
from jetmsg_core.web.monitoring import monitoring_routes
from jetmsg_core.web.offered_files import file_route
from jetmsg_core.web.requests import Requests
from jetmsg_core.web.serving import export_route

Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def address(settings: Settings) -> Iterator[tuple[str, int]]:
    """Where the routes listen, behind the door as in the dashboard."""
    door = Middleware(Door, hosts=lambda: ("desk.example",))
    routes = [
        *(export_route(lambda: settings), file_route(lambda: settings)),
        *monitoring_routes(configuration.load),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Requests), door])
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)

        yield "127.0.0.1", port
        server.should_exit = True
        thread.join()


@pytest.fixture
def get(address: tuple[str, int]) -> Get:
    """Asks a route, with the path exactly as given."""

    def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        with closing(http.client.HTTPConnection(*address, timeout=120)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host="host" in headers)
            for name, value in named.items():
                connection.putheader(name, value)
            connection.endheaders()
            reply = connection.getresponse()
            reply_headers = {name.lower(): value for name, value in reply.getheaders()}
            return reply.status, reply_headers, reply.read()

    return ask
