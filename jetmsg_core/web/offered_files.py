"""Files that pages offer (`files.offers`) over HTTP: made while the browser waits, then sent.

The browser asks by itself as soon as a button is pressed. So the file arrives whatever becomes of
the page, which Streamlit's own download button does not see to: it asks the page's session, which
forgets a file as soon as its button is drawn anew or left.

The route stands behind the door (`door`) and answers to a token that nobody can guess.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import IO
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError, JetmsgError
from jetmsg_core.files.offers import Offer, offer_of
from jetmsg_core.settings import Settings

log = logging.getLogger(__name__)

NOT_OFFERED = (
    "There is no such file any more. Open the page that offered it again, and press its button "
    "there.\n"
)
NOT_MADE = (
    "The file could not be made. Press its button again; if it happens again, the reason is in the "
    "window where the dashboard was started.\n"
)
AT_ONCE = 2
"""Files made at the same time: each may take a processor and some hundred MB. Others wait."""
PIECE = 1 << 20
"""Bytes."""


def file_route(settings: Callable[[], Settings]) -> Route:
    """Gives the route on which an offered file is made and downloaded by its token. Where it cannot
    be made, a sentence with status 409 or 500 says why; any other token gets status 404."""
    turns = CapacityLimiter(AT_ONCE)

    async def serve(request: Request) -> Response:
        """Answers with the file of this token, made anew, or with a sentence."""
        offered = offer_of(request.path_params["token"])
        if offered is None:
            return PlainTextResponse(NOT_OFFERED, 404)
        try:
            made = await run_sync(_made, settings(), offered, limiter=turns)
        except JetmsgError as error:
            return PlainTextResponse(f"{error}\n", 409)
        except Exception as error:  # Whatever it is, the person gets a sentence.
            log.error("A file could not be made", exc_info=error)
            return PlainTextResponse(NOT_MADE, 500)
        return _MadeFile(offered, *made)

    return Route("/files/{token}", serve, methods=["GET"])


def _made(settings: Settings, offered: Offer) -> tuple[IO[bytes], int]:
    """The file, to be read from its beginning, and its size in bytes. It stands on the disk, since
    a browser may take long to fetch it, and without a name: it goes when it is closed or we end."""
    data = offered.make()
    disk_room.require_room(settings, "The file could not be made", size=len(data))
    try:
        with ExitStack() as until_written:
            made = until_written.enter_context(tempfile.TemporaryFile(dir=settings.data_dir))
            made.write(data)
            made.seek(0)
            until_written.pop_all()
    except OSError as error:
        raise InputError(
            "cannot_write",
            f"The file could not be written to the data folder ({error.strerror}). Check that it "
            "can be written to and has space, then press the button again.",
        ) from None
    return made, len(data)


class _MadeFile(StreamingResponse):
    """It is sent in pieces and then closed, also where the browser goes away."""

    def __init__(self, offered: Offer, made: IO[bytes], size: int) -> None:
        name = quote(offered.name)
        named = f'filename="{name}"' if name == offered.name else f"filename*=utf-8''{name}"
        headers = {
            "Content-Disposition": f"attachment; {named}",
            "Content-Length": str(size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        pieces = iter(partial(made.read, PIECE), b"")
        super().__init__(pieces, headers=headers, media_type=offered.form.media_type)
        self._made = made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._made.close()
