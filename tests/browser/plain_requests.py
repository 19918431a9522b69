"""Requests with exactly these headers, as a program sends them that is no browser."""

from __future__ import annotations

import base64
import http.client
import secrets
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "streamlit",
}


@dataclass(frozen=True)
class Reply:
    """The names of `headers` are in small letters."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def cookie(self) -> str:
        """What a browser would send back of the cookie in this reply."""
        return self.headers["set-cookie"].partition(";")[0]


def request(url: str, path: str, method: str = "GET", body: str = "", **headers: str) -> Reply:
    """Underscores in names of headers stand for hyphens. The body of a reply without an end, as
    that of a socket, is not read."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if path == "/_stcore/stream":
        named |= SOCKET | {"Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode()}
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as client:
        client.putrequest(method, path, skip_host="Host" in headers)
        for name, value in named.items():
            client.putheader(name, value)
        if body:
            client.putheader("Content-Length", str(len(body.encode())))
        client.endheaders(body.encode() if body else None)
        reply = client.getresponse()
        received = {name.lower(): value for name, value in reply.getheaders()}
        text = "" if reply.status == 101 else reply.read().decode("utf-8", "replace")
        return Reply(reply.status, received, text)
