"""What is asked of many texts is asked block beside block; no text may be missed or moved."""

from __future__ import annotations

import pytest

from jetmsg_core.messages.arrow import matching, strings_of
from jetmsg_core.messages.bytescan import among

EDGE = 65_536


@pytest.mark.parametrize("count", [0, 1, EDGE, EDGE + 1, 2 * EDGE, 150_000])
def test_a_match_is_found_wherever_it_stands(count: int) -> None:
    positions = [
        position for position in (0, EDGE - 1, EDGE, 2 * EDGE - 1, 149_999) if position < count
    ]
    texts = ["plain"] * count
    for index in positions:
        texts[index] = "see {{name}}"
    mask = matching(strings_of(texts), r"\{\{[a-z]+\}\}")
    assert mask.nonzero()[0].tolist() == positions
    assert len(mask) == count


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([], set(), id="no texts"),
        pytest.param(["plain", "# % * 5"], set(), id="the first signs alone"),
        pytest.param(["a ##b##", "नाम {x}"], {"##", "{"}, id="two of them"),
        pytest.param(["x" * ((1 << 19) - 1) + "*|"], {"*|"}, id="across two blocks"),
        pytest.param(["« and ¤"], {"«"}, id="more bytes than letters"),
    ],
)
def test_pieces_among_many_texts_are_found(texts: list[str], expected: set[str]) -> None:
    sought = ["{", "##", "*|", "«"]
    assert among(strings_of(texts), sought) == expected
    assert among(strings_of(["{##*|«", *texts])[1:], sought) == expected, "of a slice, its own"
