"""A card for each pool: what is left, how fast it goes, whether it is enough, and its course."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.balances.forecast import LOOKED_BACK_DAYS, Change
from jetmsg_core.balances.views import BalanceView, PoolView
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.balance.chart import draw_series
from pages.parts.balance.pools import UNKNOWN, enough, lasts
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.styles.formatting import counted
from pages.parts.styles.state_styles import POOLS


def draw_cards(view: BalanceView) -> None:
    """This draws a card for each pool; nothing where nothing was read."""
    if view.pools is None:
        return
    with st.grid(3, min_column_width=300):
        for pool, name in POOLS.items():
            with st.container(border=True, height="stretch", key=f"balance.card.{pool}"):
                _draw_card(view, view.pools[pool], name)
    if view.readings < 2:
        return
    st.caption(
        "Dashed: a campaign started. :green[▲] Topped up. :red[❙] A reading failed. Shaded: no "
        "readings in this time. Times are IST. *Lasts* is worked out from the last "
        f"{LOOKED_BACK_DAYS} days."
    )


def _draw_card(view: BalanceView, pool: PoolView, name: str) -> None:
    _draw_head(pool, name)
    st.table(_facts(pool), border="horizontal", alt=f"{name}: use")
    if len(pool.readings) > 1:
        first, last = pool.readings.credits[0], pool.readings.credits[-1]
        description = (
            f"{name}: {with_commas(first)} at the first reading, {with_commas(last)} at the last"
        )
        draw_series(view, pool, description)
    else:
        st.caption("The chart appears after the next reading.")


def _draw_head(pool: PoolView, name: str) -> None:
    credits = pool.status.credits
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.metric(
            name,
            "not read" if credits is None else with_commas(credits),
            width="content",
            help=with_more("One credit pays for one part to one person.", HelpTopic.CREDITS),
        )
        if pool.under is not None:
            st.badge(
                f"Under {with_commas(pool.under)}", icon=":material/trending_down:", color="red"
            )


def _facts(pool: PoolView) -> dict[str, str]:
    is_otp = pool.status.pool == "otp"
    return {
        "Used\u00a0a\u00a0day": _used(pool),
        "Lasts": lasts(pool.status),
        "Planned": "campaigns do not use these credits" if is_otp else enough(pool.status),
        "Topped\u00a0up": _topped_up(pool.top_ups),
    }


def _used(pool: PoolView) -> str:
    """In the range, and in the last week where that is not the range."""
    if pool.used_per_day is None or pool.used_per_day_lately is None:
        return UNKNOWN
    in_range = _number(pool.used_per_day)
    lately = _number(pool.used_per_day_lately)
    return in_range if pool.is_a_week else f"{in_range}; in the last 7 days {lately}"


def _topped_up(rises: tuple[Change, ...]) -> str:
    if not rises:
        return "not in this time"
    least = f"by {with_commas(sum(rise.amount for rise in rises))} or more"
    return least if len(rises) == 1 else f"{counted(len(rises), 'time')}, {least}"


def _number(number: float) -> str:
    return (
        with_commas(number) if number >= 10 or number == round(number) else with_commas(number, 1)
    )
