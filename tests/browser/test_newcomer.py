"""Somebody who opens the dashboard for the first time, and the first page by either address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Start = Callable[..., Any]


def test_a_newcomer_sends_the_sample_file_in_five_clicks(
    start_dashboard: Start, open_browser: Start
) -> None:
    page = open_browser()
    page.goto(start_dashboard().url)
    page.get_by_role("button", name="Try it with the sample file").click()
    page.get_by_role("button", name="Next: check").click()
    page.get_by_role("button", name="Next: send").click()
    page.get_by_role("button", name=re.compile("Send to 33 people")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Send")).last.click()
    expect(page.get_by_text("the gateway took all 33 messages").first).to_be_visible(
        timeout=120_000
    )


@pytest.mark.parametrize("address", ["", "overview"])
def test_the_overview_opens_by_either_address(
    start_dashboard: Start, open_browser: Start, address: str
) -> None:
    page = open_browser()
    page.goto(f"{start_dashboard().url}/{address}")
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.get_by_role("link", name="Balance", exact=True).click()
    expect(page.get_by_role("heading", name="Balance", level=1)).to_be_visible()
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
