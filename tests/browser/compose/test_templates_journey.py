"""Approved templates in a real browser: imported, filled, saved, and taken to a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_journey import tile

from jetmsg_core import templates
from jetmsg_core.settings import Settings
from jetmsg_core.templates import FixedText, FromColumn

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
DLT_ID = "1107160123456789012"
MANY = 1500
"""Whose import is still going on at the second of two clicks."""


def test_templates_are_imported_filled_and_lead_to_a_message(
    start_dashboard: Start, open_browser: Start, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(
        "Template Id,Template Name,Type,Header,Template Content\n"
        f'{DLT_ID},Order ready,Service,JETMSG,"Dear {{#var#}}, your order is ready. {{#var#}}"\n',
        "utf-8",
    )
    page = open_browser()
    page.goto(f"{start_dashboard().url}/templates")
    page.get_by_role("tab", name="Import approved templates").click()
    page.locator("input[type=file]").set_input_files(path)
    # Looked at first, as people do: a tile that is drawn no longer moves what stands below it.
    assert tile(page, "New") == "1"
    page.get_by_role("button", name="Import 1 template").dblclick(delay=60)
    expect(page.get_by_text("From portal.csv: 1 new.")).to_be_visible()

    page.get_by_role("tab", name="All templates").click()
    page.get_by_role("link", name="Open").click()
    page.wait_for_url("**/templates?id=*")
    page.reload()
    expect(page.get_by_role("heading", name="Order ready")).to_be_visible()
    column = page.get_by_role("combobox", name="Column for variable 1")
    column.fill("First Name")
    column.press("Enter")
    expect(page.get_by_text("Dear {{First Name}}, your order is ready. ____")).to_be_visible()
    page.get_by_text("The same for all").nth(1).click()
    page.get_by_label("Words for variable 2").fill("JetMsg")
    page.get_by_label("Words for variable 2").press("Enter")
    expect(page.get_by_text("Dear {{First Name}}, your order is ready. JetMsg")).to_be_visible()
    page.get_by_role("button", name="Save variables").dblclick(delay=60)
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    (saved,) = templates.listing(settings)
    assert saved.fills == (FromColumn("First Name"), FixedText("JetMsg"))

    page.get_by_role("tab", name="Text and details").click()
    page.get_by_label("Approved text", exact=True).press("Home")
    page.get_by_role("button", name="{#var#}", exact=True).click()
    text = "{#var#} Dear {#var#}, your order is ready. {#var#}"
    expect(page.get_by_label("Approved text", exact=True)).to_have_value(text)
    page.get_by_role("link", name="Write a message with it").click()
    page.wait_for_url(f"**/compose?template={saved.id}")

    page.go_back()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").dblclick(delay=60)
    expect(page.get_by_text("Order ready is deleted.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert templates.listing(settings) == []


def test_a_double_click_on_a_long_import_says_what_the_first_did(
    start_dashboard: Start, open_browser: Start, tmp_path: Path, settings: Settings
) -> None:
    lines = [f"{int(DLT_ID) + i},Order {i},SI,JETMSG,Order {i} is ready" for i in range(MANY)]
    path = tmp_path / "portal.csv"
    path.write_text("\n".join(["Template Id,Template Name,Type,Header,Template Content", *lines]))
    page = open_browser()
    page.goto(f"{start_dashboard().url}/templates")
    page.get_by_role("tab", name="Import approved templates").click()
    page.locator("input[type=file]").set_input_files(path)
    assert tile(page, "New") == f"{MANY:,}"
    page.get_by_role("button", name=f"Import {MANY:,} templates").dblclick(delay=60)
    expect(page.get_by_text(f"From portal.csv: {MANY:,} new.")).to_be_visible()
    assert len(templates.listing(settings)) == MANY
