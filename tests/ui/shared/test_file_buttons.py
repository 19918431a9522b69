"""What a page offers for download stays there for whoever has just pressed it."""

from __future__ import annotations

import gc

import pytest
from pages_opened import OpenPage, offers

from jetmsg_core import optouts
from jetmsg_core.files.offers import offer_of
from jetmsg_core.settings import Settings
from pages.parts.shared.file_buttons import LAST

FILES = ["opt-outs.csv", "opt-outs.xlsx"]


@pytest.fixture
def _opted_out(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="call")


@pytest.mark.usefixtures("_opted_out")
def test_a_file_is_there_when_its_page_is_drawn_again_or_left(open_page: OpenPage) -> None:
    at = open_page("optouts")
    pressed = offers(at)
    assert [*pressed] == FILES
    tokens = [offered.token for offered in pressed.values()]
    del pressed
    at.run()
    assert not {offered.token for offered in offers(at).values()} & {*tokens}
    at.switch_page("templates.py").run()
    assert offers(at) == {}
    for token in tokens:
        offered = offer_of(token)
        assert offered is not None
        assert offered.make()


@pytest.mark.usefixtures("_opted_out")
def test_a_page_offers_its_file_as_long_as_it_shows_it_and_old_ones_end(
    open_page: OpenPage,
) -> None:
    at = open_page("optouts")
    (old, _) = (offered.token for offered in offers(at).values())
    for _ in range(LAST // len(FILES)):
        at.run()
    assert offer_of(old) is None
    assert [*offers(at)] == FILES


@pytest.mark.usefixtures("_opted_out")
def test_a_file_goes_with_the_session_of_its_page(open_page: OpenPage) -> None:
    at = open_page("optouts")
    tokens = [offered.token for offered in offers(at).values()]
    del at
    gc.collect()
    assert [offer_of(token) for token in tokens] == [None, None]
