"""Somebody who opens the dashboard for the first time: from a fresh data folder to a sample that is
sent, then a file of their own with all that such files have wrong, to the report and the export."""

from __future__ import annotations

import csv
import io
import itertools
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadJournal, StartGateway
from pictures import take_picture
from playwright.sync_api import Locator, Page, expect
from test_journey import tile

from jetmsg_core.sandbox.faults import meet
from jetmsg_core.sandbox.options import Fault

pytestmark = pytest.mark.browser

Start = Callable[..., Any]

OWN_FILE = """Customer,,,Family,Order
Name,City,Mobile,Mobile,Amount
Asha,Pune,98765 43201,9876543291,450
Ravi,Mumbai,+91-98765-43202,9876543292,1200
Meena,Nashik,098765 43203,,75
,Pune,9876543204,9876543294,300
Asha again,Pune,9876543201,,450
Office,Pune,020 2567 8901,,90
John,London,+44 7911 123456,,810
Sunil,Nagpur,9876543205,9876543295,60
Latha,Chennai,91 98765 43206,,999
"""
"""Two rows of column names, two columns of numbers, a row without a name, a duplicate, a landline
and a number of another country."""

READY, NAMED = 6, 5
SENT = {
    "919876543201": "Dear Asha, your order of Rs.450 is ready.",
    "919876543202": "Dear Ravi, your order of Rs.1200 is ready.",
    "919876543203": "Dear Meena, your order of Rs.75 is ready.",
    "919876543205": "Dear Sunil, your order of Rs.60 is ready.",
    "919876543206": "Dear Latha, your order of Rs.999 is ready.",
}
MOST_CLICKS = 5
LOST, RATE = 4, 0.2
"""The sandbox takes this call and never answers it."""


