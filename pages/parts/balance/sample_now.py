"""Asking the gateway for the balance now, no more often than is polite."""

from __future__ import annotations

import math

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.balances import sampling
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.page import context
from pages.parts.page.banner import low_pools
from pages.parts.page.live import draw_alone
from pages.parts.page.sentences import refusals_shown
from pages.parts.styles.formatting import ago, counted, duration


def draw_ask(settings: Settings) -> None:
    """This draws the button to ask, and is drawn again when the wait is over, so that the button
    comes back."""
    if not may(Permission.READ_BALANCE):
        return
    wait = sampling.budget(settings).wait_seconds
    latest = sampling.latest(settings)
    if latest is not None and not wait:
        st.caption(f"Read {ago(latest.taken_at, utc_now())}", width="content")

    def ask() -> None:
        """This draws the button, or how long it is until one may ask again."""
        now = sampling.budget(settings)
        if not now.calls_left:
            again = duration(math.ceil(now.free_seconds))
            st.caption(f"All calls for 24 hours are used; try again in {again}", width="content")
        elif now.wait_seconds:
            seconds = duration(math.ceil(now.wait_seconds))
            st.caption(f"Just read; try again in {seconds}", width="content")
        elif st.button(
            "Read now",
            key="balance.ask",
            icon=":material/refresh:",
            help=f"{counted(now.calls_left, 'call')} left in 24 hours",
        ):
            with refusals_shown(), st.spinner("Asking the gateway…"):
                sampling.ask(context.settings_for_calls())
                low_pools.clear()
                st.rerun()

    again = math.ceil(wait) + 0.5 if wait else None
    draw_alone(ask, key="balance.ask_alone", every=again, width="content")
