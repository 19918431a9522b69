"""Recipients too many to be a file at once: asked for, seen being made, and saved."""

from __future__ import annotations

import csv
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign
from playwright.sync_api import Page, expect

from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.campaigns.exports.jobs import INTERRUPTED
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import exports

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECIPIENTS = 60_000
SECONDS_TO_START = 120
SAVE = re.compile(f"Save {RECIPIENTS:,} rows")

Start = Callable[..., Any]


def press(page: Page) -> None:
    page.get_by_role("button", name="Download all as CSV").click()


def saved(page: Page, into: Path) -> list[dict[str, str]]:
    """Presses *Save* and reads what the browser really has stored."""
    with page.expect_download() as download:
        page.get_by_role("link", name=SAVE).first.click()
    download.value.save_as(into)
    with into.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_file_of_sixty_thousand_is_made_and_saved_once_however_often_it_is_asked_for(
    settings: Settings,
    new_campaign: NewCampaign,
    start_dashboard: Start,
    open_browser: Start,
    tmp_path: Path,
) -> None:
    made = new_campaign(RECIPIENTS, "Hello {{city}}")
    dashboard = start_dashboard()
    page, other = open_browser(), open_browser()
    for opened in (page, other):
        opened.goto(f"{dashboard.url}/campaign?id={made}")
        expect(opened.get_by_role("button", name="Download all as CSV")).to_be_visible()
    press(page)
    press(other)
    expect(page.get_by_role("link", name=SAVE)).to_be_visible()
    expect(other.get_by_role("link", name=SAVE)).to_have_count(1)

    rows = saved(page, tmp_path / "first.csv")
    assert len({row["sent to"] for row in rows}) == len(rows) == RECIPIENTS

    press(page)
    expect(page.get_by_text("Nothing has changed since then.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name=SAVE)).to_have_count(1)
    (job,) = jobs.jobs(settings, made)
    dashboard.stop()
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    assert saved(page, tmp_path / "again.csv") == rows
    assert [job.token for job in jobs.jobs(settings, made)] == [job.token]


def announced_worker(settings: Settings) -> processes.Process:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with open_database(settings.database_path) as db:
            if worker := processes.get(db, "worker"):
                return worker
        time.sleep(0.1)
    raise AssertionError("no worker has begun")


@contextmanager
def frozen_worker(settings: Settings) -> Iterator[processes.Process]:
    """The dashboard's worker, stopped as by a very busy machine but not silent."""
    worker = announced_worker(settings)
    # While we hold the write lock it does not: frozen with it, it would lock out everybody.
    with open_database(settings.database_path) as db, transaction(db):
        os.kill(worker.pid, signal.SIGSTOP)
    over = threading.Event()

    def beat() -> None:
        while not over.wait(1):
            with open_database(settings.database_path) as db:
                processes.beat(db, "worker", holder=worker.holder, now=utc_now())

    beating = threading.Thread(target=beat)
    beating.start()
    try:
        yield worker
    finally:
        over.set()
        beating.join()
        os.kill(worker.pid, signal.SIGKILL)


def test_a_reload_in_the_middle_and_a_worker_that_dies(
    settings: Settings, new_campaign: NewCampaign, start_dashboard: Start, open_browser: Start
) -> None:
    made = new_campaign(RECIPIENTS, "Hello {{city}}")
    page = open_browser()
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    with frozen_worker(settings) as worker:
        press(page)
        expect(page.get_by_text(f"campaign {made}.csv is being made…")).to_be_visible()
        (job,) = jobs.jobs(settings, made)
        with open_database(settings.database_path) as db:
            assert exports.take(db, job.token, worker.holder)
            exports.advance(db, job.token, worker.holder, done=20_000, total=RECIPIENTS)
        far = page.get_by_text(f"is being made: 20,000 of {RECIPIENTS:,} rows")
        expect(far).to_be_visible()
        page.reload()
        expect(far).to_be_visible()

    expect(page.get_by_text(INTERRUPTED)).to_be_visible()
    expect(far).to_have_count(0)
    press(page)
    expect(page.get_by_role("link", name=SAVE)).to_be_visible()
    expect(page.get_by_text(INTERRUPTED)).to_have_count(0)
