"""A connection that was accepted is answered, also where the port is shut in the same moment."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace
from typing import Any, cast

from jetmsg_core.sandbox.web.listener import Listener

SECONDS = 60


class _Echo(asyncio.Protocol):
    """It says back what it hears."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._transport.write(data)


async def _answer_when_shut_at_once() -> bytes:
    loop = asyncio.get_running_loop()
    listener = Listener(0)
    server = SimpleNamespace(should_exit=True, servers=[])
    server.servers.append(await loop.create_server(_Echo, sock=listener.socket))
    listener.serve_with(cast("Any", server))
    with socket.create_connection(("127.0.0.1", listener.port)) as caller:
        caller.setblocking(False)
        # After the first turn of the loop it is accepted, after the second it has a protocol.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await listener.refuse_for_a_while()
        await loop.sock_sendall(caller, b"?")
        answer = await asyncio.wait_for(loop.sock_recv(caller, 1), SECONDS)
    listener.close()
    return answer


def test_whoever_was_accepted_as_the_port_was_shut_is_answered() -> None:
    assert asyncio.run(_answer_when_shut_at_once()) == b"?"
