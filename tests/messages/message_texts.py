"""Texts that find mistakes: long, of the characters that change an alphabet or straddle parts."""

from __future__ import annotations

from hypothesis import strategies as st

from jetmsg_core.messages.segments import BASIC, EXTENSION

ODD = "₹’–…•áíóúç`\t\u00a0\u200b\u200d\x1b\x00\x7f\u2028"
JOINING = "\u0301\u0308\u093c\u1161\u11a8"  # é from e, nukta, Hangul vowel and final
INDIC = "नमस्तेক্ষதமிழ்"
ASTRAL = "😀👍🏽👩‍👩‍👧𝒜"
WIDE = ODD + JOINING + INDIC + ASTRAL + "\r\n"

_characters = st.one_of(
    st.sampled_from(BASIC),
    st.sampled_from(EXTENSION),
    st.sampled_from(WIDE),
    st.characters(exclude_categories=["Cs"]),
)


@st.composite
def _runs(draw: st.DrawFn) -> str:
    """A few runs of one character each: lengths near the edges of parts."""
    lengths = st.one_of(
        st.integers(0, 8), st.sampled_from([34, 35, 66, 67, 69, 70, 76, 77, 153, 160])
    )
    runs = draw(st.lists(st.tuples(_characters, lengths), max_size=5))
    return "".join(character * length for character, length in runs)


texts = st.one_of(
    st.text(alphabet=BASIC, max_size=200),
    st.text(alphabet=BASIC + EXTENSION, max_size=200),
    st.text(alphabet=_characters, max_size=80),
    _runs(),
)
