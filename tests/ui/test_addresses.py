"""What a page says to the browser of its address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import OpenPage
from streamlit.runtime.state.query_params import QueryParams


@pytest.fixture
def addresses_said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that pages said to the browser."""
    addresses: list[str] = []
    monkeypatch.setattr(
        QueryParams, "_send_query_param_msg", lambda self: addresses.append(str(self.to_dict()))
    )
    return addresses


def test_whoever_comes_with_the_right_address_is_told_none(
    open_page: OpenPage, new_campaign: Callable[..., int], addresses_said: list[str]
) -> None:
    """Told too soon, it would stand behind the name of the page that was left."""
    at = open_page("campaign", id=str(new_campaign(3)))
    assert not at.exception
    assert addresses_said == []


def test_a_page_that_is_drawn_again_says_its_address(
    open_page: OpenPage, new_campaign: Callable[..., int], addresses_said: list[str]
) -> None:
    """As after a link from the page to itself, which the browser does not follow in its address."""
    made = new_campaign(3)
    at = open_page("campaign", id=str(made))
    at.run()
    assert addresses_said == [str({"id": str(made)})]


def test_an_address_with_more_than_is_shown_is_put_right_at_once(
    open_page: OpenPage, addresses_said: list[str]
) -> None:
    open_page("templates", strange="1")
    assert addresses_said == ["{}"]
