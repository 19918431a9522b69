"""A smaller list: those with something in a column, or in another list or campaign, or not.

The same question asked twice by a double click makes one list: the token is the question.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import search
from jetmsg_core.errors import JetmsgError
from jetmsg_core.lists import CellTest, Choice, Comparison, ContactList, InCampaign, InList
from jetmsg_core.names import LONGEST_NAME, cut_name
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.list.head import draw_made, remember_made
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.live import draw_alone
from pages.parts.page.sentences import refusal
from pages.parts.shared.cell_tests import TESTS
from pages.parts.styles.formatting import counted, label_of
from pages.parts.styles.state_styles import segments, state_labels

BY = {"column": "A column", "list": "Another list", "campaign": "A campaign"}
SIDES = {True: "Leave out people in", False: "Keep only people in"}
CAMPAIGNS_SHOWN = 200
REFUSED = "list.refused"


def token_of(*parts: object) -> str:
    """The token is the same for the same words in the same browser tab, never for another tab."""
    nonce = st.session_state.setdefault("list.nonce", secrets.token_hex(16))
    return hashlib.sha256("\n".join([nonce, *map(repr, parts)]).encode()).hexdigest()[:32]


def draw_smaller(settings: Settings, contact_list: ContactList) -> None:
    draw_alone(partial(_draw, settings, contact_list), key="list.smaller")


def _draw(settings: Settings, contact_list: ContactList) -> None:
    by = st.segmented_control(
        "Choose by",
        list(BY),
        default="column",
        format_func=segments(BY),
        required=True,
        key="list.by",
    )
    choice = _ask(settings, contact_list, by)
    if choice is not None:
        _draw_result(settings, contact_list, choice)
        draw_made(settings, "smaller", contact_list, choice)


def _ask(settings: Settings, contact_list: ContactList, by: str) -> Choice | None:
    if by == "column":
        return _ask_column(contact_list)
    if by == "list":
        others = {
            other.id: f"{other.name} · {counted(other.contacts, 'contact')}"
            for other in lists.newest(settings)
            if other.id != contact_list.id
        }
        chosen = _ask_members(f"list.{contact_list.id}", others, "There is no other list yet.")
        return None if chosen is None else InList(chosen[0], outside=chosen[1])
    campaigns = {
        status.campaign.id: f"{status.campaign.name} · "
        f"{counted(status.campaign.recipients, 'recipient')}"
        for status in search.newest(settings, CAMPAIGNS_SHOWN)
    }
    chosen = _ask_members("campaign", campaigns, "There is no campaign yet.")
    if chosen is None:
        return None
    return InCampaign(chosen[0], outside=chosen[1], only=_ask_states(settings, chosen[0]))


def _ask_states(settings: Settings, campaign_id: int) -> tuple[RecipientState, ...]:
    labels = state_labels([control.status(settings, campaign_id)])
    chosen = st.pills(
        "Who are",
        list(labels),
        selection_mode="multi",
        format_func=segments(labels),
        key=f"list.states.{campaign_id}",
        help="Choose none for everybody in the campaign.",
    )
    return tuple(chosen)


def _ask_column(contact_list: ContactList) -> Choice | None:
    with st.grid(3, min_column_width=210, vertical_alignment="bottom"):
        column = st.selectbox(
            "Column", list(contact_list.columns), key=f"list.column.{contact_list.id}"
        )
        test = st.selectbox("Its cell", list(TESTS), format_func=label_of(TESTS), key="list.test")
        value = ""
        if test in (Comparison.EQUALS, Comparison.CONTAINS):
            value = st.text_input(
                "This text", key="list.value", placeholder="Capitals or small letters", live=PAUSE
            )
    if test in (Comparison.EQUALS, Comparison.CONTAINS) and not value.strip():
        # Where the count will stand: a line that went away elsewhere would move the button that
        # comes with the count from under the pointer.
        st.markdown(":gray[Write what to look for.]")
        return None
    return CellTest(column, test, value)


def _ask_members(kind: str, options: dict[int, str], none: str) -> tuple[int, bool] | None:
    """The one chosen, and whether its people are left out."""
    if not options:
        st.markdown(f":gray[{none}]")
        return None
    outside = st.segmented_control(
        "Its people",
        list(SIDES),
        default=True,
        format_func=segments(SIDES),
        required=True,
        key=f"list.side.{kind}",
        label_visibility="collapsed",
    )
    chosen = st.selectbox(
        BY[kind.partition(".")[0]],
        list(options),
        format_func=label_of(options),
        index=None,
        key=f"list.other.{kind}",
    )
    return None if chosen is None else (chosen, outside)


def _draw_result(settings: Settings, contact_list: ContactList, choice: Choice) -> None:
    try:
        count = lists.count(settings, contact_list.id, choice)
    except JetmsgError as error:
        refusal(error)
        return
    if not count:
        st.markdown(":gray[Nobody in this list fits.]")
        return
    st.markdown(f"**{with_commas(count)}** of {counted(contact_list.contacts, 'contact')} fit.")
    with st.form("list.choose", border=False):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        left.text_input(
            "Name of the new list",
            value=cut_name(_named(contact_list, choice)),
            key=f"list.new.{choice!r}",
            max_chars=LONGEST_NAME,
        )
        right.form_submit_button(
            f"Save {counted(count, 'contact')} as a new list",
            type="primary",
            icon=":material/save:",
            width="stretch",
            key="list.choose.go",
            on_click=_save,
            args=(settings, contact_list, choice),
        )
    if refused := st.session_state.pop(REFUSED, None):
        refusal(refused)


def _named(contact_list: ContactList, choice: Choice) -> str:
    if isinstance(choice, CellTest):
        return f"{contact_list.name}: {choice.column} {TESTS[choice.test]} {choice.value}".strip()
    return f"{contact_list.name}, {'without some' if choice.outside else 'some'}"


def _save(settings: Settings, contact_list: ContactList, choice: Choice) -> None:
    """As a callback it is over before the page is drawn. In the run itself a second click could
    end it at any call to Streamlit before the button was even asked."""
    name = st.session_state[f"list.new.{choice!r}"]
    token = token_of("choose", contact_list.id, choice, name)
    try:
        list_id = lists.choose(settings, contact_list.id, choice, name=name, token=token)
    except JetmsgError as error:
        st.session_state[REFUSED] = error
        remember_made("smaller", contact_list.id, choice, None)
    else:
        remember_made("smaller", contact_list.id, choice, list_id)
