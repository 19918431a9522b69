"""What a marketer changes here: one form, and who changed what.

The fields hold what was kept when they were filled. Whatever somebody else keeps meanwhile fills
them anew, so that nobody writes an old value over a new one by saving another field.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.configuration import changing
from jetmsg_core.configuration.changing import Change, WrongValuesError
from jetmsg_core.configuration.words import GROUPINGS, OWNED_SETTINGS
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import Grouping
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import OWNED, Settings
from jetmsg_core.settings_source import as_text
from pages.parts.page import context, signed_in
from pages.parts.page.flash import read_outcome, say, say_unless_told
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.styles.formatting import counted, plain, shortened

SEEN, FILLED, BY = "settings.seen", "settings.filled", "settings.by"
WRONG, OUTCOME, REFUSED = "settings.wrong", "settings.outcome", "settings.refused"
CHANGES_SHOWN, LONGEST_SHOWN = 20, 60
GROUPING = "JETMSG_GROUPING"
TOPICS = {
    "JETMSG_SENDER_ID": HelpTopic.HEADER,
    "JETMSG_PART_PRICE": HelpTopic.PARTS,
    "JETMSG_LOW_TRANX": HelpTopic.CREDITS,
    "JETMSG_LOW_PROMO": HelpTopic.CREDITS,
    "JETMSG_LOW_OTP": HelpTopic.CREDITS,
    "JETMSG_PROMO_STOPS": HelpTopic.ROUTES,
    "JETMSG_WHITELIST": HelpTopic.DLT,
}
"""What Help says more of."""


def draw_owned(settings: Settings) -> None:
    """This draws the form, what came of saving it, and the history."""
    _fill(settings)
    with st.form("settings.form", border=True):
        st.markdown("**Yours to change**")
        left, right = st.columns(2, gap="medium")
        for index, name in enumerate(OWNED):
            with left if index < (len(OWNED) + 1) // 2 else right:
                _draw_field(settings, name)
        if not signed_in.own_name():
            st.text_input(
                "Your name",
                key="settings.by",
                max_chars=changing.LONGEST_BY,
                help="It is shown in the history.",
            )
        st.form_submit_button(
            "Save",
            key="settings.save",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            disabled=not may(Permission.CHANGE_SETTINGS),
            help=None if may(Permission.CHANGE_SETTINGS) else "Only an admin changes settings.",
        )
    _draw_outcome()
    _draw_history(settings)


def _key(name: str) -> str:
    return f"settings.field.{name}"


def _fill(settings: Settings) -> None:
    kept = changing.kept_values(settings)
    state = st.session_state
    if state.get(SEEN) == kept and all(_key(name) in state for name in OWNED):
        return
    state[SEEN] = kept
    state[FILLED] = {name: _text(settings, name) for name in OWNED}
    for name, text in state[FILLED].items():
        state[_key(name)] = text
    state.pop(WRONG, None)


def _text(settings: Settings, name: str) -> str:
    value = settings.value_of(name)
    return "" if value is None else as_text(value)


def _draw_field(settings: Settings, name: str) -> None:
    words, fixed = OWNED_SETTINGS[name], name not in settings.changeable
    if name == GROUPING:
        st.selectbox(
            words.label,
            [grouping.value for grouping in Grouping],
            format_func=lambda value: GROUPINGS[Grouping(value)],
            key=f"settings.field.{name}",
            disabled=fixed,
        )
    else:
        st.text_input(
            words.label,
            key=f"settings.field.{name}",
            placeholder=words.usual or "not set",
            help=with_more(words.about, TOPICS[name]) if name in TOPICS else words.about,
            max_chars=changing.LONGEST_VALUE,
            disabled=fixed,
        )
    if fixed:
        is_in_file = settings.sources.get(name) == "secrets.toml"
        origin = "`.streamlit/secrets.toml`" if is_in_file else "the environment"
        st.caption(f":material/lock: Set in {origin}. Change it there.")
    elif reason := st.session_state.get(WRONG, {}).get(name):
        st.error(plain(_in_words(reason)), icon=":material/error:")


def _in_words(sentence: str) -> str:
    """The names of the environment are written as those of the fields."""
    for name, words in OWNED_SETTINGS.items():
        sentence = sentence.replace(name, words.label)
    return sentence


def _save() -> None:
    """As a callback, so that the page is drawn with what was saved."""
    state = st.session_state
    typed: Mapping[str, str] = {name: str(state[_key(name)]).strip() for name in OWNED}
    values = {name: text or None for name, text in typed.items() if text != state[FILLED][name]}
    state.pop(WRONG, None)
    state.pop(REFUSED, None)
    try:
        by = signed_in.own_name() or str(state.get(BY, ""))
        changed = changing.change(context.settings(), values, by=by, before=state[SEEN])
    except WrongValuesError as error:
        state[WRONG] = error.reasons
    except JetmsgError as error:
        state[REFUSED] = str(error)
    else:
        if changed:
            say(OUTCOME, f"Saved: {counted(len(changed), 'setting')} changed.")
        else:
            say_unless_told(OUTCOME, "No change.")


def _draw_outcome() -> None:
    if outcome := read_outcome(OUTCOME):
        st.success(outcome, icon=":material/check_circle:")
    if refused := st.session_state.get(REFUSED):
        st.error(plain(_in_words(refused)), icon=":material/error:")
    elif st.session_state.get(WRONG):
        st.error("Nothing was saved. Correct the fields in red.", icon=":material/error:")


def _draw_history(settings: Settings) -> None:
    changes = changing.history(settings, CHANGES_SHOWN)
    with st.expander("Who changed what", icon=":material/history:"):
        if not changes:
            st.markdown(":gray[Nobody has changed anything here yet.]")
            return
        st.table(
            {
                "When (IST)": [in_ist(change.changed_at) for change in changes],
                "Setting": [_label(change) for change in changes],
                "Before": [_value(change.value_before) for change in changes],
                "After": [_value(change.value) for change in changes],
                "By": [plain(change.changed_by) for change in changes],
            },
            border="horizontal",
            alt="Changes of settings, the newest first",
            hide_index=True,
        )


def _label(change: Change) -> str:
    words = OWNED_SETTINGS.get(change.name)
    return words.label if words else plain(change.name)


def _value(value: str | None) -> str:
    return plain(shortened(value, LONGEST_SHOWN)) if value else ":gray[not\u00a0set]"
