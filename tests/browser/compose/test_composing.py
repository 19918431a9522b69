"""Composing in a real browser: the four steps with ten thousand people, and a draft that outlives
its window. The sandbox's journal is the witness of what was sent."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadJournal, StartGateway
from playwright.sync_api import Page, expect
from test_journey import SEND, choose_route, following, tile

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

COUNT = 10_000
MESSAGE = "Dear {{name}}, 100% of ₹{{amount}} & more + #1 is due. “Pay” today 🙏"


def write_file(path: Path) -> list[tuple[str, str, str]]:
    """Every tenth lacks an amount, and every third is in Pune."""
    people = [
        (f"Asha {i % 50}", str(9_000_000_000 + i * 7919), "" if i % 10 == 3 else str(i % 40))
        for i in range(COUNT)
    ]
    lines = [
        f"{name},{mobile},{'Pune' if i % 3 else 'Goa'},{amount}"
        for i, (name, mobile, amount) in enumerate(people)
    ]
    path.write_text("name,mobile,city,amount\n" + "\n".join(lines) + "\n", "utf-8")
    return [person for i, person in enumerate(people) if i % 3 and person[2]]


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_the_four_steps_with_ten_thousand_people(
    tmp_path: Path,
    start_gateway: StartGateway,
    start_dashboard: Any,
    open_browser: Any,
    read_journal: ReadJournal,
) -> None:
    expected = write_file(tmp_path / "customers.csv")
    start_gateway("--balance", "tranx=50000,promo=0,otp=0")
    page = open_browser()
    url = start_dashboard().url
    page.goto(f"{url}/compose")
    page.locator("input[type=file]").set_input_files(tmp_path / "customers.csv")
    assert tile(page, "Ready") == "10,000"
    page.get_by_role("button", name="Write to these 10,000 contacts").click()
    page.get_by_role("button", name="Only some of them").click()
    choose(page, "Column", "city")
    page.get_by_label("This text").fill("pune")
    page.get_by_label("This text").press("Enter")
    expect(page.get_by_text("not fitting the condition on city")).to_be_visible()
    assert tile(page, "People") == "6,666"

    following(page, "what")
    page.get_by_label("Message", exact=True).fill(MESSAGE)
    # The click on Next takes what stands in the box with it.
    page.get_by_label("Message", exact=True).press("Control+Enter")
    choose_route(page)
    following(page, "check")
    people = f"{len(expected):,}"
    expect(page.get_by_text(f"1 of {people}")).to_be_visible()
    previewed = []
    for index in range(3):
        name, _, amount = expected[index]
        text = MESSAGE.replace("{{name}}", name).replace("{{amount}}", amount)
        phone = page.locator(".st-key-compose-phone")
        expect(phone.get_by_text(text, exact=True)).to_have_count(1)
        previewed.append(text)
        page.get_by_role("button", name=re.compile("^Next( chevron_right)?$")).click()
    page.get_by_role("button", name="Longest").click()

    following(page, "send")
    expect(page.get_by_role("button", name=f"Send to {people} people")).to_be_visible()
    credits_after = tile(page, "Transactional after")
    page.get_by_role("button", name=SEND).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog.get_by_text(f"That is not {people}. Nothing was sent.")).to_be_visible()
    assert not read_journal()
    dialog.get_by_label(f"Type {people} to confirm").fill(people)
    dialog.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/campaign?id=*")
    done = page.get_by_text(f"Done: the gateway took all {people} messages")
    expect(done).to_be_visible(timeout=120_000)

    sent = {entry["number"][-10:]: entry["text"] for entry in read_journal()}
    assert sent == {
        mobile: MESSAGE.replace("{{name}}", name).replace("{{amount}}", amount)
        for name, mobile, amount in expected
    }
    assert set(previewed) <= set(sent.values())
    assert max(Counter(entry["number"] for entry in read_journal()).values()) == 1
    parts = sum(entry["parts"] for entry in read_journal())
    assert f"{50_000 - parts:,}" == credits_after


def test_closing_the_browser_loses_no_draft(
    tmp_path: Path,
    start_gateway: StartGateway,
    start_dashboard: Any,
    open_browser: Any,
    settings: Settings,
) -> None:
    start_gateway()
    url = start_dashboard().url
    page = open_browser()
    page.goto(f"{url}/compose")
    page.get_by_role("button", name="Use the sample file").click()
    assert tile(page, "Ready") == "33"
    page.get_by_role("button", name="Write to these").click()
    following(page, "what")
    page.get_by_label("Message", exact=True).fill("Half a {{name}}")
    page.get_by_label("Message", exact=True).press("Control+Enter")
    expect(page.get_by_text("Half a Aarav Sharma")).to_be_visible()
    # Until the page is drawn to its end the box may be another one, without a cursor.
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    # A placeholder is written where the cursor stands, and is taken back as if it were typed.
    page.get_by_label("Message", exact=True).press("Home")
    page.get_by_role("button", name="City", exact=True).click()
    expect(page.get_by_label("Message", exact=True)).to_have_value("{{City}} Half a {{name}}")
    expect(page.get_by_text(re.compile(r"^\w+ Half a Aarav Sharma$"))).to_be_visible()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Half a Aarav Sharma", exact=True)).to_be_visible()
    address = page.url
    page.close()

    again = open_browser(width=390)
    again.goto(f"{url}/compose")
    again.get_by_role("button", name="Continue", exact=False).first.click()
    expect(again.get_by_label("Message", exact=True)).to_have_value("Half a {{name}}")
    assert again.url == address
    again.get_by_role("button", name="✓ Who", exact=True).click()
    expect(again.get_by_text("Who gets it?")).to_be_visible()
    assert again.evaluate("document.documentElement.scrollWidth") <= 390
    following(again, "what")
    expect(again.get_by_label("Message", exact=True)).to_have_value("Half a {{name}}")
    assert len(drafts.newest(settings)) == 1
