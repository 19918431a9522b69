"""What keeps typed words, alone with a page drawn by hand: so each moment between a click and what
is drawn after it can be looked at, however quick or slow a server would be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[3] / "pages" / "parts" / "page" / "stays_typed.js"
FORM = (
    '<div class="st-key-form-body"><div data-testid="stTextArea"><textarea></textarea></div></div>'
)
LIST = "<button>New</button>"


@pytest.fixture
def page(start_dashboard: Callable[..., Any], open_browser: Callable[..., Page]) -> Page:
    page = open_browser(is_warm=False)
    page.goto(f"{start_dashboard().url}/_stcore/health")
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # from here on time passes when a test says so
    page.set_content('<div data-testid="stApp"><main></main></div>')
    return page


def draw(page: Page, address: str, content: str, *, milliseconds: int) -> None:
    """A run that draws this, and so long a time after it."""
    page.evaluate(
        """async ([address, content]) => {
            const app = document.querySelector('[data-testid="stApp"]');
            app.dataset.testScriptState = "running";
            await null;
            history.pushState(null, "", address);
            document.querySelector("main").innerHTML = content;
            await null;
            app.dataset.testScriptState = "notRunning";
        }""",
        [address, content],
    )
    page.clock.run_for(milliseconds)


def begin(page: Page) -> None:
    page.evaluate(SCRIPT.read_text("utf-8"))
    draw(page, "/form?new=1", FORM, milliseconds=1000)
    page.get_by_role("textbox").fill("Dear Asha")


def test_a_button_of_the_next_page_sends_nothing_of_the_one_before(page: Page) -> None:
    begin(page)
    draw(page, "/list", LIST, milliseconds=50)  # quicker than the script looks
    page.get_by_role("button").click()
    draw(page, "/form?new=1", "", milliseconds=1000)  # the field comes later than the rest
    draw(page, "/form?new=1", FORM, milliseconds=1000)
    expect(page.get_by_role("textbox")).to_have_value("Dear Asha")


def test_what_a_button_of_the_same_page_has_sent_does_not_come_back(page: Page) -> None:
    begin(page)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button>S')")
    page.get_by_role("button").click()
    draw(page, "/form?new=1", "", milliseconds=1000)
    draw(page, "/form?new=1", FORM, milliseconds=1000)
    expect(page.get_by_role("textbox")).to_have_value("")
