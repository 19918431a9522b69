"""Results at a million recipients: counts, lookups, pages and ticks of the dashboard, export and
delivery report, against R = `pd.read_csv(file, dtype=str, keep_default_na=False)` of the very
contact file, in the same run.

The campaign is written into the ledger by the store itself, without a gateway: how fast it is sent
is `bench_campaign`'s question. Prints Markdown tables of medians, rounds interleaved.
"""

from __future__ import annotations

import argparse
import logging
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.campaign_snapshot import CampaignSnapshot
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.results import recipients as results
from jetmsg_core.campaigns.results import timeline
from jetmsg_core.campaigns.results.recipients import Wanted
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import chunks, recording, transitions
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult
from pages.parts.campaign import live
from tests.bench.bench_contacts import timed, write_contacts
from tests.read_back import read_recipients

FIRST_ID = 176_000_000_000_000
CHUNK = 500
ENDS = ("DELIVRD,000", "DELIVRD,000", "DELIVRD,000", "UNDELIV,ABSENTSUB", "NDNC,650", "EXPIRED,")
OTHERS = 1000
LOOKUPS_EACH = 20
MENU = Path(__file__).parent.parent.parent / "pages" / "menu.py"
PAGES = ("campaign", "campaigns", "overview", "reports", "compare", "numbers")
PAGES_EACH = 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(configuration.load({}), data_dir=Path(folder), sender_id="JETMSG")
        path = Path(folder) / "contacts.csv"
        write_contacts(path, options.rows)
        other = Path(folder) / "others.csv"
        write_contacts(other, OTHERS)
        create(settings, other)  # to compare with
        campaign_id = create(settings, path)
        read = [timed(lambda: read_plainly(path)) for _ in range(options.rounds)]
        print(f"R = {statistics.median(read):.2f} s, medians of {options.rounds}\n")
        send(settings, campaign_id, part=0.5)
        print_lookups(settings, campaign_id, "during the run, half sent", goal=120)
        print_pages(settings, campaign_id, "running, half sent")
        control.pause(settings, campaign_id)
        print_pages(settings, campaign_id, "paused, half sent")
        control.resume(settings, campaign_id)
        send(settings, campaign_id, part=1)
        print_pages(settings, campaign_id, "finished a moment ago")
        report = report_of(settings, campaign_id, Path(folder) / "report.csv")
        print_stages(settings, campaign_id, path, report, options.rounds)
        print_lookups(settings, campaign_id, "after the run", goal=1)
        print_pages(settings, campaign_id, "finished, report taken")


def read_plainly(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def create(settings: Settings, path: Path) -> int:
    contacts = contacts_of(check_contacts(path.read_bytes()), path.name)
    message = "Hello, our Diwali sale begins on Friday. Show this message for 20% off."
    brief = CampaignSpec(name="Bench", message=message, sender_id="JETMSG", chunk_size=CHUNK)
    campaign_id = creating.create(settings, contacts, brief)[0]
    control.start(settings, campaign_id)
    return campaign_id


def send(settings: Settings, campaign_id: int, part: float) -> None:
    """As the worker records it: one number in a hundred is left out, one call in 500 is lost."""
    total = control.status(settings, campaign_id).campaign.chunks
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="bench", pid=1, url=None, now=utc_now())
        done = 0
        while done < total * part:
            with transaction(db):
                claimed = chunks.claim(db, campaign_id, worker="bench", limit=64, now=utc_now())
            if not claimed:
                break
            with transaction(db):
                settled = [answered(chunk) for chunk in claimed]
                recording.record(db, settled, worker="bench", now=utc_now())
            done = claimed[-1].chunk
    if part == 1:
        with open_database(settings.database_path) as db, transaction(db):
            transitions.finish_completed(db, campaign_id, utc_now())


