"""What was sent and checked: receivers masked, never a code."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from jetmsg_core.otp.console import OtpAction, OtpEvent, Outcome
from jetmsg_core.primitives.times import second_in_ist
from pages.parts.otp.order import APIS, WAYS
from pages.parts.shared.tables import draw_rows_download

ACTIONS = {OtpAction.SEND: "Sent", OtpAction.RESEND: "Sent again", OtpAction.VERIFY: "Checked"}
OUTCOMES = {
    Outcome.ACCEPTED: "Done",
    Outcome.REFUSED: "Refused",
    Outcome.NOT_SENT: "Not sent",
    Outcome.UNKNOWN: "Unknown",
}


def draw_history(events: Sequence[OtpEvent]) -> None:
    """This draws the table of events; a sentence where there is none."""
    if not events:
        st.markdown(":gray[Nothing yet. Every code sent, sent again or checked is listed here.]")
        return
    rows = [
        {
            "Time (IST)": second_in_ist(event.at),
            "What": ACTIONS[event.action],
            "To": event.receiver,
            "Result": OUTCOMES[event.outcome],
            "In words": event.message,
            "By": WAYS[event.method] if event.method else "",
            "Interface": APIS[event.api],
            "Message ID": event.message_id,
        }
        for event in events
    ]
    frame = pd.DataFrame(rows)
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(rows) <= 10 else 400,
        key="otp.history",
        alt="One-time codes sent and checked, newest first",
    )
    draw_rows_download(frame, name="one-time codes", key="otp.rows")
