"""What a table holds leaves as a file of ours alone: its toolbar cannot write it raw."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from live_cells import live_cells
from playwright.sync_api import Page, Route, expect

from jetmsg_core import optouts
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

FILE = "name,mobile,=cmd\nAsha,9876543210,=1+1\nOm,9876543211,＝2\nRavi,12,@x\n"

PUSH = "() => { document.querySelector('[data-testid=\"stMain\"]').style.paddingTop = '200px'; }"

Start = Callable[..., Any]


def open_group(page: Page, tile: str) -> None:
    page.get_by_test_id("stMetric").filter(has_text=tile).locator("..").locator("..").get_by_role(
        "button", name="Show rows"
    ).first.click()


def downloaded(page: Page, button: str, ending: str = ".csv") -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=button).click()
    assert download.value.suggested_filename.endswith(ending)
    return Path(download.value.path()).read_bytes()


def workbook_rows(page: Page) -> list[tuple[Any, ...]]:
    """Of the file behind *As Excel*, the names first."""
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "As Excel", ".xlsx")))
    (sheet,) = book.worksheets
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return list(sheet.iter_rows(values_only=True))


def toolbar(page: Page) -> list[str]:
    """The buttons of the first table, by what they are called."""
    table = page.get_by_test_id("stDataFrame").first
    table.hover()
    buttons = page.get_by_test_id("stElementToolbarButton").get_by_role("button")
    expect(buttons.filter(visible=True).first).to_be_visible()
    return [button.get_attribute("aria-label") or "" for button in buttons.all()]


def test_rows_of_a_table_are_downloaded_shielded_and_not_from_its_toolbar(
    start_dashboard: Start, open_browser: Start, tmp_path: Path
) -> None:
    path = tmp_path / "few.csv"
    path.write_text(FILE, "utf-8")
    page = open_browser(height=1400)
    page.goto(f"{start_dashboard().url}/contacts")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("button", name="Save 2 contacts")).to_be_visible()

    open_group(page, "Ready")
    data = downloaded(page, "Download these rows")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert "'=cmd" in header
    assert [row[-1] for row in rows] == ["'=1+1", "'＝2"]
    assert live_cells(data) == []
    assert workbook_rows(page) == [
        ("Row", "Sent to", "name", "mobile", "=cmd"),
        (2, "+919876543210", "Asha", "9876543210", "=1+1"),
        (3, "+919876543211", "Om", "9876543211", "＝2"),
    ]
    names = toolbar(page)
    assert [name for name in names if re.match("Search", name)]
    assert not [name for name in names if "ownload" in name]

    open_group(page, "Rejected")
    expect(page.get_by_role("link", name="Download 1 rejected row")).to_be_visible()
    assert live_cells(downloaded(page, "Download 1 rejected row")) == []
    names_of_all, row = workbook_rows(page)
    assert names_of_all == ("name", "mobile", "=cmd", "Why it was not accepted")
    assert row[:3] == ("Ravi", 12, "@x")
    assert not [name for name in toolbar(page) if "ownload" in name]


def test_a_file_arrives_whole_though_its_page_is_drawn_again_and_left_at_once(
    start_dashboard: Start, open_browser: Start, settings: Settings
) -> None:
    """The browser asks for it last, as on a slow line."""
    numbers = [str(9_000_000_000 + index) for index in range(20_000)]
    optouts.add(settings, numbers, source="call")
    page = open_browser()
    page.goto(f"{start_dashboard().url}/optouts")
    asked: list[Route] = []
    page.context.route("**/files/*", lambda route: asked.append(route))
    page.get_by_role("link", name="Download all as CSV").click()
    for name in ("Templates", "Opt-outs", "Templates"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Templates", level=1)).to_be_visible()

    while not asked:
        page.wait_for_timeout(50)
    with page.expect_download() as download:
        (held,) = asked
        held.continue_()
    page.context.unroute("**/files/*")
    data = Path(download.value.path()).read_bytes()
    assert data.count(b"\n") == 1 + len(numbers)

    # It moves away while it is pressed.
    page.get_by_role("link", name="Opt-outs", exact=True).click()
    box = page.get_by_role("link", name="Download all as CSV").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate(PUSH)
    with page.expect_download() as download:
        page.mouse.up()
    assert Path(download.value.path()).read_bytes() == data
