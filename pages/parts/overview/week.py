"""How many messages of the last seven days were taken, and how many are known to be delivered."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.reports import rates
from jetmsg_core.settings import Settings

DAYS = 7


def draw_week(settings: Settings) -> None:
    """Nothing is shown before the first message of the week."""
    week = rates.totals(settings, DAYS)
    if not week.sent:
        return
    st.header("The last 7 days", anchor=False)
    with st.grid(3, min_column_width=200):
        st.metric("Messages", f"{week.sent:,}", border=True, help="Sent to the gateway.")
        st.metric(
            "Submitted",
            _share(week.submitted, week.sent),
            border=True,
            help=f"The gateway took {week.submitted:,} of {week.sent:,} messages.",
        )
        st.metric(
            f"Delivered, of {week.reported:,} reported" if week.reported else "Delivered",
            _share(week.delivered, week.reported) if week.reported else "no report yet",
            border=True,
            help=f"Of {week.reported:,} messages that a delivery report told of."
            if week.reported
            else "Import the delivery report of your JETMSG panel to see this.",
        )


def _share(part: int, whole: int) -> str:
    """Never 100 % unless it is all of them."""
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent in (0, 100) else f"{min(percent, 99.9):.1f} %"
