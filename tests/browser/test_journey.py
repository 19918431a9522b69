"""What may happen to somebody who sends: a tab that is closed, two quick clicks, a stop. A real
browser, the real server, and a sandbox whose journal is the witness of what was sent."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.processes import Health, health
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parent.parent.parent / "data" / "sample_contacts.csv"
READY = 33

SEND = re.compile("^(send )?Send to [0-9]")

Start = Callable[..., Any]
Journal = Callable[[], list[dict[str, Any]]]


def save_sample(page: Page, url: str) -> None:
    page.goto(f"{url}/contacts")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.get_by_role("button", name=f"Save {READY} contacts").click()
    expect(page.get_by_text(f"Saved Sample contacts with {READY} contacts")).to_be_visible()


def following(page: Page, step: str) -> None:
    page.get_by_role("button", name=f"Next: {step}").click()


def choose_route(page: Page, route: str = "Transactional") -> None:
    option = page.get_by_test_id("stButtonGroup").get_by_text(route, exact=True)
    # While the page is drawn anew, what moves down is there twice.
    expect(option).to_have_count(1)
    option.click()


def write(page: Page, message: str) -> None:
    """From a saved list to a message that is checked and ready to go."""
    page.get_by_role("button", name="Write a message to this list").click()
    following(page, "what")
    page.get_by_label("Message", exact=True).fill(message)
    page.get_by_label("Message", exact=True).press("Control+Enter")
    choose_route(page)
    following(page, "check")
    following(page, "send")
    expect(page.get_by_role("button", name=SEND)).to_be_enabled()


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/campaign?id=*")


def tile(page: Page, label: str) -> str:
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return metric.get_by_test_id("stMetricValue").inner_text().strip()


@pytest.mark.slow
def test_closing_the_tab_neither_loses_nor_doubles_a_message(
    start_gated_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    read_journal: Journal,
    settings: Settings,
) -> None:
    gate = start_gated_gateway(passing=4)
    url = start_dashboard(JETMSG_SENDERS="2").url
    page = open_browser()
    save_sample(page, url)
    write(page, "Dear {{name}}")
    send(page)
    expect(page.get_by_text("Running").first).to_be_visible()
    address = page.url
    gate.wait_for_calls(5)
    page.close()
    assert not control.status(settings, 1).is_over
    gate.open()

    again = open_browser()
    again.goto(address)
    expect(again.get_by_text(f"Done: the gateway took all {READY} messages")).to_be_visible()
    numbers = [entry["number"] for entry in read_journal()]
    assert len(numbers) == len(set(numbers)) == READY


def test_two_quick_clicks_on_send_make_one_campaign(
    start_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    read_journal: Journal,
    settings: Settings,
) -> None:
    start_gateway()
    page = open_browser()
    save_sample(page, start_dashboard().url)
    write(page, "Dear {{name}}")
    page.get_by_role("button", name=f"Send to {READY} people").click()
    confirm = page.get_by_role("dialog").get_by_role("button", name="Send", exact=True)
    confirm.dblclick(delay=60)
    expect(page.get_by_text(f"Done: the gateway took all {READY} messages")).to_be_visible()
    assert len(control.newest(settings)) == 1
    assert len(read_journal()) == READY


def test_pausing_and_stopping_from_the_page(
    start_gated_gateway: Start, start_dashboard: Start, open_browser: Start, settings: Settings
) -> None:
    gate = start_gated_gateway(passing=4)
    page = open_browser()
    save_sample(page, start_dashboard(JETMSG_SENDERS="1").url)
    write(page, "Dear {{name}}")
    send(page)
    gate.wait_for_calls(5)
    page.get_by_role("button", name="Pause").click()
    gate.open()
    expect(page.get_by_text("Paused").first).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Stop for good").click()
    expect(page.get_by_text("Stopped.").first).to_be_visible()
    status = control.status(settings, 1)
    assert sum(status.recipients.values()) == READY
    cancelled = status.recipients["cancelled"]
    assert f"{cancelled} cancelled before their turn" in page.inner_text("body")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ending_the_dashboard_ends_the_worker_and_the_sandbox(
    start_dashboard: Start, settings: Settings, how: signal.Signals
) -> None:
    dashboard = start_dashboard()
    _wait_until(lambda: health(settings) == Health(worker=True, gateway=True))
    children = _children_of(dashboard.process.pid)
    assert len(children) == 2
    dashboard.stop(how)
    _wait_until(lambda: not any(_is_alive(child) for child in children))


def test_a_dashboard_with_a_wrong_setting_opens_and_says_it(
    start_dashboard: Start, open_browser: Start
) -> None:
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_SMS_CHUNK='0').url}/compose")
    expect(page.get_by_text("write a whole number from 1 to 1000")).to_be_visible()
    assert "Traceback" not in page.inner_text("body")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(
    start_gateway: Start, start_dashboard: Start, open_browser: Start, width: int
) -> None:
    start_gateway()
    page = open_browser(width=width)
    url = start_dashboard().url
    save_sample(page, url)
    for name in ("", "contacts", "list?id=1", "optouts", "compose", "campaigns", "balance"):
        page.goto(f"{url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, dark"
        page.emulate_media(color_scheme="light")


def _children_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    own = {int(child) for child in children.read_text().split()}
    for task in Path(f"/proc/{pid}/task").iterdir():
        own |= {int(child) for child in (task / "children").read_text().split()}
    return sorted(own)


def _is_alive(pid: int) -> bool:
    """A zombie is dead: who reaps it is up to the machine."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)
