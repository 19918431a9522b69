"""The fields of a message. Drafts live as long as the browser tab, also across pages."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.campaigns.pacing import promotional_opening
from jetmsg_core.lists import ContactList
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import Channel
from jetmsg_core.times import in_ist, utc_now
from pages.parts.address import asked_id
from pages.parts.looks import CHANNELS, ROUTES
from pages.parts.words import counted

SANDBOX_SENDER = "JETMSG"


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
        format_func=lambda i: _described(by_id[i]),
        key="compose.list",
        persist_state="session",
    )
    return by_id[chosen]


def _described(found: ContactList) -> str:
    """Lists may share a name, so it says when as well."""
    saved = in_ist(found.created_at, "%d %b, %H:%M")
    return f"{found.name} · {counted(found.contacts, 'contact')} · {saved}"


def draw_sender(settings: Settings) -> None:
    st.segmented_control(
        "Channel",
        list(CHANNELS),
        default=Channel.SMS,
        format_func=CHANNELS.get,
        required=True,
        key="compose.channel",
        persist_state="session",
    )
    if chosen_channel() is Channel.WHATSAPP:
        _draw_name(st)
        st.caption(
            ":material/schedule: WhatsApp goes through your own device: one person a call, about "
            f"{settings.whatsapp_rate:g} a second, unevenly spaced."
        )
    else:
        _draw_sms_sender(settings)


def chosen_channel() -> Channel:
    return Channel(st.session_state.get("compose.channel") or Channel.SMS)


def _draw_sms_sender(settings: Settings) -> None:
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
    _draw_name(name)


def _draw_name(place: DeltaGenerator) -> None:
    place.text_input(
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


def written_brief(settings: Settings, chosen: ContactList) -> Brief:
    """What the fields say now."""
    written = st.session_state.get
    default = written("compose.default") or ""
    return Brief(
        name=(written("compose.name") or "").strip() or chosen.name,
        message=written("compose.message") or "",
        channel=chosen_channel(),
        sender_id=(written("compose.sender") or "").strip(),
        route=written("compose.route") or 1,
        template_id=(written("compose.template") or "").strip(),
        missing=Missing(default=default) if written("compose.missing") == "default" else SKIP,
    )
