"""Why one cannot go on to the next step yet: asked by a step that is drawn, and by the click on
*Next* once more, for with it comes what was typed last."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices, Step, is_unfinished
from jetmsg_core.campaigns.draft.spec import check_spec
from jetmsg_core.campaigns.draft.unfinished import (
    NO_FILLS,
    NO_LIST,
    NO_MESSAGE,
    NO_ROUTE,
    NOBODY,
    no_words,
)
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from pages.parts.compose.file import files_taken
from pages.parts.compose.previews import counted_people, first_text, spec_of_choices
from pages.parts.styles.formatting import plain

NO_FILE = "Choose a file first, or take a saved list."
IN_RED = "Fix the errors in red."
GO_BACK = "Go back and fix the errors in red."


def why_not_yet(settings: Settings, choices: Choices) -> str | None:
    """It returns what lacks for the step after the one that is open, in a sentence, or None."""
    if (
        choices.step is Step.WHO
        and st.session_state.get(f"compose.source.{files_taken()}") == "file"
    ):
        return NO_FILE
    if choices.step is Step.WHO:
        return why_nobody(settings, choices)
    return why_no_text(settings, choices) if choices.step is Step.WHAT else None


def why_nobody(settings: Settings, choices: Choices) -> str | None:
    """It returns why nobody is chosen yet, or None."""
    if choices.list_id is None:
        return NO_LIST
    unfinished = next((test for test in choices.conditions if is_unfinished(test)), None)
    if unfinished is not None:
        return no_words(plain(unfinished.column))
    try:
        return None if counted_people(settings, choices).members.count else NOBODY
    except JetmsgError:
        return IN_RED


def why_no_text(settings: Settings, choices: Choices) -> str | None:
    """It returns why there is nothing to read and to check yet, or None."""
    if not choices.message.strip():
        is_unfilled = choices.template is not None and None in (choices.fills or ())
        return NO_FILLS if is_unfilled else NO_MESSAGE
    try:
        spec = check_spec(settings, spec_of_choices(settings, choices))
        first_text(settings, counted_people(settings, choices).members, spec)
    except JetmsgError:
        return IN_RED
    if choices.channel is Channel.SMS and choices.route is None:
        return NO_ROUTE
    return None
