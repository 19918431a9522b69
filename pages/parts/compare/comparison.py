"""Campaigns chosen and set beside each other: a table of what became of them, and a chart."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from jetmsg_core.campaigns.listing import search
from jetmsg_core.campaigns.results import compare
from jetmsg_core.campaigns.results.compare import FEWEST, MOST, NOT_ALL_REPORTED, Compared
from jetmsg_core.primitives.numbers import percent, with_commas, with_rupees
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED, RecipientState
from pages.parts.styles import charts
from pages.parts.styles.formatting import label_of, plain, short_duration, shortened
from pages.parts.styles.state_styles import RECIPIENTS

OFFERED = 200
NAME = 28


def draw_comparison(settings: Settings) -> None:
    """This draws the choice of campaigns of this mode, and those that are chosen side by side."""
    sent = [
        status.campaign
        for status in search.newest(settings, OFFERED)
        if status.submitted and status.campaign.mode == settings.mode
    ]
    names = {campaign.id: f"{campaign.name} (campaign {campaign.id})" for campaign in sent}
    if len(names) < FEWEST:
        st.markdown(":gray[You can compare campaigns once two of them were sent.]")
        return
    chosen = st.multiselect(
        "Campaigns",
        list(names),
        default=list(names)[:FEWEST],
        format_func=label_of(names),
        max_selections=MOST,
        key="compare.campaigns",
    )
    if len(chosen) < FEWEST:
        st.markdown(f":gray[Choose {FEWEST} to {MOST} campaigns.]")
        return
    compared = compare.compare(settings, chosen)
    _draw_table(compared)
    _draw_chart(compared)
    if any(campaign.reported < campaign.submitted for campaign in compared):
        st.caption(NOT_ALL_REPORTED)


def _draw_table(compared: list[Compared]) -> None:
    columns = {
        f"{plain(shortened(campaign.name, NAME))} · {campaign.campaign}": [
            with_commas(campaign.recipients),
            f"{with_commas(campaign.taken)} ({percent(campaign.taken_share)})",
            with_commas(campaign.assumed_sent),
            with_commas(campaign.reported),
            _share(campaign),
            with_commas(campaign.unknown),
            "none" if campaign.credits is None else with_rupees(campaign.credits),
            "not known yet"
            if campaign.credits_per_delivered is None
            else with_rupees(campaign.credits_per_delivered, 2),
            "not over" if campaign.seconds is None else short_duration(campaign.seconds),
        ]
        for campaign in compared
    }
    labels = [
        *("Recipients", "Submitted", ASSUMED.word, "Reported", "Delivered", "Unknown"),
        *("Credits used", "Credits per delivered", "Time"),
    ]
    table = pd.DataFrame(columns, index=pd.Index(labels, name="Result"))
    if not any(campaign.assumed_sent for campaign in compared):
        table = table.drop(index=ASSUMED.word)
    st.table(table, border="horizontal", alt="Campaigns compared")


def _share(campaign: Compared) -> str:
    if campaign.delivered_share is None:
        return "no report yet"
    return f"{with_commas(campaign.delivered)} ({percent(campaign.delivered_share)})"


def _draw_chart(compared: list[Compared]) -> None:
    states = (RecipientState.SUBMITTED, RecipientState.DELIVERED)
    looks = {RECIPIENTS[state].word: RECIPIENTS[state].color for state in states}
    rows = []
    for campaign in compared:
        name = f"{shortened(campaign.name, NAME)} · {campaign.campaign}"
        for word, share in zip(
            looks, (campaign.taken_share, campaign.delivered_share), strict=True
        ):
            if share is not None:
                rows.append((name, word, share))
    chart = (
        alt.Chart(pd.DataFrame(rows, columns=["campaign", "what", "share"]))
        .mark_bar(cornerRadius=3)
        .encode(
            y=alt.Y("campaign:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            yOffset=alt.YOffset("what:N", sort=list(looks)),
            x=alt.X("share:Q", title=None, axis=alt.Axis(format=charts.SHARE)).scale(domain=[0, 1]),
            color=alt.Color("what:N", title=None, legend=alt.Legend(orient="bottom")).scale(
                domain=list(looks), range=list(looks.values())
            ),
            tooltip=[
                alt.Tooltip("campaign:N", title="Campaign"),
                alt.Tooltip("what:N", title="What"),
                alt.Tooltip("share:Q", title="Share", format=charts.SHARE),
            ],
        )
        .properties(height=70 + 50 * len(compared))
    )
    shares = "; ".join(f"{name} {word.lower()} {percent(share)}" for name, word, share in rows)
    st.altair_chart(chart, key="compare.chart", alt=f"Shares: {shares}")
