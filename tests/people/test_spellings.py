"""A number is seen in any spelling, and never in another number."""

from __future__ import annotations

import pytest

from jetmsg_core.people import spellings

NUMBER = 919876543210


@pytest.mark.parametrize(
    "text",
    [
        *("9876543210", "+91 98765 43210", "098765-43210", "0091 98765 43210", "(98765) 43210"),
        *("919876543210", "9 8 7 6 5 4 3 2 1 0", "9876543210.0", "+91-9876-543-210"),
        pytest.param("९८७६५४३२१०", id="in Devanagari"),
        pytest.param("9.876543210E+9", id="in scientific form"),
        pytest.param('{"to": "9876543210"}', id="in a reply"),
        pytest.param("9876543210,9876543210 / 9876543210", id="three times"),
    ],
)
def test_it_is_seen_in_any_spelling_and_cut_out(text: str) -> None:
    assert spellings.names(text, NUMBER)
    rest = spellings.without(text, NUMBER)
    assert spellings.CUT in rest
    assert not spellings.names(rest, NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        *("9876543211", "98765432101", "19876543210", "1198765432105", "98765 4321"),
        pytest.param("987654\n3210", id="on two lines"),
        pytest.param("98765 and 43210", id="with a word between"),
    ],
)
def test_another_number_is_not_it(text: str) -> None:
    assert not spellings.names(text, NUMBER)
    assert spellings.without(text, NUMBER) == text


@pytest.mark.parametrize("text", ["+44 7911 123456", "447911123456", "07911 123456"])
def test_a_number_of_another_country_is_seen_as_it_is_dialled_there(text: str) -> None:
    assert spellings.names(text, 447911123456)


def test_a_text_that_is_looked_for_in_sql_is_seen_by_ascii_digits() -> None:
    assert spellings.like(NUMBER) == "%9%8%7%6%5%4%3%2%1%0%"
