"""A card for each pool: what is left, how fast it goes, whether it is enough, and its course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import streamlit as st

from jetmsg_core.balances.forecast import DAY, LOOKED_BACK_DAYS, Change, burn, top_ups
from jetmsg_core.balances.pool_status import PoolStatus, milliseconds_of
from jetmsg_core.balances.reconciliation import Spender
from jetmsg_core.balances.sample_series import Readings, SampleSeries
from jetmsg_core.balances.sampling import usual_minutes
from jetmsg_core.settings import Settings
from jetmsg_core.times import stamp
from pages.parts.balance.chart import draw_series
from pages.parts.balance.pools import enough, lasts
from pages.parts.styles.formatting import counted
from pages.parts.styles.state_styles import POOLS

MISSED = 3
"""Readings left out in a row before the line breaks."""
LEAST_GAP = timedelta(hours=1)
WEEK = 7 * DAY
UNKNOWN = "not known before two readings"


def draw_cards(
    settings: Settings,
    pools: Mapping[str, PoolStatus],
    series: SampleSeries,
    campaigns: Sequence[Spender],
    since: datetime,
) -> None:
    """`series` begins where the range does, or with the reading before."""
    usual = max(timedelta(minutes=usual_minutes(settings) * MISSED), LEAST_GAP)
    gaps = series.gaps(round(usual.total_seconds() * 1000))
    with st.grid(3, min_column_width=300):
        for pool, name in POOLS.items():
            with st.container(border=True, height="stretch", key=f"balance.card.{pool}"):
                _draw_head(settings, pools[pool], name)
                st.table(
                    _facts(pools[pool], series, since), border="horizontal", alt=f"{name}: use"
                )
                readings = series.readings(pool)
                if len(readings) > 1:
                    first, last = readings.credits[0], readings.credits[-1]
                    said = f"{name}: {first:,} at the first reading, {last:,} at the last"
                    draw_series(series, pool, milliseconds_of(stamp(since)), campaigns, gaps, said)
                else:
                    st.caption("The course appears with the next reading.")
    if len(series) - series.failures < 2:
        return
    st.caption(
        "Dashed: a campaign started. :green[▲] Topped up. :red[❙] A reading failed. Shaded: "
        "nothing is known of this time. Times are IST. How long credits last is told from the "
        f"last {LOOKED_BACK_DAYS} days."
    )


def _draw_head(settings: Settings, one: PoolStatus, name: str) -> None:
    threshold = getattr(settings, f"low_{one.pool}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.metric(name, "not read" if one.credits is None else f"{one.credits:,}", width="content")
        if threshold is not None and one.credits is not None and one.credits < threshold:
            st.badge(f"Under {threshold:,}", icon=":material/trending_down:", color="red")


def _facts(one: PoolStatus, series: SampleSeries, since: datetime) -> dict[str, str]:
    readings, start = series.readings(one.pool), milliseconds_of(stamp(since))
    rises = [rise for rise in top_ups(readings) if rise.end >= start]
    return {
        "Used\u00a0a\u00a0day": _used(readings, start),
        "Lasts": lasts(one),
        "Planned": "campaigns use no such credits" if one.pool == "otp" else enough(one),
        "Topped\u00a0up": _topped_up(rises),
    }


def _used(readings: Readings, start: int) -> str:
    """In the range, and in the last week where that is not the range."""
    if not len(readings):
        return UNKNOWN
    end = int(readings.at[-1])
    here, week = (burn(readings, begin, end).per_day for begin in (start, end - WEEK))
    if here is None or week is None:
        return UNKNOWN
    said = _number(here)
    return said if abs(end - WEEK - start) < DAY else f"{said}; in the last 7 days {_number(week)}"


def _topped_up(rises: list[Change]) -> str:
    if not rises:
        return "not in this time"
    least = f"by {sum(rise.amount for rise in rises):,} or more"
    return least if len(rises) == 1 else f"{counted(len(rises), 'time')}, {least}"


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 or number == round(number) else f"{number:,.1f}"
