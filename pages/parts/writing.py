"""The fields of a message. Drafts live as long as the browser tab, also across pages."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.campaigns.creating import Brief
from jetmsg_core.campaigns.pacing import promotional_opening
from jetmsg_core.lists import ContactList
from jetmsg_core.messages.placeholders import placeholders
from jetmsg_core.messages.segments import Encoding, encoding_of, measure
from jetmsg_core.messages.smart_characters import fix_smart_characters, parts_saved
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.times import in_ist, utc_now
from pages.parts.address import asked_id
from pages.parts.looks import ROUTES
from pages.parts.words import counted, plain

SANDBOX_SENDER = "JETMSG"
CHIPS = 24
MISSING = {"skip": "Leave these people out", "default": "Write this instead"}


def choose_list(saved: Sequence[ContactList]) -> ContactList:
    """A list named in the address comes first, once; then what the person chooses."""
    by_id = {found.id: found for found in saved}
    asked = asked_id("list")
    if asked in by_id and st.session_state.get("compose.asked") != asked:
        st.session_state["compose.list"] = asked
        st.session_state["compose.asked"] = asked
    chosen = st.selectbox(
        "Send to",
        list(by_id),
        format_func=lambda i: f"{by_id[i].name} · {counted(by_id[i].contacts, 'contact')}",
        key="compose.list",
        persist_state="session",
    )
    return by_id[chosen]


def draw_sender(settings: Settings) -> None:
    sender, route = st.columns(2)
    sender.text_input(
        "Sender ID",
        value=default_sender(settings),
        max_chars=6,
        key="compose.sender",
        persist_state="session",
        help="The six characters people see as the sender, as registered with DLT, without "
        "-P, -S, -T or -G. Capitals and small letters are kept as you write them.",
    )
    with route:
        st.segmented_control(
            "Route",
            list(ROUTES),
            default=1,
            format_func=ROUTES.get,
            required=True,
            key="compose.route",
            persist_state="session",
            help="Transactional: orders, alerts, service messages; at any hour. "
            "Promotional: offers and news; from 10:00 to 20:45 IST.",
        )
    if st.session_state.get("compose.route") == 2:
        st.caption(_hours())
    template, name = st.columns(2)
    template.text_input(
        "DLT template ID",
        key="compose.template",
        persist_state="session",
        placeholder="19 digits, optional in the sandbox",
        help="The number of the registered template this text was made from. Operators drop a "
        "text that does not match it.",
    )
    name.text_input(
        "Name of the campaign",
        key="compose.name",
        persist_state="session",
        placeholder="Only you see it; the list's name if empty",
        max_chars=120,
    )


def _hours() -> str:
    opening = promotional_opening(utc_now())
    rule = ":material/schedule: Promotional messages leave from 10:00 to 20:45 IST only."
    if opening is None:
        return f"{rule} What is left by then waits for the next morning by itself."
    return f"{rule} Now it would wait until **{in_ist(opening)}** and go on by itself."


def default_sender(settings: Settings) -> str:
    return settings.sender_id or (SANDBOX_SENDER if settings.mode is Mode.SANDBOX else "")


def draw_message(chosen: ContactList) -> None:
    st.text_area(
        "Message",
        key="compose.message",
        persist_state="session",
        height=170,
        placeholder="Dear {{name}}, your order is on its way.",
    )
    message = st.session_state.get("compose.message", "")
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
    shown = " ".join(plain(c) for c in foreign[:6] if c.isprintable())
    return f"Unicode (UCS-2), because of {shown}" if shown else "Unicode (UCS-2)"


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


def written_brief(settings: Settings, chosen: ContactList) -> Brief:
    """What the fields say now."""
    written = st.session_state.get
    default = written("compose.default") or ""
    return Brief(
        name=(written("compose.name") or "").strip() or chosen.name,
        message=written("compose.message") or "",
        sender_id=(written("compose.sender") or "").strip(),
        route=written("compose.route") or 1,
        template_id=(written("compose.template") or "").strip(),
        missing=Missing(default=default) if written("compose.missing") == "default" else SKIP,
    )
