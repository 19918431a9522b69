"""What is typed is kept as it is typed, and one press of a button is enough, in a real browser."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from test_journey import save_sample

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

CHIP = ".st-key-compose-chip-0 button:visible"
"""It puts {{Name}} at the end of the message."""
PUSH = "px => document.querySelector('h1').style.marginTop = `${px}px`"
"""What stands above goes down, as when a warning comes while the page is drawn."""


def kept(settings: Settings) -> Choices:
    return drafts.newest(settings)[0].choices


def wait_until_kept(page: Page, settings: Settings, **words: str) -> None:
    """The fields hold these words on the disk too."""
    deadline = time.monotonic() + 120
    while any(getattr(kept(settings), field) != text for field, text in words.items()):
        assert time.monotonic() < deadline, kept(settings)
        page.wait_for_timeout(50)


def middle(page: Page, selector: str) -> tuple[float, float]:
    # While the page is drawn anew, what moves down is there twice.
    expect(page.locator(selector)).to_have_count(1)
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_typed_words_outlive_a_reload_and_one_press_is_enough(
    start_gateway: Any, start_dashboard: Any, open_browser: Any, settings: Settings
) -> None:
    start_gateway()
    page = open_browser()
    save_sample(page, start_dashboard().url)
    page.get_by_role("button", name="Write a message to this list").click()
    page.get_by_role("button", name="Next: what").click()
    message = page.get_by_label("Message", exact=True)
    message.press_sequentially("Dear friend", delay=20)
    wait_until_kept(page, settings, message="Dear friend")
    expect(message).to_be_focused()
    name = page.get_by_label("Name of the campaign")
    name.press_sequentially("Monsoon")
    wait_until_kept(page, settings, name="Monsoon")
    page.reload()
    expect(message).to_have_value("Dear friend")
    expect(name).to_have_value("Monsoon")

    # A button that moves away under the hand is meant all the same; one that is left is not.
    page.mouse.move(*middle(page, CHIP))
    page.mouse.down()
    page.evaluate(PUSH, 150)
    page.mouse.up()
    expect(message).to_have_value("Dear friend {{Name}}")
    x, y = middle(page, CHIP)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60)
    page.mouse.up()

    page.get_by_role("radio", name="Transactional").click()
    message.fill("Hello {{name}}")
    page.get_by_role("button", name="Next: check").click()
    expect(page.locator(".st-key-compose-phone").get_by_text("Hello Aarav Sharma")).to_be_visible()
    assert kept(settings).message == "Hello {{name}}"
