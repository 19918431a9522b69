"""Whoever a campaign did not reach, or may not have reached, in a real browser: those left out
before it, those whose turn never came, and those who are only assumed to have it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fixtures import BeWorker, NewCampaign, ReadJournal, StartGateway
from lost_calls import with_assumed_call
from playwright.sync_api import Page, expect
from test_journey import choose_route, following, tile

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

PEOPLE = 6
GUESTS = """Name,Phone
Asha,9876543201
,9876543202
Ravi,98765
Meena,9876543203
"""
"""One row without a name, and one whose number is too short."""


def test_those_whose_turn_never_came_get_it_in_a_new_campaign(
    start_gateway: StartGateway,
    start_dashboard: Any,
    open_browser: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(PEOPLE, "Hello")
    control.stop(settings, made)
    page = open_browser()
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    expect(page.get_by_text("got nothing, because they were cancelled")).to_be_visible()
    page.get_by_role("button", name=f"Send to the rest ({PEOPLE})").click()
    page.wait_for_url(re.compile(rf"campaign\?id=(?!{made}$)"))
    page.get_by_role("button", name=f"Send to {PEOPLE} people").click()
    page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(f"the gateway took all {PEOPLE} messages").first).to_be_visible()
    assert len({line["number"] for line in read_journal()}) == len(read_journal()) == PEOPLE


def test_what_is_assumed_to_be_sent_is_never_told_as_a_fact(
    start_dashboard: Any,
    open_browser: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    be_worker: BeWorker,
) -> None:
    made = with_assumed_call(new_campaign, settings, be_worker)
    page = open_browser(width=390, height=844, scheme="dark")
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    expect(page.get_by_text("the gateway took 4 of 6 messages, and 2 are assumed")).to_be_visible()
    expect(page.get_by_text("in 4 seconds")).to_be_visible()
    assert [tile(page, name) for name in ("Submitted", "Assumed sent")] == ["4", "2"]


def test_those_left_out_are_seen_with_reasons_and_a_rejected_row_is_corrected_later(
    start_gateway: StartGateway, start_dashboard: Any, open_browser: Any
) -> None:
    start_gateway()
    page, url = open_browser(), start_dashboard().url
    page.goto(f"{url}/contacts")
    guests = {"name": "guests.csv", "mimeType": "text/csv", "buffer": GUESTS.encode()}
    page.locator("input[type=file]").set_input_files(files=guests)
    page.get_by_role("button", name="Save 3 contacts").click()
    write_a_sale(page)
    page.get_by_text("words of a promotion on the transactional route").click()
    expect(page.get_by_text("as promotions do, but the route is transactional")).to_be_visible()
    page.get_by_text("Show 1 person left out, and why").click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    expect(page.get_by_role("link", name="Download 1 person left out")).to_be_visible()
    open_rejected_rows(page, url)
    page.get_by_role("button", name="Correct them").click()
    expect(page.get_by_role("heading", name="Rejected: 1 row")).to_be_visible()


def write_a_sale(page: Page) -> None:
    page.get_by_role("button", name="Write a message to this list").click()
    following(page, "what")
    page.get_by_label("Message", exact=True).fill("SALE! Flat 50% off for {{Name}}")
    choose_route(page)
    following(page, "check")


def open_rejected_rows(page: Page, url: str) -> None:
    """The list that was saved keeps the rows that its file had and it has not."""
    page.goto(f"{url}/contacts")
    page.get_by_role("link", name="Open").click()
    page.get_by_text("1 rejected row: why, and how to correct them").click()
