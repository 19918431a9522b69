"""The field of the message: its size as it is written, chips for columns, missing values."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.lists import ContactList
from jetmsg_core.messages.placeholders import placeholders
from jetmsg_core.messages.segments import Encoding, encoding_of, measure
from jetmsg_core.messages.smart_characters import fix_smart_characters, parts_saved
from jetmsg_core.states import Channel
from pages.parts.words import counted, plain
from pages.parts.writing import chosen_channel

CHIPS = 24
LONGEST = 1000
"""Characters of a WhatsApp message."""

STRAYS = 5
MISSING = {"skip": "Leave these people out", "default": "Write this instead"}


def draw_message(chosen: ContactList) -> None:
    st.text_area(
        "Message",
        key="compose.message",
        persist_state="session",
        height=170,
        placeholder="Dear {{name}}, your order is on its way.",
    )
    message = st.session_state.get("compose.message", "")
    if chosen_channel() is Channel.WHATSAPP:
        st.caption(f"{len(message):,} of {LONGEST:,} characters")
    else:
        _draw_size(message)
    _draw_chips(chosen)
    if placeholders(message):
        _draw_missing()


def _draw_size(message: str) -> None:
    if not message:
        st.caption("Press Ctrl+Enter, or click outside the box, to see it on a phone.")
        return
    size = measure(message)
    letters = counted(len(message), "character")
    about = " before names and the like are filled in" if placeholders(message) else ""
    st.caption(f"{letters} · {_alphabet(message)} · {counted(size.parts, 'part')}{about}")
    saved = parts_saved(message)
    if saved > 0:
        st.button(
            f"Replace curly quotes and dashes: saves {counted(saved, 'part')} a person",
            key="compose.plain",
            icon=":material/auto_fix_high:",
            on_click=_make_plain,
            help="The text must still match its DLT template afterwards.",
        )


def _alphabet(message: str) -> str:
    foreign = [c for c in dict.fromkeys(message) if encoding_of(c) is Encoding.UCS2]
    if not foreign:
        return "plain letters (GSM-7)"
    # A few strays are worth naming; a text in Hindi is in Unicode on purpose.
    if len(foreign) > STRAYS or not all(c.isprintable() for c in foreign):
        return "Unicode (UCS-2)"
    return f"Unicode (UCS-2), because of {' '.join(map(plain, foreign))}"


def _make_plain() -> None:
    st.session_state["compose.message"] = fix_smart_characters(st.session_state["compose.message"])


def _draw_chips(chosen: ContactList) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption("Insert", width="content")
        for index, column in enumerate(chosen.columns[:CHIPS]):
            st.button(
                plain(f"{{{{{column}}}}}"),
                key=f"compose.chip.{index}",
                on_click=_insert,
                args=(column,),
                help=f"Each person's own {plain(column)}",
            )


def _insert(column: str) -> None:
    """At the end: the browser does not tell where the cursor stands."""
    message = st.session_state.get("compose.message", "")
    gap = "" if not message or message[-1].isspace() else " "
    st.session_state["compose.message"] = f"{message}{gap}{{{{{column}}}}}"


def _draw_missing() -> None:
    st.segmented_control(
        "When a value is missing",
        list(MISSING),
        default="skip",
        format_func=MISSING.get,
        required=True,
        key="compose.missing",
        persist_state="session",
    )
    if st.session_state.get("compose.missing") == "default":
        st.text_input(
            "Instead of a missing value",
            value="customer",
            key="compose.default",
            persist_state="session",
        )
