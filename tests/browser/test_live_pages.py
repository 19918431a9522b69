"""Pages with a live part, beside a busy machine: a redraw takes no click, no question and no page
with it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fixtures import NewCampaign, Send
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
HURRIED_STOPS = 8
WAYS = ("Version 1, POST", "Version 1, GET", "Version 3")
TEMPLATE = "1107160000012345678"


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Two processes that take what processor they can get."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield
    for process in started:
        process.kill()
        process.wait()


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def dialog_button(page: Page, name: str) -> Any:
    return page.get_by_role("dialog").get_by_role("button", name=name)


@pytest.mark.slow
@pytest.mark.usefixtures("busy_machine")
def test_stop_pressed_right_after_pause_always_asks(
    start_gateway: Start, start_dashboard: Start, open_browser: Start, new_campaign: NewCampaign,
    settings: Settings,
) -> None:  # fmt: skip
    start_gateway("--latency-ms", "500")
    made = new_campaign(2_000, chunk_size=1)
    control.start(settings, made)
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_SENDERS='1').url}/campaign?id={made}")
    for _ in range(HURRIED_STOPS):
        button(page, "Pause").click()
        page.get_by_text("Paused").first.wait_for()
        button(page, "Stop").click()
        expect(page.get_by_text("Stop this campaign?")).to_be_visible()
        dialog_button(page, "Cancel").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        button(page, "Resume").click()
        expect(button(page, "Resume")).to_be_hidden()
    button(page, "Stop").click()
    dialog_button(page, "Stop for good").click()
    expect(page.get_by_text("Stopped.").first).to_be_visible()
    assert control.status(settings, made).campaign.state is CampaignState.STOPPED


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1440])
def test_pausing_moves_no_button_from_under_the_hand(
    start_gateway: Start, start_dashboard: Start, open_browser: Start, new_campaign: NewCampaign,
    settings: Settings, width: int,
) -> None:  # fmt: skip
    start_gateway("--latency-ms", "500")
    made = new_campaign(2_000, chunk_size=1)
    control.start(settings, made)
    url = start_dashboard(JETMSG_SENDERS="1").url
    page = open_browser(width=width)
    # The banner of a worker that is still starting stands above, and goes.
    deadline = time.monotonic() + 120
    while not control.status(settings, made).settled:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    page.goto(f"{url}/campaign?id={made}")
    expect(button(page, "Pause")).to_be_enabled()
    before = {name: button(page, name).bounding_box() for name in ("Stop", "Pause")}
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    expect(button(page, "Pause")).to_be_disabled()
    assert {name: button(page, name).bounding_box() for name in before} == before
    button(page, "Resume").click()
    expect(button(page, "Pause")).to_be_enabled()
    assert {name: button(page, name).bounding_box() for name in before} == before


def test_the_question_whether_to_stop_outlives_what_others_do(
    start_gateway: Start, start_dashboard: Start, open_browser: Start, new_campaign: NewCampaign,
    settings: Settings,
) -> None:  # fmt: skip
    start_gateway("--latency-ms", "500")
    made = new_campaign(2_000, chunk_size=1)
    control.start(settings, made)
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_SENDERS='1').url}/campaign?id={made}")
    button(page, "Stop").click()
    expect(page.get_by_text("Stop this campaign?")).to_be_visible()
    control.pause(settings, made)
    expect(page.get_by_text("Paused").first).to_be_visible()
    dialog_button(page, "Stop for good").click()
    expect(page.get_by_text("Stopped.").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_typed_in_a_question_outlives_what_others_do(
    start_gateway: Start, start_dashboard: Start, open_browser: Start, new_campaign: NewCampaign,
    settings: Settings, send: Send,
) -> None:  # fmt: skip
    start_gateway("--fault", "drop=1")
    made = new_campaign(3, "Hello", chunk_size=3)
    send(made)
    start_gateway("--latency-ms", "500")
    more = new_campaign(2_000, "Hello", chunk_size=1)
    control.start(settings, more)
    url = start_dashboard(JETMSG_SENDERS="1", JETMSG_CONFIRM_ABOVE="1").url
    page = open_browser()
    page.goto(f"{url}/campaign?id={made}")
    page.get_by_role("button", name=re.compile("Send again")).first.click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    field.fill("AGA")
    control.pause(settings, more)
    expect(field).to_have_value("AGA")
    field.fill("AGAIN")
    dialog_button(page, "Send again").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


class Ticks:
    """The timer of a page that ticks whenever it is told to: what the browser sent for it once is
    sent again."""

    def __init__(self, page: Page) -> None:
        self._server: WebSocketRoute | None = None
        self._tick: bytes | None = None
        page.route_web_socket(re.compile("/_stcore/stream"), self._listen)

    def _listen(self, browser: WebSocketRoute) -> None:
        self._server = server = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if isinstance(message, bytes):
                asked = BackMsg.FromString(message)
                if asked.rerun_script.is_auto_rerun:
                    self._tick = message
            server.send(message)

        browser.on_message(pass_on)

    def go_on(self, page: Page, times: int) -> None:
        for _ in range(times):
            if self._server is not None and self._tick is not None:
                self._server.send(self._tick)
            page.wait_for_timeout(20)


@pytest.mark.slow
@pytest.mark.usefixtures("busy_machine")
def test_a_countdown_that_meets_a_click_leaves_the_page_whole(
    start_gateway: Start, start_dashboard: Start, open_browser: Start
) -> None:
    start_gateway("--latency-ms", "200")
    page = open_browser()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    ticks = Ticks(page)
    page.goto(f"{start_dashboard().url}/otp")
    for name, value in (("DLT template ID", TEMPLATE), ("Mobile number", "9876543210")):
        field = page.get_by_role("textbox", name=name)
        field.fill(value)
        field.press("Tab")
    button(page, "Send the code").first.click()
    expect(page.get_by_role("button", name="Send again in").first).to_be_visible()
    ticks.go_on(page, 60)
    for number, way in enumerate(WAYS * 3):
        page.get_by_role("radio", name=way).first.click()
        ticks.go_on(page, 20)
        page.get_by_role("textbox", name="Mobile number").first.fill(f"98765432{number:02d}")
        page.get_by_role("textbox", name="Mobile number").first.press("Tab")
        button(page, "Send the code").first.click()
        ticks.go_on(page, 40)
    expect(button(page, "Send the code")).to_have_count(1)
    expect(page.get_by_role("heading", name="History")).to_have_count(1)
    assert not broken
