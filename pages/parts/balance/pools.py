"""The three pools of credits: how many are left, what a day takes, how long they last."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.balances import pool_status, sampling
from jetmsg_core.balances.forecast import Forecast
from jetmsg_core.balances.pool_status import PoolStatus
from jetmsg_core.balances.sampling import Sample
from jetmsg_core.balances.views import courses_of_days
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.balance.samples import redraw_when_read
from pages.parts.styles.formatting import ago, counted, plain
from pages.parts.styles.state_styles import POOLS

SPARK_DAYS = 7
SPARK_POINTS = 40
FAR_DAYS = 730
UNKNOWN = "known after two readings"


def draw_pools(settings: Settings) -> None:
    """This draws the last reading in three tiles, with the course of a week."""
    pools = pool_status.pool_statuses(settings)
    taken_at = pools["tranx"].taken_at
    if taken_at is None:
        _draw_unread(settings)
        return
    sparks = courses_of_days(settings, SPARK_DAYS, SPARK_POINTS)
    with st.grid(3, min_column_width=200):
        for pool, name in POOLS.items():
            status, spark = pools[pool], sparks[pool]
            st.metric(
                name,
                "not read yet" if status.credits is None else with_commas(status.credits),
                delta=days_left(status.forecast) or "No use seen yet",
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
                chart_data=spark if len(spark) > 1 else None,
                chart_type="area",
                help=f"Credits, and how they changed in the last {SPARK_DAYS} days.",
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Read {ago(taken_at, utc_now())}", width="content")
        st.page_link("balance.py", label="Balance over time", icon=":material/monitoring:")
    failed = sampling.last_failed(settings)
    if failed is not None and failed.taken_at > taken_at:
        _draw_failed(failed)


def _draw_unread(settings: Settings) -> None:
    failed = sampling.last_failed(settings)
    if failed is None:
        st.caption("The balance has not been read yet. It will be read within seconds.")
    else:
        _draw_failed(failed)
    redraw_when_read(settings)


def _draw_failed(failed: Sample) -> None:
    st.warning(
        f"The balance could not be read {ago(failed.taken_at, utc_now())}: "
        f"{plain(failed.failure or '')}",
        icon=":material/cloud_off:",
    )


def days_left(forecast: Forecast) -> str:
    """This says how many days are left; empty where nothing is used, or that is not known."""
    if forecast.days_left is None:
        return ""
    if forecast.days_left > FAR_DAYS:
        return "more than two years left"
    if forecast.days_left < 1:
        return "less than a day left"
    return f"about {counted(round(forecast.days_left), 'day')} left"


def lasts(status: PoolStatus) -> str:
    """This says how long the credits last, with the band, or why that is not known."""
    forecast = status.forecast
    if status.credits is None or forecast.burn_per_day is None:
        return UNKNOWN
    if forecast.days_left is None:
        return "nothing was used in the last four weeks"
    sentence = days_left(forecast).removesuffix(" left")
    if forecast.days_low is None:
        return f"{sentence}; more exact with more days of readings"
    if forecast.days_left > FAR_DAYS:
        return sentence
    low, high = forecast.whole_days
    assert low is not None
    if high is None or forecast.days_high is None or forecast.days_high > FAR_DAYS:
        return f"{sentence}, likely {with_commas(low)} or more"
    return (
        sentence if low == high else f"{sentence}, likely {with_commas(low)} to {with_commas(high)}"
    )


def enough(status: PoolStatus) -> str:
    """This says whether the credits cover what is scheduled or running."""
    if not status.campaigns:
        return "nothing is scheduled or running"
    needs = f"{with_commas(status.needed)} for {counted(status.campaigns, 'campaign')}"
    if status.left_after is None:
        return f"{needs}; the next reading shows whether that is enough"
    if status.left_after < 0:
        return (
            f":red[:material/error: **Not enough**]: {needs}, {with_commas(-status.left_after)} "
            "missing"
        )
    return f":green[:material/check: Enough]: {needs}, {with_commas(status.left_after)} left then"
