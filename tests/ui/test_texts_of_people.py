"""Texts of people's making on a page: no link, no sign and no list is made of them."""

from __future__ import annotations

import pytest

from pages.parts.styles.formatting import plain


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("Diwali sale", "Diwali sale", id="a name"),
        pytest.param("Buy 1 -- get 1", "Buy 1 -:small[]- get 1", id="two hyphens"),
        pytest.param("--", "-:small[]-", id="nothing else"),
        pytest.param("a--b", "a--b", id="hyphens that stay"),
        pytest.param("a -> b", r"a -:small[]\> b", id="an arrow"),
        pytest.param("a <-> b", r"a \<:small[]-\> b", id="two heads"),
        pytest.param("x >= 5", r"x \>:small[]= 5", id="at least"),
        pytest.param("https://a.in/b", r"http:small[]s\://a.in/b", id="an address"),
        pytest.param("HTTP://A.IN", r"HTTP:small[]\://A.IN", id="in capitals"),
        pytest.param("see www.a.in", "see www:small[].a.in", id="an address without http"),
        pytest.param("me.you@a.in", "me.you:small[]@a.in", id="a mail address"),
        pytest.param("@a.in", "@a.in", id="a handle"),
        pytest.param("- a", r"\- a", id="as in a list"),
        pytest.param("1. a", r"1\. a", id="as in a numbered list"),
        pytest.param("---", r"\---", id="as a line across"),
        pytest.param("-5 or +91", "-5 or +91", id="signs of numbers"),
        pytest.param("*b* `c` $d$ :e:", r"\*b\* \`c\` \$d\$ \:e\:", id="other signs of Markdown"),
        pytest.param("a\x00b", "ab", id="a character that nobody sees"),
    ],
)
def test_a_text_is_shown_letter_by_letter(text: str, safe: str) -> None:
    assert plain(text) == safe
