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
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, it would be waited for alone."""
    items.sort(key=lambda item: item.get_closest_marker("soak") is None)


@dataclass(frozen=True)
class Dashboard:
    url: str
    process: BaseProcess

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, how)
        self.process.join(SECONDS_TO_STOP)
        assert not self.process.is_alive(), "the dashboard did not end in time"


@pytest.fixture(scope="session")
def kept_port() -> Iterator[int]:
    """A port that no other program is given while these tests run: dashboards one after another
    listen there, so that a browser has their scripts in its cache."""
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield int(keeper.getsockname()[1])


@pytest.fixture
def start_dashboard(tmp_path: Path, kept_port: int) -> Iterator[Callable[..., Dashboard]]:
    """`streamlit run app.py`, with the test's settings and these of its own."""
    started: list[Dashboard] = []

    def start(**env: str) -> Dashboard:
        alone = not any(dashboard.process.is_alive() for dashboard in started)
        port = kept_port if alone else _free_port()
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


@pytest.fixture(scope="session")
def warm_context(chromium: Browser) -> BrowserContext:
    """It keeps the scripts of the dashboard, which cost a second to read, and nothing else."""
    return chromium.new_context()


@pytest.fixture
def open_browser(
    chromium: Browser, warm_context: BrowserContext, kept_port: int
) -> Iterator[Callable[..., Page]]:
    """A new person's browser. A request to anywhere but this machine fails the test, and so does
    whatever the page's own policy forbids."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    forbidden: list[str] = []

    def open_one(
        width: int = 1440, height: int = 1000, scheme: str = "light", *, is_warm: bool = True
    ) -> Page:
        """A test that sets the browser's clock takes one that is not warm: the clock stays set."""
        contexts.append(chromium.new_context() if contexts or not is_warm else warm_context)
        page = contexts[-1].new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: _note(request.url, outside))
        page.on("console", lambda message: _note_forbidden(message.text, forbidden))
        return page

    yield open_one
    for context in contexts:
        if context is not warm_context:
            context.close()
    _forget_the_person(warm_context, f"http://127.0.0.1:{kept_port}")
    assert not outside, "a page asked for something outside this machine"
    assert not forbidden, "a page did what its Content-Security-Policy forbids"


def _forget_the_person(context: BrowserContext, origin: str) -> None:
    for page in context.pages:
        page.close()
    blank = context.new_page()
    what = {"origin": origin, "storageTypes": "cookies,local_storage,indexeddb,cache_storage"}
    context.new_cdp_session(blank).send("Storage.clearDataForOrigin", what)
    blank.close()


def _note(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        outside.append(url)


def _note_forbidden(told: str, forbidden: list[str]) -> None:
    # Who frames a page of ours is a stranger's page, and a test of that.
    if "Content Security Policy" in told and not told.startswith("Framing"):
        forbidden.append(told)
