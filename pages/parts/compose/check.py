"""Step three: anybody's real text, and what the checks found, each finding with its people."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.compose.findings import draw_findings, draw_take_all_in
from pages.parts.compose.left_out import draw_left_out
from pages.parts.compose.previews import preview_of, spec_of_choices, text_of
from pages.parts.compose.reasons import GO_BACK
from pages.parts.compose.recipient_cursor import NOT_FOUND, index_shown, jump
from pages.parts.page.sentences import refusal
from pages.parts.shared.phones import draw_phone
from pages.parts.styles.formatting import counted


def draw_check(settings: Settings, choices: Choices) -> str | None:
    """This draws the step, and returns why one cannot go on, or None."""
    try:
        with st.spinner("Writing everyone's text and checking it…"):
            preview = preview_of(settings, choices)
            contact_list = lists.get(settings, preview.recipients.list_id)
    except JetmsgError as error:
        refusal(error)
        if choices.leave_out:
            draw_take_all_in()
        return GO_BACK
    left, right = st.columns([2, 3], gap="large")
    with left:
        _draw_person(settings, choices, preview)
    with right:
        st.header("What the checks found", anchor=False)
        draw_findings(preview.preview, choices, contact_list.columns)
        left_out = contact_list.contacts - preview.recipients.count
        draw_left_out(settings, choices, left_out, spec_of_choices(settings, choices))
    blockers = len(preview.preview.blockers)
    if blockers:
        return f"Fix the {counted(blockers, 'problem')} in red first."
    return None


def _draw_person(settings: Settings, choices: Choices, preview: RecipientPreview) -> None:
    index, total = index_shown(preview), preview.recipients.count
    spec = spec_of_choices(settings, choices)
    with st.container(
        horizontal=True, horizontal_alignment="center", vertical_alignment="center", gap="small"
    ):
        st.button(
            "Previous",
            key="compose.previous",
            icon=":material/chevron_left:",
            help="The person before" if index else "This is the first person.",
            disabled=not index,
            on_click=jump,
            args=(index - 1,),
        )
        st.markdown(f"**{with_commas(index + 1)}** of {with_commas(total)}", width="content")
        st.button(
            "Next",
            key="compose.following",
            icon=":material/chevron_right:",
            icon_position="right",
            help="The next person" if index + 1 < total else "This is the last person.",
            disabled=index + 1 >= total,
            on_click=jump,
            args=(index + 1,),
        )
    draw_phone(spec, text_of(settings, preview.recipients, spec, index), "")
    _draw_jumps(preview)
    _draw_row(settings, preview)


def _draw_jumps(preview: RecipientPreview) -> None:
    campaign = preview.preview
    warned = next((finding.places[0] for finding in campaign.findings if finding.places), None)
    jumps = {
        "longest": ("Longest", campaign.longest_place, "The longest text"),
        "unicode": (
            "First in Unicode",
            campaign.unicode_place,
            "The first text with letters outside the plain alphabet",
        ),
        "default": ("First with a default", campaign.default_place, "Where a value is missing"),
        "warned": ("First with a finding", warned, "The first person a finding is about"),
    }
    with st.container(
        horizontal=True, horizontal_alignment="center", gap="xsmall", key="compose.jumps"
    ):
        for name, (label, index, about) in jumps.items():
            if index is not None:
                st.button(
                    label,
                    key=f"compose.jump.{name}",
                    help=about,
                    on_click=jump,
                    args=(index,),
                )


def _draw_row(settings: Settings, preview: RecipientPreview) -> None:
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.number_input(
            "Go to a row of the sheet",
            min_value=1,
            step=1,
            value=None,
            key="compose.row",
            placeholder="Row",
            width=180,
            on_change=_go_to_row,
            args=(settings, preview),
        )
    row = st.session_state.get(NOT_FOUND)
    if row is not None:
        st.caption(
            f":material/info: Nobody in row {with_commas(row)} gets this message: the row was "
            "left out, or the list has no such row.",
            text_alignment="center",
        )


def _go_to_row(settings: Settings, preview: RecipientPreview) -> None:
    row = st.session_state["compose.row"]
    if row is None:
        return
    index = recipient_preview.place_of_row(settings, preview.recipients, int(row))
    if index is None:
        st.session_state[NOT_FOUND] = int(row)
    else:
        jump(index)
