"""How many messages of the last seven days were taken, and how many are known to be delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import streamlit as st

from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.times import stamp

DAYS = 7
WAITING = (RecipientState.QUEUED, RecipientState.SENDING, RecipientState.CANCELLED)
NOT_TAKEN = (RecipientState.NOT_ACCEPTED, RecipientState.REFUSED, RecipientState.UNKNOWN)


def draw_week(settings: Settings, statuses: Iterable[Status], now: datetime) -> None:
    """Nothing before the first message of the week."""
    since = stamp(now - timedelta(days=DAYS))
    counts: Counter[RecipientState] = Counter()
    for status in statuses:
        if status.campaign.mode == settings.mode and (status.campaign.started_at or "") >= since:
            counts.update(status.recipients)
    sent = sum(count for state, count in counts.items() if state not in WAITING)
    if not sent:
        return
    taken = sent - sum(counts[state] for state in NOT_TAKEN)
    told = taken - counts[RecipientState.SUBMITTED]
    st.subheader("The last 7 days", anchor=False)
    with st.grid(3, min_column_width=200):
        st.metric("Messages", f"{sent:,}", border=True, help="Handed to the gateway.")
        st.metric(
            "Accepted",
            _share(taken, sent),
            border=True,
            help=f"The gateway took {taken:,} of {sent:,} messages.",
        )
        st.metric(
            "Delivered",
            _share(_delivered(counts), told) if told else "no report yet",
            border=True,
            help=f"Of {told:,} messages that a delivery report told of."
            if told
            else "Import the delivery report of your JETMSG panel to see this.",
        )


def _delivered(counts: Counter[RecipientState]) -> int:
    return sum(count for state, count in counts.items() if state.value == "delivered")


def _share(part: int, whole: int) -> str:
    """Never 100 % unless it is all of them."""
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent in (0, 100) else f"{min(percent, 99.9):.1f} %"
