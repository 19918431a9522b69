"""How many messages of the last seven days were taken, and how many are known to be delivered."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.primitives.numbers import counted, percent, with_commas
from jetmsg_core.reports import rates
from jetmsg_core.settings import Settings
from pages.parts.styles.formatting import assumed_too

DAYS = 7


def draw_week(settings: Settings) -> None:
    """Nothing is shown before the first message of the week."""
    week = rates.totals(settings, DAYS)
    if not week.sent:
        return
    st.header("The last 7 days", anchor=False)
    with st.grid(3, min_column_width=200):
        st.metric("Messages", with_commas(week.sent), border=True, help="Sent to the gateway.")
        st.metric(
            "Submitted",
            percent(week.taken / week.sent),
            border=True,
            help=f"The gateway took {with_commas(week.taken)} of {counted(week.sent, 'message')}"
            f"{assumed_too(week.assumed)}.",
        )
        st.metric(
            f"Delivered, of {with_commas(week.reported)} reported"
            if week.reported
            else "Delivered",
            percent(week.delivered / week.reported) if week.reported else "no report yet",
            border=True,
            help=f"Of {counted(week.reported, 'message')} in delivery reports."
            if week.reported
            else "Import the delivery report of your JETMSG panel to see this.",
        )
