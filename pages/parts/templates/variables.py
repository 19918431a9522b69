"""What fills each variable of an approved text, beside the message that comes of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from jetmsg_core import lists, templates
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from jetmsg_core.messages.placeholders import fixed_text, placeholders
from jetmsg_core.messages.segments import Encoding, measure
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import Fill, FixedText, FromColumn, Template
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.flash import is_new, say, say_unless_told
from pages.parts.page.live import draw_alone
from pages.parts.page.sentences import refusal
from pages.parts.shared.phones import PHONE_WIDTH, draw_bubble
from pages.parts.shared.variables_shown import variables_shown
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import segments
from pages.parts.templates.head import OUTCOME

KINDS = {"column": "A column", "text": "The same for all"}
REFUSED = "templates.unfilled"
NOT_YET = FixedText("____")
LISTS_ASKED = 20


def draw_variables(settings: Settings, template: Template) -> None:
    """The part is drawn alone: the message beside follows each choice at once. What was saved is
    of the whole page, so that is drawn again then."""
    if not may(Permission.PREPARE):
        _draw_phone(template, template.fills)
        return

    def mapping() -> bool:
        """This draws the fields of the variables beside the phone, and returns whether something
        was saved."""
        left, right = st.columns([3, 2], gap="large")
        with left:
            fills = _ask(settings, template)
        with right:
            _draw_phone(template, fills)
        return is_new(OUTCOME)

    draw_alone(mapping, key="templates.variables")


def _ask(settings: Settings, template: Template) -> tuple[Fill, ...]:
    variables = templates.variables(template.body)
    if not variables:
        st.markdown("This text has no DLT variables. It is sent as it is.")
        return ()
    columns = _columns(settings, template)
    fills = tuple(
        _ask_one(template, index, around, columns)
        for index, around in enumerate(variables_shown(template.body))
    )
    st.button(
        "Save variables",
        type="primary",
        icon=":material/save:",
        key="templates.fill",
        on_click=_save,
        args=(settings, template),
    )
    if refused := st.session_state.pop(REFUSED, None):
        refusal(refused)
    return fills


def _ask_one(template: Template, index: int, around: str, columns: list[str]) -> Fill:
    before = template.fills[index]
    key = f"{template.id}.{template.version}.{index}"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{index + 1}**   {around}")
        kind, value = st.columns(2, vertical_alignment="center")
        with kind:
            chosen = st.segmented_control(
                f"Variable {index + 1} is filled from",
                list(KINDS),
                default="text" if isinstance(before, FixedText) else "column",
                format_func=segments(KINDS),
                required=True,
                key=f"templates.kind.{key}",
                label_visibility="collapsed",
            )
        with value:
            if chosen == "text":
                words = st.text_input(
                    f"Words for variable {index + 1}",
                    value=before.text if isinstance(before, FixedText) else "",
                    key=f"templates.words.{key}",
                    live=PAUSE,
                    placeholder="What everybody reads here",
                    label_visibility="collapsed",
                )
                return FixedText(words) if words.strip() else None
            column_before = before.column if isinstance(before, FromColumn) else None
            column = st.selectbox(
                f"Column for variable {index + 1}",
                columns,
                index=columns.index(column_before) if column_before is not None else None,
                key=f"templates.column.{key}",
                placeholder="Choose or write a column",
                accept_new_options=True,
                label_visibility="collapsed",
            )
    return FromColumn(column) if column else None


def _columns(settings: Settings, template: Template) -> list[str]:
    """Those of the newest lists, and those the template uses already."""
    used = [fill.column for fill in template.fills if isinstance(fill, FromColumn)]
    listed = [
        name
        for contact_list in lists.newest(settings)[:LISTS_ASKED]
        for name in contact_list.columns
    ]
    return list(dict.fromkeys([*used, *listed]))


def _draw_phone(template: Template, fills: tuple[Fill, ...]) -> None:
    draft = replace(templates.as_draft(template), fills=tuple(fill or NOT_YET for fill in fills))
    try:
        message = templates.message(draft)
    except JetmsgError as error:
        refusal(error)
        return
    with st.container(border=True, width=PHONE_WIDTH, key="templates.phone"):
        whatsapp = template.channel is Channel.WHATSAPP
        st.markdown(
            f"**{'WhatsApp' if whatsapp else plain(template.sender()) or 'Sender'}**",
            text_alignment="center",
        )
        draw_bubble(message)
        st.caption(_size(template, fills))
        if None in fills:
            st.caption(f"{NOT_YET.text} marks what is not filled yet.")


def _size(template: Template, fills: tuple[Fill, ...]) -> str:
    """That of the words which everybody reads: what fills a variable comes on top."""
    filled = tuple(fill or FromColumn("value") for fill in fills)
    message = templates.message(replace(templates.as_draft(template), fills=filled))
    fixed = fixed_text(message)
    varies = ", and what fills the variables" if placeholders(message) else ""
    letters = counted(len(fixed), "character")
    if template.channel is Channel.WHATSAPP:
        return f"{letters}{varies}"
    size = measure(fixed)
    alphabet = "Unicode" if size.encoding is Encoding.UCS2 else "plain letters"
    return f"{letters} · {alphabet} · {counted(size.parts, 'part')}{varies}"


def _typed_fill(template: Template, index: int) -> Fill:
    """What the fields of a variable say with the very click: what was typed last is in it."""
    fields, key = st.session_state, f"{template.id}.{template.version}.{index}"
    if fields.get(f"templates.kind.{key}") == "text":
        words = str(fields.get(f"templates.words.{key}", ""))
        return FixedText(words) if words.strip() else None
    column = fields.get(f"templates.column.{key}")
    return FromColumn(column) if column else None


def _save(settings: Settings, template: Template) -> None:
    fills = tuple(_typed_fill(template, index) for index in range(len(template.fills)))
    if fills == template.fills:
        say_unless_told(OUTCOME, "These variables are saved already.")
        return
    try:
        draft = replace(templates.as_draft(template), fills=fills)
        saved = templates.change(settings, template.id, draft, seen=template.version)
    except JetmsgError as error:
        st.session_state[REFUSED] = error
        return
    say(OUTCOME, f"Saved as version {with_commas(saved.version)}.")
