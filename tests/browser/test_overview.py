"""An overview that is open while others work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]


@pytest.mark.slow
def test_the_overview_follows_what_somebody_else_starts_without_a_click(
    start_dashboard: Start,
    open_browser: Start,
    start_gated_gateway: Start,
    new_campaign: Callable[..., int],
    settings: Settings,
) -> None:
    gate = start_gated_gateway(passing=40)
    made = new_campaign(160, "Hello", chunk_size=1)
    page = open_browser()
    page.goto(start_dashboard().url)
    expect(page.get_by_text("It was prepared but never started.")).to_be_visible()
    control.start(settings, made)
    under_way = page.get_by_role("heading", name="Under way")
    expect(under_way).to_be_visible(timeout=120_000)
    some = page.get_by_text(re.compile(r"^40 of 160 recipients submitted"))
    expect(some).to_be_visible(timeout=120_000)
    expect(page.get_by_text("never started")).to_have_count(0)
    gate.open()
    expect(page.get_by_text(re.compile("^160 of 160 recipients"))).to_be_visible(timeout=120_000)
    expect(under_way).to_have_count(0, timeout=120_000)
    expect(page.get_by_role("heading", name="The last 7 days")).to_be_visible()
    tile = page.get_by_test_id("stMetric").filter(has_text="Messages")
    expect(tile.get_by_test_id("stMetricValue")).to_have_text("160")
