"""What is told of texts by their pieces is what the texts themselves say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from jetmsg_core.messages.arrow import Strings, matching, matching_rarely, strings_of
from jetmsg_core.messages.dlt.approved_text import parse_template
from jetmsg_core.messages.dlt.promotions import speak_of_promotion
from jetmsg_core.messages.dlt.rules import offers_opt_out
from jetmsg_core.messages.dlt.vectorized import match_all
from jetmsg_core.messages.links import unlisted
from jetmsg_core.messages.non_values import are_non_values
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.messages.segments import measure_prepared
from jetmsg_core.messages.template import Missing, Rendered, render

WORDS = (
    *("Dear ", " bill", "Rs.", "Sale ", " off", "50% ", "www", ".", "in", "com", ":", "/", "//x"),
    *("STOP", "stop", "opt", "-out", "rOk", "रोक", "बं", "द", "।", " ", "  ", "0", "022 ", "98765"),
    *(
        "43210",
        "1800",
        "a@b.in",
        "€",
        "{",
        "[",
        "`",
        "“",
        "😀",
        "e",
        "\u0301",
        "\n",
        "shop",
        " now",
    ),
)
WORDS_OF_A_MESSAGE = tuple(word for word in WORDS if word != "{")
VALUES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join)
BODIES = st.lists(
    st.sampled_from((*WORDS_OF_A_MESSAGE, "{{a}}", "{{b}}", "{{a}}", "{{b}}")), max_size=7
)

Question = Callable[[Strings, Pieces | None], Any]
QUESTIONS: dict[str, Question] = {
    "parts": lambda texts, pieces: measure_prepared(texts, pieces=pieces),
    "links": lambda texts, pieces: unlisted(texts, (), pieces),
    "links but for some": lambda texts, pieces: unlisted(texts, ("x.in",), pieces),
    "opt-outs": offers_opt_out,
    "promotions": speak_of_promotion,
}


def rendered(body: str, values: list[tuple[str, str]]) -> Rendered:
    contacts = pd.DataFrame(values, columns=["a", "b"], dtype="str")
    return render(body, contacts, missing=Missing(default="Asha", keep=("a", "b")))


@pytest.mark.parametrize(
    "question", [pytest.param(asked, id=name) for name, asked in QUESTIONS.items()]
)
@examples(200)
@given(
    body=BODIES.map("".join),
    values=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4),
    copies=st.sampled_from([1, 70]),
)
@example(body="Rs.{{a}} ", values=[("in", "x")], copies=1)
@example(body="{{a}}.{{b}}!", values=[("www", "x")], copies=1)
@example(body="{{a}}{{b}}", values=[("sto", "p")], copies=1)
@example(body="{{a}} {{b}}", values=[("022", "1234567")], copies=1)
@example(body="{{a}} STOP{{b}}", values=[("x", "y")], copies=1)
def test_texts_answer_the_same_with_their_pieces_and_without(
    question: Question, body: str, values: list[tuple[str, str]], copies: int
) -> None:
    filled = f"See {body}{{{{a}}}} ok"
    texts = rendered(filled, values * copies + [(f"Asha {n}", "x") for n in range(copies - 1)])
    with_pieces = question(texts.distinct, texts.pieces)
    without = question(texts.distinct, None)
    assert np.array_equal(np.asarray(with_pieces), np.asarray(without))


@examples(200)
@given(
    values=st.lists(st.tuples(VALUES, st.text("ab .", min_size=1, max_size=45)), min_size=1),
    approved=st.sampled_from(
        ["Dear {#var#}, Rs.{#var#} due", "Dear {#var#}, Rs.{#numeric#} due", "{#var#}{#var#} due"]
    ),
)
def test_values_between_the_words_of_a_template_match_it_as_whole_texts_do(
    values: list[tuple[str, str]], approved: str
) -> None:
    template = parse_template(approved)
    texts = rendered("Dear {{a}}, Rs.{{b}} due", values)
    assert texts.pieces is not None or any("\u0301" in cell for row in values for cell in row)
    by_pieces, by_texts = (match_all(template, texts.distinct, p) for p in (texts.pieces, None))
    for of in ("exact", "relaxed", "too_long", "long", "wrong_type"):
        assert getattr(by_pieces, of).tolist() == getattr(by_texts, of).tolist()


def test_pieces_that_an_accent_joins_to_a_letter_are_none() -> None:
    texts = rendered("Jose{{a}}!", [("\u0301", "x")])
    assert texts.distinct.to_pylist() == ["José!"]
    assert texts.pieces is None


def test_the_texts_that_remain_keep_their_pieces() -> None:
    texts = rendered("Hi {{a}}!", [("Asha", ""), ("Ravi", ""), ("Neha", "")])
    fewer, _ = texts.only(np.array([False, True, True]))
    assert fewer.pieces is not None
    assert fewer.pieces.total(lambda pieces: [len(p.as_py()) for p in pieces]).tolist() == [8, 8]


@examples(200)
@given(texts=st.lists(VALUES, max_size=9), copies=st.integers(1, 40), first=st.integers(0, 9))
def test_a_rare_match_is_found_in_its_own_text_only(
    texts: list[str], copies: int, first: int
) -> None:
    strings = strings_of(texts * copies)[first:]
    for pattern, loose in ((r"\bsale\b|98765\d", "sale|98765"), ("STOP", None), ("a{0}", "")):
        rarely = matching_rarely(strings, f"(?i){pattern}", loose and f"(?i){loose}")
        assert rarely.tolist() == matching(strings, f"(?i){pattern}").tolist()


@examples(300)
@given(st.text("nNuUpPeE#013-/. ()<>\u00a0ａｎ" + "ulaot", min_size=1, max_size=10))
def test_a_value_that_says_nothing_says_so_behind_any_sign(value: str) -> None:
    """A sign in front makes the look at the first letter void, and no value of a word for none."""
    value = value.strip()
    alone = are_non_values(strings_of([value]))[0]
    if value and value[0].isalnum():
        assert alone == are_non_values(strings_of([f"({value})"]))[0]
