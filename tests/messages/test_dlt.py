"""DLT templates: their variables, whether a text matches, and where it first does not."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.errors import InputError
from jetmsg_core.messages.dlt.approved_text import (
    DltTemplate,
    Variable,
    VariableKind,
    parse_template,
    relaxed,
    squeeze,
)
from jetmsg_core.messages.dlt.matching import THE_END, Difference, MatchKind, assign, match
from jetmsg_core.messages.text import prepare_text

BODY = "Dear {#var#}, your order {#numeric#} is ready. JETMSG"


@pytest.mark.parametrize(
    ("body", "variables"),
    [
        pytest.param("Hello all", [], id="none"),
        pytest.param("Hi {#var#}", [(VariableKind.VAR, 1)], id="one"),
        pytest.param("Hi {# var #}", [(VariableKind.VAR, 1)], id="with spaces inside"),
        pytest.param("Hi {#VAR#}", [(VariableKind.VAR, 1)], id="in capitals"),
        pytest.param(
            "{#var#}{#var#}{#var#}!", [(VariableKind.VAR, 3)], id="three side by side are one"
        ),
        pytest.param("{#var#} {#var#}", [(VariableKind.VAR, 1)] * 2, id="a space keeps them apart"),
        pytest.param("{#numeric#}{#url#}", [(VariableKind.VAR, 2)], id="of two types, any text"),
        pytest.param(
            "{#number#}-{#urlott#}",
            [(VariableKind.NUMERIC, 1), (VariableKind.URL, 1)],
            id="two names",
        ),
        pytest.param(
            "{#cbn#} {#email#}",
            [(VariableKind.CBN, 1), (VariableKind.EMAIL, 1)],
            id="call-back, email",
        ),
        pytest.param("Hi {{name}} {#var#}", [(VariableKind.VAR, 1)] * 2, id="a column beside it"),
        pytest.param("50 {# off", [], id="no variable at all"),
    ],
)
def test_a_template_has_these_variables(
    body: str, variables: list[tuple[VariableKind, int]]
) -> None:
    template = parse_template(body)
    assert template.variables == tuple(Variable(*variable) for variable in variables)
    assert len(template.literals) == len(variables) + 1


def test_a_variable_that_dlt_does_not_know_is_refused() -> None:
    with pytest.raises(InputError, match=r"no variable \{#name#\}") as refusal:
        parse_template("Hi {#name#}")
    assert refusal.value.code == "unknown_variable"


def fill(template: DltTemplate, values: Sequence[str]) -> str:
    """The template's text with a value for each variable."""
    pairs = zip(values, template.literals[1:], strict=True)
    return template.literals[0] + "".join(value + literal for value, literal in pairs)


def test_filling_a_template_gives_a_text_that_matches_it() -> None:
    template = parse_template(BODY)
    text = fill(template, ["Asha", "17"])
    assert text == "Dear Asha, your order 17 is ready. JETMSG"
    assert match(template, text).values == ("Asha", "17")


@pytest.mark.parametrize(
    ("text", "kind", "difference"),
    [
        pytest.param("Dear A, your order 1 is ready. JETMSG", "exact", None, id="exact"),
        pytest.param("Dear , your order  is ready. JETMSG", "exact", None, id="empty values"),
        pytest.param("Dear न, your order 1 is ready. JETMSG", "exact", None, id="Hindi value"),
        pytest.param(
            "Dear A your order 1 is ready - JETMSG",
            "relaxed",
            (6, ", your order ", "A your order 1 is re"),
            id="without the comma",
        ),
        pytest.param(
            "Dear A, your order 1 is ready. JETMSG ",
            "relaxed",
            (38, THE_END, " "),
            id="a space too many at the end",
        ),
        pytest.param(
            "Dear A, your order 1 is not ready. JETMSG",
            "none",
            (25, "ready. JETMSG", "not ready. JETMSG"),
            id="a word more",
        ),
        pytest.param(
            "dear A, your order 1 is ready. JETMSG",
            "none",
            (1, "Dear ", "dear A, your order 1"),
            id="case counts",
        ),
        pytest.param(
            "Dear A, your order 1 is ready. JETMSG!!! Visit",
            "none",
            (38, THE_END, "!!! Visit"),
            id="words after the end",
        ),
        pytest.param("", "none", (1, "Dear ", ""), id="empty"),
    ],
)
def test_a_text_matches_or_shows_the_first_difference(
    text: str, kind: str, difference: tuple[int, str, str] | None
) -> None:
    matched = match(parse_template(BODY), text)
    assert matched.kind == kind
    assert matched.difference == (difference and Difference(*difference))


def test_a_template_without_variables_takes_its_own_text_only() -> None:
    template = parse_template("Shop closed today.")
    assert match(template, "Shop closed today.").kind is MatchKind.EXACT
    assert match(template, "Shop closed today").kind is MatchKind.RELAXED
    assert match(template, "Shop closed").kind is MatchKind.NONE
    assert match(template, "Shop closed").difference == (12, " today.", "")


def test_values_are_cut_within_the_limits_when_there_is_a_way() -> None:
    template = parse_template("{#var#} and {#var#}")
    long = "a" * 25
    assert match(template, f"x and {long} and y").values == ("x", f"{long} and y")
    # Shortest first would leave 35 characters to the second variable; so the first takes more.
    assert match(template, f"x and {long} and {long}").values == (f"x and {long}", long)


def test_a_squeezed_template_loses_separators_of_punctuation() -> None:
    assert squeeze("Rs. 5, “ok”\u00a0-\n₹") == "Rs5ok₹"
    assert relaxed(parse_template("A {#var#}, {#var#}.")).variables == (
        Variable(VariableKind.VAR, 2),
    )


words = st.text(alphabet="ab ,.न", max_size=6)


@given(st.lists(words, min_size=1, max_size=5), st.data())
def test_a_filled_template_always_matches_and_its_values_give_the_text_back(
    literals: list[str], data: st.DataObject
) -> None:
    template = parse_template("{#var#}".join(literals))
    values = [data.draw(st.text(alphabet="ab ,नx", max_size=12)) for _ in template.variables]
    text = prepare_text(fill(template, values))
    matched = match(template, text)
    assert matched.kind is MatchKind.EXACT
    assert fill(template, matched.values) == text
    assert all(len(v) <= max(12, len(text)) for v in matched.values)


@given(st.text(alphabet="ab ", max_size=14), st.integers(0, 6), st.lists(words, max_size=4))
def test_assigning_agrees_with_trying_every_way(text: str, limit: int, middle: list[str]) -> None:
    template = parse_template("{#var#}" + "".join(f"{word or ' '}{{#var#}}" for word in middle))
    limits = [limit] * len(template.variables)
    values = assign(template, text, limits)
    assert (values is not None) == _some_way(template.literals, text, limit)
    assert values is None or fill(template, values) == text


def _some_way(literals: tuple[str, ...], text: str, limit: int) -> bool:
    if not text.startswith(literals[0]):
        return False
    rest = text[len(literals[0]) :]
    if len(literals) == 1:
        return not rest
    ends = range(min(limit, len(rest)) + 1)
    return any(_some_way(literals[1:], rest[end:], limit) for end in ends)


def test_a_text_of_separators_takes_no_time() -> None:
    template = parse_template("{#var#} " * 12 + "{#var#}z")
    begun = time.process_time()
    for _ in range(100):
        assert match(template, "a " * 500 + "?").kind is MatchKind.NONE
    assert time.process_time() - begun < 5  # 0.1 s on a quiet machine; backtracking never ends
