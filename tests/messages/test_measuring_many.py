"""Many texts at once are measured as `measure` does it, only faster."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from message_texts import texts

from jetmsg_core.errors import InputError
from jetmsg_core.messages import bytescan
from jetmsg_core.messages.arrow import Texts, as_strings
from jetmsg_core.messages.segments import (
    STANDARD,
    Encoding,
    SegmentSizes,
    Sizes,
    measure,
    measure_prepared,
)
from jetmsg_core.messages.text import prepare_all

SAMPLE = ["", "plain", "]" * 153, "😀" * 67, "a\r\nb", "€" * 80, "₹", "cafe\u0301", "`", "नमस्ते"]


def measure_all(many: Texts, sizes: SegmentSizes = STANDARD) -> Sizes:
    return measure_prepared(prepare_all(as_strings(many)), sizes)


def one_by_one(many: Sequence[str], sizes: SegmentSizes) -> list[tuple[bool, int, int]]:
    single = [measure(text, sizes) for text in many]
    return [(size.encoding is Encoding.UCS2, size.units, size.parts) for size in single]


def together(many: Texts, sizes: SegmentSizes) -> list[tuple[bool, int, int]]:
    return list(zip(*(column.tolist() for column in measure_all(many, sizes)), strict=True))


some_sizes = st.builds(
    SegmentSizes, *(st.integers(2, largest) for largest in (160, 153, 70, 67))
) | st.just(SegmentSizes())


@examples(400)
@given(st.lists(texts, max_size=8), some_sizes)
def test_many_at_once_are_measured_as_one_by_one(many: list[str], sizes: SegmentSizes) -> None:
    assert together(many, sizes) == one_by_one(many, sizes)


@examples(50)
@given(st.lists(texts, max_size=30), st.integers(1, 50))
def test_blocks_may_be_cut_anywhere(many: list[str], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bytescan, "_BLOCK", block)
        assert together(many, SegmentSizes()) == one_by_one(many, SegmentSizes())


@pytest.mark.parametrize(
    "many",
    [
        pytest.param(SAMPLE, id="a list"),
        pytest.param(pd.Series(SAMPLE), id="a pandas series"),
        pytest.param(pd.Series(SAMPLE, dtype=object), id="a series of objects"),
        pytest.param(pd.Series(SAMPLE, dtype="category"), id="a categorical series"),
        pytest.param(pd.Series(["first", *SAMPLE])[1:], id="a slice of a series"),
        pytest.param(pa.array(SAMPLE), id="an Arrow array with 32-bit offsets"),
        pytest.param(pa.array(["first", *SAMPLE], pa.large_string())[1:], id="an Arrow slice"),
        pytest.param(pa.chunked_array([SAMPLE[:3], SAMPLE[3:]]), id="chunks"),
        pytest.param(pa.array(SAMPLE).dictionary_encode(), id="a dictionary"),
    ],
)
def test_texts_may_come_in_any_shape(many: Texts) -> None:
    assert together(many, SegmentSizes()) == one_by_one(SAMPLE, SegmentSizes())


@pytest.mark.parametrize("many", [[], pd.Series([], dtype=str), pa.array([], pa.string())])
def test_no_texts_have_no_sizes(many: Texts) -> None:
    sizes = measure_all(many)
    assert [column.dtype for column in sizes] == [np.bool_, np.int32, np.int32]
    assert [len(column) for column in sizes] == [0, 0, 0]


def test_a_missing_text_is_an_empty_one() -> None:
    assert as_strings(pd.Series(["a", None], dtype=object)).to_pylist() == ["a", ""]


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="half a character") as refusal:
        measure_all(["fine", "\ud83d"])
    assert refusal.value.code == "broken_character"


def test_plain_texts_are_measured_faster_than_600_000_a_second() -> None:
    many = pa.array([f"Your order {i} is ready. Show this message." for i in range(300_000)])
    begun = time.process_time()
    measure_all(many)
    assert time.process_time() - begun < 0.5  # 0.07 s on a quiet machine
