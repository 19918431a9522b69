"""The fields that ask for campaigns: words, states, channel, sender ID, days, and the archived."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.listing import search
from jetmsg_core.campaigns.listing.search import day_begins
from jetmsg_core.primitives.times import day_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import CAMPAIGN_STATES
from pages.parts.campaigns.address import FIELD, FIELDS, Asked
from pages.parts.styles.formatting import plain
from pages.parts.styles.state_styles import CHANNELS, segments

STATES = {state: facts.word for state, facts in CAMPAIGN_STATES.items()}


def draw_filters(settings: Settings, asked: Asked) -> None:
    """This draws the fields, and what is asked for beside the search in words."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="campaigns.finding"):
        st.text_input(
            "Find a campaign",
            FIELDS.value(asked, "search"),
            key=f"{FIELD}.search",
            placeholder="Words of its name, its sender ID or its template",
            icon=":material/search:",
        )
        with st.popover("Filters", icon=":material/filter_list:", key="campaigns.filters"):
            _draw_fields(settings, asked)
    # Always there, so that what comes and goes in it moves nothing but itself.
    with st.container(key="campaigns.asked_for"):
        _draw_asked_for(asked)


def _draw_fields(settings: Settings, asked: Asked) -> None:
    st.pills(
        "State",
        list(STATES),
        selection_mode="multi",
        default=FIELDS.value(asked, "states"),
        format_func=segments(STATES),
        key=f"{FIELD}.states",
    )
    st.pills(
        "Channel",
        list(CHANNELS),
        default=FIELDS.value(asked, "channel"),
        format_func=segments(CHANNELS),
        key=f"{FIELD}.channel",
    )
    senders = list(dict.fromkeys([*search.senders(settings), *asked.senders]))
    st.multiselect(
        "Sender ID",
        senders,
        default=FIELDS.value(asked, "senders"),
        placeholder="Any" if senders else "None used yet",
        key=f"{FIELD}.senders",
    )
    with st.grid(2, min_column_width=130):
        FIELDS.draw_day(asked, "since", "Made from")
        FIELDS.draw_day(asked, "until", "Made until")
    st.toggle(
        "Show archived",
        FIELDS.value(asked, "archived"),
        key=f"{FIELD}.archived",
        help="Archived campaigns are hidden from lists but still counted.",
    )


def _draw_asked_for(asked: Asked) -> None:
    words = _words(asked)
    if not words and not asked.search:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if words:
            st.caption(f":material/filter_list: {' · '.join(words)}", width="content")
        st.button(
            "Clear",
            key="campaigns.clear",
            icon=":material/close:",
            type="tertiary",
            on_click=FIELDS.clear,
            help="Show all campaigns",
        )


def _words(asked: Asked) -> list[str]:
    """What is asked for beside the search."""
    words = []
    if asked.states:
        words.append(" or ".join(STATES[state].lower() for state in asked.states))
    if asked.channel:
        words.append(f"by {CHANNELS[asked.channel]}")
    if asked.senders:
        words.append(f"sender ID {plain(' or '.join(asked.senders))}")
    if asked.since:
        words.append(f"made from {day_in_ist(day_begins(asked.since))}")
    if asked.until:
        words.append(f"made until {day_in_ist(day_begins(asked.until))}")
    if asked.archived:
        words.append("with the archived")
    return words
