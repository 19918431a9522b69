"""A name for each request, and a line about what was answered.

A request keeps the name it came with in `X-Request-ID`, as from a proxy, or gets one; every line of
the log that it leads to has it, and so has the answer. In the line stands the path alone: what is
asked in an address may be of people, and a long word in a path opens a file.
"""

from __future__ import annotations

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jetmsg_core.logs.requests import answering, request_id
from jetmsg_core.primitives.masking import MASK

log = logging.getLogger("jetmsg.requests")

HEADER = "X-Request-ID"
PROBED = ("/health", "/_stcore/health")
"""Asked every few seconds: what they answer is told by who asks."""
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{20,}")
LONGEST_PATH = 200


class Requests:
    """ASGI middleware in front of everything else. Requests that are answered as they should be are
    lines for debugging, refusals are told, and failures of ours are warnings."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(HEADER)
        name = request_id(given[0] if len(given) == 1 else "")
        began = time.monotonic()

        async def send_with_name(message: Message) -> None:
            """Sends the message on, with the name of the request where an answer begins."""
            if message["type"] in ("http.response.start", "websocket.accept"):
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[HEADER] = name
            if message["type"] == "http.response.start":
                _note(scope, message["status"], time.monotonic() - began)
            await send(message)

        with answering(name):
            await self._app(scope, receive, send_with_name)


def shown_path(path: str) -> str:
    """Gives a path as it may stand in the log: short, and without the words that open files."""
    return _TOKEN.sub(MASK, path[:LONGEST_PATH])


def _note(scope: Scope, status: int, seconds: float) -> None:
    level = logging.WARNING if status >= 500 else logging.INFO if status >= 400 else logging.DEBUG
    path = shown_path(scope["path"])
    log.log(
        logging.DEBUG if path in PROBED else level,
        "%s %s: %d in %d ms",
        scope["method"],
        path,
        status,
        seconds * 1000,
    )
