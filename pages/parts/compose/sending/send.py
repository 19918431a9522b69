"""Step four: what it takes, and then now, later, or to one's own phone first."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices, When
from jetmsg_core.campaigns.lifecycle import schedule
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.times import IST, in_ist, utc_now, weekday_in_ist
from jetmsg_core.settings import Settings
from pages.parts.compose.previews import preview_of
from pages.parts.compose.promotional_hours import hours, is_promotional, wait
from pages.parts.compose.reasons import GO_BACK
from pages.parts.compose.sending.facts import draw_facts
from pages.parts.compose.sending.launch import ask, draw_asked
from pages.parts.compose.sending.test_message import draw_test
from pages.parts.draft.open_draft import Opened, widget_value
from pages.parts.page.sentences import FIRST_RED, refusal
from pages.parts.styles.formatting import people, plain
from pages.parts.styles.state_styles import segments, short_price

WHEN = {
    When.NOW: ":material/send: Send now",
    When.LATER: ":material/schedule: Schedule",
    When.TEST: ":material/phone_iphone: Test first",
}


def draw_send(settings: Settings, opened: Opened) -> str | None:
    """This draws the step, and returns why nothing can be sent, or None."""
    choices = opened.choices
    try:
        with st.spinner("Working out what it takes…"):
            preview = preview_of(settings, choices)
    except JetmsgError as error:
        refusal(error)
        return GO_BACK
    st.header("Ready to go?", anchor=False)
    draw_facts(preview.preview)
    for blocker in preview.preview.blockers:
        st.error(plain(blocker.message), icon=":material/block:")
    when = st.segmented_control(
        "When",
        list(WHEN),
        default=widget_value("compose.when", choices.when),
        format_func=segments(WHEN),
        required=True,
        key="compose.when",
        label_visibility="collapsed",
    )
    with st.container(border=True, key="compose.go"):
        if when is When.TEST:
            draw_test(settings, choices, preview)
        elif when is When.LATER:
            _draw_later(settings, opened, preview)
        else:
            if is_promotional(choices):
                st.caption(f":material/schedule: {hours(settings)}")
            _draw_button(opened, preview, f"Send to {_cost(preview)}", None)
    draw_asked(settings, opened, preview)
    return None


def _cost(preview: RecipientPreview) -> str:
    campaign = preview.preview
    return f"{people(campaign.recipients)} · {short_price(campaign.pool, campaign.parts)}"


def _draw_button(
    opened: Opened,
    preview: RecipientPreview,
    label: str,
    at: datetime | None,
    why_not: str | None = None,
) -> None:
    st.button(
        label,
        type="primary",
        icon=":material/schedule_send:" if at else ":material/send:",
        key="compose.send",
        disabled=bool(preview.preview.blockers) or opened.draft is None or why_not is not None,
        help=FIRST_RED if preview.preview.blockers else why_not,
        on_click=ask,
        args=(at,),
    )
    if why_not:
        st.caption(f":material/info: {why_not}")


def _draw_later(settings: Settings, opened: Opened, preview: RecipientPreview) -> None:
    at = _asked_time(opened.choices)
    day, time_of_day = (
        widget_value("compose.date", at.date()),
        widget_value("compose.time", at.time()),
    )
    with st.grid(2, min_column_width=150, width=420):
        st.date_input("Day", day, key="compose.date", format="DD/MM/YYYY")
        st.time_input(
            "Time in India (IST)", time_of_day, key="compose.time", step=timedelta(minutes=5)
        )
    why_not = None
    if at <= utc_now():
        why_not = f"{in_ist(at)} IST has passed. Choose a later time."
    elif waits := wait(settings, opened.choices, at):
        st.caption(f":material/schedule: {waits}")
    when = weekday_in_ist(at)
    _draw_button(opened, preview, f"Schedule for {when} · {_cost(preview)}", at, why_not)


def _asked_time(choices: Choices) -> datetime:
    if choices.at:
        return datetime.fromisoformat(choices.at).replace(tzinfo=IST)
    return schedule.usual_start(utc_now())
