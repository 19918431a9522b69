"""The settings in words. Of a key, no more than its last four signs is ever shown."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from jetmsg_core.masking import last_four
from jetmsg_core.settings import Call, Mode, Settings
from pages.parts import context
from pages.parts.words import counted, plain

GO_LIVE = """JETMSG_MODE = "live"
JETMSG_AUTH_KEY = "<your API key>"
JETMSG_SENDER_ID = "<6 characters>"
"""


def draw_gateway(settings: Settings) -> None:
    live = settings.mode is Mode.LIVE
    rows = {
        "Mode": ":orange-badge[Live]" if live else ":blue-badge[Sandbox]",
        "Gateway": _host(settings),
        "Sender ID": plain(settings.sender_id) or "not set",
        "Data folder": f"`{settings.data_dir.name}`",
    }
    _card("Where messages go", rows)
    _draw_way_to_sandbox()


def _draw_way_to_sandbox() -> None:
    """Both sides of a call can be seen: the sandbox has a page of what it received."""
    found = context.settings_for_calls()
    if found.mode is Mode.SANDBOX and found.sandbox_url:
        st.link_button(
            "See what the sandbox received", found.sandbox_url, icon=":material/open_in_new:"
        )


def _host(settings: Settings) -> str:
    if settings.mode is Mode.LIVE:
        hosts = dict.fromkeys(urlsplit(settings.urls[call]).netloc for call in Call)
        return ", ".join(plain(host) for host in hosts)
    if settings.sandbox_url:
        return plain(urlsplit(settings.sandbox_url).netloc)
    return "the dashboard's own sandbox"


def draw_keys(settings: Settings) -> None:
    keys = {
        "JETMSG_AUTH_KEY": settings.auth_key,
        "JETMSG_WHATSAPP_APPKEY": settings.whatsapp_appkey,
        "JETMSG_WHATSAPP_AUTHKEY": settings.whatsapp_authkey,
    }
    rows = {f"`{name}`": _key(settings, name, key) for name, key in keys.items()}
    _card("Keys", rows)
    if settings.mode is Mode.SANDBOX:
        st.caption("The sandbox takes any key, so none is needed to practice.")


def _key(settings: Settings, name: str, key: str) -> str:
    if not key:
        return ":gray[not set]"
    return f"{plain(last_four(key))} :gray[from {settings.sources.get(name, 'the defaults')}]"


def draw_sending(settings: Settings) -> None:
    rate = f"{settings.rate:g} calls a second" if settings.rate else "no limit"
    rows = {
        "Recipients in an SMS call": f"{settings.sms_chunk:,}",
        "In a WhatsApp call": f"{settings.whatsapp_chunk:,}",
        "WhatsApp pace": f"about {settings.whatsapp_rate:g} calls a second",
        "Calls in flight": f"{settings.senders:,}",
        "Rate": rate,
        "Longest call": counted(round(settings.timeout), "second"),
        "Balance read every": counted(round(settings.balance_minutes), "minute"),
    }
    _card("How they are sent", rows)


def _card(title: str, rows: dict[str, str]) -> None:
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.table(rows, border="horizontal", alt=title)


def draw_going_live() -> None:
    st.subheader("Going live", anchor=False)
    st.markdown(
        "1. Write these lines into `.streamlit/secrets.toml` beside `app.py`; the API key is in "
        "your JETMSG panel.\n"
        "2. End the dashboard with Ctrl-C and start it again.\n"
        "3. Every page then says **Live**. Send the first message to yourself."
    )
    st.code(GO_LIVE, language="toml")
    st.caption("This file is ignored by git. Keep the key out of chats and screenshots.")
