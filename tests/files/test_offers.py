"""A file is offered as long as somebody holds the offer, under a token of its own."""

from __future__ import annotations

from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.offers import offer_file, offer_of


def nothing() -> bytes:
    raise AssertionError("nothing is made before it is fetched")


def test_an_offer_is_there_as_long_as_somebody_holds_it() -> None:
    held = offer_file(nothing, name="a.csv", form=FileFormat.CSV)
    token = held.token
    assert offer_of(token) is held
    del held
    assert offer_of(token) is None


def test_two_offers_of_the_same_file_have_tokens_that_nobody_can_guess() -> None:
    offers = [offer_file(nothing, name="a.csv", form=FileFormat.CSV) for _ in range(100)]
    assert len({held.token for held in offers}) == 100
    assert {len(held.token) for held in offers} == {32}
    assert offer_of("") is offer_of("a.csv") is None
