"""Campaigns found again in a real browser: what is asked for lives in the address, and a double
click on Archive archives one campaign."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign
from playwright.sync_api import expect

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import search
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]


def test_filters_stay_with_a_reload_and_the_way_back_and_a_double_click_archives_one(
    start_dashboard: Start, open_browser: Start, new_campaign: NewCampaign, settings: Settings
) -> None:
    for _ in range(3):
        new_campaign(1, "Hello")
    control.stop(settings, 2)
    page = open_browser()
    page.goto(f"{start_dashboard().url}/campaigns")
    expect(page.get_by_text("3 campaigns", exact=True)).to_be_visible()
    page.get_by_role("button", name="Archive").nth(1).dblclick()
    expect(page.get_by_role("button", name="Bring back")).to_have_count(1)
    expect(page.get_by_role("link", name="Open")).to_have_count(3)
    assert [status.campaign.id for status in search.newest(settings, 9)] == [3, 1]
    words = page.get_by_label("Find a campaign")
    words.fill("test")
    words.press("Enter")
    expect(page).to_have_url(re.compile(r"campaigns\?search=test$"))
    expect(page.get_by_text("2 campaigns", exact=True)).to_be_visible()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Stopped").click()
    expect(page).to_have_url(re.compile(r"search=test&states=stopped$"))
    expect(page.get_by_text("No campaign fits.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No campaign fits.")).to_be_visible()
    expect(words).to_have_value("test")
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile(r"campaigns$"))
    page.get_by_role("link", name="Open").first.click()
    expect(page.get_by_text("Message and details")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("2 campaigns", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("No campaign fits.")).to_be_visible()
    expect(words).to_have_value("test")