def answered(claimed: ClaimedChunk) -> ChunkResult:
    if claimed.chunk % 500 == 7:
        lost = (ChunkState.UNKNOWN, None, "The gateway failed (HTTP 500).", 0, [])
        return ChunkResult(claimed.campaign_id, claimed.first_seq, claimed.attempt, *lost)
    outcomes = [
        (seq, "not_accepted", None) if seq % 100 == 0 else (seq, "submitted", str(FIRST_ID + seq))
        for seq in claimed.seqs
    ]
    submitted = sum(state == "submitted" for _, state, _ in outcomes)
    kept = (ChunkState.ACCEPTED, None, None, submitted, outcomes)
    return ChunkResult(claimed.campaign_id, claimed.first_seq, claimed.attempt, *kept)


def export(settings: Settings, campaign_id: int) -> None:
    """To a file, as the worker does."""
    with (settings.data_dir / "export.csv").open("wb") as out:
        recipient_file.export(settings, campaign_id, out)


def report_of(settings: Settings, campaign_id: int, path: Path) -> Path:
    recipients = control.status(settings, campaign_id).campaign.recipients
    with path.open("w", encoding="utf-8") as out:
        out.write("Sms Id,Mobile No,Status,Error Code,Done Date\n")
        for seq in range(1, recipients + 1):
            at = f"2026-05-01 {10 + seq % 9}:{seq % 60:02}:{seq // 60 % 60:02}"
            out.write(f"{FIRST_ID + seq},919{seq:09},{ENDS[seq % len(ENDS)]},{at}\n")
    return path


def print_stages(
    settings: Settings, campaign_id: int, path: Path, report: Path, rounds: int
) -> None:
    data = report.read_bytes()
    times: dict[str, list[float]] = {}

    def note(name: str, work: Callable[[], object]) -> None:
        times.setdefault(name, []).append(timed(work))

    for turn in range(rounds):
        note("R", lambda: read_plainly(path))
        if turn == 0:
            note("index the ended campaign", lambda: index_ended(settings))
        note("preview a report", lambda: importing.preview(settings, data))
        forget_reports(settings)
        note("import a report", lambda: importing.import_report(settings, data))
        note("import the same again", lambda: importing.import_report(settings, data))
        note("export", lambda: export(settings, campaign_id))
    goals = {"import a report": 2.5, "export": 1.0}
    middle = {name: statistics.median(measured) for name, measured in times.items()}
    print("\n| stage | s | of R | goal |\n|---|---:|---:|---:|")
    for name, seconds in middle.items():
        goal = f"≤ {goals[name]}" if name in goals else ""
        print(f"| {name} | {seconds:.2f} | {seconds / middle['R']:.2f} | {goal} |")
    print(flush=True)


def forget_reports(settings: Settings) -> None:
    """So that each round imports anew."""
    with open_database(settings.database_path) as db:
        for table in ("deliveries", "delivery_counts", "parked_reports", "report_files"):
            db.conn.execute(f"delete from {table}")


