"""Sending, beside a bare `requests` loop that makes the same calls from as many threads to the same
sandbox in the same run and records nothing; and recording alone, beside
R = `pd.read_csv(file, dtype=str, keep_default_na=False)` of a contact file with as many rows.

Every row sends the same number of calls. Where calls take time, the ideal is as many at once as
there are senders, with nothing in between. Prints Markdown tables of medians, rounds interleaved.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import requests

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.processes import health
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import chunks, recording
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult
from tests.bench.bench_contacts import read_plainly, timed, write_contacts
from tests.sandboxes import running_sandbox

MESSAGE = "Hello, our Diwali sale begins on Friday. Show this message for 20% off."
SENDERS = 32
LATENCIES = (0, 50, 200)
"""Milliseconds."""

GOALS = {50: 0.80, 200: 0.90}
"""Of the ideal, by latency."""

BARE_GOAL = 0.75
"""Of the bare loop, at 500 numbers a call without latency."""

RECORD_GOAL = 1.1
RECORDED = 1_000_000
AT_ONCE = 8
"""Calls whose outcomes share a commit with the intents of the next."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    print(
        f"{options.calls:,} calls a row, {SENDERS} senders, one text, medians of {options.rounds} "
        "rounds\n"
    )
    print("| numbers a call | latency | run | bare loop | run against bare | of ideal |")
    print("|---:|---:|---:|---:|---:|---:|")
    for latency in LATENCIES:
        for chunk in (1, 100, 500):
            data = contact_file(options.calls * chunk)
            print(table_row(data, chunk, latency, options), flush=True)
    print(f"\n{recording_row(options.rounds)}")


def contact_file(count: int) -> bytes:
    lines = [f"Name{i},{9_000_000_000 + i * 97},City{i % 50}" for i in range(count)]
    return ("name,mobile,city\n" + "\n".join(lines) + "\n").encode()


def table_row(data: bytes, chunk: int, latency: int, options: argparse.Namespace) -> str:
    sent, bare = [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            flags = ("--latency-ms", str(latency), "--journal", f"{folder}/journal")
            with running_sandbox(*flags, "--balance", "tranx=9999999,promo=0,otp=0") as sandbox:
                os.environ |= {"JETMSG_SANDBOX_URL": sandbox.url, "JETMSG_MODE": "sandbox"}
                os.environ |= {"JETMSG_DATA_DIR": folder, "JETMSG_SENDERS": str(SENDERS)}
                settings = configuration.load()
                made = create(settings, data, chunk)
                sent.append(run(settings, made))
                bare.append(timed(lambda s=settings: bare_loop(s, data, chunk)))
    middle = statistics.median
    ratio = middle(b / s for b, s in zip(bare, sent, strict=True))
    against = f"{ratio:.2f}×" + (f" (goal {BARE_GOAL})" if chunk == 500 and not latency else "")
    ideal = ""
    if latency:
        of_ideal = options.calls * latency / 1000 / SENDERS / middle(sent)
        ideal = f"{of_ideal:.2f} (goal {GOALS[latency]:.2f})"
    return (
        f"| {chunk} | {latency} ms | {middle(sent):.2f} s | {middle(bare):.2f} s "
        f"| {against} | {ideal} |"
    )


def create(settings: Settings, data: bytes, chunk: int) -> int:
    contacts = contacts_of(check_contacts(data), "bench.csv")
    brief = CampaignSpec(name="Bench", message=MESSAGE, sender_id="JETMSG", chunk_size=chunk)
    return creating.create(settings, contacts, brief)[0]


def run(settings: Settings, campaign_id: int) -> float:
    """Seconds a worker, a process of its own as always, takes from the first call to the last."""
    command = [sys.executable, "-m", "jetmsg_core", "worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not health(settings).worker:
            time.sleep(0.05)
        control.start(settings, campaign_id)
        while not control.status(settings, campaign_id).is_over:
            time.sleep(0.05)
    finally:
        process.terminate()
        process.wait()
    with open_database(settings.database_path) as db:
        begun, ended = db.conn.execute(
            "select min(sending_at), max(settled_at) from chunks where campaign_id = ?",
            (campaign_id,),
        ).fetchone()
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()


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
        entries = json.loads(reply.text)["message"]
        assert len(entries) == len(numbers)


def recording_row(rounds: int) -> str:
    read, recorded = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        write_contacts(path, RECORDED)
        data = contact_file(RECORDED)
        for turn in range(rounds):
            read.append(timed(lambda: read_plainly(path)))
            settings = replace(configuration.load({}), data_dir=Path(folder) / str(turn))
            made = create(settings, data, 500)
            control.start(settings, made)
            recorded.append(timed(lambda s=settings, m=made: record_all(s, m)))
    ratio = statistics.median(m / r for m, r in zip(recorded, read, strict=True))
    return (
        f"Recording {RECORDED:,} results, 500 a call, {AT_ONCE} calls a commit: "
        f"{statistics.median(recorded):.2f} s, {ratio:.2f} R (goal {RECORD_GOAL})."
    )


def record_all(settings: Settings, campaign_id: int) -> None:
    """What a turn of the sender writes: outcomes, and the intents of the next calls."""
    with open_database(settings.database_path) as db:
        processes.announce(
            db, "worker", holder="bench", pid=1, url=None, mode=settings.mode, now=utc_now()
        )
        claimed: list[ClaimedChunk] = []
        while True:
            with transaction(db):
                settled = [accepted(chunk) for chunk in claimed]
                recording.record(db, settled, worker="bench", now=utc_now())
                claimed = chunks.claim(
                    db, campaign_id, worker="bench", limit=AT_ONCE, now=utc_now()
                )
            if not claimed:
                return


def accepted(claimed: ClaimedChunk) -> ChunkResult:
    ids = [str(176_000_000_000_000 + seq) for seq in claimed.seqs]
    kept = {"state": ChunkState.ACCEPTED, "submitted": len(ids), "ids": ids}
    return ChunkResult(claimed.campaign_id, claimed.first_seq, claimed.attempt, **kept)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
