"""Credits over time, how long they last, and what campaigns took; asking for them now."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from jetmsg_core.balances import matching, outlook
from jetmsg_core.times import stamp, utc_now
from pages.parts import context
from pages.parts.asking import draw_ask
from pages.parts.balance_cards import draw_cards
from pages.parts.balance_samples import draw_export, draw_failed, draw_none
from pages.parts.heading import heading
from pages.parts.looks import segment
from pages.parts.reconciled import draw_reconciliation

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
since = utc_now() - span if span else outlook.EVER
course = outlook.course_since(settings, since)
within = course.since(outlook.moment_of(stamp(since)))

if len(course) == course.failures:
    draw_none(settings)
else:
    pairs = matching.reconciled(settings, since, CAMPAIGNS)
    pools = outlook.outlook(settings)
    draw_cards(settings, pools, course, [spender for spender, _ in pairs], since)
draw_failed(settings, within)
if len(course) > course.failures:
    draw_reconciliation(pairs)
if len(within):
    draw_export(settings, within, since, chosen)
