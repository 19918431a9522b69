"""The sandbox's own parts counter, against the standard's corner cases and smsutil."""

from __future__ import annotations

import pytest
import smsutil
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.sandbox.calls.parts import (
    GSM_ALL,
    GSM_BASIC,
    GSM_EXTENSION,
    count_parts,
    needs_ucs2,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("a" * 160, 1, id="GSM alone, full"),
        pytest.param("a" * 161, 2, id="GSM, one too many"),
        pytest.param("a" * 306, 2, id="GSM, two full"),
        pytest.param("a" * 307, 3, id="GSM, three"),
        pytest.param("]" * 80, 1, id="escapes alone, full"),
        pytest.param("]" * 152, 2, id="76 escapes fit a part"),
        pytest.param("]" * 153, 3, id="division would say 2"),
        pytest.param("a" + "]" * 152, 2, id="an odd start uses the last septet"),
        pytest.param("₹" * 70, 1, id="UCS-2 alone, full"),
        pytest.param("₹" * 71, 2, id="UCS-2, one too many"),
        pytest.param("₹" * 134, 2, id="UCS-2, two full"),
        pytest.param("₹" * 135, 3, id="UCS-2, three"),
        pytest.param("😀" * 35, 1, id="emoji alone, full"),
        pytest.param("😀" * 66, 2, id="33 emoji fit a part"),
        pytest.param("😀" * 67, 3, id="division says 2 for emoji too"),
        pytest.param("\r\n" * 80, 1, id="CRLF costs 2"),
        pytest.param("€" * 80, 1, id="euro is an extension"),
    ],
)
def test_parts_are_packed_greedily(text: str, parts: int) -> None:
    assert count_parts(text) == parts


def test_the_alphabet_has_127_characters_and_ten_extensions() -> None:
    assert (len(GSM_BASIC), len(GSM_EXTENSION)) == (127, 10)
    assert GSM_BASIC.isdisjoint(GSM_EXTENSION)


@pytest.mark.parametrize("char", "₹çáíóú`\t\u00a0’“–—…•\u200b\x1b")
def test_one_odd_character_turns_the_message_to_ucs2(char: str) -> None:
    assert needs_ucs2("plain " + char)
    assert count_parts("a" * 70 + char) == 2


def test_type_unicode_bills_a_plain_text_as_ucs2() -> None:
    assert (count_parts("a" * 71), count_parts("a" * 71, as_unicode=True)) == (1, 2)


plain = st.text(st.sampled_from(sorted(GSM_ALL)), max_size=700)
mixed = st.text(st.sampled_from("ab]€₹ह😀👍é\n"), max_size=400)


@given(st.one_of(plain, mixed))
@examples(300)
def test_the_count_agrees_with_smsutil(text: str) -> None:
    assert count_parts(text) == len(smsutil.split(text).parts)
