"""Credits over time, and asking for them now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from jetmsg_core.balances import sampling
from jetmsg_core.campaigns import control
from jetmsg_core.times import utc_now
from pages.parts import context
from pages.parts.asking import draw_ask
from pages.parts.heading import heading
from pages.parts.pools import draw_history, thinned
from pages.parts.words import ago, counted, plain

RANGES = {
    "Day": timedelta(days=1),
    "Week": timedelta(days=7),
    "Month": timedelta(days=30),
    "All": None,
}
STARTS_SHOWN = 100

settings = context.settings()

with heading("Balance"):
    draw_ask(settings)
chosen = st.segmented_control(
    "Range",
    list(RANGES),
    default="Week",
    required=True,
    key="balance.range",
    label_visibility="collapsed",
    persist_state="session",
)
span = RANGES[chosen]
since = utc_now() - span if span else datetime(2000, 1, 1, tzinfo=UTC)
samples = sampling.history(settings, since)
failed = [sample for sample in samples if sample.failure is not None]

if len(failed) < len(samples):
    draw_history(thinned(samples), control.newest(settings, STARTS_SHOWN), since)
else:
    with st.container(border=True):
        st.markdown("**No reading in this time yet.**")
        st.markdown(
            "The worker reads the balance when it starts, "
            f"every {counted(round(settings.balance_minutes), 'minute')}, and after each "
            "campaign. You can also ask now."
        )
if failed:
    last = failed[-1]
    st.warning(
        f"{counted(len(failed), 'reading')} of {len(samples):,} failed in this time, so the course "
        f"has gaps. The last, {ago(last.taken_at, utc_now())}: {plain(last.failure or '')}",
        icon=":material/cloud_off:",
    )
if samples:
    st.caption(f"{counted(len(samples), 'reading')} · times are IST")
