"""A campaign and how far it is: its state, the bar of its recipients' states, pace, controls."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.primitives.numbers import in_rupees, with_commas
from jetmsg_core.processes import calls_at_once
from jetmsg_core.settings import Settings
from jetmsg_core.states import (
    ASSUMED,
    UNSTARTED,
    CampaignState,
    ChunkState,
    Pool,
    RecipientState,
    RecipientStateFacts,
)
from pages.parts.campaign.before_start import draw_before, draw_start
from pages.parts.campaign.controls import draw_controls
from pages.parts.campaign.holds import draw_hold
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.shared.campaign_rows import draw_badges
from pages.parts.styles.formatting import counted, duration
from pages.parts.styles.state_styles import RECIPIENTS, shown_counts

ALWAYS_SHOWN = (RecipientState.SUBMITTED, RecipientState.QUEUED)
PACE = "campaign.pace"
PACE_TICKS = 8
PACE_SECONDS = 60


def is_moving(status: Status) -> bool:
    """A campaign moves while it sends, or waits to, or its last calls are on their way. One that
    is paused counts: another window may resume it."""
    over = status.is_over or status.campaign.state is CampaignState.DRAFT
    return not over or status.chunks[ChunkState.SENDING] > 0


def draw_progress(settings: Settings, status: Status) -> None:
    """This draws the campaign as it is: how far, its controls, and why it waits."""
    with st.container(border=True, key="campaign.progress"):
        if status.campaign.state not in UNSTARTED:
            # Above all that grows and shrinks: what is pressed must not move from under the hand.
            draw_controls(settings, status)
        with st.container(horizontal=True, vertical_alignment="center"):
            draw_badges(status)
            if status.campaign.state in UNSTARTED:
                draw_start(status.campaign)
            else:
                st.markdown(_progress(status) + _found(settings, status))
        if status.campaign.state in UNSTARTED:
            draw_before(settings, status)
        else:
            draw_bar(status)
            _draw_counts(status)
    draw_hold(settings, status)


def _progress(status: Status) -> str:
    total = status.campaign.recipients
    if status.is_over:
        return f"**{counted(total, 'recipient')}**{_in_flight(status)}"
    progress = (
        f"**{with_commas(status.settled)}** of "
        f"**{counted(total, 'recipient')}**{_in_flight(status)}"
    )
    if status.campaign.state is not CampaignState.RUNNING or status.campaign.held:
        st.session_state.pop(PACE, None)
        return progress
    pace = _pace(status)
    if not pace:
        return progress
    left = (total - status.settled) / pace
    rate = with_commas(pace) if pace >= 10 else with_commas(pace, 1)
    return f"{progress} · {rate} a second · about {duration(left)} left"


def _in_flight(status: Status) -> str:
    calls = status.chunks[ChunkState.SENDING]
    return f" · {counted(calls, 'call')} on {'its' if calls == 1 else 'their'} way" if calls else ""


def _found(settings: Settings, status: Status) -> str:
    """How many calls at the same time the worker found to be answered well."""
    is_sending = status.campaign.state is CampaignState.RUNNING and not status.campaign.held
    calls = calls_at_once(settings) if is_sending else None
    return "" if calls is None else f" · up to {counted(calls, 'call')} at once, as found"


def _pace(status: Status) -> float:
    """Recipients a second over the last ticks; 0 while it is not known. A look that is long ago,
    of a page that was left, says nothing of the pace now."""
    campaign_id, ticks = st.session_state.get(PACE, (None, []))
    now = time.monotonic()
    if campaign_id != status.campaign.id:
        ticks = []
    recent = [tick for tick in ticks if now - tick[0] < PACE_SECONDS]
    ticks = [*recent, (now, status.settled)][-PACE_TICKS:]
    st.session_state[PACE] = (status.campaign.id, ticks)
    seconds = ticks[-1][0] - ticks[0][0]
    return max(0.0, ticks[-1][1] - ticks[0][1]) / seconds if seconds > 0.5 else 0.0


def draw_bar(status: Status) -> None:
    """One bar shows the recipients by state."""
    counted_states = ", ".join(
        f"{with_commas(count)} {facts.word.lower()}" for facts, count in shown_counts(status)
    )
    # As a plain specification: building it with altair takes longer than all else of a tick.
    st.vega_lite_chart(
        _bar(shown_counts(status), status.campaign.recipients),
        key="campaign.bar",
        alt=f"Recipients by state: {counted_states}",
    )


def _bar(counts: Sequence[tuple[RecipientStateFacts, int]], total: int) -> dict[str, Any]:
    looks = [look for look, _ in counts]
    waiting = RECIPIENTS[RecipientState.QUEUED].word
    rows = [
        {"state": look.word, "recipients": count, "order": order}
        for order, (look, count) in enumerate(counts)
        if count
    ]
    colors = {"domain": [look.word for look in looks], "range": [look.color for look in looks]}
    state = {"field": "state", "type": "nominal"}
    recipients = {"field": "recipients", "type": "quantitative"}
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": 18, "cornerRadius": 4},
        "encoding": {
            "x": {**recipients, "stack": "zero", "axis": None, "scale": {"domain": [0, total]}},
            "color": {**state, "legend": None, "scale": colors},
            # Faint, so that on light and dark ground alike it is what is still missing.
            "opacity": {
                "condition": {"test": f"datum.state === {json.dumps(waiting)}", "value": 0.35},
                "value": 1,
            },
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": [
                {**state, "title": "State"},
                {**recipients, "title": "Recipients", "format": ","},
            ],
        },
        "height": 26,
        "padding": {"left": 0, "right": 0, "top": 2, "bottom": 2},
        "config": {"view": {"stroke": None}},
    }


def _draw_counts(status: Status) -> None:
    """The counts add up to the recipients: states without anybody are left out."""
    always = [] if status.is_over else [RECIPIENTS[state] for state in ALWAYS_SHOWN]
    with st.grid("auto", min_column_width=120):
        for look, count in shown_counts(status):
            if count or look in always:
                st.metric(look.word, with_commas(count), help=_meaning(look))
        if status.campaign.pool is Pool.NONE:
            return
        st.metric(
            "Credits used",
            with_commas(status.parts_submitted),
            delta=in_rupees(status.parts_submitted),
            delta_color="off",
            delta_arrow="off",
            help=with_more(
                f"Parts of submitted messages, of {with_commas(status.campaign.parts)} planned."
                + _assumed_parts(status),
                HelpTopic.CREDITS,
            ),
        )


def _meaning(look: RecipientStateFacts) -> str:
    if look in (RECIPIENTS[RecipientState.UNKNOWN], ASSUMED):
        return with_more(look.meaning, HelpTopic.UNKNOWN)
    return look.meaning


def _assumed_parts(status: Status) -> str:
    if not status.assumed.parts:
        return ""
    return f" {with_commas(status.assumed.parts)} of them are for messages assumed sent."
