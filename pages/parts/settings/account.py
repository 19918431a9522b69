"""The account of whoever is signed in: in which browsers, out of them, and another password."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.accounts import sessions
from jetmsg_core.accounts.sessions import IDLE, WHOLE, Session
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from pages.parts.page import context, signed_in
from pages.parts.page.account import draw_way, sign_out
from pages.parts.styles.formatting import plain, shortened

LONGEST_BROWSER = 60


def draw_account(settings: Settings) -> None:
    """This draws nothing while nobody has to sign in."""
    session = signed_in.session()
    if session is None:
        return
    st.header("Your account", anchor=False)
    with st.container(border=True):
        st.markdown(f"**{plain(session.name)}**, {session.role}")
        _draw_sessions(sessions.of_user(settings, session.user_id), session)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Sign out", key="account.sign_out", icon=":material/logout:", on_click=sign_out
            )
            st.button(
                "Sign out everywhere",
                key="account.everywhere",
                icon=":material/devices:",
                on_click=_sign_out_everywhere,
            )
            if not session.is_by_provider:
                draw_way("Change password", "/password")
        hours, minutes = round(WHOLE.total_seconds() / 3600), round(IDLE.total_seconds() / 60)
        st.caption(
            f"You are signed out after {minutes} minutes without a click, and after {hours} hours "
            "in any case."
        )


def _draw_sessions(own: list[Session], this: Session) -> None:
    st.table(
        {
            "Signed in (IST)": [in_ist(session.began_at) for session in own],
            "Last used (IST)": [in_ist(session.seen_at) for session in own],
            "From": [plain(session.address) for session in own],
            "Browser": [
                "this one"
                if session.id == this.id
                else plain(shortened(session.browser, LONGEST_BROWSER))
                for session in own
            ],
        },
        border="horizontal",
        alt="Where you are signed in, the browser that was used last first",
        hide_index=True,
    )


def _sign_out_everywhere() -> None:
    session = signed_in.session()
    if session is not None:
        sessions.end_everywhere(context.settings(), session)
