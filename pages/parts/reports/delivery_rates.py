"""How much reached the phones: by campaign, template, header and hour, and why not."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from jetmsg_core.primitives.numbers import percent, told_apart, with_commas
from jetmsg_core.reports.rates import FailureReason, Rate, delivery_rates
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED, RecipientState
from pages.parts.page.heading import draw_tabs
from pages.parts.shared.tables import draw_rows_download, with_numbers
from pages.parts.styles import charts
from pages.parts.styles.formatting import shortened
from pages.parts.styles.state_styles import RECIPIENTS, segment

PERIODS = {"Last 7 days": 7, "Last 30 days": 30, "Last 90 days": 90, "All": None}
CAMPAIGNS_SHOWN = 200
FAILURES_SHOWN = 8
BAR = 30


def draw_rates(settings: Settings) -> None:
    """This draws how much reached the phones in a period; a sentence before a report was
    imported."""
    if not delivery_rates(settings, None).headers:
        st.markdown(
            ":gray[Once a report has been imported, you see here how much reached the phones, and "
            "why the rest did not.]"
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header("Delivery rates", anchor=False)
        period = st.segmented_control(
            "Period",
            list(PERIODS),
            format_func=segment,
            default="Last 30 days",
            required=True,
            key="reports.period",
            label_visibility="collapsed",
        )
    rates = delivery_rates(settings, PERIODS[period])
    if not rates.headers:
        st.markdown(":gray[No campaign of this period has a report yet.]")
        return
    tabs = draw_tabs("Campaigns", "Templates", "Sender IDs", "Hours", "Why not")
    with tabs[0]:
        _draw_table(rates.campaigns[:CAMPAIGNS_SHOWN], "Campaign")
    with tabs[1]:
        _draw_table(rates.templates, "DLT template")
    with tabs[2]:
        _draw_table(rates.headers, "Sender ID")
    with tabs[3]:
        _draw_hours(rates.hours)
    with tabs[4]:
        _draw_failures(rates.failures)


def _draw_table(rates: tuple[Rate, ...], name: str) -> None:
    is_any_assumed = any(rate.assumed for rate in rates)
    rows = [
        {
            name: rate.name,
            "Delivered": None if rate.share is None else 100 * told_apart(rate.share),
            "Delivered to": rate.delivered,
            "Reported": rate.reported,
            "Submitted": rate.taken,
            **({ASSUMED.word: rate.assumed} if is_any_assumed else {}),
        }
        for rate in rates
        if rate.submitted
    ]
    frame = pd.DataFrame(rows)
    st.dataframe(
        with_numbers(frame, "Delivered to", "Reported", "Submitted", ASSUMED.word),
        hide_index=True,
        column_config={
            "Delivered": st.column_config.ProgressColumn(
                format="%.1f%%", min_value=0, max_value=100
            ),
            ASSUMED.word: st.column_config.Column(help=ASSUMED.meaning),
        },
        alt=f"Delivery rates by {name.lower()}",
    )
    st.caption("The share delivered is of the people a report has come for.")
    draw_rows_download(frame, name=f"delivery rates by {name.lower()}", key=f"reports.rates.{name}")


def _draw_hours(hours: tuple[Rate, ...]) -> None:
    if not hours:
        st.markdown(":gray[Shown once a campaign with reports is over.]")
        return
    frame = pd.DataFrame(
        [{"hour": r.name, "share": r.share, "reported": r.reported} for r in hours]
    )
    chart = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=3, color=RECIPIENTS[RecipientState.DELIVERED].color)
        .encode(
            x=alt.X("hour:N", title="Hour of sending (IST)", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title="Delivered").axis(format=charts.SHARE).scale(domain=[0, 1]),
            tooltip=[
                alt.Tooltip("hour:N", title="Hour"),
                alt.Tooltip("share:Q", title="Delivered", format=charts.SHARE),
                alt.Tooltip("reported:Q", title="Reported", format=charts.WHOLE),
            ],
        )
        .properties(height=260)
        .configure(locale=charts.locale())
    )
    words = ", ".join(f"{r.name} {percent(r.share)}" for r in hours if r.share is not None)
    st.altair_chart(chart, key="reports.hours", alt=f"Delivered by hour of sending: {words}")


def _draw_failures(failures: tuple[FailureReason, ...]) -> None:
    if not failures:
        st.markdown(":gray[Everybody a report came for was reached.]")
        return
    first = failures[:FAILURES_SHOWN]
    names = [_name(failure) for failure in first]
    frame = pd.DataFrame(
        {
            "why": names,
            "people": [failure.recipients for failure in first],
            "state": [RECIPIENTS[failure.state].word for failure in first],
        }
    )
    looks = {RECIPIENTS[failure.state].word: RECIPIENTS[failure.state].color for failure in first}
    chart = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=3)
        .encode(
            y=alt.Y("why:N", sort=names, title=None, axis=alt.Axis(labelLimit=280)),
            x=alt.X("people:Q", title="People").axis(
                format=charts.WHOLE, tickMinStep=1, tickCount=5
            ),
            color=alt.Color("state:N", title=None, legend=alt.Legend(orient="bottom")).scale(
                domain=list(looks), range=list(looks.values())
            ),
            tooltip=[
                alt.Tooltip("why:N", title="Why"),
                alt.Tooltip("people:Q", title="People", format=charts.WHOLE),
            ],
        )
        .properties(height=100 + BAR * len(first))
        .configure(locale=charts.locale())
    )
    words = ", ".join(
        f"{name} {with_commas(failure.recipients)}"
        for name, failure in zip(names, first, strict=True)
    )
    st.altair_chart(chart, key="reports.failures", alt=f"Why not: {words}")


def _name(failure: FailureReason) -> str:
    meaning = failure.meaning.removesuffix(".")
    code = f" ({failure.reason})" if failure.reason and failure.reason != meaning else ""
    return shortened(f"{meaning}{code}", 60)
