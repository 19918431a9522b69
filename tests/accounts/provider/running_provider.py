"""The provider that runs, and a front before it that can bend what it answers: the mock itself
tells no lies. The front hands on every request with its own name, so the mock takes that for its
issuer."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

MOCK = Path(__file__).with_name("serving_mock.py")
DISCOVERY, KEYS = "/.well-known/openid-configuration", "/jwks"
TOKEN, USERINFO = "/oauth2/token", "/userinfo"
SECRET = "not-a-real-client-secret"
Bend = Callable[[int, bytes], tuple[int, bytes]]
OWN_KEY = ECKey.generate_key("P-256", {"kid": "own"})
ANOTHER_KEY = ECKey.generate_key("P-256", {"kid": "own"})
SHARED_KEY = OctKey.import_key(SECRET.encode() * 2, {"kid": "own"})


@contextmanager
def running_mock() -> Iterator[int]:
    """Its port."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", MOCK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(60)


class Front:
    """`bends` are by path; `forms` those that were sent for tokens; `asked` every path; a request
    waits while `is_open` is not set."""

    def __init__(self, server: ThreadingHTTPServer, mock_port: int) -> None:
        self.server = server
        self.port = server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.mock_port = mock_port
        self.bends: dict[str, Bend] = {}
        self.forms: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.is_open = threading.Event()
        self.is_open.set()

    def set_user(self, subject: str, **claims: object) -> None:
        """Makes somebody known to the provider, in place of whoever had this mark."""
        status, _, _ = self.hand_on("PUT", f"/users/{subject}", json.dumps(claims).encode(), {})
        assert status == 204

    def bend_claims(
        self,
        *,
        key: Any = OWN_KEY,
        listed: Any = OWN_KEY,
        header: dict[str, str] | None = None,
        without: tuple[str, ...] = (),
        **changes: object,
    ) -> None:
        """Has each ID token say something else, signed with `key` while `listed` is given as the
        provider's. A change that is a function is asked when the token is made."""
        own_header = header or {"alg": "ES256", "kid": "own"}

        def sign(status: int, body: bytes) -> tuple[int, bytes]:
            given = json.loads(body)
            if "id_token" not in given:
                return status, body
            claims = {
                name: value() if callable(value) else value
                for name, value in {**claims_in(given["id_token"]), **changes}.items()
                if name not in without
            }
            given["id_token"] = _signed(own_header, claims, key)
            return status, json.dumps(given).encode()

        keys = json.dumps(KeySet([listed]).as_dict()).encode()
        self.bends |= {TOKEN: sign, KEYS: lambda status, body: (200, keys)}

    def bend_discovery(self, **changes: object) -> None:
        """Has the provider say something else of itself."""

        def change(status: int, body: bytes) -> tuple[int, bytes]:
            return status, json.dumps({**json.loads(body), **changes}).encode()

        self.bends[DISCOVERY] = change

    def hand_on(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the mock answers."""
        named = {"Host": f"127.0.0.1:{self.port}", "Content-Type": "application/json"} | headers
        with closing(http.client.HTTPConnection("127.0.0.1", self.mock_port)) as connection:
            connection.request(method, path, body, named)
            reply = connection.getresponse()
            return reply.status, reply.getheaders(), reply.read()


def claims_in(token: str) -> dict[str, Any]:
    """What an ID token says, whoever signed it."""
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _signed(header: dict[str, str], claims: dict[str, Any], key: Any) -> str:
    if header["alg"] != "none":
        return jwt.encode(header, claims, key, algorithms=[header["alg"]])
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()) for part in (header, claims)]
    return "".join(f"{part.decode().rstrip('=')}." for part in parts)


class _Handler(BaseHTTPRequestHandler):
    front: Front

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Nothing is written to the terminal."""

    def _answer(self) -> None:
        front = self.front
        path = self.path.partition("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        front.asked.append(path)
        if path == TOKEN:
            front.forms.append(dict(parse_qsl(body.decode())))
        front.is_open.wait()
        kept = ("Authorization", "Content-Type", "Cookie")
        headers = {name: self.headers[name] for name in kept if name in self.headers}
        status, given, reply = front.hand_on(self.command, self.path, body, headers)
        if path in front.bends:
            status, reply = front.bends[path](status, reply)
        left_out = ("content-length", "connection", "server", "date", "transfer-encoding")
        self.send_response_only(status)
        for name, value in given:
            if name.lower() not in left_out:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply)


@contextmanager
def front_before(mock_port: int) -> Iterator[Front]:
    """A front of its own, on a port of its own: another issuer."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        front = handler.front = Front(server, mock_port)  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield front
        finally:
            front.is_open.set()
            server.shutdown()
            thread.join()


def environment_of(front: Front, **others: str) -> dict[str, str]:
    """The settings with which the dashboard takes people of this provider."""
    names = {
        "ISSUER": front.url,
        "CLIENT_ID": "dashboard",
        "CLIENT_SECRET": SECRET,
        "DOMAINS": "example.in",
        "ROLES": "@example.in=composer",
        "NAME": "Example ID",
    }
    return {f"JETMSG_OIDC_{name}": value for name, value in {**names, **others}.items()}
