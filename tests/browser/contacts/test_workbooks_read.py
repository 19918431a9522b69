"""Workbooks in a real browser: a good one, a damaged one, and a third that waits for two others."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc"),
]

Start = Callable[..., Any]
SECONDS = 60
ROWS = 60_000
"""Enough for its reader to be caught while it reads."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.append(["Name", "Mobile", "City"])
    for n in range(ROWS):
        sheet.append([f"Person {n}", 7_000_123_000 + n * 7, "Pune"])
    path = tmp_path / "people.xlsx"
    book.save(path)
    return path


class Readers:
    """The processes that read workbooks for a dashboard, stopped as they begin."""

    def __init__(self, dashboard: int) -> None:
        self._dashboard = dashboard
        self.stopped: list[int] = []

    def stop_next(self) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for reader in set(self._running()) - set(self.stopped):
                os.kill(reader, signal.SIGSTOP)
                self.stopped.append(reader)
                return
            time.sleep(0.002)
        raise AssertionError("no workbook was being read")

    def let_go(self) -> None:
        for reader in self.stopped:
            os.kill(reader, signal.SIGCONT)

    def _running(self) -> Iterator[int]:
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                command = status.with_name("cmdline").read_bytes()
            except OSError:
                continue
            if parent == self._dashboard and b"spreadsheets.reader.child" in command:
                yield int(status.parent.name)


def upload(page: Page, url: str, path: Path) -> None:
    page.goto(f"{url}/contacts")
    page.locator("input[type=file]").set_input_files(path)


def ready(page: Page) -> Any:
    metric = page.get_by_test_id("stMetric").filter(has_text="Ready")
    return metric.get_by_test_id("stMetricValue")


def test_a_third_workbook_waits_for_two_and_says_so(
    start_dashboard: Start, open_browser: Start, workbook: Path
) -> None:
    dashboard = start_dashboard()
    readers = Readers(dashboard.process.pid)
    pages = [open_browser() for _ in range(3)]
    for page in pages[:2]:
        upload(page, dashboard.url, workbook)
        readers.stop_next()
    upload(pages[2], dashboard.url, workbook)
    sentence = "Two other files are being read; yours is next."
    expect(pages[2].get_by_text(sentence)).to_be_visible()
    expect(pages[0].get_by_text(sentence)).to_have_count(0)
    readers.let_go()
    for page in pages:
        expect(ready(page)).to_have_text(f"{ROWS:,}")
    expect(pages[2].get_by_text(sentence)).to_have_count(0)


def test_a_reader_that_dies_is_a_sentence_and_the_next_file_is_read(
    start_dashboard: Start, open_browser: Start, workbook: Path
) -> None:
    dashboard = start_dashboard()
    readers = Readers(dashboard.process.pid)
    page = open_browser()
    upload(page, dashboard.url, workbook)
    readers.stop_next()
    os.kill(readers.stopped[0], signal.SIGKILL)
    expect(page.get_by_text("This workbook could not be read")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    page.get_by_role("button", name="Choose another file").click()
    page.locator("input[type=file]").set_input_files(workbook)
    expect(ready(page)).to_have_text(f"{ROWS:,}")


def test_a_workbook_that_was_cut_is_a_sentence(
    start_dashboard: Start, open_browser: Start, workbook: Path
) -> None:
    workbook.write_bytes(workbook.read_bytes()[:20_000] + b"xl/")
    page = open_browser()
    upload(page, start_dashboard().url, workbook)
    expect(page.get_by_text("This workbook could not be read")).to_be_visible()
    expect(page.get_by_text("save the sheet with the contacts as CSV UTF-8")).to_be_visible()
