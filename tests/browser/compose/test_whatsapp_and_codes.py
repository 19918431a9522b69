"""WhatsApp campaigns and one-time codes in a real browser; the sandbox's journal is the witness."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures import ReadJournal, StartGateway
from playwright.sync_api import Page, expect
from test_journey import READY, following, save_sample, send

pytestmark = pytest.mark.browser

WAYS = ("SMS", "Voice call", "E-mail", "WhatsApp")
TEMPLATE = "1107160000012345678"


def field(page: Page, name: str, text: str) -> None:
    box = page.get_by_role("textbox", name=name, exact=True)
    box.fill(text)
    box.press("Tab")


def test_a_whatsapp_campaign_reaches_everyone_without_ids_or_credits(
    start_gateway: StartGateway, start_dashboard: Any, open_browser: Any, read_journal: ReadJournal
) -> None:
    start_gateway()
    page = open_browser()
    url = start_dashboard(JETMSG_WHATSAPP_RATE="100").url
    save_sample(page, url)
    page.get_by_role("button", name="Write a message to this list").click()
    following(page, "what")
    page.get_by_test_id("stMain").get_by_text("WhatsApp", exact=True).click()
    expect(page.get_by_label("Sender ID")).to_have_count(0)
    page.get_by_label("Message", exact=True).fill("Namaste {{name}} 🙏")
    page.get_by_label("Message", exact=True).press("Control+Enter")
    following(page, "check")
    following(page, "send")
    expect(page.get_by_role("button", name=f"{READY} WhatsApp messages")).to_be_visible()
    send(page)
    expect(page.get_by_text(f"Done: the gateway took all {READY} messages")).to_be_visible()
    journal = read_journal()
    assert len({entry["number"] for entry in journal}) == len(journal) == READY
    assert {entry["family"] for entry in journal} == {"whatsapp"}


def test_codes_go_out_every_way_and_are_checked(
    start_gateway: StartGateway, start_dashboard: Any, open_browser: Any, read_journal: ReadJournal
) -> None:
    start_gateway()
    page = open_browser(height=1400)
    page.goto(f"{start_dashboard().url}/otp")
    page.get_by_text("Code and message", exact=True).first.click()
    field(page, "Your own code", "4321")
    for count, way in enumerate(WAYS, start=1):
        page.get_by_role("radio", name=way).or_(page.get_by_role("button", name=way)).click()
        if way == "E-mail":
            field(page, "E-mail address", "asha@example.com")
        else:
            field(page, "Mobile number", f"98765432{count:02d}")
        if way == "SMS":
            field(page, "DLT template ID", TEMPLATE)
        page.get_by_role("button", name="Send the code").click()
        message = page.get_by_test_id("stAlert").get_by_text(f"by {way}", exact=False)
        expect(message).to_be_visible()
        expect(page.get_by_role("button", name="Send again in")).to_be_disabled()
        field(page, "The code they received", "4321")
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        expect(page.get_by_test_id("stAlert").get_by_text("The code is right.")).to_be_visible()
    assert len(read_journal()) == len(WAYS)


def test_every_connection_can_be_tested_and_no_key_is_shown(
    start_gateway: StartGateway, start_dashboard: Any, open_browser: Any, read_journal: ReadJournal
) -> None:
    start_gateway()
    page = open_browser(height=1400)
    keys = {f"JETMSG_{name}": f"not-a-real-key-{name.lower()}-9876" for name in KEYS}
    page.goto(f"{start_dashboard(**keys).url}/settings")
    page.get_by_role("button", name="Test now").click()
    expect(page.get_by_text("Reached, and the key was accepted")).to_have_count(5)
    assert "9876" in page.content()
    assert "not-a-real" not in page.content()
    assert not read_journal()


KEYS = ("AUTH_KEY", "WHATSAPP_APPKEY", "WHATSAPP_AUTHKEY")
