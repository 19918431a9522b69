"""The way to a campaign in four steps that can be walked back: who, what, check, send."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may, require
from jetmsg_core.campaigns.draft.choices import Step
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from pages.parts.compose.check import draw_check
from pages.parts.compose.kept_drafts import (
    draw_gone,
    draw_head,
    draw_kept,
    draw_list_changed,
)
from pages.parts.compose.sending.launch import draw_launched
from pages.parts.compose.sending.send import draw_send
from pages.parts.compose.steps import draw_stepper, draw_walk
from pages.parts.compose.what import draw_what
from pages.parts.compose.who import draw_who
from pages.parts.draft.open_draft import REFUSED, Opened, open_draft, start_new
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_title
from pages.parts.page.sentences import refusal

settings = signed_in.enter()
if not may(Permission.PREPARE):
    draw_title("Compose")
require(Permission.PREPARE)


def draw_steps(settings: Settings, opened: Opened) -> None:
    """This draws the step that is open, between the row of all steps and the way on or back."""
    choices = opened.choices
    saved = lists.newest(settings)
    draw_stepper(choices.step)
    # In a place of its own: what goes away must not begin the fields below anew.
    with st.container():
        if refused := st.session_state.pop(REFUSED, None):
            refusal(refused)
        draw_list_changed(settings, opened, saved)
        if choices.step is Step.WHO:
            draw_kept(settings, opened, saved)
    if choices.step is Step.WHO:
        why_not = draw_who(settings, choices, saved)
    elif choices.step is Step.WHAT:
        why_not = draw_what(settings, choices)
    elif choices.step is Step.CHECK:
        why_not = draw_check(settings, choices)
    else:
        why_not = draw_send(settings, opened)
    draw_walk(settings, choices.step, why_not)


def draw_not_found(error: NotFoundError) -> None:
    draw_title("Compose")
    refusal(error)
    st.button("Write a new message", key="compose.new", icon=":material/add:", on_click=start_new)


def draw_draft(settings: Settings) -> None:
    """This draws the draft that is open, or says that it is gone."""
    try:
        opened = open_draft(settings)
    except NotFoundError as error:
        draw_not_found(error)
        return
    draw_head(settings, opened)
    if opened.gone:
        draw_gone()
    else:
        draw_steps(settings, opened)


if not draw_launched():
    draw_draft(settings)
