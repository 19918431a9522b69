"""A large contact file in a real browser: dropped, mended in one place, saved, opened, searched;
and a list made smaller and deleted by hurried clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Page, expect
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
ROWS = 100_000
WRONG = 1_234
"""The place of the one row without a number."""
MENDED = "98765 43210"


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    rows = (f"Person {n},{'12' if n == WRONG else 7_000_123_000 + n * 7},Pune" for n in range(ROWS))
    path = tmp_path / "large.csv"
    path.write_text("\n".join(["name,mobile,city", *rows]), "utf-8")
    return path


def tile(page: Page, label: str) -> Any:
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return metric.get_by_test_id("stMetricValue")


def type_into_first_number(page: Page, text: str) -> None:
    """The table is drawn on a canvas: its number column is the second, its first row below the
    head. What is typed before the page is still goes into a table that is about to be replaced."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_have_count(1)
    table.scroll_into_view_if_needed()
    table.dblclick(position={"x": 220, "y": 52})
    cell = page.locator("textarea.gdg-input")
    cell.fill(text)
    cell.press("Enter")


def test_a_large_file_is_mended_saved_opened_and_searched(
    start_dashboard: Start, open_browser: Start, large_file: Path, settings: Settings
) -> None:
    page = open_browser()
    page.goto(f"{start_dashboard().url}/contacts")
    page.locator("input[type=file]").set_input_files(large_file)
    expect(tile(page, "Ready")).to_have_text(f"{with_commas(ROWS - 1)}")
    expect(tile(page, "Rejected")).to_have_text("1")

    type_into_first_number(page, MENDED)
    page.get_by_role("button", name="Check 1 changed number").click()
    expect(page.get_by_text("1 number checked again: 1 row ready now.")).to_be_visible()
    expect(tile(page, "Ready")).to_have_text(f"{with_commas(ROWS)}")

    page.get_by_role("button", name=f"Save {with_commas(ROWS)} contacts").dblclick(delay=60)
    expect(page.get_by_text(f"Saved Large with {with_commas(ROWS)} contacts")).to_be_visible()
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_text(f"1 to 50 of {with_commas(ROWS)}")).to_be_visible()

    search = page.get_by_label("Find a contact")
    search.fill("+91 98765-43210")
    search.press("Enter")
    expect(page.get_by_text("1 match")).to_be_visible()
    (saved,) = lists.newest(settings)
    (mended,) = lists.page(settings, saved.id, search=MENDED).cells["name"]
    assert mended == f"Person {WRONG}"
    assert not list((settings.data_dir / "uploads").iterdir()), "the upload is dropped"


def await_rejected(page: Page, count: int) -> None:
    """The page drawn to its last button: a click before that may meet what is about to move."""
    expect(page.get_by_role("link", name=f"Download {count} rejected rows")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)


def test_typed_numbers_outlive_another_page_a_split_and_a_hurried_save(
    start_dashboard: Start, open_browser: Start, tmp_path: Path, settings: Settings
) -> None:
    """The second is typed and not even checked when the page is left, the split made and the list
    saved."""
    path = tmp_path / "few.csv"
    path.write_text(
        'name,mobile\nAsha,12\nRavi,34\nOm,"9876543214, 9876543215"\nZoya,9876543213\n', "utf-8"
    )
    page = open_browser()
    page.goto(f"{start_dashboard().url}/contacts")
    page.locator("input[type=file]").set_input_files(path)
    await_rejected(page, 3)
    type_into_first_number(page, "98765 43211")
    page.get_by_role("button", name="Check 1 changed number").click()
    await_rejected(page, 2)
    type_into_first_number(page, "98765 43212")
    expect(page.get_by_role("button", name="Check 1 changed number", exact=True)).to_be_visible()

    page.get_by_role("link", name="Balance").click()
    expect(page.get_by_role("heading", name="Balance", level=1)).to_be_visible()
    page.get_by_role("link", name="Contacts", exact=True).click()
    expect(page.get_by_role("button", name="Check 1 changed number", exact=True)).to_be_visible()
    await_rejected(page, 2)
    page.get_by_role("button", name="Make a row for each number of 1 cell").click()
    expect(page.get_by_role("heading", name="Ready: 5 rows")).to_be_visible()
    page.get_by_role("button", name="Undo my corrections").click()
    await_rejected(page, 2)
    expect(tile(page, "Ready")).to_have_text("3")

    type_into_first_number(page, "98765 43219")
    page.get_by_role("button", name="Check what you typed and save").click()
    expect(page.get_by_text("Saved Few with 4 contacts")).to_be_visible()
    (saved,) = lists.newest(settings)
    assert read_list(settings, saved.id).cells["name"].tolist() == ["Asha", "Om", "Om", "Zoya"]


def test_a_list_saved_by_a_double_click_is_one_list_and_deleted_once(
    start_dashboard: Start, open_browser: Start, tmp_path: Path, settings: Settings
) -> None:
    """Each click follows at once, as it may: nothing moves from under the pointer, and a click on
    what is gone already does no harm."""
    path = tmp_path / "few.csv"
    path.write_text("name,mobile\nAsha,9876543210\nRavi,9876543211\n", "utf-8")
    page = open_browser()
    page.goto(f"{start_dashboard().url}/contacts")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Save 2 contacts").click()
    page.get_by_role("link", name="Open").click()
    page.get_by_text("A smaller list").click()
    page.get_by_label("This text").fill("asha")
    page.get_by_label("This text").press("Enter")
    page.get_by_role("button", name="Save 1 contact as a new list").dblclick(delay=60)
    expect(page.get_by_role("link", name="Open it")).to_be_visible()
    assert len(lists.newest(settings)) == 2

    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").dblclick(delay=60)
    expect(page.get_by_text("Few is deleted")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(lists.newest(settings)) == 1


def test_a_banner_that_goes_disturbs_nobody_who_types(
    start_dashboard: Start, open_browser: Start, settings: Settings
) -> None:
    """What is typed and not sent yet lives in the browser, and so does an upload on its way."""
    typed = "98765 43210\n98765 43211"
    page = open_browser()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data_dir / "worker.lock"):
        page.goto(f"{start_dashboard().url}/contacts")
        banner = page.get_by_text("The worker is not running")
        expect(banner).to_be_visible()
        page.get_by_role("tab", name="Paste numbers").click()
        field = page.get_by_role("textbox", name="Mobile numbers")
        field.press_sequentially(typed)
    expect(banner).to_be_hidden()
    expect(field).to_have_value(typed)
    page.get_by_role("button", name="Check these numbers").click()
    expect(tile(page, "Ready")).to_have_text("2")
