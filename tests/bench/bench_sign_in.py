"""What the sign-in costs: a page opened with it and without it, side by side, and a page that is
opened while a thousand attempts to sign in arrive.

Prints milliseconds, rounds interleaved: medians of what somebody waits, and what it costs of the
server's processor on the average, which other programs on the machine change little. A page is
opened as a browser does it: the first file, the socket, and all that is drawn.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from jetmsg_core import settings as configuration
from jetmsg_core.accounts import signing_in, users
from jetmsg_core.accounts.cookies import cookie_name
from jetmsg_core.accounts.signing_in import Browser
from jetmsg_core.acting import Role
from jetmsg_core.settings import Settings
from tests.bench.bench_contacts import ROOT

GOAL_MS, GOAL_SLOWER = 15, 1.1
PASSWORD = "harbour lantern quiet mango"
PAGES = ("", "campaigns", "settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--attempts", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        without, having = settings_in(Path(folder) / "without"), settings_in(Path(folder) / "with")
        users.add(having, "Asha", Role.ADMIN, PASSWORD)
        value = signing_in.sign_in(having, "Asha", PASSWORD, Browser("127.0.0.1", "bench"))
        cookie = f"{cookie_name(having, secure=False)}={value}"
        with serving(without) as plain, serving(having) as guarded:
            print_cost(plain, guarded, cookie, options.rounds)
            print_attempts(guarded, cookie, options.rounds, options.attempts)


class Server(NamedTuple):
    """A dashboard that runs."""

    port: int
    pid: int

    def processor_ms(self) -> float:
        """What all its threads have used so far, without its children."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def settings_in(folder: Path) -> Settings:
    return replace(configuration.load({}), data_dir=folder, sender_id="JETMSG")


def print_cost(plain: Server, guarded: Server, cookie: str, rounds: int) -> None:
    """A page without and with the sign-in, in turns, each of them first as often."""
    print("| a page opened, ms | without | with | processor, without | with | more |")
    print("|---|---:|---:|---:|---:|---:|")
    ways = ((plain, ""), (guarded, cookie))
    for page in PAGES:
        waited: dict[int, list[float]] = {0: [], 1: []}
        used = [0.0, 0.0]
        for turn in range(-1, rounds):
            for way in (0, 1) if turn % 2 else (1, 0):
                server, own_cookie = ways[way]
                before = server.processor_ms()
                milliseconds = open_page(server.port, page, own_cookie)
                if turn >= 0:
                    waited[way].append(milliseconds)
                    used[way] += server.processor_ms() - before
        without, having = (statistics.median(waited[way]) for way in (0, 1))
        costs = [each / rounds for each in used]
        print(
            f"| {page or 'overview'} | {without:.0f} | {having:.0f} | {costs[0]:.1f} | "
            f"{costs[1]:.1f} | {costs[1] - costs[0]:+.1f} |",
            flush=True,
        )
    print(f"\nGoal: at most {GOAL_MS} ms more.\n")


def print_attempts(server: Server, cookie: str, rounds: int, attempts: int) -> None:
    """A page while nobody tries to sign in, and while many do."""
    port = server.port
    calm = [open_page(port, "campaigns", cookie) for _ in range(rounds)]
    statuses: list[int] = []
    flood = threading.Thread(target=attempt_many, args=(port, attempts, statuses))
    flood.start()
    busy = []
    while flood.is_alive():
        busy.append(open_page(port, "campaigns", cookie))
    flood.join()
    before, during = statistics.median(calm), statistics.median(busy)
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(
        f"campaigns: {before:.0f} ms, and {during:.0f} ms during {attempts} attempts "
        f"({counted}; {len(busy)} openings): {during / before:.2f} times. "
        f"Goal: {GOAL_SLOWER}."
    )


def attempt_many(port: int, attempts: int, statuses: list[int]) -> None:
    """Other names each time, so that every attempt may cost a look at a password; ten a second
    and more, as the answers come."""
    form = _get(port, "/sign-in")
    cookie = str(form[1].get("set-cookie")).partition(";")[0]
    token = re.findall(r'name="token" value="(\w+)"', form[2])[0]
    for turn in range(attempts):
        fields = {"token": token, "next": "/", "name": f"name{turn}", "password": "not this one"}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
            client.request(
                "POST",
                "/sign-in",
                urlencode(fields),
                {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )
            reply = client.getresponse()
            reply.read()
            statuses.append(reply.status)


def open_page(port: int, page: str, cookie: str = "") -> float:
    """Milliseconds until all of it was drawn."""
    begun = time.perf_counter()
    status, _, _ = _get(port, f"/{page}", cookie)
    assert status == 200, status
    headers = {"Cookie": cookie} if cookie else {}
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=headers,
        max_size=None,
    ) as stream:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        stream.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(stream.recv(timeout=60))  # type: ignore[arg-type]
            if answer.WhichOneof("type") == "script_finished":
                return (time.perf_counter() - begun) * 1000


def _get(port: int, path: str, cookie: str = "") -> tuple[int, dict[str, str], str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
        client.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        reply = client.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, headers, reply.read().decode()


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    """A dashboard with these settings, for as long as this runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings.as_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                if _get(port, "/_stcore/health")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
