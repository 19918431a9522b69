"""Sizes of single texts: the alphabets, the edges of parts, pairs that must not straddle."""

from __future__ import annotations

import pytest
import smsutil
from examples import examples
from hypothesis import example, given
from message_texts import texts

from jetmsg_core.messages.segments import (
    BASIC,
    EXTENSION,
    Encoding,
    SegmentSizes,
    measure,
)
from jetmsg_core.messages.text import prepare_text

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", (GSM7, 0, 0), id="nothing takes no part"),
        pytest.param("a", (GSM7, 1, 1), id="one letter"),
        pytest.param("a" * 160, (GSM7, 160, 1), id="a full single part"),
        pytest.param("a" * 161, (GSM7, 161, 2), id="one more"),
        pytest.param("a" * 306, (GSM7, 306, 2), id="two full parts"),
        pytest.param("a" * 307, (GSM7, 307, 3), id="one more than two"),
        pytest.param("]" * 80, (GSM7, 160, 1), id="escape pairs fill a single part"),
        pytest.param("]" * 81, (GSM7, 162, 2), id="one pair more"),
        pytest.param("]" * 152, (GSM7, 304, 2), id="76 pairs a part, one septet left over"),
        pytest.param("]" * 153, (GSM7, 306, 3), id="division would say 2"),
        pytest.param("a" + "]" * 152, (GSM7, 305, 2), id="an odd letter fills the septet"),
        pytest.param("a" * 152 + "€" + "a" * 152, (GSM7, 306, 3), id="one straddling pair"),
        pytest.param("a" * 151 + "€" + "a" * 153, (GSM7, 306, 2), id="a pair that just fits"),
        pytest.param("न" * 70, (UCS2, 70, 1), id="a full Hindi part"),
        pytest.param("न" * 71, (UCS2, 71, 2), id="one more in Hindi"),
        pytest.param("न" * 134, (UCS2, 134, 2), id="two full Hindi parts"),
        pytest.param("न" * 135, (UCS2, 135, 3), id="one more than two in Hindi"),
        pytest.param("😀" * 35, (UCS2, 70, 1), id="emoji fill a single part"),
        pytest.param("😀" * 36, (UCS2, 72, 2), id="one emoji more"),
        pytest.param("😀" * 66, (UCS2, 132, 2), id="33 emoji a part, one unit left over"),
        pytest.param("😀" * 67, (UCS2, 134, 3), id="division would say 2 of emoji"),
        pytest.param("न" + "😀" * 66, (UCS2, 133, 2), id="an odd letter fills the unit"),
        pytest.param("]" * 69 + "₹", (UCS2, 70, 1), id="brackets cost one in UCS-2"),
        pytest.param("a\r\nb", (GSM7, 3, 1), id="CRLF is one line break"),
        pytest.param("a\rb", (GSM7, 3, 1), id="a lone CR is one too"),
        pytest.param("cafe\u0301", (GSM7, 4, 1), id="decomposed é is é"),
        pytest.param("\u2126", (GSM7, 1, 1), id="the ohm sign is Ω"),
        pytest.param("नमस्ते", (UCS2, 6, 1), id="each vowel sign counts"),
    ],
)
def test_a_text_has_this_size(text: str, expected: tuple[Encoding, int, int]) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize("character", BASIC)
def test_a_basic_character_is_one_septet(character: str) -> None:
    assert measure(character) == (GSM7, 1, 1)


@pytest.mark.parametrize("character", EXTENSION)
def test_an_extension_character_is_two_septets(character: str) -> None:
    assert measure(character) == (GSM7, 2, 1)


@pytest.mark.parametrize("character", "₹çáíóú`\t\u00a0‘’“”–—…•\u200b\u200d\x1b\x00\x7f\ufeffÀÁÊ°")
def test_one_foreign_character_makes_the_whole_text_ucs2(character: str) -> None:
    assert measure("hello " + character) == (UCS2, 7, 1)
    assert measure("hello Ç").encoding is GSM7  # though ç is not in GSM-7, Ç is


def test_the_basic_table_has_the_126_codes_that_are_neither_escape_nor_cr() -> None:
    assert len(set(BASIC)) == len(BASIC) == 126
    assert len(set(EXTENSION)) == 10


def test_encodings_print_as_the_public_names() -> None:
    assert [str(encoding) for encoding in Encoding] == ["GSM-7", "UCS-2"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("a" * 160, 1, id="alone as usual"),
        pytest.param("a" * 304, 2, id="two parts of 152"),
        pytest.param("a" * 305, 3, id="one more than 304"),
        pytest.param("न" * 128, 2, id="two parts of 64"),
        pytest.param("न" * 129, 3, id="one more than 128"),
        pytest.param("]" * 152, 2, id="pairs fill 152 without a rest"),
    ],
)
def test_sizes_are_settings(text: str, parts: int) -> None:
    assert measure(text, SegmentSizes(gsm7_part=152, ucs2_part=64)).parts == parts


def test_a_part_too_small_for_a_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pair"):
        SegmentSizes(gsm7_part=1)


def oracle(text: str) -> tuple[Encoding, int, int]:
    """smsutil's answer. It differs on purpose from ours in four things: it takes the escape
    itself for a GSM-7 character, counts CR, does not compose, and gives an empty text one
    part. So it is asked about prepared texts without U+001B."""
    split = smsutil.split(text)
    if split.encoding == "gsm0338":
        return GSM7, split.total_bytes, len(split.parts)
    return UCS2, split.total_bytes // 2, len(split.parts)


@examples(400)
@given(texts)
@example("]" * 153)
@example("😀" * 67)
def test_sizes_agree_with_smsutil(text: str) -> None:
    text = prepare_text(text).replace("\x1b", "")
    assert measure(text) == (oracle(text) if text else (GSM7, 0, 0))


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        pytest.param("", (GSM7, 0, 0), (UCS2, 0, 1), id="an empty text"),
        pytest.param("\x1b", (UCS2, 1, 1), (GSM7, 1, 1), id="the escape itself"),
        pytest.param("\r\n", (GSM7, 1, 1), (GSM7, 2, 1), id="CRLF"),
        pytest.param("e\u0301", (GSM7, 1, 1), (UCS2, 2, 1), id="a decomposed letter"),
    ],
)
def test_where_smsutil_differs(text: str, ours: object, theirs: object) -> None:
    assert measure(text) == ours
    assert oracle(text) == theirs


@examples(200)
@given(texts)
def test_preparing_twice_changes_nothing(text: str) -> None:
    once = prepare_text(text)
    assert prepare_text(once) == once
    assert "\r" not in once
    assert measure(once) == measure(text)
