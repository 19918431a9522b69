"""The readings themselves: how many, which failed, and all of them as a file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.balances import pool_status, sampling
from jetmsg_core.balances.views import BalanceView
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.page.live import draw_alone
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.styles.formatting import ago, counted, duration, plain

LOOK_AGAIN_SECONDS = 2


def draw_none(settings: Settings) -> None:
    """This says when the balance is read, and shows the page again once it was."""
    with st.container(border=True, key="balance.none"):
        st.markdown("**No reading in this time yet.**")
        st.markdown(
            "The worker reads the balance when it starts, "
            f"every {duration(sampling.usual_minutes(settings) * 60)}, and after each "
            "campaign. You can also read it now."
        )
    redraw_when_read(settings)


def redraw_when_read(settings: Settings) -> None:
    """This draws the page again once there is a reading newer than the last."""
    before = sampling.latest(settings)

    draw_alone(
        lambda: sampling.latest(settings) != before,
        key="balance.look",
        every=LOOK_AGAIN_SECONDS,
    )


def draw_failed(settings: Settings, view: BalanceView) -> None:
    """This says that samples of the time failed, and why the last one did."""
    if not view.failures:
        return
    last = sampling.last_failed(settings)
    if last is None:
        return
    st.warning(
        f"{with_commas(view.failures)} of {counted(view.samples, 'reading')} failed in this time. "
        f"The last, {ago(last.taken_at, utc_now())}: {plain(last.failure or '')}",
        icon=":material/cloud_off:",
    )


def draw_export(settings: Settings, view: BalanceView, name: str) -> None:
    if not may(Permission.DOWNLOAD):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_file_buttons(
            "Download the readings",
            partial(pool_status.export, settings, view.since),
            name=f"balance {name.lower()}",
            key="balance.export",
        )
        st.caption(counted(view.samples, "reading"), width="content")
