"""`make bench`: create and run for 100,000 recipients, beside a bare `requests` loop that makes the
same calls to the same sandbox in the same run, without any database or threads' bookkeeping.

Prints a table of medians. Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import queue
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

import requests

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.campaigns import control, creating
from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.sandbox.running import running_sandbox
from jetmsg_core.settings import Settings

MESSAGE = "Hello, our Diwali sale begins on Friday. Show this message for 20% off."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    data = contact_file(options.recipients)
    print(f"{options.recipients:,} recipients, one text, medians of {options.rounds} rounds\n")
    print("| numbers a call | latency | create | run | bare `requests` loop | run against bare |")
    print("|---:|---:|---:|---:|---:|---:|")
    for chunk, latency in ((100, 0), (500, 0), (500, 50)):
        print(table_row(data, chunk, latency, options.rounds), flush=True)


def contact_file(count: int) -> bytes:
    lines = [f"Name{i},{9_000_000_000 + i * 97},City{i % 50}" for i in range(count)]
    return ("name,mobile,city\n" + "\n".join(lines) + "\n").encode()


def table_row(data: bytes, chunk: int, latency: int, rounds: int) -> str:
    created, sent, bare = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            options = ("--latency-ms", str(latency), "--journal", f"{folder}/journal")
            with running_sandbox(*options, "--balance", "tranx=9999999,promo=0,otp=0") as sandbox:
                os.environ |= {"JETMSG_SANDBOX_URL": sandbox.url, "JETMSG_MODE": "sandbox"}
                os.environ["JETMSG_DATA_DIR"] = folder
                settings = configuration.load()
                made: list[int] = []
                created.append(timed(lambda s=settings, m=made: m.append(create(s, data, chunk))))
                sent.append(timed(lambda s=settings, m=made: run(s, m[0])))
                bare.append(timed(lambda s=settings: bare_loop(s, data, chunk)))
    middle = statistics.median
    ratio = middle(b / s for b, s in zip(bare, sent, strict=True))
    return (
        f"| {chunk} | {latency} ms | {middle(created):.2f} s | {middle(sent):.2f} s "
        f"| {middle(bare):.2f} s | {ratio:.2f}× |"
    )


def timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def create(settings: Settings, data: bytes, chunk: int) -> int:
    contacts = contacts_of(check_contacts(data), "bench.csv")
    brief = Brief(name="Bench", message=MESSAGE, sender_id="JETMSG", chunk_size=chunk)
    return creating.create(settings, contacts, brief)[0]


def run(settings: Settings, campaign_id: int) -> None:
    """The worker as a process has it, from start to finished."""
    control.start(settings, campaign_id)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(settings, stop))
    thread.start()
    while not control.status(settings, campaign_id).is_over:
        time.sleep(0.01)
    stop.set()
    thread.join()


def bare_loop(settings: Settings, data: bytes, chunk: int) -> None:
    """The same forms from the same number of threads; replies are parsed and dropped."""
    numbers = [str(number % 10**10) for number in check_contacts(data).numbers.tolist()]
    calls: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
    for start in range(0, len(numbers), chunk):
        calls.put(numbers[start : start + chunk])
    for _ in range(settings.senders):
        calls.put(None)
    threads = [
        threading.Thread(target=post_all, args=(settings, calls)) for _ in range(settings.senders)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def post_all(settings: Settings, calls: queue.SimpleQueue[list[str] | None]) -> None:
    session = requests.Session()
    session.trust_env = False
    url = f"{settings.sandbox_url}/api/v1/sendsms.php"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    while (numbers := calls.get()) is not None:
        form = {
            "AuthKey": "sandbox",
            "SenderId": "JETMSG",
            "MobileNo": ",".join(numbers),
            "Message": MESSAGE,
            "route": "1",
            "type": "text",
            "tempid": "",
        }
        reply = session.post(url, data=urlencode(form, safe=","), headers=headers, timeout=30)
        taken = json.loads(reply.text)["message"]
        assert len(taken) == len(numbers)


if __name__ == "__main__":
    main()
