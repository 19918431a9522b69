"""Files at the limits in a real browser: a million rows leave the server's memory again, and what
is too large is refused in words."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jetmsg_core import lists
from jetmsg_core.contacts.limits import MB
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
ROWS = 1_000_000
UPLOADS = 4
PATIENCE = 120_000
"""Milliseconds for a million rows on a machine that does other things too."""
SECONDS_TO_SETTLE = 10


def file_of(path: Path, size: int) -> Path:
    head = b"mobile,note\n9876543210,"
    path.write_bytes(head + b"x" * (size - len(head) - 1) + b"\n")
    return path


def test_a_file_over_the_limit_is_refused_in_words_and_one_of_just_the_limit_is_not(
    start_dashboard: Start, open_browser: Start, tmp_path: Path
) -> None:
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_MAX_FILE_MB='1').url}/contacts")
    field = page.locator("input[type=file]")
    expect(page.get_by_text("1MB per file")).to_be_visible()
    field.set_input_files(file_of(tmp_path / "over.csv", MB + 100_000))
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("must be 1.0MB or smaller")
    expect(page.get_by_text("At most 1 MB and 20,00,000 rows.")).to_be_visible()
    assert not (tmp_path / "data" / "uploads").exists()

    field.set_input_files(file_of(tmp_path / "just.csv", MB))
    expect(page.get_by_text("just.csv · 1.0 MB")).to_be_visible()


def million_rows(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("name,mobile,city\n")
        for start in range(0, ROWS, 10_000):
            out.writelines(
                f"Person {n},+91 {90_000 + n % 9_000} {10_000 + n // 9_000},Thiruvananthapuram\n"
                for n in range(start, start + 10_000)
            )
    return path


def upload_and_save(page: Page, path: Path, name: str) -> None:
    page.locator("input[type=file]").set_input_files(path)
    saving = page.get_by_role("button", name=f"Save {with_commas(ROWS)} contacts")
    expect(saving).to_be_visible(timeout=PATIENCE)
    page.get_by_label("Name of the list").fill(name)
    saving.click()
    expect(page.get_by_text(f"Saved {name} with {with_commas(ROWS)} contacts")).to_be_visible(
        timeout=PATIENCE
    )


def settled_memory(pid: int) -> float:
    """The least of some seconds, in MB: what a process really keeps."""
    least = float("inf")
    deadline = time.monotonic() + SECONDS_TO_SETTLE
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        least = min(least, int(line.split()[1]) * 1024 / MB)
        time.sleep(0.5)
    return least


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_million_rows_are_uploaded_again_and_again_and_the_memory_is_given_back(
    start_dashboard: Start, open_browser: Start, tmp_path: Path, settings: Settings
) -> None:
    """The first upload loads what reads files and may stay. Were a copy of the file kept by us, by
    Streamlit or by a pool of free memory, every later upload would add one: three in all. Once in a
    while one of them leaves as much as a copy behind that the next one uses again, so less than two
    are allowed."""
    path = million_rows(tmp_path / "million.csv")
    dashboard = start_dashboard()
    page = open_browser()
    page.goto(f"{dashboard.url}/contacts")
    expect(page.get_by_role("button", name="Use the sample file")).to_be_visible()
    memory = [settled_memory(dashboard.process.pid)]
    for turn in range(1, UPLOADS + 1):
        upload_and_save(page, path, f"Million {turn}")
        memory.append(settled_memory(dashboard.process.pid))
    file_mb = path.stat().st_size / MB
    before, first, *_, last = memory
    assert first - before < 3 * file_mb, memory
    assert last - first < (UPLOADS - 2) * file_mb, memory
    assert [contact_list.contacts for contact_list in lists.newest(settings)] == [ROWS] * UPLOADS
    assert not list((settings.data_dir / "uploads").iterdir())
