"""Who is signed in in this browser, and the one way into a page.

It is asked anew at each act. A click that is still served when its window closes was made by
whoever was signed in there, so the cookies of a session of pages are remembered; whether they still
open anything, the database says.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from jetmsg_core import acting
from jetmsg_core.accounts import visitors
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.acting import Actor
from jetmsg_core.settings import Settings
from pages.parts.page import context

COOKIES, PERSON = "signed_in.cookies", "signed_in.person"
ADDRESS = "signed_in.address"
OWN_ADDRESS = "127.0.0.1"
"""Streamlit gives none for a browser on the same machine."""


def enter() -> Settings:
    """This is the first statement of each page, and gives the settings to those who may come in.
    Raises SignedOutError, which the menu draws, SettingsError, DatabaseUnusable."""
    acting.current()
    return context.settings()


def actor() -> Actor:
    """This is the dashboard's source of who acts: `acting.current` asks it. Raises
    SignedOutError."""
    cookies = _cookies()
    return visitors.visitor(context.settings(), cookies, _address())


def session() -> Session | None:
    """The session of this browser; None where nobody is signed in, or has to be."""
    return visitors.session_in(context.settings(), _cookies())


def own_name() -> str:
    """The name of whoever is signed in; empty where nobody has to be, and a name is asked for."""
    now = session()
    return now.name if now else ""


def forget_another_person() -> None:
    """What somebody else had chosen in this window before is not for whoever is signed in now."""
    now = session()
    person = now.user_id if now else None
    if st.session_state.get(PERSON, person) != person:
        st.session_state.clear()
    st.session_state[PERSON] = person


def _address() -> str:
    """As `_cookies` are kept, and from where they came last."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    if st.context.cookies.to_dict() or ADDRESS not in st.session_state:
        st.session_state[ADDRESS] = st.context.ip_address or OWN_ADDRESS
    return str(st.session_state[ADDRESS])


def _cookies() -> dict[str, str]:
    """None for what is no run of a page."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    cookies = st.context.cookies.to_dict()
    if cookies:
        st.session_state[COOKIES] = cookies
    return dict(st.session_state.get(COOKIES, cookies))
