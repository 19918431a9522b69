"""A gateway that refuses a whole call for one bad number and names it, as some panels do. Nobody in
a refused call is taken; it remembers whom it took."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

BALANCE = {
    "success": True,
    "message": "SUCCESS",
    "balance": {"tranx": "99999", "promo": "99999", "otp": "99999"},
}


@dataclass
class NamingGateway:
    """`taken` has a journal entry for each recipient taken; `calls` counts the SMS calls."""

    bad: set[str]
    taken: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, fields: dict[str, list[str]]) -> dict[str, Any]:
        if "balance" in path:
            return BALANCE
        numbers = fields["MobileNo"][0].split(",")
        wrong = [number for number in numbers if number in self.bad]
        with self._lock:
            self.calls += 1
            if wrong:
                return {"success": False, "message": f"Invalid mobile number {wrong[0]}"}
            entries = [
                {"number": f"91{number}", "smsId": str(len(self.taken) + index)}
                for index, number in enumerate(numbers)
            ]
            self.taken += entries
        message = [
            {"smsId": entry["smsId"], "MobileNo": entry["number"], "Status": "SUBMITTED"}
            for entry in entries
        ]
        return {"success": True, "message": message}


@contextmanager
def naming_gateway(bad: set[str], *, latency: float = 0.0) -> Iterator[NamingGateway]:
    gateway = NamingGateway(bad)

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            reply = json.dumps(gateway.answer(self.path, parse_qs(body))).encode()
            time.sleep(latency)
            self.send_response(200)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # whoever called was killed
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        gateway.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield gateway
        server.shutdown()
        thread.join()
