"""`match_all` is `match`, only faster; and the flags of values."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.messages.dlt import vectorized
from jetmsg_core.messages.dlt.approved_text import parse_template
from jetmsg_core.messages.dlt.matching import match
from jetmsg_core.messages.dlt.vectorized import match_all

ODD = "ab ,.-'\"\n\\^$*+?()[]{|}#न₹😀\u00a0\u2014\x1c\x85"
pieces = st.text(alphabet=ODD, max_size=5)


@examples(300)
@given(st.lists(pieces, min_size=1, max_size=4), st.lists(pieces, max_size=6), st.data())
def test_many_at_once_match_as_one_by_one(
    literals: list[str], texts: list[str], data: st.DataObject
) -> None:
    template = parse_template("{#var#}".join(text.replace("{", "") for text in literals))
    for _ in range(3):
        values = [data.draw(pieces) for _ in template.variables]
        filled = zip(values, template.literals[1:], strict=True)
        texts.append(template.literals[0] + "".join(v + t for v, t in filled))
        texts.append(texts[-1].replace(" ", "").replace(",", "."))
    matches = match_all(template, texts)
    kinds = [match(template, text).kind.value for text in texts]
    assert matches.exact.tolist() == [kind == "exact" for kind in kinds]
    assert matches.relaxed.tolist() == [kind == "relaxed" for kind in kinds]
    assert matches.none.tolist() == [kind == "none" for kind in kinds]


@pytest.mark.parametrize(
    ("body", "value", "flags"),
    [
        pytest.param("Hi {#var#}!", "a" * 30, "", id="thirty"),
        pytest.param("Hi {#var#}!", "a" * 31, "long", id="thirty-one"),
        pytest.param("Hi {#var#}!", "न" * 40, "long", id="forty characters, not bytes"),
        pytest.param("Hi {#var#}!", "a" * 41, "too_long", id="forty-one"),
        pytest.param("Hi {#var#}{#var#}!", "a" * 60, "", id="sixty in two side by side"),
        pytest.param("Hi {#var#}{#var#}!", "a" * 61, "long", id="sixty-one in two"),
        pytest.param("Hi {#var#}{#var#}!", "a" * 81, "too_long", id="eighty-one in two"),
        pytest.param("Hi " + "{#var#}" * 30, "a" * 1201, "too_long", id="more than RE2 counts to"),
        pytest.param("Hi " + "{#var#}" * 30, "a" * 900, "", id="900 in thirty"),
        pytest.param("Hi {#numeric#}!", "1,250.50", "wrong_type", id="an amount"),
        pytest.param("Hi {#numeric#}!", "1250", "", id="digits"),
        pytest.param("Hi {#numeric#}!", "ten", "wrong_type", id="a word for a number"),
        pytest.param("Hi {#alphanumeric#}!", "Order no. 5", "", id="letters and digits"),
        pytest.param("Hi {#alphanumeric#}!", "ok 😀", "wrong_type", id="an emoji"),
        pytest.param("Hi {#url#}!", "https://a.in/x?y=1", "", id="an address"),
        pytest.param("Hi {#url#}!", "our site", "wrong_type", id="no address"),
        pytest.param("Hi {#cbn#}!", "+91 98765 43210", "", id="a number to call"),
        pytest.param("Hi {#cbn#}!", "the office", "wrong_type", id="no number to call"),
        pytest.param("Hi {#email#}!", "a@b.in", "", id="an e-mail address"),
        pytest.param("Hi {#email#}!", "a at b", "wrong_type", id="no e-mail address"),
    ],
)
def test_values_are_flagged(body: str, value: str, flags: str) -> None:
    matches = match_all(parse_template(body), [f"Hi {value}{'!' if '!' in body else ''}"])
    assert matches.exact.all()
    raised = [name for name in ("too_long", "long", "wrong_type") if getattr(matches, name)[0]]
    assert raised == flags.split()


def test_long_values_of_a_relaxed_match_are_flagged_too() -> None:
    matches = match_all(parse_template("Hi {#var#}."), ["Hi " + "a" * 41, "Hi " + "a" * 31, "Hi a"])
    assert matches.relaxed.all()
    assert matches.too_long.tolist() == [True, False, False]
    assert matches.long.tolist() == [False, True, False]


def test_a_text_that_does_not_match_has_no_flags() -> None:
    matches = match_all(parse_template("Hi {#numeric#}"), ["Bye " + "a" * 99])
    assert matches.none.all()
    assert not (matches.too_long | matches.long | matches.wrong_type).any()


def test_no_texts_have_no_matches() -> None:
    assert match_all(parse_template("Hi {#var#}"), pa.array([], pa.string())).none.tolist() == []


def test_separators_that_stand_in_values_are_not_left_to_re2() -> None:
    words = pa.array([" ".join(["bb", "ccc"] * 30) + str(i) for i in range(2_000)])
    template = parse_template("{#var#} " * 8 + "{#var#}")
    assert vectorized._is_ambiguous(template, words.cast(pa.large_string()))
    begun = time.process_time()
    assert match_all(template, words).exact.all()
    assert time.process_time() - begun < 3  # 0.2 s on a quiet machine, 1.3 s in RE2


def test_texts_are_matched_faster_than_300_000_a_second() -> None:
    many = pa.array([f"Dear Name{i}, order {i} is ready. JETMSG" for i in range(300_000)])
    template = parse_template("Dear {#var#}, order {#numeric#} is ready. JETMSG")
    begun = time.process_time()
    assert match_all(template, many).exact.all()
    assert time.process_time() - begun < 1  # 0.3 s on a quiet machine
