"""One-time codes: send one, send it again, check it, and see what was done."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.otp import checks, console
from jetmsg_core.otp.console import OtpOrder, OtpResult
from jetmsg_core.settings import Mode
from pages.parts.otp.check import Sent, draw_nothing_sent, draw_sent
from pages.parts.otp.history import draw_history
from pages.parts.otp.order import draw_order
from pages.parts.otp.results import call, draw_result
from pages.parts.page import context, signed_in
from pages.parts.page.heading import draw_title

settings = signed_in.enter()

HISTORY_SHOWN = 50


def send(order: OtpOrder) -> None:
    """This orders a code, and keeps the result for the page that is drawn again."""

    def sent(result: OtpResult) -> dict[str, Sent]:
        return {"otp.sent": Sent(order.api, result.message_id)} if result.success else {}

    call(("send", order.to), lambda: console.send(context.settings_for_calls(), order), sent)
    st.rerun()


draw_title("One-time codes")
st.markdown("Try the gateway's one-time codes: send a code to a phone or mailbox, then check it.")
left, right = st.columns(2, gap="medium")
with left:
    order = draw_order(settings) if may(Permission.SEND) else None
    if order is not None:
        send(order)
    st.caption(checks.rules(settings))
    if settings.mode is Mode.SANDBOX:
        st.caption(
            "The sandbox delivers to nobody. To try the check, choose the code yourself under "
            "*Code and message*."
        )
with right:
    draw_result()
    sent = st.session_state.get("otp.sent")
    if sent is None:
        draw_nothing_sent()
    else:
        draw_sent(settings, sent)

st.header("History", anchor=False)
draw_history(console.history(settings, HISTORY_SHOWN))
