"""Files at the limits in a real browser: what is too large is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jetmsg_core.contacts.limits import MB

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

Start = Callable[..., Any]


def file_of(path: Path, size: int) -> Path:
    head = b"mobile,note\n9876543210,"
    path.write_bytes(head + b"x" * (size - len(head) - 1) + b"\n")
    return path


def test_a_file_over_the_limit_is_refused_in_words_and_one_of_just_the_limit_is_not(
    start_dashboard: Start, open_browser: Start, tmp_path: Path
) -> None:
    page = open_browser()
    page.goto(f"{start_dashboard(JETMSG_MAX_FILE_MB='1').url}/contacts")
    field = page.locator("input[type=file]")
    expect(page.get_by_text("1MB per file")).to_be_visible()
    field.set_input_files(file_of(tmp_path / "over.csv", MB + 100_000))
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("must be 1.0MB or smaller")
    expect(page.get_by_text("At most 1 MB and 2,000,000 rows.")).to_be_visible()
    assert not (tmp_path / "data" / "uploads").exists()

    field.set_input_files(file_of(tmp_path / "just.csv", MB))
    expect(page.get_by_text("just.csv · 1.0 MB")).to_be_visible()
