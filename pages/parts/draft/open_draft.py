"""The draft that is open, between the widgets and the database.

Streamlit forgets a widget's value as soon as it is not drawn, so widgets are only the ink: at the
start of a run what they say is taken into the choices, the choices are written down if they
changed, and the widgets that are drawn get their values from them. A callback that changes more
than its own widget says so with `set_choices`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import streamlit as st

from jetmsg_core import templates
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, Step
from jetmsg_core.campaigns.draft.drafts import Draft
from jetmsg_core.errors import JetmsgError
from jetmsg_core.lists import CellTest
from jetmsg_core.settings import Settings
from pages.parts.page.address import asked_id, keep_address
from pages.parts.page.flash import uninterrupted

Value = TypeVar("Value")

OPENED, ASKED, PUT = "composing.opened", "composing.asked", "composing.put"
REFUSED = "composing.refused"
ADDRESSED = ("draft", "copy", "template", "list")
"""What the address may name."""

_FIELDS = {
    "compose.list": "list_id",
    "compose.channel": "channel",
    "compose.message": "message",
    "compose.default": "default",
    "compose.sender": "sender_id",
    "compose.route": "route",
    "compose.dlt": "dlt_id",
    "compose.name": "name",
    "compose.when": "when",
    "compose.test": "test_number",
}


@dataclass(frozen=True)
class Opened:
    """This is the draft that is open; `draft` is None until something was chosen."""

    choices: Choices
    draft: Draft | None = None
    gone: bool = False
    """It was sent or discarded in another window."""


def open_draft(settings: Settings) -> Opened:
    """Every run opens the draft once, before any widget. Raises NotFoundError for an address
    that names nothing."""
    asked = _asked()
    opened: Opened | None = st.session_state.get(OPENED)
    if asked is not None and asked != st.session_state.get(ASKED):
        if opened is None or opened.draft is None or asked != ("draft", opened.draft.id):
            forget_widgets()
            st.session_state.pop(PUT, None)
            opened = _from_address(settings, *asked)
        st.session_state[ASKED] = asked
    opened = opened or Opened(Choices())
    now = with_widgets(st.session_state.get(PUT, opened.choices))
    if now.step is not Step.WHO:
        now = drafts.with_guesses(settings, now)
    latest = st.session_state[OPENED] = _kept(settings, opened, now)
    # Not before: a click may end a run at any word with the session.
    st.session_state.pop(PUT, None)
    if latest.draft is not None and not latest.gone:
        asked = st.session_state[ASKED] = ("draft", latest.draft.id)
    keep_address(**({asked[0]: str(asked[1])} if asked else {}))
    return latest


def _asked() -> tuple[str, int] | None:
    named = ((name, asked_id(name)) for name in ADDRESSED)
    return next(((name, number) for name, number in named if number is not None), None)


def is_copy() -> bool:
    """The draft that is open was copied from a campaign, and nothing in it was changed yet."""
    asked = st.session_state.get(ASKED)
    return asked is not None and asked[0] == "copy"


def _from_address(settings: Settings, name: str, number: int) -> Opened:
    if name == "draft":
        draft = drafts.get(settings, number)
        return Opened(draft.choices, draft)
    if name == "copy":
        return Opened(drafts.copy_of(settings, number))
    if name == "list":
        return Opened(Choices(list_id=number))
    stored = templates.get(settings, number)
    return Opened(drafts.with_template(Choices(), stored, settings.sender_id))


def _kept(settings: Settings, opened: Opened, now: Choices) -> Opened:
    if opened.draft is None:
        changed = now != opened.choices
        return Opened(now, drafts.begin(settings, now) if changed else None)
    if now != opened.choices:
        kept = drafts.keep(settings, opened.draft.id, opened.choices, now)
        if kept is not None and kept != now:
            # Another window wrote something newer, which the fields are to say from now on.
            forget_widgets()
        now = kept or now
        return Opened(now, replace(opened.draft, choices=now), gone=kept is None)
    return replace(opened, gone=not drafts.is_kept(settings, opened.draft.id))


def with_widgets(choices: Choices) -> Choices:
    """These are the choices with what the widgets on the page say."""
    widgets = {key: value for key, value in st.session_state.items() if value is not None}
    fields: dict[str, Any] = {name: widgets[key] for key, name in _FIELDS.items() if key in widgets}
    if "compose.without" in widgets:
        fields["without"] = tuple(widgets["compose.without"])
    if "compose.taken_in" in widgets:
        fields["taken_in"] = tuple(widgets["compose.taken_in"])
    if "compose.missing" in widgets:
        fields["fill_in"] = widgets["compose.missing"] == "default"
    if "compose.date" in widgets and "compose.time" in widgets:
        fields["at"] = datetime.combine(widgets["compose.date"], widgets["compose.time"]).isoformat(
            timespec="minutes"
        )
    conditions = tuple(
        CellTest(
            widgets.get(f"compose.column.{index}", condition.column),
            widgets.get(f"compose.test.{index}", condition.test),
            widgets.get(f"compose.value.{index}", condition.value),
        )
        for index, condition in enumerate(choices.conditions)
    )
    return replace(choices, conditions=conditions, **fields)


def widget_value(key: str, value: Value) -> Value:
    """Called before a widget is drawn, this gives what it says when it was not on the page
    before. That is to be the widget's default too: of two runs close together the browser may
    see only the second, which sets nothing, and would begin with an empty widget and say so
    (Streamlit 1.67)."""
    if st.session_state.get(key) is None:
        st.session_state[key] = value
    return value


def current() -> Choices:
    """A callback reads the choices as of its click."""
    opened: Opened = st.session_state[OPENED]
    return with_widgets(st.session_state.get(PUT, opened.choices))


def set_choices(choices: Choices) -> None:
    """A callback makes these the choices, whatever the widgets say."""

    def change() -> None:
        st.session_state[PUT] = choices
        forget_widgets()

    uninterrupted(change)


def go(step: Step) -> None:
    st.session_state.pop("composing.asking", None)
    set_choices(replace(current(), step=step))


def attempt(change: Callable[[], Choices]) -> None:
    """A callback makes the choices that `change` returns, or keeps its refusal for the page to
    show."""
    try:
        set_choices(change())
    except JetmsgError as error:
        st.session_state[REFUSED] = error


def start_new() -> None:
    """A callback leaves this draft where it is kept, and begins another."""
    leave_draft()
    st.query_params.clear()


def leave_draft() -> None:
    """A callback leaves this draft where it is kept: whoever comes to Compose next begins
    another."""
    for key in [key for key in st.session_state if str(key).startswith(("compose.", "composing."))]:
        del st.session_state[key]


def forget_widgets() -> None:
    for key in [key for key in st.session_state if str(key).startswith("compose.")]:
        del st.session_state[key]
