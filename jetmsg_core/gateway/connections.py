"""Connections that keep a deadline for the whole answer and know whether it came alone, and logs
that keep no keys.

The libraries' time-out is for each read: a gateway that sends a byte of its headers every second
holds a call for hours. Here every read, of headers as of the body, gets only the time that is
left of the call. urllib3 has worked that out when it asks for the answer: its `Timeout(total=…)`
less what connecting and sending took.

Not covered is the resolving of the name, which the system's resolver bounds.

An interim answer (a status of 1xx, RFC 9110, 15.2) is none: the libraries skip 100 alone and hand
over 102 and 103, after which the real answer would be read as that to the next call.
"""

from __future__ import annotations

import http
import http.client
import io
import logging
import re
import socket
import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.response import HTTPResponse

from jetmsg_core.primitives.addresses import is_loopback, is_own
from jetmsg_core.primitives.masking import MASK, mask

LOGGERS = tuple(
    f"urllib3.{module}"
    for module in ("connection", "connectionpool", "poolmanager", "response", "util.retry")
)
"""Those of urllib3 that write addresses, at DEBUG or when an answer is odd."""

BUFFER = 65_536
"""Bytes a read may take: a reply about 500 numbers comes in one instead of five."""

MOST_INTERIM = 100
"""Interim answers before a final one. Who sends more is not going to answer."""

_OWN = "The gateway's address leads to this machine, so nothing was sent there."
_NOT_HTTPS = "The gateway's address does not begin with https://, so nothing was sent there."
_ELSEWHERE = "The sandbox's address leads to another machine, so nothing was sent there."

_ADDRESS = re.compile(r"""(https?://[^\s/'"]+|"[A-Z]+ )/[^\s'"]*""")


