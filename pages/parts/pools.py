"""The three pools of credits: how many are left, since when, and how they fell."""

from __future__ import annotations

from datetime import datetime

import altair as alt
import pandas as pd
import streamlit as st

from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.times import IST, parse, utc_now
from pages.parts.looks import POOLS
from pages.parts.words import ago

CHART_HEIGHT = 190
POINTS_SEEN = 60
"""With more readings only the line is drawn; the points still say their values."""

MOST_POINTS = 800
"""A chart shows no more; samples in between are left out."""

Sample = sampling.Sample


def draw_pools(settings: Settings) -> None:
    """The last reading, in three tiles."""
    sample = sampling.latest(settings)
    if sample is None:
        st.caption("The balance has not been read yet; the worker asks for it within seconds.")
        return
    with st.grid(3, min_column_width=160):
        for pool, name in POOLS.items():
            st.metric(name, f"{getattr(sample, pool):,}", border=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Read {ago(sample.taken_at, utc_now())}", width="content")
        st.page_link("balance.py", label="Balance over time", icon=":material/monitoring:")


def draw_history(samples: list[Sample], campaigns: list[Status], since: datetime) -> None:
    """A card for each pool: what is left, its change over the range, and its course."""
    starts = _starts(campaigns, since)
    with st.grid(3, min_column_width=280):
        for pool, name in POOLS.items():
            with st.container(border=True):
                _draw_pool(samples, pool, name, starts)
    if len(starts):
        st.caption("Dashed lines mark the start of a campaign.")


def _draw_pool(samples: list[Sample], pool: str, name: str, starts: pd.DataFrame) -> None:
    read = [sample for sample in samples if sample.failure is None]
    first, last = getattr(read[0], pool), getattr(read[-1], pool)
    st.metric(name, f"{last:,}", delta=last - first, delta_color="off", format="localized")
    if len(read) == 1:
        st.caption("The course appears with the next reading.")
        return
    alt_text = f"{name}: {first:,} at the first reading, {last:,} at the last"
    st.altair_chart(_course(samples, pool, starts), key=f"balance.{pool}", alt=alt_text)


def _course(samples: list[Sample], pool: str, starts: pd.DataFrame) -> alt.LayerChart:
    frame = pd.DataFrame(
        {
            "at": [_local(sample.taken_at) for sample in samples],
            # A reading that failed has no credits, and so breaks the line.
            "credits": [getattr(sample, pool) for sample in samples],
        }
    )
    x = alt.X("at:T", title=None, axis=alt.Axis(tickCount=3, labelOverlap=True, grid=False))
    y = alt.Y(
        "credits:Q", title=None, axis=alt.Axis(tickCount=4, format=",d", tickMinStep=1)
    ).scale(zero=False)
    base = alt.Chart(frame).encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("at:T", title="Read", format="%d %b %Y, %H:%M"),
        alt.Tooltip("credits:Q", title="Credits", format=","),
    ]
    course = base.mark_line(interpolate="step-after", strokeWidth=2)
    points = base.mark_circle(size=34, opacity=1 if len(samples) <= POINTS_SEEN else 0).encode(
        tooltip=tooltip
    )
    rules = (
        alt.Chart(starts)
        .mark_rule(strokeDash=[4, 4], opacity=0.7, color="#8A9A9E")
        .encode(
            x="at:T",
            tooltip=[
                alt.Tooltip("campaign:N", title="Campaign"),
                alt.Tooltip("at:T", title="Started", format="%d %b %Y, %H:%M"),
            ],
        )
    )
    return (rules + course + points).properties(height=CHART_HEIGHT)


def _starts(campaigns: list[Status], since: datetime) -> pd.DataFrame:
    started = [
        (status.campaign.name, _local(status.campaign.started_at))
        for status in campaigns
        if status.campaign.started_at and parse(status.campaign.started_at) >= since
    ]
    return pd.DataFrame(started, columns=["campaign", "at"])


def _local(stamp: str) -> datetime:
    """The time in India without a zone: browsers elsewhere show it as it is."""
    return parse(stamp).astimezone(IST).replace(tzinfo=None)


def thinned(samples: list[Sample]) -> list[Sample]:
    """At most about `MOST_POINTS`, the last among them."""
    step = -(-len(samples) // MOST_POINTS) or 1
    return samples if step == 1 else [*samples[:-1:step], samples[-1]]
