"""Large exports over HTTP, beside Streamlit's own pages.

Such a route has none of Streamlit's guards, and there is no sign-in yet. So it answers this
machine alone, under a name that is of this machine (a page elsewhere that had its own name point
here would carry that one), and for a token nobody can guess; and to anything else as if there
were nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from jetmsg_core.campaigns.downloads import ready_file
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings

GONE = "There is no such file. Exports are kept for a day: ask for it again on the campaign's page."


def export_route(settings: Callable[[], Settings]) -> Route:
    async def serve(request: Request) -> Response:
        if not (_is_here(request) and _is_our_own_page(request)):
            return _nothing()
        try:
            found = await run_sync(ready_file, settings(), request.path_params["token"])
        except JetmsgError:
            found = None
        if found is None:
            return _nothing()
        path, name = found
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return FileResponse(path, media_type="text/csv", filename=name, headers=headers)

    return Route("/exports/{token}", serve, methods=["GET"])


def _nothing() -> Response:
    return PlainTextResponse(GONE, status_code=404)


def _is_here(request: Request) -> bool:
    """From this machine, to this machine's own name."""
    client = request.client.host if request.client else ""
    host = (request.url.hostname or "").strip("[]")
    return _is_loopback(client) and (host == "localhost" or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_our_own_page(request: Request) -> bool:
    """Browsers say where a request comes from; other programs do not."""
    return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
