"""Who is signed in, in the menu of every page."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.accounts import sessions
from pages.parts.page import context, signed_in
from pages.parts.styles.formatting import plain


def draw_account() -> None:
    """This draws nothing while nobody has to sign in."""
    session = signed_in.session()
    if session is None:
        return
    with st.sidebar.container(key="menu.account"):
        st.caption(f":material/person: **{plain(session.name)}** · {session.role}")
        st.button(
            "Sign out",
            key="menu.sign_out",
            type="tertiary",
            icon=":material/logout:",
            on_click=sign_out,
        )


def sign_out() -> None:
    """This ends the session of this browser; the page around it is then closed by the server."""
    session = signed_in.session()
    if session is not None:
        sessions.end(context.settings(), session)


def draw_signed_out() -> None:
    """This stands where a page would, until the browser is at the form."""
    st.title("Signed out", anchor=False)
    st.markdown("You are signed out. Sign in again to go on.")
    draw_way("Sign in", "/sign-in")


def draw_way(label: str, address: str) -> None:
    """This draws a link to a form of the server in the same tab: Markdown's open another."""
    st.html(f'<a href="{address}" target="_self">{label}</a>')
