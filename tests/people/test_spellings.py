"""A number is seen in any spelling, and never in another number."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from jetmsg_core.contacts import Number, normalize
from jetmsg_core.people import spellings
from jetmsg_core.store.people.fitting import fits

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


@pytest.mark.parametrize(
    "text",
    [
        *("98765     43210", "98765  --  43210", "(98765)   43210", "+91 (0) 98765  -  43210"),
        pytest.param("98765\t\t\t\t43210", id="with tabs"),
        pytest.param("98765\u200b\u200b\u200b\u200b43210", id="with signs that nobody sees"),
    ],
)
def test_whatever_is_read_as_the_number_in_a_cell_is_cut_out_of_a_text(text: str) -> None:
    read = normalize(text)
    assert isinstance(read, Number)
    assert read.value == NUMBER
    assert not spellings.names(spellings.without(f"Ask {text}.", NUMBER), NUMBER)
    assert spellings.names(text, NUMBER)
    assert NUMBER in spellings.numbers_in(f"Ask {text}.")


def test_each_number_of_a_text_is_read() -> None:
    text = "Room 12: 98765 43210 / 098765-43211, ९८७६५४३२१२"
    assert spellings.numbers_in(text) >= {919876543210, 919876543211, 919876543212}
    assert spellings.numbers_in("Room 12, 98765") == set()


@pytest.mark.parametrize(
    ("text", "is_fitting"),
    [
        *((f"Ask {spelled}", True) for spelled in ("9876543210", "98765 43210")),
        *((f"पूछें {spelled}", True) for spelled in ("९८७६५ ४३२१०", "9८7६5४3२1०", "98765 43210")),
        ("98765 4321", False),
    ],
)
def test_a_text_that_is_looked_for_in_sql_is_seen_in_any_script(
    text: str, *, is_fitting: bool
) -> None:
    patterns = spellings.fitting(NUMBER)._asdict() | {"text": text}
    with closing(sqlite3.connect(":memory:")) as connection:
        (answer,) = connection.execute(f"select {fits(':text')}", patterns).fetchone()
    assert bool(answer) is is_fitting
