"""Which placeholders a text has, which column fills each, and what is refused in words."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.errors import InputError
from jetmsg_core.messages.placeholders import Binding, bind, header_key, placeholders, spans

braces = st.text(alphabet="{}{}{} ab_\n#é", max_size=30)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Hello", (), id="none"),
        pytest.param("Dear {{name}}", ("name",), id="one"),
        pytest.param("{{b}} {{a}} {{b}}", ("b", "a"), id="in order, each once"),
        pytest.param("{{ First Name }}{{first_name}}", ("First Name",), id="as first written"),
        pytest.param("{{Name}} {{NAME}}", ("Name",), id="whatever the case"),
        pytest.param("{{नाम}}", ("नाम",), id="in Hindi"),
        pytest.param("{{first\nname}}", ("first\nname",), id="a header with a line break"),
        pytest.param("{name} {{}} {{ }} {{{name}}}", (), id="nothing that is malformed"),
    ],
)
def test_placeholders_are_listed(body: str, expected: tuple[str, ...]) -> None:
    assert placeholders(body) == expected


@pytest.mark.parametrize(
    "spelling",
    ["firstname", "First Name", "FIRST_NAME", "first-name", " first\u00a0name ", "First\nName"],
)
def test_headers_match_whatever_their_case_and_spaces(spelling: str) -> None:
    assert header_key(spelling) == "firstname"
    assert bind("{{first_name}}", [spelling]).columns == (spelling,)


@pytest.mark.parametrize("other", ["first.name", "firstnames", "first name 2", ""])
def test_other_headers_do_not_match(other: str) -> None:
    assert header_key(other) != "firstname"


def test_a_decomposed_header_matches_a_composed_placeholder() -> None:
    assert bind("{{prénom}}", ["pre\u0301nom"]).columns == ("pre\u0301nom",)


def test_a_body_is_cut_at_its_placeholders() -> None:
    assert bind("Dear {{name}},\r\n{{city}}{{name}}", ["City", "Name"]) == Binding(
        ("Dear ", ",\n", "", ""), ("Name", "City", "Name")
    )
    assert bind("Hello", []) == Binding(("Hello",), ())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(
            "Dear {{name}", "The braces {{ at line 1, character 6", id="one closing brace"
        ),
        pytest.param(
            "Dear {name}}", "The braces }} at line 1, character 11", id="one opening brace"
        ),
        pytest.param("Hi,\nDear {{name", "{{ at line 2, character 6", id="never closed"),
        pytest.param("Dear name}}", "}} at line 1, character 10", id="never opened"),
        pytest.param("Dear {{}}", "{{}} at line 1, character 6", id="empty"),
        pytest.param("Dear {{ }}", "{{ }} at line 1, character 6", id="a space"),
        pytest.param("Dear {{_-}}", "is empty", id="nothing that a header could match"),
        pytest.param("Dear {{{name}}}", "{{ at line 1", id="three braces"),
        pytest.param("Dear {{name}}}", "{{ at line 1", id="three at the end"),
        pytest.param("Dear {{{name}}", "{{ at line 1", id="three at the start"),
        pytest.param("{{name}} and {{na{{me}}}}", "{{ at line 1, character 14", id="nested"),
        pytest.param("{{name}} and }}", "}} at line 1, character 14", id="after a good one"),
    ],
)
def test_broken_braces_are_refused_with_their_place(body: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        bind(body, ["name"])
    assert refusal.value.code == "broken_placeholder"
    assert words in str(refusal.value)
    assert "as in {{name}}" in str(refusal.value)


@pytest.mark.parametrize("body", ["{name}", "a { b } c", ":-} {", "{ {name} }", "{%name%}"])
def test_single_braces_are_ordinary_characters(body: str) -> None:
    assert bind(body, ["name"]).literals == (body,)


@pytest.mark.parametrize("body", ["", " ", "\r\n\t", "\u00a0\u200b\ufeff"])
def test_a_message_with_nothing_to_see_is_refused(body: str) -> None:
    with pytest.raises(InputError, match="The message is empty") as refusal:
        bind(body, ["name"])
    assert refusal.value.code == "empty_message"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InputError, match="line 1, character 4") as refusal:
        bind("Hi \ud83d", [])
    assert refusal.value.code == "broken_character"
    assert str(refusal.value).encode()  # the sentence itself can be printed


@pytest.mark.parametrize(
    "variable",
    [
        "{#var#}",
        "{#numeric#}",
        "{# url #}",
        "{ #var# }",
        "{#var}",
        "{#var#",
        "{#",
        "#}",
        "{#var #}",
    ],
)
def test_a_dlt_variable_is_never_sent_as_it_stands(variable: str) -> None:
    with pytest.raises(InputError, match="line 1, character 6") as refusal:
        bind(f"Dear {variable}", ["var"])
    assert refusal.value.code == "unfilled_variable"
    assert variable in str(refusal.value)


@pytest.mark.parametrize("column", ["Ref #", "# of items", "#", "#no#"])
def test_a_column_with_a_number_sign_is_no_dlt_variable(column: str) -> None:
    assert bind(f"Your {{{{{column}}}}}", [column]).columns == (column,)


@pytest.mark.parametrize(
    ("body", "columns", "sentence"),
    [
        pytest.param(
            "{{nmae}}",
            ["Name", "City"],
            "There is no column for {{nmae}}. The columns are Name, City. Did you mean {{Name}}?",
            id="a slip",
        ),
        pytest.param(
            "{{zzz}}",
            ["Name", "City"],
            "There is no column for {{zzz}}. The columns are Name, City.",
            id="nothing like it",
        ),
        pytest.param(
            "{{nmae}} {{name}} {{citi}}",
            ["name", "City"],
            "There is no column for {{nmae}} or {{citi}}. The columns are name, City. "
            "Did you mean {{name}} and {{City}}?",
            id="all in one go",
        ),
        pytest.param(
            "{{name}}",
            [],
            "There is no column for {{name}}. The contacts have no columns.",
            id="no columns at all",
        ),
    ],
)
def test_an_unknown_placeholder_is_named(body: str, columns: list[str], sentence: str) -> None:
    with pytest.raises(InputError) as refusal:
        bind(body, columns)
    assert refusal.value.code == "unknown_placeholder"
    assert str(refusal.value) == sentence


def test_of_many_columns_only_some_are_listed() -> None:
    with pytest.raises(InputError, match=r"column19 and 180 more\."):
        bind("{{name}}", [f"column{i}" for i in range(200)])


def test_two_columns_for_one_placeholder_are_refused() -> None:
    with pytest.raises(InputError) as refusal:
        bind("{{first name}}", ["First Name", "city", "first_name"])
    assert refusal.value.code == "ambiguous_placeholder"
    assert "2 columns: 'First Name', 'first_name'" in str(refusal.value)


def test_two_columns_alike_do_not_matter_when_unused() -> None:
    assert bind("{{city}}", ["First Name", "city", "first_name"]).columns == ("city",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("Hi", [("Hi", False)], id="no placeholder"),
        pytest.param("{{a}}{{b}}", [("{{a}}", True), ("{{b}}", True)], id="side by side"),
        pytest.param("Hi {{a}}!", [("Hi ", False), ("{{a}}", True), ("!", False)], id="within"),
        pytest.param("{{ }} {{a}", [("{{ }}", False), (" {{a}", False)], id="malformed"),
    ],
)
def test_spans_mark_the_placeholders(body: str, expected: list[tuple[str, bool]]) -> None:
    assert spans(body) == expected


@examples(300)
@given(braces)
def test_spans_joined_are_the_body(body: str) -> None:
    assert "".join(text for text, _ in spans(body)) == body


@examples(500)
@given(braces)
def test_a_bound_body_has_no_double_brace_left_in_its_literals(body: str) -> None:
    try:
        binding = bind(body, list(placeholders(body)))
    except InputError:
        return
    assert not any("{{" in literal or "}}" in literal for literal in binding.literals)
    assert set(binding.columns) == set(placeholders(body))
