"""Step two: a template or free text, and how it is sent; beside it, the first person's phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from jetmsg_core import lists, templates
from jetmsg_core.campaigns.draft.choices import Choices, usual_sender
from jetmsg_core.campaigns.draft.drafts import with_template
from jetmsg_core.campaigns.draft.spec import check_spec
from jetmsg_core.campaigns.preview.preview import Example
from jetmsg_core.errors import JetmsgError
from jetmsg_core.messages.dlt.filling import message_of
from jetmsg_core.names import LONGEST_NAME
from jetmsg_core.primitives.times import time_of_day
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from pages.parts.compose.previews import counted_people, first_text, spec_of_choices
from pages.parts.compose.promotional_hours import hours
from pages.parts.compose.reasons import why_no_text
from pages.parts.compose.variables import draw_variables
from pages.parts.draft.message_field import draw_message
from pages.parts.draft.open_draft import attempt, current, widget_value
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.page.sentences import refusal
from pages.parts.shared.phones import draw_phone
from pages.parts.styles.state_styles import CHANNELS, ROUTE_DECIDES, ROUTES, segments

FREE = 0


def draw_what(settings: Settings, choices: Choices) -> str | None:
    """This draws the step, and returns why one cannot go on, or None."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header("What is the message?", anchor=False)
        try:
            columns = lists.get(settings, choices.list_id or 0).columns
            recipients = counted_people(settings, choices).members
        except JetmsgError as error:
            refusal(error)
            return "Go back and choose who gets it."
        # Each in a place of its own: what comes and goes in one while somebody writes must not
        # begin the fields of another anew.
        template, channel, message, refused, sender = (st.container() for _ in range(5))
        with template:
            unfilled = _draw_template(settings, choices, columns)
        with channel:
            _draw_channel(settings, choices)
        with message:
            if not unfilled:
                draw_message(settings, choices, columns)
        with sender:
            _draw_sender(settings, choices)
    spec = spec_of_choices(settings, replace(choices, fill_in=False))
    example: Example | None = None
    if choices.message.strip():
        try:
            spec = check_spec(settings, spec_of_choices(settings, choices))
            example = first_text(settings, recipients, spec)
        except JetmsgError as error:
            with refused:
                refusal(error)
    why_not = why_no_text(settings, choices)
    with right:
        draw_phone(spec, example, _note(choices.message, why_not, unfilled=unfilled))
    return why_not


def _note(message: str, why_not: str | None, *, unfilled: bool) -> str:
    """What stands on the phone while there is no text."""
    if unfilled:
        return "The message appears here once every variable is filled in."
    if not message.strip():
        return "The message appears here as the first person reads it."
    if why_not:
        return "The message appears here once you fix the errors in red."
    return "None of the first people has a value for every placeholder."


def _draw_template(settings: Settings, choices: Choices, columns: Sequence[str]) -> bool:
    """Returns whether a variable of the template has nothing that fills it."""
    stored = {template.id: template for template in templates.listing(settings)}
    if not stored:
        return False
    options = [FREE, *stored]
    chosen = choices.template if choices.template in stored else FREE
    st.selectbox(
        "Template",
        options,
        options.index(widget_value("compose.template", chosen)),
        format_func=lambda i: "Free text" if i == FREE else stored[i].name,
        key="compose.template",
        on_change=_take_template,
        args=(settings,),
    )
    template = stored.get(choices.template or FREE)
    if template is None:
        return False
    fills = choices.fills or template.fills
    unfilled = None in fills
    is_newer = template.version != choices.version
    as_approved = not (is_newer or unfilled) and message_of(template.body, fills) == choices.message
    if is_newer:
        st.caption(
            f":material/history: This message was made from version {choices.version}; the newest "
            f"is {template.version}. Choose the template again to use that."
        )
    elif unfilled and not choices.message:
        draw_variables(settings, template, fills, columns)
    elif as_approved:
        draw_variables(settings, template, fills, columns)
        st.caption(f":material/verified: Same as the template, version {template.version}.")
    else:
        st.caption(
            ":material/edit: Changed from the template. Everyone's text is compared with the "
            "approved one in the next step."
        )
    return unfilled and not choices.message


def _take_template(settings: Settings) -> None:
    chosen = st.session_state["compose.template"]

    def take() -> Choices:
        """This gives the choices with the template that was picked, or with none. Raises
        NotFoundError when it is gone."""
        now = current()
        if chosen == FREE:
            return replace(now, template=None, version=None, fills=())
        return with_template(now, templates.get(settings, chosen), usual_sender(settings))

    attempt(take)


def _draw_channel(settings: Settings, choices: Choices) -> None:
    st.segmented_control(
        "Channel",
        list(CHANNELS),
        default=widget_value("compose.channel", choices.channel),
        format_func=segments(CHANNELS),
        required=True,
        key="compose.channel",
    )
    if choices.channel is Channel.WHATSAPP:
        st.caption(
            ":material/schedule: WhatsApp goes through your own device: one person a call, about "
            f"{settings.whatsapp_rate:g} a second, at uneven intervals."
        )


def _draw_sender(settings: Settings, choices: Choices) -> None:
    with st.container(border=True, key="compose.way"):
        with st.container():
            if choices.channel is Channel.SMS:
                _draw_sms(settings, choices)
        _draw_name(choices)


def _draw_sms(settings: Settings, choices: Choices) -> None:
    with st.grid(2, min_column_width=210):
        st.text_input(
            "Sender ID",
            widget_value("compose.sender", choices.sender_id or usual_sender(settings)),
            max_chars=6,
            key="compose.sender",
            live=PAUSE,
            help=with_more(
                "The six characters people see as the sender, as registered with DLT, without "
                "-P, -S, -T or -G. Capitals and small letters are kept as you write them.",
                HelpTopic.HEADER,
            ),
        )
        st.text_input(
            "DLT template ID",
            widget_value("compose.dlt", choices.dlt_id),
            key="compose.dlt",
            live=PAUSE,
            placeholder="19 digits, optional in the sandbox",
            help=with_more(
                "The number of the registered template this text was made from. Operators drop a "
                "text that does not match it.",
                HelpTopic.DLT,
            ),
        )
    st.segmented_control(
        "Route",
        list(ROUTES),
        default=widget_value("compose.route", choices.route),
        format_func=segments(ROUTES),
        key="compose.route",
        help=with_more(ROUTE_DECIDES, HelpTopic.ROUTES),
    )
    if choices.route is None:
        st.caption(
            "**Transactional**: orders, alerts and other service messages, at any hour. "
            "**Promotional**: offers and news, from 10:00 to "
            f"{time_of_day(settings.promo_stops)} IST."
        )
    if choices.route == 2:
        st.caption(f":material/schedule: {hours(settings)}")


def _draw_name(choices: Choices) -> None:
    st.text_input(
        "Name of the campaign",
        widget_value("compose.name", choices.name),
        key="compose.name",
        live=PAUSE,
        placeholder="Only you see it; the list's name if empty",
        max_chars=LONGEST_NAME,
    )
