"""What is looked for in all bytes of a text is found wherever it stands."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.reading import scans
from jetmsg_core.contacts.reading.scans import count_line_ends, has_lone_returns, holds

NEEDLES = (b"Err:5", "\ufffd".encode(), b"\r\n")
TEXTS = st.lists(st.sampled_from([*NEEDLES, b"\r", b"\n", b"E", b"5", b"Err:", b"\xef"]))


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
@examples(200)
@given(TEXTS.map(b"".join), st.integers(0, 20))
def test_blocks_find_what_bytes_find(block: int, text: bytes, start: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scans, "_BLOCK", block)
        assert count_line_ends(text, start) == text.count(b"\n", start)
        assert has_lone_returns(text) == (text.count(b"\r") != text.count(b"\r\n"))
        assert [holds(text, needle) for needle in NEEDLES] == [needle in text for needle in NEEDLES]


@pytest.mark.parametrize("position", [0, (1 << 18) - 3, 1 << 18, (1 << 19) + 5])
def test_nothing_hides_at_the_end_of_a_block(position: int) -> None:
    text = b"x" * position + b"Err:502" + b"\rx" + b"y" * position
    assert holds(text, b"Err:5")
    assert has_lone_returns(text)
    assert not holds(text.replace(b":", b";"), b"Err:5")
