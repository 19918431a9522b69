"""What is typed and not saved comes back after a reload and from another page, until it is saved:
fields of one line and of several, in forms and outside, and cells of tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_contacts_journey import type_into_first_number
from test_list_journey import name_of_the_first, save, settled

from jetmsg_core import lists, optouts, templates
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
BODY = "Dear {#var#}, your order is ready."


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def reload(page: Page) -> None:
    page.reload()
    settled(page)


def follow(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    settled(page)


def test_what_is_typed_outlives_a_reload_and_another_page_until_it_is_saved(
    start_dashboard: Start, open_browser: Start, settings: Settings, tmp_path: Path
) -> None:
    friends = save(settings, "Friends", 0, 3)
    page = open_browser()
    url = start_dashboard().url
    page.goto(f"{url}/templates")
    the_template(page, settings)
    the_opt_outs(page, settings)
    the_code(page)
    the_settings(page)
    the_list(page, url, settings, friends)
    the_file(page, settings, tmp_path / "guests.csv")


def the_template(page: Page, settings: Settings) -> None:
    page.get_by_role("button", name="New template").click()
    name, body = field(page, "Name"), field(page, "Approved text")
    name.press_sequentially("Order ready")
    body.press_sequentially(BODY)
    reload(page)
    expect(name).to_have_value("Order ready")
    expect(body).to_have_value(BODY)
    follow(page, "Opt-outs")
    follow(page, "Templates")
    page.get_by_role("button", name="New template").click()
    expect(body).to_have_value(BODY)
    body.press_sequentially(" JETMSG")
    page.get_by_role("button", name="Save template").click()
    expect(page.get_by_text("Order ready is saved.")).to_be_visible()
    assert [saved.body for saved in templates.listing(settings)] == [f"{BODY} JETMSG"]
    follow(page, "Opt-outs")
    follow(page, "Templates")
    page.get_by_role("button", name="New template").click()
    settled(page)
    expect(body).to_have_value("")
    # What was typed over an older version never stands over a newer one.
    (saved,) = templates.listing(settings)
    page.goto(f"{page.url.partition('/templates')[0]}/templates?id={saved.id}")
    page.get_by_role("tab", name="Text and details").click()
    body.fill("Another text")
    theirs = replace(templates.as_draft(saved), body="Theirs {#var#}")
    templates.change(settings, saved.id, theirs)
    reload(page)
    page.get_by_role("tab", name="Text and details").click()
    expect(body).to_have_value("Theirs {#var#}")


def the_opt_outs(page: Page, settings: Settings) -> None:
    follow(page, "Opt-outs")
    numbers, reason = field(page, "Mobile numbers"), field(page, "Why, if they said")
    numbers.fill("98765 43210")
    reason.press_sequentially("Too many messages")
    reload(page)
    expect(numbers).to_have_value("98765 43210")
    expect(reason).to_have_value("Too many messages")
    page.get_by_role("button", name="Add to opt-outs").click()
    expect(page.get_by_text("1 number opted out.")).to_be_visible()
    assert [out.reason for out in optouts.listing(settings, limit=9).opt_outs] == [
        "Too many messages"
    ]
    reload(page)
    expect(numbers).to_have_value("")
    expect(reason).to_have_value("")


def the_code(page: Page) -> None:
    follow(page, "One-time codes")
    mobile, code = (
        field(page, "Mobile number"),
        field(page, "Your own code"),
    )
    page.get_by_test_id("stExpander").get_by_text("Code and message").click()
    mobile.press_sequentially("9876543210")
    code.press_sequentially("4711")
    reload(page)
    expect(mobile).to_have_value("9876543210")
    page.get_by_test_id("stExpander").get_by_text("Code and message").click()
    expect(code).to_have_value("")


def the_settings(page: Page) -> None:
    follow(page, "Settings")
    price = field(page, "Price of a part in rupees")
    price.press_sequentially("0.18")
    follow(page, "Help")
    follow(page, "Settings")
    expect(price).to_have_value("0.18")
    field(page, "Your name").fill("Meera")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: 1 setting changed.")).to_be_visible()


def the_list(page: Page, url: str, settings: Settings, list_id: int) -> None:
    page.goto(f"{url}/list?id={list_id}")
    settled(page).get_by_test_id("stCheckbox").get_by_text("Change this list").click()
    field(page, "Your name").press_sequentially("Meera")
    expect(page.get_by_text("Changes are kept with the name Meera.")).to_be_visible()
    name_of_the_first(settled(page), "Asha Rao")
    save_row = page.get_by_role("button", name="Save 1 changed row")
    expect(save_row).to_be_visible()
    page.get_by_text("Add people").click()
    number = field(page, "mobile")
    number.press_sequentially("98765 43211")
    reload(page)
    expect(save_row).to_be_visible()
    expect(page.get_by_text("Changes are kept with the name Meera.")).to_be_visible()
    page.get_by_text("Add people").click()
    expect(number).to_have_value("98765 43211")
    settled(page)
    save_row.click()
    expect(page.get_by_text("1 change saved.")).to_be_visible()
    assert lists.page(settings, list_id, limit=1).cells["name"].tolist() == ["Asha Rao"]
    # A cell that is still open comes with the click.
    name_of_the_first(settled(page), "Asha Iyer", leave_open=True)
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("2 changes since it was saved")).to_be_visible()
    assert lists.page(settings, list_id, limit=1).cells["name"].tolist() == ["Asha Iyer"]


def the_file(page: Page, settings: Settings, path: Path) -> None:
    path.write_text("mobile,name\n9876543219,Asha\n98765,Ravi\n", "utf-8")
    follow(page, "Contacts")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("heading", name="Rejected: 1 row")).to_be_visible()
    type_into_first_number(page, "98765 43212")
    check = page.get_by_role("button", name="Check 1 changed number")
    expect(check).to_be_visible()
    field(settled(page), "Name of the list").fill("Guests of May")
    reload(page)
    expect(check).to_be_visible()
    expect(field(page, "Name of the list")).to_have_value("Guests of May")
    page.get_by_role("button", name="Check what you typed and save").click()
    expect(page.get_by_text("Saved Guests of May with 2 contacts.")).to_be_visible()
    reload(page)
    expect(page.get_by_text("Drop your contact file.")).to_be_visible()
