"""What a table holds leaves as a file of ours alone: its toolbar cannot write it raw."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from live_cells import live_cells
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FILE = "name,mobile,=cmd\nAsha,9876543210,=1+1\nOm,9876543211,＝2\nRavi,12,@x\n"

Start = Callable[..., Any]


def open_group(page: Page, tile: str) -> None:
    page.get_by_test_id("stMetric").filter(has_text=tile).locator("..").locator("..").get_by_role(
        "button", name="Show rows"
    ).first.click()


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


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
    names = toolbar(page)
    assert [name for name in names if re.match("Search", name)]
    assert not [name for name in names if "ownload" in name]

    open_group(page, "Rejected")
    expect(page.get_by_role("button", name="Download 1 rejected row")).to_be_visible()
    assert live_cells(downloaded(page, "Download 1 rejected row")) == []
    assert not [name for name in toolbar(page) if "ownload" in name]
