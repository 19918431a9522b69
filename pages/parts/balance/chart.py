"""The course of a pool: its line, broken where nothing is known, with top-ups and campaigns.

Written as Vega-Lite: Altair takes ten times as long to write the same, for three charts a click.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from jetmsg_core.balances.views import BalanceView, PoolView
from pages.parts.styles import charts

HEIGHT = 190
POINTS_SEEN = 60
"""With more readings only the line is drawn; the points still say their values."""

IST_MILLISECONDS = 19_800_000
GRAY, GREEN, RED = "#8A9A9E", "#2E9E5B", "#D0483E"
AT = {"field": "at", "type": "temporal"}


def draw_series(view: BalanceView, pool: PoolView, description: str) -> None:
    """This draws the chart of one pool. `description` is the chart in words."""
    frames = {
        "gaps": _gaps(view),
        "campaigns": _campaigns(pool),
        "series": _line(pool),
        "failures": _failures(view),
        "top_ups": _top_ups(pool),
    }
    start, end = view.start, view.end
    # A little room at the right, so that what was read last is seen whole.
    domain = [moment.isoformat() for moment in _local([start, end + (end - start) // 50 + 1])]
    axis = {"title": None, "axis": {"tickCount": 3, "labelOverlap": True, "grid": False}}
    x = AT | axis | {"scale": {"domain": domain}}
    spec = {
        "config": {"locale": charts.locale()},
        "height": HEIGHT,
        "encoding": {"x": x},
        "layer": [layer for layer in _layers(view.drawn) if len(frames[layer["data"]["name"]])],
        "datasets": frames,
    }
    st.vega_lite_chart(spec=spec, key=f"balance.{pool.status.pool}", alt=description)


def _layers(samples: int) -> list[dict[str, Any]]:
    """One above the other, the last on top."""
    y = {
        "field": "credits",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 4, "format": charts.WHOLE, "tickMinStep": 1},
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
        "at": {"type": "temporal", "format": charts.TIME},
        "end": {"type": "temporal", "format": charts.TIME},
        "campaign": {"type": "nominal"},
    }
    return {
        "field": field,
        "title": title,
        **kind.get(field, {"type": "quantitative", "format": charts.WHOLE}),
    }


def _line(pool: PoolView) -> pd.DataFrame:
    """`alone` is a reading with a gap on either side, which no line goes through."""
    line = pool.line
    return pd.DataFrame({"at": _local(line.at), "credits": line.credits, "alone": line.is_alone})


def _gaps(view: BalanceView) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": _local([gap.start for gap in view.gaps]),
            "end": _local([gap.end for gap in view.gaps]),
            "failures": [gap.failures for gap in view.gaps],
        }
    )


def _campaigns(pool: PoolView) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": _local([campaign.started for campaign in pool.campaigns]),
            "campaign": [campaign.name for campaign in pool.campaigns],
        }
    )


def _top_ups(pool: PoolView) -> pd.DataFrame:
    rises = pool.marked_top_ups
    return pd.DataFrame(
        {
            "at": _local([rise.end for rise in rises]),
            "credits": [rise.after for rise in rises],
            "added": [rise.amount for rise in rises],
        }
    )


def _failures(view: BalanceView) -> pd.DataFrame:
    return pd.DataFrame({"at": _local([] if view.failed_at is None else view.failed_at)})


def _local(moments: Sequence[int] | np.ndarray) -> pd.DatetimeIndex:
    """The time in India without a zone: browsers elsewhere show it as it is."""
    return pd.to_datetime(np.asarray(moments, np.int64) + IST_MILLISECONDS, unit="ms")
