"""The text of each recipient: filled once, never blank by accident, never expanded again."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.errors import InputError
from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.messages.grouping import _composes
from jetmsg_core.messages.non_values import are_non_values
from jetmsg_core.messages.segments import measure_prepared
from jetmsg_core.messages.template import SKIP, Missing, Rendered, render
from jetmsg_core.messages.text import BLANKS, prepare_all, prepare_text

FRIEND = Missing(default="friend")


def people(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=str)


def sent(rendered: Rendered) -> list[str]:
    """The text of each kept contact."""
    return [rendered.distinct[int(index)].as_py() for index in rendered.text_of]


def test_each_contact_gets_its_own_values() -> None:
    contacts = people(Name=["Asha", "Ravi"], City=["Pune", "Delhi"])
    rendered = render("Dear {{name}} of {{city}}, {{name}}!", contacts, missing=SKIP)
    assert sent(rendered) == ["Dear Asha of Pune, Asha!", "Dear Ravi of Delhi, Ravi!"]
    assert rendered.kept.tolist() == [0, 1]
    assert rendered.skipped.tolist() == []
    assert rendered.defaulted == 0


def test_a_static_text_is_held_once_for_all() -> None:
    rendered = render("Hello", people(name=["a", "", "b"]), missing=SKIP)
    assert rendered.distinct.to_pylist() == ["Hello"]
    assert rendered.text_of.tolist() == [0, 0, 0]
    assert rendered.kept.tolist() == [0, 1, 2]


def test_equal_texts_are_one_in_order_of_first_appearance() -> None:
    rendered = render("{{city}}", people(city=["Pune", "Delhi", "Pune ", "Agra"]), missing=SKIP)
    assert rendered.distinct.to_pylist() == ["Pune", "Delhi", "Agra"]
    assert rendered.text_of.tolist() == [0, 1, 0, 2]


@pytest.mark.parametrize(
    ("body", "contacts"),
    [
        pytest.param(
            "{{a}} {{b}}", people(a=["x y", "x"], b=["z", "y z"]), id="the space moves over"
        ),
        pytest.param("{{a}}{{b}}", people(a=["xy", "x"], b=["z", "yz"]), id="side by side"),
        pytest.param(
            "{{a}}AA{{b}}", people(a=["xA", "x"], b=["y", "Ay"]), id="the literal overlaps itself"
        ),
        pytest.param("{{a}}{{b}}{{a}}", people(a=["x", "xx"], b=["xxx", "x"]), id="repeated"),
    ],
)
def test_different_values_with_the_same_text_share_it(body: str, contacts: pd.DataFrame) -> None:
    rendered = render(body, contacts, missing=SKIP)
    assert len(rendered.distinct) == 1
    assert rendered.text_of.tolist() == [0] * len(contacts)


@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", "\t\r\n", "\u200b\ufeff", "\u3000"], ids=ascii
)
def test_a_blank_cell_is_a_missing_value(blank: str) -> None:
    contacts = people(name=["Asha", blank, "Ravi"])
    skipping = render("Dear {{name}}", contacts, missing=SKIP)
    assert sent(skipping) == ["Dear Asha", "Dear Ravi"]
    assert skipping.kept.tolist() == [0, 2]
    assert skipping.skipped.tolist() == [1]
    assert skipping.lacking.tolist() == ["name"]
    with_default = render("Dear {{name}}", contacts, missing=FRIEND)
    assert sent(with_default) == ["Dear Asha", "Dear friend", "Dear Ravi"]
    assert with_default.defaulted == 1
    assert with_default.skipped.tolist() == []


def test_a_null_is_a_missing_value() -> None:
    contacts = pd.DataFrame({"name": pd.Series(["Asha", None], dtype=object)})
    assert render("{{name}}", contacts, missing=SKIP).skipped.tolist() == [1]


def test_the_first_missing_placeholder_of_the_text_is_named() -> None:
    contacts = people(City=["", "Pune", ""], Name=["", "", "Asha"])
    rendered = render("{{name}} {{city}}", contacts, missing=SKIP)
    assert rendered.skipped.tolist() == [0, 1, 2]
    assert rendered.lacking.tolist() == ["Name", "Name", "City"]
    assert len(rendered.distinct) == len(rendered.kept) == 0


def test_a_missing_value_the_text_does_not_use_does_not_matter() -> None:
    rendered = render("{{name}}", people(name=["Asha"], city=[""]), missing=SKIP)
    assert sent(rendered) == ["Asha"]


def test_a_placeholder_may_have_its_own_default() -> None:
    contacts = people(Name=["", "Asha", ""], City=["Pune", "", "Agra"])
    own = Missing(defaults={"NAME": "friend"})
    rendered = render("{{name}} {{city}}", contacts, missing=own)
    assert sent(rendered) == ["friend Pune", "friend Agra"]
    assert rendered.lacking.tolist() == ["City"]
    assert rendered.defaulted == 2
    both = Missing(default="-", defaults={"name": "friend"})
    assert sent(render("{{name}} {{city}}", contacts, missing=both)) == [
        "friend Pune", "Asha -", "friend Agra",
    ]  # fmt: skip


def test_a_default_is_not_counted_for_a_contact_that_is_skipped() -> None:
    own = Missing(defaults={"name": "friend"})
    rendered = render("{{name}} {{city}}", people(name=[""], city=[""]), missing=own)
    assert rendered.defaulted == 0


def test_a_default_equal_to_a_value_shares_its_text() -> None:
    rendered = render("{{name}}", people(name=["", "friend"]), missing=FRIEND)
    assert rendered.distinct.to_pylist() == ["friend"]


@pytest.mark.parametrize("default", ["", "  ", "\u00a0"])
def test_an_empty_default_is_refused(default: str) -> None:
    for make in (lambda: Missing(default=default), lambda: Missing(defaults={"name": default})):
        with pytest.raises(InputError) as refusal:
            make()
        assert refusal.value.code == "empty_default"


@pytest.mark.parametrize("default", ["{{city}}", "city}}", "{#var#}"])
def test_a_default_with_a_placeholder_is_refused(default: str) -> None:
    with pytest.raises(InputError, match="holds a placeholder") as refusal:
        Missing(default=default)
    assert refusal.value.code == "broken_placeholder"


@pytest.mark.parametrize(
    "value", ["{{city}}", "{{name}}", "{{", "}}", "{#var#}", "$1", r"\1", "%s"]
)
def test_a_value_is_never_expanded_again(value: str) -> None:
    contacts = people(name=[value], city=["Pune"])
    assert sent(render("{{name}} {{city}}", contacts, missing=SKIP)) == [f"{value} Pune"]


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        pytest.param("  Asha  Rao \n", "Asha  Rao", id="ends are trimmed, the inside is not"),
        pytest.param("Flat 2\r\nMG Road\rPune", "Flat 2\nMG Road\nPune", id="line breaks are LF"),
        pytest.param("Jose\u0301", "José", id="composed"),
        pytest.param("ക്ഷ\u200d", "ക്ഷ\u200d", id="a joiner at the end is spelling"),
        pytest.param("nan", "nan", id="a word is a word"),
        pytest.param("0", "0", id="zero is a value"),
    ],
)
def test_a_value_is_tidied(value: str, filled: str) -> None:
    rendered = render("<{{name}}>", people(name=[value]), missing=Missing(keep=("name",)))
    assert sent(rendered) == [f"<{filled}>"]


def test_an_accent_composes_with_the_letter_before_the_placeholder() -> None:
    rendered = render("Cafe{{a}}", people(a=["\u0301", "\u0301 x"]), missing=SKIP)
    assert sent(rendered) == ["Café", "Café x"]


def test_the_body_is_prepared() -> None:
    assert sent(render("a\r\ne\u0301", people(n=["1"]), missing=SKIP)) == ["a\né"]


@pytest.mark.parametrize("body", ["Hello", "Dear {{name}}"])
def test_no_contacts_make_no_texts(body: str) -> None:
    rendered = render(body, people(name=[]), missing=SKIP)
    assert len(rendered.distinct) == len(rendered.text_of) == len(rendered.kept) == 0


def test_what_cannot_be_bound_is_refused_before_rendering() -> None:
    with pytest.raises(InputError, match="no column"):
        render("{{nmae}}", people(name=["Asha"]), missing=SKIP)


def test_a_repeated_header_is_ambiguous_only_where_it_is_used() -> None:
    contacts = pd.DataFrame([["a", "b", "c"]], columns=["x", "x", "y"], dtype=str)
    assert sent(render("{{y}}", contacts, missing=SKIP)) == ["c"]
    with pytest.raises(InputError, match="2 columns"):
        render("{{x}}", contacts, missing=SKIP)


def test_only_what_is_known_to_compose_does() -> None:
    """Every character that NFC can join to the one before it, in all of Unicode."""
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            joined = chr(int(parts[1], 16))
            assert _composes(joined) or unicodedata.normalize("NFC", chr(code)) != chr(code)
        assert not unicodedata.combining(chr(code)) or _composes(chr(code))


# Few characters, so that values collide, run into literals and look like placeholders.
values = st.text(alphabet="ab {}\u0301e\r\n\u00a0न", max_size=4) | st.sampled_from(
    ["{{a}}", "{{b}}"]
)
literals = st.text(alphabet="ab e\u0301\nन", max_size=3)
bodies = st.builds(
    lambda pieces, last: "".join(text + hole for text, hole in pieces) + last,
    st.lists(
        st.tuples(literals, st.sampled_from(["{{a}}", "{{ B }}", "{{a}}", "{{c}}"])), max_size=4
    ),
    literals,
).filter(lambda body: body.strip(BLANKS))
tables = st.lists(st.tuples(values, values, values), max_size=12)
choices = st.sampled_from([SKIP, FRIEND, Missing(defaults={"a": "ab"}), Missing("a", {"b": "b"})])


def expected_text(body: str, row: dict[str, str], missing: Missing) -> str | None:
    """One text the slow way: the oracle."""
    values = {column: value.strip(BLANKS) for column, value in row.items()}
    is_no_value = are_non_values(strings_of([*values.values()]))
    filled = {
        column: prepare_text("" if is_nothing else value) or missing.value_for(column)
        for (column, value), is_nothing in zip(values.items(), is_no_value, strict=True)
    }
    used = [name.strip().lower() for name in re.findall(r"\{\{(.*?)\}\}", body)]
    if any(filled[name] is None for name in used):
        return None
    text = re.sub(r"\{\{(.*?)\}\}", lambda hole: str(filled[hole[1].strip().lower()]), body)
    return prepare_text(text)


@examples(500)
@given(bodies, tables, choices)
def test_columns_are_rendered_as_rows_would_be(
    body: str, rows: list[tuple[str, str, str]], missing: Missing
) -> None:
    contacts = pd.DataFrame(rows, columns=["a", "b", "c"], dtype=str)
    one_by_one = [expected_text(body, row, missing) for row in contacts.to_dict("records")]
    rendered = render(body, contacts, missing=missing)
    assert sent(rendered) == [text for text in one_by_one if text is not None]
    assert rendered.kept.tolist() == [i for i, text in enumerate(one_by_one) if text is not None]
    assert rendered.skipped.tolist() == [i for i, text in enumerate(one_by_one) if text is None]
    assert rendered.distinct.to_pylist() == list(dict.fromkeys(sent(rendered)))
    assert all(
        map(
            np.array_equal,
            measure_prepared(rendered.distinct),
            measure_prepared(prepare_all(rendered.distinct)),
        )
    )


@examples(200)
@given(bodies, st.integers(1, 5))
def test_nothing_is_sent_with_an_unfilled_placeholder(body: str, rows: int) -> None:
    contacts = people(a=["x"] * 2 * rows, b=["y", ""] * rows, c=["z"] * 2 * rows)
    for missing in (SKIP, FRIEND):
        for text in sent(render(body, contacts, missing=missing)):
            assert "{{" not in text
            assert "}}" not in text
