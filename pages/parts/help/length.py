"""Parts and Unicode: how long a message is, counted as for a campaign."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.messages.segments import Encoding, SegmentSizes, Size, measure
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.help.contents import draw_head
from pages.parts.page.help_links import HelpTopic
from pages.parts.styles.formatting import counted

ALPHABETS = {Encoding.GSM7: "Plain letters (GSM-7)", Encoding.UCS2: "Unicode (UCS-2)"}
ENGLISH = "Dear Asha, your order of Rs.450 is ready. Pick it up from our shop by 9 pm. JETMSG"
HINDI = "प्रिय आशा, आपका ₹450 का ऑर्डर तैयार है। कृपया रात 9 बजे तक हमारी दुकान से ले जाएँ। JETMSG"
EXAMPLES = {"English": ENGLISH, "Hindi": HINDI}
PEOPLE = 1_000
LONGEST = 1_000


def draw_parts(settings: Settings) -> None:
    """This draws how parts are counted, and two texts with a counter to try."""
    draw_head(HelpTopic.PARTS)
    sizes = SegmentSizes(*settings.part_sizes)
    st.markdown(
        "A long text travels as several SMS, which the phone joins. Each is a **part**, and each "
        "part costs a credit. How much fits depends on the letters: one letter outside the plain "
        "alphabet, such as ₹, ’ or any in Hindi, turns the whole message into Unicode."
    )
    st.table(
        {
            "Letters": list(ALPHABETS.values()),
            "One part holds": [with_commas(sizes.of(alphabet)[0]) for alphabet in ALPHABETS],
            "Each of several": [with_commas(sizes.of(alphabet)[1]) for alphabet in ALPHABETS],
        },
        border="horizontal",
        hide_index=True,
        alt="How much a part holds",
    )
    st.markdown(
        "`^ { } [ ] ~ | \\` and € count as two in plain letters; an emoji counts as two or more "
        "in Unicode. Names and other values are counted for each person, after they are filled "
        "in. **Try it:**"
    )
    with st.grid(2, min_column_width=280):
        for language, example in EXAMPLES.items():
            with st.container(border=True, height="stretch"):
                _draw_counter(language, example, sizes)


def _draw_counter(language: str, example: str, sizes: SegmentSizes) -> None:
    text = st.text_area(
        f"A message in {language}",
        example,
        key=f"help.text.{language.lower()}",
        height=130,
        max_chars=LONGEST,
    )
    size = measure(text, sizes)
    st.markdown(f"{ALPHABETS[size.encoding]} · **{counted(size.parts, 'part')}**")
    st.caption(f"{_room(size, sizes)} To {with_commas(PEOPLE)} people: {_cost(size)}.")


def _room(size: Size, sizes: SegmentSizes) -> str:
    single, joined = sizes.of(size.encoding)
    room = single if size.parts <= 1 else joined * size.parts
    return f"{with_commas(size.units)} of {with_commas(room)} used."


def _cost(size: Size) -> str:
    return counted(size.parts * PEOPLE, "credit")
