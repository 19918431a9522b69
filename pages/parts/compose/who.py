"""Step one: a list, those of it who fit, and who is left out; and at once what that comes to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.campaigns.draft.audience_filter import Counted
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.unfinished import NO_LIST
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import search
from jetmsg_core.errors import JetmsgError
from jetmsg_core.lists import ContactList
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import day_in_ist, in_ist
from jetmsg_core.settings import Settings
from pages.parts.compose.conditions import draw_conditions
from pages.parts.compose.file import draw_file, files_taken
from pages.parts.compose.left_out import draw_left_out, draw_rejected_link
from pages.parts.compose.previews import counted_people
from pages.parts.compose.reasons import IN_RED, NO_FILE, why_nobody
from pages.parts.draft.open_draft import is_copy, widget_value
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import counted, label_of, people, plain
from pages.parts.styles.state_styles import segments, state_labels

CAMPAIGNS_SHOWN = 200
SOURCES = {"list": "A saved list", "file": "A new file"}
LEFT_OUT = {
    "opted_out": "opted out",
    "declined": "who say no to {} messages in their file",
    "condition": "not fitting the condition on {}",
    "in_campaign": "in the campaign {}",
}


def draw_who(settings: Settings, choices: Choices, saved: Sequence[ContactList]) -> str | None:
    """This draws the step, and returns why one cannot go on, or None."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header("Who gets it?", anchor=False)
        _draw_copied(choices)
        usual = widget_value(f"compose.source.{files_taken()}", "list" if saved else "file")
        source = "file"
        if saved:
            source = st.segmented_control(
                "From",
                list(SOURCES),
                default=usual,
                format_func=segments(SOURCES),
                required=True,
                key=f"compose.source.{files_taken()}",
                label_visibility="collapsed",
            )
        if source == "file":
            draw_file(settings)
            return NO_FILE
        contact_list = _choose_list(choices, saved)
        if contact_list is not None:
            draw_conditions(choices, contact_list)
            _draw_without(settings, choices)
    with right:
        if contact_list is None:
            _draw_nobody_yet()
            return NO_LIST
        return _draw_result(settings, choices, contact_list)


def _draw_copied(choices: Choices) -> None:
    # In a place of its own: what goes away must not begin the fields below anew.
    with st.container():
        if is_copy() and choices.list_id is None:
            st.info(
                "This copy has the message of its campaign, but not its people: they came from a "
                "file, or from a list that was deleted.",
                icon=":material/content_copy:",
            )


def _choose_list(choices: Choices, saved: Sequence[ContactList]) -> ContactList | None:
    by_id = {contact_list.id: contact_list for contact_list in saved}
    preset = widget_value("compose.list", choices.list_id if choices.list_id in by_id else None)
    chosen = st.selectbox(
        "List",
        list(by_id),
        index=None if preset is None else list(by_id).index(preset),
        format_func=lambda i: _described(by_id[i]),
        placeholder="Choose a list",
        key="compose.list",
    )
    return None if chosen is None else by_id[chosen]


def _described(contact_list: ContactList) -> str:
    """Lists may share a name, so it says when as well."""
    saved = in_ist(contact_list.created_at)
    return f"{contact_list.name} · {counted(contact_list.contacts, 'contact')} · {saved}"


def _draw_without(settings: Settings, choices: Choices) -> None:
    names = {
        status.campaign.id: f"{status.campaign.name} · {people(status.campaign.recipients)} · "
        f"{day_in_ist(status.campaign.created_at)}"
        for status in search.newest(settings, CAMPAIGNS_SHOWN)
    }
    for campaign_id in choices.without:
        if campaign_id not in names:
            names[campaign_id] = control.status(settings, campaign_id).campaign.name
    if not names:
        return
    st.multiselect(
        "Leave out people who were sent these campaigns",
        list(names),
        default=widget_value("compose.without", list(choices.without)),
        format_func=label_of(names),
        placeholder="No campaign chosen",
        key="compose.without",
    )
    if choices.without:
        _draw_taken_in(settings, choices)


def _draw_taken_in(settings: Settings, choices: Choices) -> None:
    """Those of these campaigns who are written to all the same, by what became of them."""
    statuses = [control.status(settings, campaign_id) for campaign_id in choices.without]
    labels = state_labels(statuses, always=choices.taken_in)
    st.pills(
        "But still write to people who are",
        list(labels),
        selection_mode="multi",
        default=widget_value("compose.taken_in", list(choices.taken_in)),
        format_func=segments(labels),
        key="compose.taken_in",
        help="People who were sent the message, or still will be, are left out. Choose states "
        "here to write to those people too.",
    )


def _draw_nobody_yet() -> None:
    with st.container(border=True):
        st.markdown(":gray[The people you choose are counted here at once.]")


def _draw_result(settings: Settings, choices: Choices, contact_list: ContactList) -> str | None:
    try:
        with st.spinner("Counting…"):
            result = counted_people(settings, choices)
    except JetmsgError as error:
        refusal(error)
        return IN_RED
    with st.container(border=True, key="compose.result", gap="small"):
        st.metric("People", with_commas(result.members.count), icon=":material/group:")
        st.caption(f"of {counted(result.listed, 'contact')} in {plain(contact_list.name)}")
        if lines := _lines(result):
            st.markdown("\n".join(lines))
        st.caption(
            ":material/do_not_disturb_on: People who opted out never get it, even if they opt out "
            "just before it is sent."
        )
        draw_left_out(settings, choices, result.listed - result.members.count)
        draw_rejected_link(contact_list)
    return why_nobody(settings, choices)


def _lines(result: Counted) -> list[str]:
    return [
        f"- **{with_commas(left.count)}** {LEFT_OUT[left.reason].format(plain(left.name))}"
        for left in result.left_out
        if left.count
    ]
