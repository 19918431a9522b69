"""All that can be done to a list, in a real browser: each does its work, and does it once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from jetmsg_core import lists
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]


def save(settings: Settings, name: str, first: int, count: int) -> int:
    people = [f"Person {n},{9_100_000_000 + n * 3},Pune" for n in range(first, first + count)]
    audience = check_contacts("\n".join(["name,mobile,city", *people]).encode())
    contacts = lists.contacts_of(audience, f"{name}.csv")
    return lists.save(settings, contacts, name=name, token=name)


def choose(page: Page, label: str, option: str) -> None:
    """By the keyboard: a click of no length opens a list of options and closes it. A page that is
    being drawn again closes it too, so it is opened until it stays."""
    field = page.get_by_role("combobox", name=label)
    wanted = page.get_by_role("option").filter(has_text=option)
    for _ in range(5):
        field.press("ArrowDown")
        try:
            wanted.click(timeout=4_000)
        except TimeoutError:
            continue
        break
    expect(field).to_have_value(re.compile(option))


def settled(page: Page) -> Page:
    """The page once it is drawn to its end."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    return page


def name_of_the_first(page: Page, text: str, *, leave_open: bool = False) -> None:
    """The table is drawn on a canvas. Its first column is the tick, hit here beside its box; the
    second is the number, which cannot be typed in; then comes the name. Its cell opens with Enter;
    letters typed before it is open would be lost."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 8, "y": 52})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#portal textarea").fill(text)
    if not leave_open:
        page.keyboard.press("Enter")


def kept(settings: Settings) -> dict[str, int]:
    return {contact_list.name: contact_list.contacts for contact_list in lists.newest(settings)}


def test_a_list_is_renamed_merged_subtracted_and_deleted(
    start_dashboard: Start, open_browser: Start, settings: Settings
) -> None:
    friends = save(settings, "Friends", 0, 120)
    save(settings, "Guests", 100, 60)
    page = open_browser()
    page.goto(f"{start_dashboard().url}/list?id={friends}")
    expect(page.get_by_text("1 to 50 of 120")).to_be_visible()

    settled(page).get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the list").fill("Best friends")
    page.get_by_test_id("stPopoverBody").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Best friends")).to_be_visible()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    assert kept(settings) == {"Guests": 60, "Best friends": 120}

    settled(page).get_by_test_id("stCheckbox").get_by_text("Change this list").click()
    page.get_by_label("Your name").fill("Meera")
    page.get_by_label("Your name").press("Enter")
    expect(page.get_by_text("Changes are kept with the name Meera.")).to_be_visible()
    name_of_the_first(settled(page), "Asha Rao")
    settled(page).get_by_role("button", name="Save 1 changed row").dblclick(delay=60)
    expect(page.get_by_text("1 change saved.")).to_be_visible()
    expect(page.get_by_text("1 change since it was saved")).to_be_visible()
    assert lists.page(settings, friends, limit=1).cells["name"].tolist() == ["Asha Rao"]
    assert [change.changed_by for change in lists.history(settings, friends).changes] == ["Meera"]

    settled(page).get_by_role("tab", name="Merged with another list").click()
    choose(page, "Merge with", "Guests")
    page.get_by_label("Name of the new list").fill("Everyone")
    settled(page).get_by_role("button", name="Save as a new list").click()
    expect(page.get_by_text("Saved Everyone with 160 contacts.")).to_be_visible()

    settled(page).get_by_role("tab", name="A smaller list").click()
    page.get_by_text("Another list", exact=True).click()
    choose(page, "Another list", "Guests")
    expect(page.get_by_role("button", name="Save 100 contacts as a new list")).to_be_visible()
    settled(page).get_by_role("button", name="Save 100 contacts as a new list").click()
    expect(page.get_by_text("Saved Best friends, without some with 100 contacts.")).to_be_visible()
    assert kept(settings) == {
        "Best friends, without some": 100,
        "Everyone": 160,
        "Guests": 60,
        "Best friends": 120,
    }

    settled(page).get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Best friends is deleted")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with pytest.raises(NotFoundError):
        lists.get(settings, friends)
    assert len(kept(settings)) == 3
