"""A real server, sandbox and Chromium for each test; nothing of them is left afterwards."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from nursery import fork_dashboard
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 120_000
"""Milliseconds for what is waited for: other tests, some with a million rows, run beside these."""
expect.set_options(timeout=PATIENCE)
SECONDS_TO_START = 120
SECONDS_TO_STOP = 60


@dataclass(frozen=True)
class Dashboard:
    url: str
    process: BaseProcess

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, how)
        self.process.join(SECONDS_TO_STOP)
        assert not self.process.is_alive(), "the dashboard did not end in time"


@pytest.fixture
def start_dashboard(tmp_path: Path) -> Iterator[Callable[..., Dashboard]]:
    """`streamlit run app.py` on a free port, with the test's settings and these of its own."""
    started: list[Dashboard] = []

    def start(**env: str) -> Dashboard:
        port = _free_port()
        process = fork_dashboard(port, os.environ | env, tmp_path / "dashboard.log")
        dashboard = Dashboard(f"http://127.0.0.1:{port}", process)
        started.append(dashboard)
        _wait_for(dashboard)
        return dashboard

    yield start
    for dashboard in started:
        dashboard.stop()


def _free_port() -> int:
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        return int(occupied.getsockname()[1])


def _wait_for(dashboard: Dashboard) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert dashboard.process.is_alive(), "the dashboard ended while starting"
        try:
            with urllib.request.urlopen(f"{dashboard.url}/_stcore/health", timeout=1) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the dashboard did not start in time")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"These tests need Debian's chromium at {CHROMIUM}: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A new person's browser. A request to anywhere but this machine fails the test."""
    contexts = []
    outside: list[str] = []

    def open_one(width: int = 1440, height: int = 1000, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: _note(request.url, outside))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not outside, "a page asked for something outside this machine"


def _note(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        outside.append(url)
