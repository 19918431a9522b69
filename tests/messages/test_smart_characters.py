"""Fixes are offered with what they save; they are never made without being asked for."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from message_texts import texts

from jetmsg_core.messages.segments import Encoding, encoding_of, measure
from jetmsg_core.messages.smart_characters import (
    REPLACEMENTS,
    Fix,
    fix_smart_characters,
    in_words,
    parts_saved,
    smart_characters,
)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("It’s ‘ours’", "It's 'ours'", id="single quotes"),
        pytest.param("“Sale”", '"Sale"', id="double quotes"),
        pytest.param("10–12 — now", "10-12 - now", id="dashes"),
        pytest.param("10\u00a0am\u2009IST\t!", "10 am IST !", id="spaces and tab"),
        pytest.param("wait…", "wait...", id="ellipsis"),
        pytest.param("₹500", "Rs.500", id="rupee sign"),
        pytest.param("\ufeffhi\u200b", "hi", id="invisible characters"),
        pytest.param("`code`", "'code'", id="backticks"),
    ],
)
def test_a_smart_character_has_a_plain_equivalent(text: str, fixed: str) -> None:
    assert fix_smart_characters(text) == fixed
    assert encoding_of(text) is Encoding.UCS2
    assert encoding_of(fixed) is Encoding.GSM7


def test_each_fix_is_listed_once_with_its_count() -> None:
    assert smart_characters("It’s Asha’s – ₹5") == [
        Fix("’", "'", 2),
        Fix("–", "-", 1),
        Fix("₹", "Rs.", 1),
    ]


@pytest.mark.parametrize("text", ["", "Plain, [brackets] & €5", "José", "नमस्ते", "ക്ഷ\u200d"])
def test_a_text_without_smart_characters_is_left_alone(text: str) -> None:
    assert smart_characters(text) == []
    assert fix_smart_characters(text) == text
    assert parts_saved(text) == 0


def test_only_the_chosen_characters_are_fixed() -> None:
    assert fix_smart_characters("It’s ₹5", only="’") == "It's ₹5"


def test_parts_saved_are_those_of_the_fixed_text() -> None:
    assert parts_saved("It’s " + "a" * 150) == 2  # 3 UCS-2 parts become 1 in GSM-7
    assert parts_saved("न" * 69 + "…") == -1  # in Hindi three dots cost more than one


def test_every_replacement_is_in_gsm7() -> None:
    assert all(encoding_of(plain) is Encoding.GSM7 for plain in REPLACEMENTS.values())
    assert all(encoding_of(smart) is Encoding.UCS2 for smart in REPLACEMENTS)


@examples(200)
@given(texts)
def test_a_fixed_text_has_nothing_left_to_fix(text: str) -> None:
    fixed = fix_smart_characters(text)
    assert smart_characters(fixed) == []
    assert fix_smart_characters(fixed) == fixed
    if encoding_of(fixed) is Encoding.GSM7:
        assert parts_saved(text) == measure(text).parts - measure(fixed).parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("₹5", "₹ as Rs.", id="rupee sign"),
        pytest.param(
            "a\u00a0b\u200bc", "no-break space as space, zero width space as nothing", id="unseen"
        ),
        pytest.param("‘₹5’ – “x”", "‘ as ', ₹ as Rs., ’ as ' and 3 more", id="many"),
    ],
)
def test_fixes_are_said_by_the_characters_they_are_about(text: str, words: str) -> None:
    assert in_words(smart_characters(text)) == words
