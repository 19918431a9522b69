"""Large exports over HTTP, beside Streamlit's own pages.

Such a route has none of Streamlit's guards, and there is no sign-in yet. The door (`door`) lets in
our own pages and links only, under our own names; and the route answers to a token nobody can
guess, and to anything else as if there were nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from jetmsg_core.campaigns.exports.jobs import ready_file
from jetmsg_core.errors import JetmsgError
from jetmsg_core.files.file_format import format_of
from jetmsg_core.settings import Settings

GONE = "There is no such file. Exports are kept for a day: ask for it again on the campaign's page."


def export_route(settings: Callable[[], Settings]) -> Route:
    """Gives the route on which a made file is downloaded by its token; any other token gets status
    404."""

    async def serve(request: Request) -> Response:
        """Answers with the file of this token, or with status 404 where there is none."""
        try:
            ready = await run_sync(ready_file, settings(), request.path_params["token"])
        except JetmsgError:
            ready = None
        if ready is None:
            return _nothing()
        path, name = ready
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        media_type = format_of(path).media_type
        return FileResponse(path, media_type=media_type, filename=name, headers=headers)

    return Route("/exports/{token}", serve, methods=["GET"])


def _nothing() -> Response:
    return PlainTextResponse(GONE, status_code=404)