def print_lookups(settings: Settings, campaign_id: int, when: str, goal: int) -> None:
    """In milliseconds: whole, with the connection opened and closed as a page does, and what of
    it SQLite spent on the statements, which is what the goal after the run is about."""
    recipients = control.status(settings, campaign_id).campaign.recipients
    some = read_recipients(settings, campaign_id, after=recipients // 3, limit=1)[0]

    def page(wanted: Wanted, after: int = 0) -> results.RecipientPage:
        return results.page(settings, campaign_id, wanted, after=after)

    works: dict[str, Callable[[], object]] = {
        "open and close a connection": lambda: nothing(settings),
        "counts by state": lambda: control.status(settings, campaign_id),
        "counts by reason": lambda: results.reasons(settings, campaign_id),
        "first page": lambda: page(Wanted()),
        "a page from the end": lambda: page(Wanted(), recipients - 51),
        "page of a common state": lambda: page(Wanted((RecipientState.SUBMITTED,))),
        "page of a rare state": lambda: page(Wanted((RecipientState.NOT_ACCEPTED,)), 400_000),
        "by number": lambda: page(Wanted(search=f"+{some['number']}")),
        "by smsId": lambda: page(Wanted(search=str(some["sms_id"]))),
        "timeline of a number": lambda: timeline.of_number(settings, str(some["number"])),
    }
    print(f"\n| {when} | ms | in SQLite, ms | goal |\n|---|---:|---:|---:|")
    for name, work in works.items():
        seconds = [timed(work) for _ in range(LOOKUPS_EACH)]
        inside = [timed_in_sqlite(work) for _ in range(LOOKUPS_EACH)]
        whole, within = (statistics.median(measured) * 1000 for measured in (seconds, inside))
        print(f"| {name} | {whole:.2f} | {within:.2f} | ≤ {goal} |", flush=True)


def timed_in_sqlite(work: Callable[[], object]) -> float:
    """Seconds of the statements that read, each from its first step to its last row, without
    opening, settings of the connection, transactions and what is done with the rows."""
    spent = 0.0
    plain = sqlite3.connect

    class Timed(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> Any:
            nonlocal spent
            begun = time.perf_counter()
            cursor = super().execute(sql, *parameters)
            if not sql.lstrip().startswith("select"):
                return cursor
            rows = cursor.fetchall()
            spent += time.perf_counter() - begun
            return Rows(cursor.description, rows)

    sqlite3.connect = partial(plain, factory=Timed)  # type: ignore[assignment]
    try:
        work()
    finally:
        sqlite3.connect = plain  # type: ignore[assignment]
    return spent


class Rows:
    """A cursor whose rows have been fetched."""

    def __init__(self, description: Any, rows: list[Any]) -> None:
        self.description, self._rows = description, iter(rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)


def print_pages(settings: Settings, campaign_id: int, when: str) -> None:
    """In milliseconds, of the script that the server runs for a page, without a browser: first as
    it is opened (the very first pages of a process also import what they draw with), then drawn
    again. A tick is what is drawn every two seconds of a page that moves: the fragment alone, with
    the status it asks for."""
    os.environ |= {"JETMSG_DATA_DIR": str(settings.data_dir), "JETMSG_SENDER_ID": "JETMSG"}
    print(f"\n| page, {when} | first, ms | again, ms | goal |\n|---|---:|---:|---:|")
    some = read_recipients(settings, campaign_id, limit=1)[0]
    queries = {"campaign": {"id": str(campaign_id)}, "numbers": {"number": str(some["number"])}}
    for name in PAGES:
        at = AppTest.from_file(str(MENU), default_timeout=60).run()
        for key, value in queries.get(name, {}).items():
            at.query_params[key] = value
        at.switch_page(f"{name}.py")
        first, again = timed(at.run), [timed(at.run) for _ in range(PAGES_EACH)]
        assert not at.exception, at.exception
        line = f"{first * 1000:.0f} | {statistics.median(again) * 1000:.0f} | ≤ 300"
        print(f"| {name} | {line} |", flush=True)
    if not control.status(settings, campaign_id).is_over:
        seconds = statistics.median(ticks(campaign_id))
        print(f"| live tick of the campaign | | {seconds * 1000:.1f} | ≤ 20 |", flush=True)


def ticks(campaign_id: int) -> list[float]:
    """Seconds of each, measured around the fragment as the page of the campaign runs it."""
    plain, seconds = live.draw_live, list[float]()

    def draw_live(settings: Settings, first: CampaignSnapshot) -> None:
        seconds.append(timed(lambda: plain(settings, first)))

    live.draw_live = draw_live
    try:
        at = AppTest.from_file(str(MENU), default_timeout=60).run()
        at.query_params["id"] = str(campaign_id)
        at.switch_page("campaign.py")
        for _ in range(PAGES_EACH):
            at.run()
            assert not at.exception, at.exception
    finally:
        live.draw_live = plain
    return seconds[1:]


def nothing(settings: Settings) -> None:
    with open_database(settings.database_path):
        pass


if __name__ == "__main__":
    sys.exit(main())
