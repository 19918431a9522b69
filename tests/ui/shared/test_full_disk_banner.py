"""A disk that is nearly full is told on every page, and one that is not on none."""

from __future__ import annotations

import pytest
from pages_opened import OpenPage, said

TOLD = "The disk is nearly full, so nothing new is sent, made or uploaded."


@pytest.mark.parametrize("page", ["overview", "compose", "settings"])
def test_a_page_says_that_the_disk_is_nearly_full(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No disk has a terabyte free for a test."""
    monkeypatch.setenv("JETMSG_MIN_FREE_MB", "1000000")
    assert TOLD in said(open_page(page))


def test_a_page_says_nothing_where_there_is_room(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MIN_FREE_MB", "0")
    assert TOLD not in said(open_page("overview"))
