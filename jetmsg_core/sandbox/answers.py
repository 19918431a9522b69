"""Ways a reply reaches the client, or does not. Each is an ASGI application.

A lost reply needs the connection itself: `OpenProtocol` puts its transport into the scope,
because no ASGI message says "close without an answer".
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from functools import partial
from random import Random
from typing import cast

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .replies import Reply

Spoil = Callable[[Reply, Random], ASGIApp]
"""Makes of a reply what reaches the client instead of it."""

BYTE_EVERY = 1.0
LINGER_ZERO = struct.pack("ii", 1, 0)


class OpenProtocol(H11Protocol):
    """Uvicorn's HTTP, with `scope["transport"]`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = cast("ASGIApp", partial(_with_transport, self.app, transport))


async def _with_transport(
    app: ASGIApp, transport: asyncio.Transport, scope: Scope, receive: Receive, send: Send
) -> None:
    scope["transport"] = transport
    await app(scope, receive, send)


def deliver(reply: Reply, *, is_last: bool) -> Response:
    """Gives the reply as an answer. `is_last` ends the connection, so that a client has to connect
    anew."""
    headers = {"connection": "close"} if is_last else None
    return Response(reply.body, reply.status, headers, media_type="application/json")


def always(app: ASGIApp) -> Spoil:
    """The same answer, whatever the reply is."""
    return lambda _reply, _dice: app


def halve(reply: Reply, dice: Random) -> ASGIApp:
    """Half of the body, with an honest length or with that of the whole."""
    if dice.random() < 0.5:
        return partial(cut_off, reply)
    return deliver(Reply(reply.body[: len(reply.body) // 2], reply.status), is_last=False)


def slow_down(reply: Reply, _dice: Random) -> ASGIApp:
    return partial(drip, reply)


async def hang(scope: Scope, receive: Receive, send: Send) -> None:
    await _until_gone(receive)


async def drop(scope: Scope, receive: Receive, send: Send) -> None:
    scope["transport"].close()
    await _until_gone(receive)


async def reset(scope: Scope, receive: Receive, send: Send) -> None:
    """Breaks the connection: closing with a linger time of zero makes the kernel send RST instead
    of FIN."""
    connection = scope["transport"].get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
    scope["transport"].abort()
    await _until_gone(receive)


async def cut_off(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    """Promises the whole body, sends half of it and closes."""
    await _start(reply, send)
    await _send_piece(send, reply.body[: len(reply.body) // 2])
    await drop(scope, receive, send)


async def drip(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends the reply byte by byte. No read time-out of a client ever strikes: a byte always comes
    in time."""
    await _start(reply, send)
    for index in range(len(reply.body)):
        if scope["transport"].is_closing():
            return
        await _send_piece(send, reply.body[index : index + 1])
        await asyncio.sleep(BYTE_EVERY)
    await send({"type": "http.response.body", "body": b""})


async def _start(reply: Reply, send: Send) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(reply.body)).encode()),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