class _Reader(io.RawIOBase):
    """A socket's stream, each read of which may take what is left until `deadline`."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self._is_over = False

    def readable(self) -> bool:
        return True

    def end(self) -> None:
        """Makes it from now on as if the other side had closed: nothing more is waited for."""
        self._is_over = True

    def readinto(self, buffer: Any) -> int | None:
        """Reads once into the buffer, and gives how many bytes came: 0 once it was ended. Raises
        TimeoutError after the deadline."""
        if self._is_over:
            return 0
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time allowed is over")
        self._sock.settimeout(left)
        read: int | None = self._raw.readinto(buffer)
        return read

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Stream(io.BufferedReader):
    """Knows, once it is closed, what it had read beyond the end of the answer."""

    left_over = b""

    def __init__(self, reader: _Reader) -> None:
        super().__init__(reader, BUFFER)
        self._reader = reader

    def close(self) -> None:
        if not self.closed:
            self._reader.end()
            self.left_over = self.peek(1)
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *, deadline: float, **options: Any) -> None:
        super().__init__(sock, **options)
        self.stream = _Stream(_Reader(self.fp.detach(), sock, deadline))
        self.fp = self.stream

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM + 1):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                raise http.client.HTTPException("another protocol, which nobody asked for")
            if status >= 200:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("interim answers without end")

    @property
    def is_alone(self) -> bool:
        """It is true for an answer that is complete, told itself where it ends, in one way, and
        came with nothing else."""
        is_framed = self.chunked or self.length == 0
        other = "Content-Length" if self.chunked else "Transfer-Encoding"
        whole = self.isclosed() and is_framed and other not in self.headers
        return whole and not self.stream.left_over


class Watched:
    """A part of a connection, which knows the seconds left when its answer is asked for, how often
    it was `asked`, and its last `answer`."""

    asked = 0
    answer: _Response
    close: Callable[[], None]

    def connect(self) -> None:
        self.asked = 0
        super().connect()  # type: ignore[misc]

    def getresponse(self) -> HTTPResponse:
        """Counts the call as asked, and gives its answer, which may take the seconds of the
        time-out in all."""
        self.asked += 1
        deadline = time.monotonic() + self.timeout  # type: ignore[attr-defined]
        self.response_class = partial(_Response, deadline=deadline)
        response: HTTPResponse = super().getresponse()  # type: ignore[misc]
        self.answer = response._original_response  # type: ignore[assignment]
        return response

    @property
    def is_connected(self) -> bool:
        """It is false as well when something came unasked that is deciphered already, since the
        socket shows what is not."""
        pending = getattr(self.sock, "pending", None)  # type: ignore[attr-defined]
        is_quiet: bool = super().is_connected  # type: ignore[misc]
        return is_quiet and not (pending and pending())

    def hears_more(self, within: float) -> bool:
        """Returns whether something comes after the answer, within so many seconds. What comes is
        read, so the connection is of no more use then."""
        if self.answer.stream.left_over:
            return True
        sock: socket.socket | None = self.sock  # type: ignore[attr-defined]
        if sock is None or within <= 0:
            return False
        sock.settimeout(within)
        try:
            return bool(sock.recv(1))
        except OSError:
            return False


class Reach(StrEnum):
    """Where calls may go: anywhere, to other machines by https, or to this one alone."""

    ANYWHERE = "anywhere"
    OTHERS = "others"
    LOOPBACK = "loopback"


class NotReached(NewConnectionError):
    """The address is one where calls may not go: nothing was sent there. `why` is a sentence."""

    def __init__(self, connection: HTTPConnection, why: str) -> None:
        super().__init__(connection, why)
        self.why = why


class _HttpConnection(Watched, HTTPConnection):  # type: ignore[misc]
    pass


class _HttpsConnection(Watched, HTTPSConnection):  # type: ignore[misc]
    pass


def _ends(connection: object, sock: socket.socket) -> tuple[str, str]:
    """The other end's address and our own. A connection that is reset already, before anything
    was sent, was none."""
    try:
        return sock.getpeername()[0], sock.getsockname()[0]
    except OSError as error:
        sock.close()
        reason = f"The connection was closed at once: {error}"
        raise NewConnectionError(connection, reason) from error  # type: ignore[arg-type]


class _ToOthers:
    """A part of a connection, which goes by the address it came to: a name may lead anywhere."""

    def _new_conn(self) -> socket.socket:
        sock: socket.socket = super()._new_conn()  # type: ignore[misc]
        peer, own = _ends(self, sock)
        # A machine calls its own interfaces from the address it calls.
        if is_own(peer) or peer == own:
            sock.close()
            raise NotReached(self, _OWN)  # type: ignore[arg-type]
        return sock


class _ToLoopback:
    """A part of a connection, which goes by the address it came to."""

    def _new_conn(self) -> socket.socket:
        sock: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not is_loopback(_ends(self, sock)[0]):
            sock.close()
            raise NotReached(self, _ELSEWHERE)  # type: ignore[arg-type]
        return sock


class _HttpsToOthers(_ToOthers, _HttpsConnection):  # type: ignore[misc]
    pass


class _HttpToNobody(_HttpConnection):
    def _new_conn(self) -> socket.socket:
        raise NotReached(self, _NOT_HTTPS)


class _HttpToLoopback(_ToLoopback, _HttpConnection):  # type: ignore[misc]
    pass


class _HttpsToLoopback(_ToLoopback, _HttpsConnection):  # type: ignore[misc]
    pass


def _pools(http: type[HTTPConnection], https: type[HTTPSConnection]) -> dict[str, type]:
    return {
        "http": type("HttpPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }


POOLS = {
    Reach.ANYWHERE: _pools(_HttpConnection, _HttpsConnection),
    Reach.OTHERS: _pools(_HttpToNobody, _HttpsToOthers),
    Reach.LOOPBACK: _pools(_HttpToLoopback, _HttpsToLoopback),
}
"""By scheme, for each reach."""


def _without_address(record: logging.LogRecord) -> bool:
    """A GET carries the key in its address, and a webhook's path may be a secret: urllib3 logs
    both."""
    record.msg = _ADDRESS.sub(rf"\1/{MASK}", mask(record.getMessage()))
    record.args = ()
    record.exc_info = None
    return True


for _name in LOGGERS:
    logging.getLogger(_name).addFilter(_without_address)
