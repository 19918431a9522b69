"""Calls without an answer, decided about by two people in two windows of a real browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send
from lost_calls import forget_readings
from playwright.sync_api import Page, expect
from read_back import read_recipients

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("never_held")]

Start = Callable[..., Any]
PEOPLE = 10


def card(page: Page, call: int) -> Any:
    return page.locator("[class*=st-key-campaign-unknown]").filter(has_text=f"Call {call} ·")


def decide(page: Page, word: str, button: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(word)
    dialog.get_by_role("button", name=button).click()


def test_two_windows_settle_one_call_as_sent_and_one_again(
    start_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(3 * PEOPLE, "Hello", chunk_size=PEOPLE)
    send(made)
    start_gateway()
    url = f"{start_dashboard().url}/campaign?id={made}"
    first_window, other = open_browser(), open_browser()
    for page in (first_window, other):
        page.goto(url)
        expect(
            page.get_by_text("No clear answer came back for 30 people in 3 calls")
        ).to_be_visible()

    card(other, 1).get_by_role("button", name=re.compile("Send again")).click()
    expect(other.get_by_text("Some people may get it twice.")).to_be_visible()
    card(first_window, 1).get_by_role("button", name=re.compile("Assume sent")).click()
    decide(first_window, "11", "Assume sent")
    expect(first_window.get_by_text("That is not 10. Nothing was changed.")).to_be_visible()
    decide(first_window, "10", "Assume sent")
    expect(first_window.get_by_role("dialog")).to_be_hidden()
    expect(first_window.get_by_text("For 20 people in 2 calls")).to_be_visible()

    # The other window still asks about the first call.
    decide(other, "again", "Send again")
    expect(other.get_by_text("This was decided already")).to_be_visible()
    other.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(other.get_by_text("For 20 people in 2 calls")).to_be_visible()

    card(other, 2).get_by_role("button", name=re.compile("Send again")).click()
    decide(other, "AGAIN", "Send again")
    expect(other.get_by_role("dialog")).to_be_hidden()
    expect(other.get_by_text("For 10 people in 1 call")).to_be_visible()
    expect(other.get_by_text("Finished").first).to_be_visible()
    other.get_by_text("What was decided about calls").click()
    expect(other.get_by_text("Call 1, 10 people: assumed sent")).to_be_visible()
    expect(other.get_by_text("Call 2, 10 people: sent again")).to_be_visible()

    times = Counter(entry["number"] for entry in read_journal())
    assert Counter(times.values()) == {1: 2 * PEOPLE, 2: PEOPLE}
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.UNKNOWN]) == (20, 10)
    assert [call.chunk for call in decisions.needs(settings, made)] == [3]


def test_many_calls_are_one_decision_and_esc_takes_a_question_back(
    start_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(8, "Hello", chunk_size=1)
    send(made)
    forget_readings(settings)
    page = open_browser(width=390, height=844)
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    expect(page.get_by_text("All 8 calls: there is no evidence · 8 people")).to_be_visible()
    page.get_by_text("Look at the 8 calls").click()
    expect(card(page, 5)).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(card(page, 8)).to_be_visible()
    assume = page.get_by_role("button", name="Assume these 8 sent")
    for in_its_field in (False, True):
        assume.click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("8 people in 8 calls will count as submitted")).to_be_visible()
        if in_its_field:
            dialog.get_by_role("textbox").fill("8")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    assume.click()
    decide(page, "8", "Assume sent")
    expect(page.get_by_text("8 calls, 8 people: assumed sent.")).to_be_visible()
    assert decisions.needs(settings, made) == []


@pytest.mark.slow
def test_a_number_that_changes_has_one_value_on_the_whole_page(
    start_gated_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    settings: Settings,
) -> None:
    gate = start_gated_gateway("--fault", "drop=1", passing=2)
    made = new_campaign(6, "Hello", chunk_size=1)
    control.start(settings, made)
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_SENDERS='1').url}/campaign?id={made}")
    unknown = page.get_by_test_id("stMetric").filter(has_text="Unknown")
    reasons = page.get_by_test_id("stTable").filter(has_text="What to do")
    for lost in (2, 4):
        expect(unknown.get_by_test_id("stMetricValue")).to_have_text(f"{lost}")
        expect(page.get_by_text(f"For {lost} people in {lost} calls")).to_be_visible()
        expect(reasons.get_by_role("row").nth(1)).to_contain_text(f"{lost}")
        expect(page.get_by_text(re.compile(r"As of \d\d:\d\d:\d\d IST"))).to_be_visible()
        gate.open(passing=lost + 2)
    expect(page.get_by_text("For 6 people in 6 calls")).to_be_visible()
    expect(page.get_by_text(re.compile(r"As of \d\d:\d\d:\d\d IST"))).to_be_hidden()


@pytest.mark.slow
def test_whoever_is_in_a_delivery_report_is_left_out_when_a_call_goes_again(
    start_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(6, "Hello", chunk_size=6)
    send(made)
    people = read_recipients(settings, made)
    words = ["DELIVRD"] * 4 + ["PENDING"]
    rows = [f"{row['number']},{word}" for row, word in zip(people, words, strict=False)]
    importing.import_report(settings, "\n".join(["Mobile,Status", *rows]).encode())
    start_gateway()
    page = open_browser(width=390, height=844)
    page.goto(f"{start_dashboard().url}/campaign?id={made}")
    expect(card(page, 1).get_by_text("4 of 6 are reported delivered, 1 on the way")).to_be_visible()
    card(page, 1).get_by_role("button", name=re.compile("Send again")).click()
    expect(page.get_by_text("up to 1 person will get the same message")).to_be_visible()
    decide(page, "AGAIN", "Send again")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("Finished").first).to_be_visible()
    times = Counter(int(entry["number"]) for entry in read_journal())
    assert [times[row["number"]] for row in people] == [1, 1, 1, 1, 1, 2]
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.DELIVERED], counts[RecipientState.SUBMITTED]) == (4, 2)


@pytest.mark.slow
def test_what_is_typed_in_a_dialog_outlives_the_live_page(
    start_gated_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    settings: Settings,
) -> None:
    gate = start_gated_gateway("--fault", "drop=0.1", "--seed", "2", passing=60)
    made = new_campaign(400, "Hello", chunk_size=2)
    control.start(settings, made)
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_SENDERS='1').url}/campaign?id={made}")
    gate.wait_for_calls(61)
    submitted = page.get_by_test_id("stMetric").filter(has_text="Submitted")
    before = submitted.get_by_test_id("stMetricValue").inner_text()
    button = page.get_by_role("button", name=re.compile(r"Send .*again")).first
    button.click()
    page.get_by_role("dialog").get_by_role("textbox").fill("AGA")
    gate.open(passing=120)
    gate.wait_for_calls(121)
    expect(submitted.get_by_test_id("stMetricValue")).not_to_have_text(before)
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value("AGA")
    decide(page, "AGAIN", "Send again")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert decisions.decisions(settings, made)
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING
    gate.open()


@pytest.mark.slow
def test_a_draft_is_scheduled_and_taken_off_and_sent_from_its_page(
    start_gateway: Start,
    start_dashboard: Start,
    open_browser: Start,
    new_campaign: NewCampaign,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(7, "Hello")
    page = open_browser(width=390, height=844)
    page.goto(f"{start_dashboard(JETMSG_CONFIRM_ABOVE='5').url}/campaign?id={made}")
    page.get_by_role("button", name="Schedule").click()
    decide(page, "7", "Start on")
    expect(page.get_by_text("Starts by itself on")).to_be_visible()
    assert control.status(settings, made).campaign.state is CampaignState.SCHEDULED
    page.get_by_role("button", name="Cancel schedule").click()
    expect(page.get_by_text("Ready to send")).to_be_visible()
    page.get_by_role("button", name="Send to 7 people").click()
    decide(page, "7", "Send")
    expect(page.get_by_text("Done: the gateway took all 7 messages")).to_be_visible()
    assert len(read_journal()) == 7
