"""A front before the sandbox that answers no SMS call: some it passes on, others not, and beside
them another program uses the same account. The sandbox's journal tells what was really taken."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

STRANGER = "9198765432{:02}"


@dataclass(frozen=True)
class Turn:
    """What becomes of one SMS call: whether the gateway gets it, whether its answer comes back,
    and how many credits somebody else uses in the meantime."""

    taken: bool
    others: int = 0
    answered: bool = False


def use_credits(url: str, credits: int) -> None:
    """As another program on the account does."""
    for start in range(0, credits, 50):
        numbers = [STRANGER.format(index) for index in range(min(50, credits - start))]
        fields = {
            "AuthKey": "key",
            "SenderId": "OTHERS",
            "MobileNo": ",".join(numbers),
            "Message": "Not ours",
            "route": "1",
            "type": "text",
        }
        with urllib.request.urlopen(
            f"{url}/api/v1/sendsms.php", urlencode(fields).encode(), timeout=20
        ) as reply:
            assert b'"success": true' in reply.read()


@contextmanager
def losing_front(sandbox_url: str, turns: Sequence[Turn]) -> Iterator[str]:
    """Its address. SMS calls take their turns in the order in which they come."""
    waiting, lock = list(turns), threading.Lock()

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if "sendsms" not in self.path:
                self._answer(200, _forward(sandbox_url + self.path, body))
                return
            with lock:
                turn = waiting.pop(0)
                use_credits(sandbox_url, turn.others)
                reply = _forward(sandbox_url + self.path, body) if turn.taken else b""
            self._answer(*((200, reply) if turn.answered else (500, b"")))

        def _answer(self, status: int, reply: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Front) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _forward(url: str, body: bytes) -> bytes:
    with urllib.request.urlopen(url, body, timeout=120) as reply:
        content: bytes = reply.read()
    return content