class Clicks:
    """This clicks as a person does, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, button: Locator) -> None:
        self.count += 1
        button.click()


def test_a_newcomer_sends_the_sample_file_in_five_clicks(
    start_dashboard: Start, open_browser: Start
) -> None:
    page, clicks = open_browser(), Clicks()
    page.goto(start_dashboard().url)
    sample = page.get_by_role("button", name="Try it with the sample file")
    sample.wait_for()
    take_picture(page, "start")
    clicks.on(sample)
    clicks.on(page.get_by_role("button", name="Next: check"))
    clicks.on(page.get_by_role("button", name="Next: send"))
    clicks.on(page.get_by_role("button", name=re.compile("Send to 33 people")))
    clicks.on(page.get_by_role("dialog").get_by_role("button", name=re.compile("Send")).last)
    expect(page.get_by_text("the gateway took all 33 messages").first).to_be_visible(
        timeout=120_000
    )
    assert clicks.count <= MOST_CLICKS


def test_a_file_of_ones_own_goes_from_its_questions_to_the_report_and_the_export(
    start_gateway: StartGateway,
    start_dashboard: Start,
    open_browser: Start,
    read_journal: ReadJournal,
) -> None:
    sandbox = start_gateway(
        *("--balance", "tranx=5000,promo=100,otp=10"),
        *("--fault", f"drop={RATE}", "--seed", str(seed_that_loses(LOST, of=NAMED))),
    )
    page, url = open_browser(), start_dashboard().url

    page.goto(f"{url}/contacts")
    answer_the_file(page)
    write_the_message(page)
    see_what_it_takes(page)
    assert not read_journal(), "nothing may leave before Send"
    page.get_by_role("button", name=f"Send to {NAMED} people").click()
    page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/campaign?id=*")
    campaign = page.url
    decide_about_the_lost_call(page)
    journal = {entry["number"]: entry for entry in read_journal()}
    assert {number[-10:]: entry["text"] for number, entry in journal.items()} == {
        number[-10:]: text for number, text in SENT.items()
    }

    import_the_report(page, url, sandbox.url)
    page.goto(campaign)
    expect(page.get_by_test_id("stMetric").filter(has_text="Delivered").first).to_be_visible()
    take_picture(page, "results")
    exported = {bare(row["sent to"]): row for row in exported_rows(page)}
    assert {number: row["text"] for number, row in exported.items()} == SENT
    assert shown_sms_ids(page) <= {entry["smsId"] for entry in journal.values()}
    for number, row in exported.items():
        assert bare(row["smsId"]) in ("", journal[number]["smsId"])

    page.get_by_role("link", name="Balance", exact=True).click()
    expect(page.get_by_text(f"{5000 - NAMED:,}").first).to_be_visible()


def seed_that_loses(call: int, *, of: int) -> int:
    """The first seed with which the sandbox loses this call of so many, and no other."""

    def lost(seed: int) -> list[int]:
        faults = {Fault.DROP: RATE}
        return [n for n in range(1, of + 1) if meet(n, faults=faults, seed=seed).fault]

    return next(seed for seed in itertools.count() if lost(seed) == [call])


def answer_the_file(page: Page) -> None:
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": OWN_FILE.encode()}
    page.locator("input[type=file]").set_input_files(files=file)  # type: ignore[arg-type]
    expect(page.get_by_text("Which column holds the numbers to send to?")).to_be_visible()
    take_picture(page, "question", top=".st-key-contacts-question")
    page.get_by_role("button", name="Use Customer / Mobile").click()
    save = page.get_by_role("button", name=f"Save {READY} contacts")
    expect(save).to_be_visible()
    assert [tile(page, n) for n in ("Ready", "Rejected", "Duplicates")] == [str(READY), "2", "1"]
    expect(page.get_by_text("This may be a landline").first).to_be_visible()
    expect(page.get_by_text("United Kingdom").first).to_be_visible()
    take_picture(page, "file")
    save.click()
    expect(page.get_by_text(f"Saved Orders with {READY} contacts")).to_be_visible()


def write_the_message(page: Page) -> None:
    page.get_by_role("button", name="Write a message to this list").click()
    page.get_by_role("button", name="Next: what").click()
    message = page.get_by_label("Message", exact=True)
    message.fill("Dear ")
    page.get_by_role("button", name="Customer / Name").click()
    expect(message).to_have_value("Dear {{Customer / Name}}")
    message.fill("Dear {{Customer / Name}}, your order of Rs.{{Order / Amount}} is ready.")
    route = page.get_by_test_id("stButtonGroup").get_by_text("Transactional", exact=True)
    expect(route).to_have_count(1)
    route.click()
    phone = page.locator(".st-key-compose-phone")
    expect(phone).to_contain_text(SENT["919876543201"])
    take_picture(page, "message")
    page.get_by_role("button", name="Next: check").click()


def see_what_it_takes(page: Page) -> None:
    expect(page.get_by_role("heading", name="What the checks found")).to_be_visible()
    expect(page.get_by_text(SENT["919876543201"]).first).to_be_visible()
    page.get_by_role("button", name="Next: send").click()
    expect(page.get_by_role("button", name=f"Send to {NAMED} people")).to_be_enabled()
    assert [tile(page, n) for n in ("People", "Credits", "Calls")] == [str(NAMED)] * 3
    assert tile(page, "Transactional after") == f"{5000 - NAMED:,}"
    expect(page.get_by_text("1 without a value that the message needs")).to_be_visible()
    take_picture(page, "price")


def decide_about_the_lost_call(page: Page) -> None:
    expect(page.get_by_text("No clear answer came back for 1 person in 1 call")).to_be_visible()
    take_picture(page, "unknown")
    page.get_by_role("button", name="Assume sent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("1")
    dialog.get_by_role("button", name="Assume sent").click()
    expect(page.get_by_text("1 call, 1 person: assumed sent")).to_be_visible()
    expect(page.get_by_text("Finished").first).to_be_visible()


def import_the_report(page: Page, url: str, sandbox: str) -> None:
    with urllib.request.urlopen(f"{sandbox}/report.csv", timeout=30) as reply:
        report = reply.read()
    page.goto(f"{url}/reports")
    file = {"name": "report.csv", "mimeType": "text/csv", "buffer": report}
    page.locator("input[type=file]").set_input_files(files=file)  # type: ignore[arg-type]
    importing = page.locator(".st-key-reports-import button")
    importing.wait_for()
    importing.click()
    expect(page.get_by_text(re.compile(r"report\.csv imported: \d"))).to_be_visible()


def exported_rows(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def bare(cell: str) -> str:
    return cell.removeprefix('="').removesuffix('"')


def shown_sms_ids(page: Page) -> set[str]:
    """Those the table has drawn: it keeps a hidden copy for screen readers of what is in view."""
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    cells = page.locator("[data-testid^='glide-cell-']").filter(has_text=re.compile(r"^\d{15,}$"))
    cells.first.wait_for(state="attached")
    sms_ids = set(cells.all_text_contents())
    assert sms_ids
    return sms_ids


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
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="Help", exact=True)).to_be_visible()
    expect(menu.get_by_text(re.compile(r"^View \d+ more"))).to_have_count(0)
