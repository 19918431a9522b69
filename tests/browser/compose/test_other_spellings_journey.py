"""A text pasted from another tool, in a real browser: stopped, changed with one click, and sent.
The sandbox's journal is the witness."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadJournal, StartGateway
from playwright.sync_api import expect
from test_journey import SEND, choose_route, following, tile

pytestmark = pytest.mark.browser


def test_a_pasted_text_is_changed_with_one_click_and_one_word_is_kept(
    tmp_path: Path,
    start_gateway: StartGateway,
    start_dashboard: Any,
    open_browser: Any,
    read_journal: ReadJournal,
) -> None:
    path = tmp_path / "friends.csv"
    path.write_text("First Name,mobile,city\nAsha,9876543210,Pune\nRavi,9876543211,Goa\n")
    start_gateway()
    page = open_browser()
    page.goto(f"{start_dashboard().url}/compose")
    page.locator("input[type=file]").set_input_files(path)
    assert tile(page, "Ready") == "2"
    page.get_by_role("button", name="Write to these").click()
    following(page, "what")
    box = page.get_by_label("Message", exact=True)
    box.fill("Dear {first_name} of ##city##, write [city] on it")
    box.press("Control+Enter")
    expect(page.get_by_role("button", name="Change all 3")).to_be_visible()
    choose_route(page)
    following(page, "check")
    expect(page.get_by_text("Did you mean {{First Name}} and {{city}}?")).to_be_visible()
    page.get_by_role("button", name="Send [city] as it is").click()
    expect(page.get_by_text("is sent as it is, as you chose")).to_be_visible()
    page.get_by_role("button", name="Change all 2").dblclick(delay=60)
    expect(page.get_by_text("No problems found.")).to_be_visible()
    following(page, "send")
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/campaign?id=*")
    expect(page.get_by_text("Done: the gateway took all 2 messages")).to_be_visible(timeout=120_000)
    assert {entry["text"] for entry in read_journal()} == {
        "Dear Asha of Pune, write [city] on it",
        "Dear Ravi of Goa, write [city] on it",
    }
