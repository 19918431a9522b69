"""Credits over time, how long they last, and what campaigns took; asking for them now."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from jetmsg_core.balances import matching, pool_status
from jetmsg_core.times import stamp, utc_now
from pages.parts.balance.cards import draw_cards
from pages.parts.balance.reconciliation import draw_reconciliation
from pages.parts.balance.sample_now import draw_ask
from pages.parts.balance.samples import draw_export, draw_failed, draw_none
from pages.parts.page import context
from pages.parts.page.heading import heading
from pages.parts.styles.state_styles import segment

RANGES = {
    "Day": timedelta(days=1),
    "Week": timedelta(days=7),
    "Month": timedelta(days=30),
    "All": None,
}
CAMPAIGNS = 100  # The newest that are marked and reconciled.

settings = context.settings()

with heading("Balance"):
    draw_ask(settings)
chosen = st.segmented_control(
    "Range",
    list(RANGES),
    format_func=segment,
    default="Week",
    required=True,
    key="balance.range",
    label_visibility="collapsed",
    persist_state="session",
)
span = RANGES[chosen]
since = utc_now() - span if span else pool_status.EVER
series = pool_status.series_since(settings, since)
within = series.since(pool_status.milliseconds_of(stamp(since)))

if len(series) == series.failures:
    draw_none(settings)
else:
    pairs = matching.reconciled(settings, since, CAMPAIGNS)
    pools = pool_status.pool_statuses(settings)
    draw_cards(settings, pools, series, [spender for spender, _ in pairs], since)
draw_failed(settings, within)
if len(series) > series.failures:
    draw_reconciliation(pairs)
if len(within):
    draw_export(settings, within, since, chosen)
