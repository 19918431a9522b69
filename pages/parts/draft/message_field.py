"""The field of the message: its size as it is written, its placeholders, chips for columns, and
what happens where a value is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.messages.blank_lines import blank_lines_sentence, without_blank_lines
from jetmsg_core.messages.placeholders import (
    fixed_text,
    header_key,
    placeholders,
    rename,
    spans,
    unknown,
)
from jetmsg_core.messages.segments import Encoding, SegmentSizes, encoding_of, measure
from jetmsg_core.messages.smart_characters import (
    fix_smart_characters,
    in_words,
    parts_saved,
    smart_characters,
)
from jetmsg_core.messages.spellings.find import spellings
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from pages.parts.draft.inserts import draw_inserts
from pages.parts.draft.open_draft import current, set_choices, widget_value
from pages.parts.draft.spellings import draw_changes
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import segments

CHIPS = 24
LONGEST = 1000
"""Characters of a WhatsApp message."""

STRAYS = 5
STILL_MATCH = "The text must still match its DLT template afterwards."
PARTS = with_more("A long text travels in parts, and each costs a credit.", HelpTopic.PARTS)
MISSING = {"skip": "Leave these people out", "default": "Write this instead"}


def draw_message(settings: Settings, choices: Choices, columns: Sequence[str]) -> None:
    """This draws the field of the message, its size, and what in it needs to be looked at."""
    st.text_area(
        "Message",
        widget_value("compose.message", choices.message),
        key="compose.message",
        height=170,
        placeholder="Dear {{name}}, your order is on its way.",
    )
    with st.container():
        _draw_about(settings, choices, columns)
    if placeholders(choices.message):
        _draw_missing(choices)


def _draw_about(settings: Settings, choices: Choices, columns: Sequence[str]) -> None:
    """What comes and goes under the field as it is written, and moves no field below."""
    message = choices.message
    if choices.channel is Channel.WHATSAPP:
        more = ", plus names and other values" if placeholders(message) else ""
        st.caption(
            f"{with_commas(len(fixed_text(message)))} of {with_commas(LONGEST)} characters{more}"
        )
    else:
        _draw_size(message, SegmentSizes(*settings.part_sizes))
    if sentence := blank_lines_sentence(message):
        st.warning(sentence, icon=":material/wrap_text:")
        draw_trim(key="compose.trim")
    if placeholders(message):
        _draw_highlighted(message, columns)
    foreign = [
        spelling
        for spelling in spellings(message, columns)
        if spelling.text not in choices.keep_text
    ]
    draw_changes(foreign, columns, key="compose.respell")
    _draw_chips(columns)


def _draw_size(message: str, sizes: SegmentSizes) -> None:
    if not message:
        st.caption("It is saved, and shown on a phone, as you type.")
        return
    fixed = fixed_text(message)
    size = measure(fixed, sizes)
    letters = f"{counted(len(fixed), 'character')} · {_alphabet(fixed)}"
    if placeholders(message):
        parts = counted(max(1, size.parts), "part")
        st.caption(f"At least {letters} · **{parts}**, plus names and other values", help=PARTS)
    else:
        single, part = sizes.of(size.encoding)
        room = single if size.parts == 1 else part * size.parts
        parts = counted(size.parts, "part")
        used = f"{with_commas(size.units)} of {with_commas(room)}"
        st.caption(f"{letters} · **{parts}** · {used}", help=PARTS)
    saved = parts_saved(fixed, sizes)
    if saved > 0:
        st.button(
            f"Write {in_words(smart_characters(fixed))}: saves {counted(saved, 'part')} a person",
            key="compose.plain",
            icon=":material/auto_fix_high:",
            on_click=make_plain,
            help=STILL_MATCH,
        )


def _alphabet(message: str) -> str:
    foreign = [c for c in dict.fromkeys(message) if encoding_of(c) is Encoding.UCS2]
    if not foreign:
        return "plain letters (GSM-7)"
    # A few strays are worth naming; a text in Hindi is in Unicode on purpose.
    if len(foreign) > STRAYS or not all(c.isprintable() for c in foreign):
        return "Unicode (UCS-2)"
    return f"Unicode (UCS-2), because of {' '.join(map(plain, foreign))}"


def make_plain() -> None:
    """A callback writes ₹, curly quotes and the like of the message as plain letters."""
    now = current()
    set_choices(replace(now, message=fix_smart_characters(now.message)))


def draw_trim(*, key: str) -> None:
    """This draws the button that takes the blank lines from the ends of the message."""
    st.button(
        "Remove the blank lines",
        key=key,
        icon=":material/vertical_align_center:",
        on_click=_trim,
    )


def _trim() -> None:
    now = current()
    set_choices(replace(now, message=without_blank_lines(now.message)))


def _draw_highlighted(message: str, columns: Sequence[str]) -> None:
    """The message again, with its placeholders in colour: those no column fills in red."""
    strange = unknown(message, columns)
    keys = {header_key(name) for name in strange}
    with st.container(border=True, key="compose.highlighted", gap="xsmall"):
        st.markdown("".join(_coloured(span, marks, keys) for span, marks in spans(message)))
        for index, (name, guess) in enumerate(strange.items()):
            if guess is not None:
                st.button(
                    f"{plain(f'{{{{{name}}}}}')}: did you mean {plain(f'{{{{{guess}}}}}')}?",
                    key=f"compose.meant.{index}",
                    icon=":material/spellcheck:",
                    on_click=_rename,
                    args=(name, guess),
                )


def _coloured(span: str, is_placeholder: bool, strange: set[str]) -> str:
    if not is_placeholder:
        return "  \n".join(plain_with_ends(line) for line in span.split("\n"))
    name = span[2:-2].strip()
    return f":{'red' if header_key(name) in strange else 'blue'}-badge[{plain(name)}]"


def plain_with_ends(line: str) -> str:
    """The line is made safe as by `plain`, with the spaces at its ends kept."""
    inside = plain(line)
    lead = " " if line[:1].isspace() else ""
    return f"{lead}{inside}{' ' if inside and line[-1:].isspace() else ''}"


def _rename(name: str, column: str) -> None:
    now = current()
    set_choices(replace(now, message=rename(now.message, name, column)))


def _draw_chips(columns: Sequence[str]) -> None:
    texts = {column: f"{{{{{column}}}}}" for column in columns[:CHIPS]}
    draw_inserts(texts, into="compose.message", key="compose", at_end=_insert)


def _insert(column: str) -> None:
    """At the end: without its script the browser does not tell where the cursor stands."""
    now = current()
    gap = "" if not now.message or now.message[-1].isspace() else " "
    set_choices(replace(now, message=f"{now.message}{gap}{{{{{column}}}}}"))


def _draw_missing(choices: Choices) -> None:
    st.segmented_control(
        "When a value is missing",
        list(MISSING),
        default=widget_value("compose.missing", "default" if choices.fill_in else "skip"),
        format_func=segments(MISSING),
        required=True,
        key="compose.missing",
    )
    if choices.fill_in:
        default = widget_value("compose.default", choices.default)
        st.text_input("Instead of a missing value", default, key="compose.default", live=PAUSE)
