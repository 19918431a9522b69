"""The code that was sent: check it, or send it again when the gateway allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import streamlit as st

from jetmsg_core.otp import console
from jetmsg_core.otp.console import Api
from jetmsg_core.settings import Settings
from pages.parts.otp.results import call
from pages.parts.page import context
from pages.parts.page.live import draw_alone
from pages.parts.styles.formatting import counted, plain


@dataclass(frozen=True)
class Sent:
    """The sending that a check or a resend is about. The code is not known here, nor anywhere."""

    api: Api
    message_id: str


def draw_nothing_sent() -> None:
    with st.container(border=True):
        st.markdown("**Check a code**")
        st.markdown(":gray[Once a code is sent, it is checked here.]")


def draw_sent(settings: Settings, sent: Sent) -> None:
    """This draws the form that checks a code, and the button that sends the same one again."""
    with st.container(border=True):
        st.markdown("**Check a code**")
        st.caption(f"Message ID {plain(sent.message_id)}")
        if console.is_confirmed(settings, sent.message_id):
            st.markdown("This code was right. For another check, send a new code.")
            return
        with st.form("otp.check", border=False, clear_on_submit=True):
            code = st.text_input("The code they received", key="otp.code", autocomplete="off")
            if st.form_submit_button(
                "Check", type="primary", icon=":material/verified_user:", key="otp.check.go"
            ):
                _verify(sent, code)
        _draw_resend(settings, sent)


def _verify(sent: Sent, code: str) -> None:
    call(
        ("verify", sent.message_id),
        lambda: console.verify(
            context.settings_for_calls(), api=sent.api, message_id=sent.message_id, code=code
        ),
    )
    st.rerun()


def _draw_resend(settings: Settings, sent: Sent) -> None:
    """A countdown, drawn alone. The service decides anew, also for another tab."""
    wait = console.seconds_until_resend(settings, sent.message_id)

    def resend() -> bool:
        """This draws the button with the seconds left, and returns whether the wait is over, so
        that the page is drawn again."""
        seconds = math.ceil(console.seconds_until_resend(settings, sent.message_id))
        if st.button(
            f"Send again in {counted(seconds, 'second')}" if seconds else "Send again",
            key="otp.resend",
            icon=":material/replay:",
            disabled=seconds > 0,
            help="The gateway may block the service when a code is sent again within 30 seconds.",
        ):
            call(
                ("resend", sent.message_id),
                lambda: console.resend(
                    context.settings_for_calls(), api=sent.api, message_id=sent.message_id
                ),
            )
            st.rerun()
        return wait > 0 and not seconds

    draw_alone(resend, key="otp.again", every=1 if wait else None)
