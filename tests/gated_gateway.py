"""A gate in front of the sandbox: so many message calls pass, the next ones wait until it opens.

With it a test does something *while* calls are in flight, however fast or slow the machine is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PATIENCE = 200.0
"""Seconds to wait for a fact before the test has failed."""


class Gate:
    """`arrived` counts the message calls that came, those that wait among them. `behind` is the
    address of the sandbox itself, for calls that need not wait."""

    def __init__(self, passing: int, behind: str) -> None:
        self.url = ""
        self.behind = behind
        self.arrived = 0
        self._passing = passing
        self._changed = threading.Condition()

    def open(self, passing: int = 1_000_000) -> None:
        """Lets the first `passing` calls through in all, those who wait among them."""
        with self._changed:
            self._passing = passing
            self._changed.notify_all()

    def wait_for_calls(self, count: int) -> None:
        """Returns once that many message calls arrived. Raises TimeoutError if they never do."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.arrived >= count, PATIENCE):
                raise TimeoutError(f"{self.arrived} calls arrived, not {count}")

    def enter(self) -> None:
        with self._changed:
            self.arrived += 1
            turn = self.arrived
            self._changed.notify_all()
            self._changed.wait_for(lambda: turn <= self._passing, PATIENCE)


@contextmanager
def gate_before(sandbox_url: str, *, passing: int) -> Iterator[Gate]:
    """Listens on a free port and hands every call on to the sandbox, with its answer back."""
    gate = Gate(passing, sandbox_url)
    behind = urlsplit(sandbox_url).netloc

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if "balance" not in self.path:
                gate.enter()
            connection = HTTPConnection(behind, timeout=PATIENCE)
            connection.request("POST", self.path, body, dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # whoever called gave up
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads = True
        gate.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield gate
        gate.open()
        server.shutdown()
        thread.join()
