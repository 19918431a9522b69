"""Connections that keep a deadline for the whole answer, and logs that keep no keys.

The libraries' time-out is for each read: a gateway that sends a byte of its headers every second
holds a call for hours. Here every read, of headers as of the body, gets only the time that is
left of the call. urllib3 has worked that out when it asks for the answer: its `Timeout(total=…)`
less what connecting and sending took.

Not covered is the resolving of the name, which the system's resolver bounds.
"""

from __future__ import annotations

import http.client
import io
import logging
import re
import socket
import time
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from jetmsg_core.masking import MASK, mask

LOGGERS = tuple(
    f"urllib3.{module}"
    for module in ("connection", "connectionpool", "poolmanager", "response", "util.retry")
)
"""Those of urllib3 that write addresses, at DEBUG or when an answer is odd."""

BUFFER = 65_536
"""Bytes a read may take: a reply about 500 numbers comes in one instead of five."""

_ADDRESS = re.compile(r"""(https?://[^\s/'"]+|"[A-Z]+ )/[^\s'"]*""")


class _Reader(io.RawIOBase):
    """A socket's stream, each read of which may take what is left until `deadline`."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
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


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *, deadline: float, **options: Any) -> None:
        super().__init__(sock, **options)
        self.fp = io.BufferedReader(_Reader(self.fp.detach(), sock, deadline), BUFFER)


class _Bounded:
    """Mixed into a connection, which knows the seconds left when its answer is asked for."""

    def getresponse(self) -> HTTPResponse:
        deadline = time.monotonic() + self.timeout  # type: ignore[attr-defined]
        self.response_class = partial(_Response, deadline=deadline)
        return super().getresponse()  # type: ignore[misc,no-any-return]


class _HttpConnection(_Bounded, HTTPConnection):  # type: ignore[misc]
    pass


class _HttpsConnection(_Bounded, HTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


POOLS = {"http": _HttpPool, "https": _HttpsPool}


def _without_address(record: logging.LogRecord) -> bool:
    """A GET carries the key in its address, and a webhook's path may be a secret: urllib3 logs
    both."""
    record.msg = _ADDRESS.sub(rf"\1/{MASK}", mask(record.getMessage()))
    record.args = ()
    record.exc_info = None
    return True


for _name in LOGGERS:
    logging.getLogger(_name).addFilter(_without_address)
