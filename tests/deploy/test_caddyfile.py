"""The proxy in front says who somebody is, whatever they say of themselves; and it is tried on this
machine where Caddy is installed."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jetmsg_core.settings import Settings

ROOT = Path(__file__).parents[2]
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
NAME = "sms.example.in"
Ask = Callable[..., tuple[HTTPResponse, bytes]]


def test_it_leads_to_where_the_dashboard_listens_and_takes_the_largest_file() -> None:
    service = (ROOT / "deploy" / "jetmsg-dashboard.service").read_text("utf-8")
    (port,) = re.findall(r"--server\.port (\d+)", service)
    assert f"reverse_proxy 127.0.0.1:{port} {{" in CADDYFILE
    assert f"max_size {Settings.max_file_mb + 1}MB" in CADDYFILE
    assert f"JETMSG_HOSTS=https://{NAME}" in (ROOT / "deploy" / "jetmsg.env.example").read_text()


@pytest.fixture
def caddy() -> str:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed")
    return program


def test_caddy_has_no_complaint(caddy: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [caddy, "validate", "--config", ROOT / "deploy" / "Caddyfile", "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was asked with."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        headers = [[name.lower(), value] for name, value in self.headers.items()]
        self.wfile.write(json.dumps(headers).encode())

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def ask(caddy: str, tmp_path: Path) -> Iterator[Ask]:
    """Asks Caddy by TLS, under the name; behind it is what echoes."""
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    port = _free_port()
    text = CADDYFILE.replace("127.0.0.1:8501", f"127.0.0.1:{behind.server_port}")
    text = text.replace(f"\n{NAME} {{", f"\nhttps://{NAME}:{port} {{\n\ttls internal\n")
    own = "\tskip_install_trust\n\tauto_https disable_redirects\n"
    (tmp_path / "Caddyfile").write_text(text.replace("\tadmin off\n", f"\tadmin off\n{own}"))
    with (tmp_path / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [caddy, "run", "--config", tmp_path / "Caddyfile", "--adapter", "caddyfile"],
            stdout=log,
            stderr=log,
            env={"HOME": str(tmp_path)},
        )

    def send(path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        with closing(_Tls(NAME, port, timeout=60)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            reply = connection.getresponse()
            return reply, reply.read()

    try:
        _wait_for(port)
        yield send
    finally:
        process.terminate()
        process.wait()
        behind.shutdown()
        behind.server_close()


class _Tls(HTTPSConnection):
    def connect(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = context.wrap_socket(line, server_hostname=self.host)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    """Until it takes a connection and has made itself a certificate."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with closing(_Tls(NAME, port, timeout=5)) as connection:
                connection.connect()
                return
        except OSError:
            assert time.monotonic() < deadline, "Caddy does not answer"
            time.sleep(0.05)


def test_the_dashboard_hears_from_the_proxy_who_asks_and_from_nobody_else(ask: Ask) -> None:
    reply, body = ask(
        "/contacts?x=1",
        X_Forwarded_For="198.51.100.7",
        X_Forwarded_Proto="http",
        Forwarded="for=198.51.100.7",
        X_Request_ID="made-up-by-a-browser",
    )
    heard = dict(json.loads(body))
    assert reply.status == 200
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "https"
    assert "forwarded" not in heard
    assert heard["host"].startswith(NAME)
    assert re.fullmatch(r"[0-9a-f-]{36}", heard["x-request-id"])
    assert reply.getheader("strict-transport-security") == "max-age=31536000"
    assert reply.getheader("server") is None


def test_how_the_dashboard_is_cannot_be_asked_from_outside(ask: Ask) -> None:
    for path in ("/metrics", "/health", "/_stcore/metrics"):
        assert ask(path)[0].status == 404


def test_the_log_of_the_proxy_holds_nothing_that_opens_or_names(ask: Ask, tmp_path: Path) -> None:
    ask("/sign-in?next=secret-way", Cookie="a=secret-cookie", Authorization="Bearer secret-token")
    log = tmp_path / "caddy.log"
    deadline = time.monotonic() + 60
    while '"uri":"/sign-in"' not in log.read_text("utf-8"):
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.02)
    assert "secret-" not in log.read_text("utf-8")
