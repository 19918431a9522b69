"""Credits over time, how long they last, and what campaigns took; asking for them now."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from jetmsg_core.balances.pool_status import EVER
from jetmsg_core.balances.views import balance_since
from jetmsg_core.primitives.times import utc_now
from pages.parts.balance.cards import draw_cards
from pages.parts.balance.reconciliation import draw_reconciliation
from pages.parts.balance.sample_now import draw_ask
from pages.parts.balance.samples import draw_export, draw_failed, draw_none
from pages.parts.page import signed_in
from pages.parts.page.heading import heading
from pages.parts.styles.state_styles import segment

settings = signed_in.enter()

RANGES = {
    "Day": timedelta(days=1),
    "Week": timedelta(days=7),
    "Month": timedelta(days=30),
    "All": None,
}


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
view = balance_since(settings, utc_now() - span if span else EVER)
if view.pools is None:
    draw_none(settings)
draw_cards(view)
draw_failed(settings, view)
if view.pools is not None:
    draw_reconciliation(view.reconciled)
if view.samples:
    draw_export(settings, view, chosen)
