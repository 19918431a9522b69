"""The course of a pool: its line, broken where nothing is known, with top-ups and campaigns."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from jetmsg_core.balances.course import Course, Silence
from jetmsg_core.balances.forecast import top_ups
from jetmsg_core.balances.reconcile import Spender

HEIGHT = 190
MOST_POINTS = 800
"""A chart shows no more; samples in between are left out."""
POINTS_SEEN = 60
"""With more readings only the line is drawn; the points still say their values."""
MARKS = 200
"""Top-ups, failures and campaigns, each: the newest."""

IST_MILLISECONDS = 19_800_000
SILENCE, CAMPAIGN, TOP_UP, FAILED = "#8A9A9E", "#8A9A9E", "#2E9E5B", "#D0483E"
WHEN = "%d %b %Y, %H:%M"


def draw_course(
    course: Course,
    pool: str,
    since: int,
    campaigns: Sequence[Spender],
    silences: Sequence[Silence],
    said: str,
) -> None:
    """`said` is the chart in words."""
    ends = _local([max(since, int(course.at[0])), int(course.at[-1])])
    axis = alt.Axis(tickCount=3, labelOverlap=True, grid=False)
    x = alt.X("at:T", title=None, axis=axis).scale(domain=[_written(end) for end in ends])
    layers = [
        _silences(silences),
        _campaigns(campaigns, pool),
        *_line(course, pool, silences, x),
        _failures(course),
        _top_ups(course, pool),
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT)
    st.altair_chart(chart, key=f"balance.{pool}", alt=said)


def _line(
    course: Course, pool: str, silences: Sequence[Silence], x: alt.X
) -> tuple[alt.Chart, alt.Chart]:
    thin = course.thinned(MOST_POINTS)
    # A sample that failed has no credits, and neither has a time without samples: the line breaks.
    broken = [silence.start + 1 for silence in silences]
    credits = np.where(thin.failed, np.nan, thin.credits[pool].astype(np.float64))
    at = np.concatenate([thin.at, np.array(broken, np.int64)])
    credits = np.concatenate([credits, np.full(len(broken), np.nan)])
    order = np.argsort(at, kind="stable")
    frame = pd.DataFrame({"at": _local(at[order]), "credits": credits[order]})
    y = alt.Y("credits:Q", title=None, axis=alt.Axis(tickCount=4, format=",d", tickMinStep=1))
    base = alt.Chart(frame).encode(x=x, y=y.scale(zero=False, padding=6))
    tooltip = [_tip("at:T", "Read", WHEN), _tip("credits:Q", "Credits", ",")]
    points = base.mark_circle(clip=True, size=34, opacity=1 if len(thin) <= POINTS_SEEN else 0)
    return base.mark_line(clip=True, interpolate="step-after", strokeWidth=2), points.encode(
        tooltip=tooltip
    )


def _silences(silences: Sequence[Silence]) -> alt.Chart:
    frame = pd.DataFrame(
        {
            "at": _local([one.start for one in silences]),
            "end": _local([one.end for one in silences]),
            "failures": np.array([one.failures for one in silences], np.int64),
        }
    )
    tooltip = [
        _tip("at:T", "No reading from", WHEN),
        _tip("end:T", "to", WHEN),
        _tip("failures:Q", "Tried and failed", ","),
    ]
    return (
        alt.Chart(frame)
        .mark_rect(clip=True, opacity=0.14, color=SILENCE)
        .encode(x="at:T", x2="end:T", tooltip=tooltip)
    )


def _campaigns(campaigns: Sequence[Spender], pool: str) -> alt.Chart:
    shown = [one for one in campaigns if one.pool == pool][:MARKS]
    frame = pd.DataFrame(
        {"at": _local([one.started for one in shown]), "campaign": [one.name for one in shown]},
    ).astype({"campaign": "str"})
    tooltip = [_tip("campaign:N", "Campaign"), _tip("at:T", "Started", WHEN)]
    return (
        alt.Chart(frame)
        .mark_rule(clip=True, strokeDash=[4, 4], opacity=0.7, color=CAMPAIGN)
        .encode(x="at:T", tooltip=tooltip)
    )


def _top_ups(course: Course, pool: str) -> alt.Chart:
    found = top_ups(course.readings(pool))[-MARKS:]
    frame = pd.DataFrame(
        {
            "at": _local([one.end for one in found]),
            "credits": np.array([one.after for one in found], np.int64),
            "added": np.array([one.amount for one in found], np.int64),
        }
    )
    tooltip = [_tip("added:Q", "Topped up by at least", ","), _tip("at:T", "Read", WHEN)]
    return (
        alt.Chart(frame)
        .mark_point(clip=True, shape="triangle-up", size=90, filled=True, opacity=1, color=TOP_UP)
        .encode(x="at:T", y="credits:Q", tooltip=tooltip)
    )


def _failures(course: Course) -> alt.Chart:
    """Along the top."""
    at = course.at[course.failed]
    frame = pd.DataFrame({"at": _local(at[:: -(-len(at) // MARKS) or 1])})
    return (
        alt.Chart(frame)
        .mark_tick(clip=True, orient="vertical", thickness=2, size=10, color=FAILED)
        .encode(x="at:T", y=alt.value(6), tooltip=[_tip("at:T", "Reading failed", WHEN)])
    )


def _written(moment: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(
        year=moment.year,
        month=moment.month,
        date=moment.day,
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
    )


def _tip(field: str, title: str, form: str | None = None) -> alt.Tooltip:
    return alt.Tooltip(field, title=title, **({"format": form} if form else {}))


def _local(moments: Sequence[int] | np.ndarray) -> pd.DatetimeIndex:
    """The time in India without a zone: browsers elsewhere show it as it is."""
    return pd.to_datetime(np.asarray(moments, np.int64) + IST_MILLISECONDS, unit="ms")
