"""The listening port: opened, shut for a while by the `refuse` fault, opened again."""

from __future__ import annotations

import asyncio
import errno
import socket

import uvicorn

HOST = "127.0.0.1"
BACKLOG = 2048
REFUSING_SECONDS = 1.0


class PortUnusable(Exception):
    """The port cannot be listened on, with its number and what to do."""


class Listener:
    """Holds the port from first to last. The second socket is bound and never listens: it keeps
    other programs off the port while connections are refused."""

    def __init__(self, port: int) -> None:
        try:
            self._keeper = _bind(port)
        except OSError as error:
            raise _unusable(port, error) from None
        self.port: int = self._keeper.getsockname()[1]
        try:
            self.socket = _listen(self.port)
        except OSError as error:
            self._keeper.close()
            raise _unusable(self.port, error) from None
        self._server: uvicorn.Server | None = None
        self._reopening: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def is_refusing(self) -> bool:
        return self._reopening is not None

    def serve_with(self, server: uvicorn.Server) -> None:
        self._server = server

    async def refuse_for_a_while(self) -> None:
        """Refuses new connections for a while. Those already open get one more answer, and are then
        closed by `is_last`, so that no client is left wondering: what is refused was surely not
        taken."""
        if self._server is None or self._reopening is not None:
            return
        self._reopening = asyncio.create_task(self._reopen(self._server))
        # asyncio forgets, and does not close, a connection that it has accepted and not yet given
        # to a protocol when its server is closed: whoever made it would wait for ever.
        asyncio.get_running_loop().remove_reader(self.socket)
        await asyncio.sleep(0)
        self._server.servers[0].close()

    async def _reopen(self, server: uvicorn.Server) -> None:
        await asyncio.sleep(REFUSING_SECONDS)
        if not server.should_exit:
            loop = asyncio.get_running_loop()
            self.socket = _listen(self.port)
            server.servers[0] = await loop.create_server(
                lambda: _protocol(server), sock=self.socket, backlog=BACKLOG
            )
        self._reopening = None

    def close(self) -> None:
        self.socket.close()
        self._keeper.close()


def _unusable(port: int, error: OSError) -> PortUnusable:
    what = "is taken by another program"
    if error.errno != errno.EADDRINUSE:
        what = f"cannot be used ({error.strerror})"
    return PortUnusable(
        f"port {port} of {HOST} {what}. End what listens there, choose another port with "
        "--port, or leave --port out to get a free one."
    )


def _bind(port: int) -> socket.socket:
    """Names TCP outright: asyncio turns Nagle's algorithm off only then, and with it on each reply
    waits 40 ms for the client's delayed acknowledgement."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


def _listen(port: int) -> socket.socket:
    bound = _bind(port)
    try:
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound


def _protocol(server: uvicorn.Server) -> asyncio.Protocol:
    """As Uvicorn makes one for its own listeners."""
    kind = server.config.http_protocol_class
    made: asyncio.Protocol = kind(  # type: ignore[call-arg]
        config=server.config, server_state=server.server_state, app_state={}
    )
    return made
