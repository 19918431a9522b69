"""The course of a pool: its line, broken where nothing is known, with top-ups and campaigns.

Written as Vega-Lite: Altair takes ten times as long to write the same, for three charts a click.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from jetmsg_core.balances.forecast import top_ups
from jetmsg_core.balances.reconciliation import Spender
from jetmsg_core.balances.sample_series import Gap, SampleSeries

HEIGHT = 190
MOST_POINTS = 800
"""A chart shows no more; samples in between are left out."""
POINTS_SEEN = 60
"""With more readings only the line is drawn; the points still say their values."""
MARKS = 200
"""Top-ups, failures and campaigns, each: the newest."""

IST_MILLISECONDS = 19_800_000
GRAY, GREEN, RED = "#8A9A9E", "#2E9E5B", "#D0483E"
AT = {"field": "at", "type": "temporal"}


def draw_series(
    series: SampleSeries,
    pool: str,
    since: int,
    campaigns: Sequence[Spender],
    gaps: Sequence[Gap],
    said: str,
) -> None:
    """`said` is the chart in words."""
    frames = {
        "gaps": _gaps(gaps),
        "campaigns": _campaigns(campaigns, pool),
        "series": _line(series, pool, gaps),
        "failures": _failures(series),
        "top_ups": _top_ups(series, pool),
    }
    start, end = max(since, int(series.at[0])), int(series.at[-1])
    # A little room at the right, so that what was read last is seen whole.
    domain = [moment.isoformat() for moment in _local([start, end + (end - start) // 50 + 1])]
    axis = {"title": None, "axis": {"tickCount": 3, "labelOverlap": True, "grid": False}}
    x = AT | axis | {"scale": {"domain": domain}}
    spec = {
        "height": HEIGHT,
        "encoding": {"x": x},
        "layer": [layer for layer in _layers(len(series)) if len(frames[layer["data"]["name"]])],
        "datasets": frames,
    }
    st.vega_lite_chart(spec=spec, key=f"balance.{pool}", alt=said)


def _layers(samples: int) -> list[dict[str, Any]]:
    """One above the other, the last on top."""
    y = {
        "field": "credits",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 4, "format": ",d", "tickMinStep": 1},
        # Room at the top, so that no line runs through the marks of failed readings.
        "scale": {"zero": False, "padding": 14},
    }
    points = 1 if samples <= POINTS_SEEN else 0
    return [
        _layer(
            "gaps",
            {"type": "rect", "opacity": 0.14, "color": GRAY},
            {"x2": {"field": "end"}},
            ("at", "No reading from"),
            ("end", "to"),
            ("failures", "Tried and failed"),
        ),
        _layer(
            "campaigns",
            {"type": "rule", "strokeDash": [4, 4], "opacity": 0.7, "color": GRAY},
            {},
            ("campaign", "Campaign"),
            ("at", "Started"),
        ),
        _layer("series", {"type": "line", "interpolate": "step-after", "strokeWidth": 2}, {"y": y}),
        _layer(
            "series",
            {"type": "circle", "size": 34},
            {
                "y": y,
                "opacity": {"condition": {"test": "datum.alone", "value": 1}, "value": points},
            },
            ("at", "Read"),
            ("credits", "Credits"),
        ),
        _layer(
            "failures",
            {"type": "tick", "orient": "vertical", "thickness": 2, "size": 10, "color": RED},
            {"y": {"value": 6}},
            ("at", "Reading failed"),
        ),
        _layer(
            "top_ups",
            {"type": "point", "shape": "triangle-up", "size": 90, "filled": True, "color": GREEN},
            {"y": y},
            ("added", "Topped up by at least"),
            ("at", "Read"),
        ),
    ]


def _layer(
    data: str, mark: dict[str, Any], encoding: dict[str, Any], *tips: tuple[str, str]
) -> dict[str, Any]:
    """`tips` are the fields shown when it is pointed at, each with its title."""
    tooltip = {"tooltip": [_tip(field, title) for field, title in tips]} if tips else {}
    return {
        "data": {"name": data},
        "mark": mark | {"clip": True},
        "encoding": encoding | tooltip,
    }


def _tip(field: str, title: str) -> dict[str, str]:
    kind = {
        "at": {"type": "temporal", "format": "%d %b %Y, %H:%M"},
        "end": {"type": "temporal", "format": "%d %b %Y, %H:%M"},
        "campaign": {"type": "nominal"},
    }
    return {
        "field": field,
        "title": title,
        **kind.get(field, {"type": "quantitative", "format": ","}),
    }


def _line(series: SampleSeries, pool: str, gaps: Sequence[Gap]) -> pd.DataFrame:
    """`alone` is a reading with a gap on either side, which no line goes through."""
    readings = series.thinned(MOST_POINTS).readings(pool)
    # Where nothing is known the line breaks. A reading that failed between two others is marked
    # above them: it leaves no more unknown than a longer wait.
    broken = [gap.start + 1 for gap in gaps]
    at = np.concatenate([readings.at, np.array(broken, np.int64)])
    credits = np.concatenate([readings.credits.astype(np.float64), np.full(len(broken), np.nan)])
    order = np.argsort(at, kind="stable")
    at, credits = at[order], credits[order]
    unknown = np.concatenate([[True], np.isnan(credits), [True]])
    return pd.DataFrame({"at": _local(at), "credits": credits, "alone": unknown[:-2] & unknown[2:]})


def _gaps(gaps: Sequence[Gap]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": _local([one.start for one in gaps]),
            "end": _local([one.end for one in gaps]),
            "failures": [one.failures for one in gaps],
        }
    )


def _campaigns(campaigns: Sequence[Spender], pool: str) -> pd.DataFrame:
    shown = [one for one in campaigns if one.pool == pool][:MARKS]
    return pd.DataFrame(
        {"at": _local([one.started for one in shown]), "campaign": [one.name for one in shown]}
    )


def _top_ups(series: SampleSeries, pool: str) -> pd.DataFrame:
    found = top_ups(series.readings(pool))[-MARKS:]
    return pd.DataFrame(
        {
            "at": _local([one.end for one in found]),
            "credits": [one.after for one in found],
            "added": [one.amount for one in found],
        }
    )


def _failures(series: SampleSeries) -> pd.DataFrame:
    at = series.at[series.failed]
    return pd.DataFrame({"at": _local(at[:: -(-len(at) // MARKS) or 1])})


def _local(moments: Sequence[int] | np.ndarray) -> pd.DatetimeIndex:
    """The time in India without a zone: browsers elsewhere show it as it is."""
    return pd.to_datetime(np.asarray(moments, np.int64) + IST_MILLISECONDS, unit="ms")
