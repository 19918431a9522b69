"""A gateway that costs as little as Python can, for measuring those who call it: it reads numbers
out of a form, waits as long as it was told, and answers as documented. It keeps nothing.

`python -m tests.bench.quick_gateway LATENCY_MS` prints its address.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

BACKLOG = 4096
_ENTRY = b'{"smsId":"1712012345678901","MobileNo":"91%s","Status":"SUBMITTED"}'


class Connection(asyncio.Protocol):
    """One connection, on which one call comes at a time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._request = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._request += data
        head, end, body = self._request.partition(b"\r\n\r\n")
        if not end:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        if len(body) < length:
            return
        numbers = bytes(body).partition(b"MobileNo=")[2].partition(b"&")[0].split(b",")
        self._request.clear()
        listed = b",".join([_ENTRY % number for number in numbers])
        answer = b'{"success":true,"message":[%s]}' % listed
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer)
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self._answer, whole)
        else:
            self._answer(whole)

    def _answer(self, whole: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(whole)  # type: ignore[attr-defined]


async def serve(seconds: float) -> None:
    """Answers until it is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(seconds), "127.0.0.1", 0, backlog=BACKLOG)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(float(sys.argv[1]) / 1000))
