"""Keeps web pages elsewhere from using the sandbox through a browser on this machine."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
REFUSED = "The sandbox answers programs and its own page, as 127.0.0.1 or localhost.\n"


class Strangers:
    """ASGI middleware that answers 403 for another host name, and for what another page sends or
    embeds. A link that a person follows is none of these."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_strange(Headers(scope=scope)):
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_strange(headers: Headers) -> bool:
    host = headers.get("host", "")
    if host.partition(":")[0].lower() not in NAMES:
        return True
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return True
    is_elsewhere = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    return is_elsewhere and headers.get("sec-fetch-dest") != "document"
