"""What is drawn again without the page around it: the one place where a fragment is made.

Nine traps of Streamlit 1.67, each measured.

* A fragment's run leaves its own place behind as the place where things are drawn. A run of the
  whole page that follows in the same thread (a click waited while a timer's tick was served) drew
  the page into the middle of itself, and the browser turned white (*Bad delta path index*). So the
  page's script calls `begin_page` before anything else.
* A fragment's run that begins before the browser has all of the page's run takes back the
  fragment's own part of that. What stands after it in the same container then has no place, and
  the browser turns white too. So each is alone in a container that every run of the page draws.
* A run that ends by `st.stop` forgets no fragment: the second half of a double click would still
  be drawn into a dialog that is closed. So no page uses it.
* `st.rerun` forgets the click that this run was for, and those of the whole page. So it comes
  after everything was drawn, and never from within a run of the whole page.
* A timer of a page ticks until the browser hears of the next one. A tick that arrives while that
  is drawn waits, and is then served as of the page that was left: the browser takes away all that
  the next page drew, and keeps it white. Such a tick is dropped on arrival where what it asks for
  is no longer known. So what is drawn alone is known by its page, and forgotten as soon as the
  page is left: by `open_page` before it asks for the next, by `begin_page` after a click on a link.
  A tick or a click that came a moment earlier is dropped when its turn comes.
* A click in such a part, and the part's own `st.rerun`, take back a click on a link that waits: of
  the two Streamlit makes one request, for the page of the newer. So the page stays the one that
  the link asks for, and what was clicked acts all the same.
* A newer click that waits ends a callback at its first word with the session, and the rest of it is
  lost: nothing was paused, no text was kept, and nobody is told. So no request is handed to a
  callback; Streamlit looks for one right after the last of them anyway.
* One that comes when a run has begun and its callbacks have not takes the place of the click that
  the run was for, which is lost. So no request is handed out from there on either.
* Two clicks that wait together act in one run, the newer first: *Next* finds nobody chosen, though
  *Write to these* was clicked before it. So what was clicked first stands first in what waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, NoReturn

import streamlit as st
from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState
from streamlit.runtime.state import SafeSessionState

PAGE = "live.page"
"""The page that was drawn last."""

ARRIVED = "live.arrived"
"""Whether this run is the first of its page after another one, or after none."""


def begin_page() -> None:
    """The page's script calls this first, to draw at the page's top, wherever the last run of
    this thread ended, and to forget what was drawn alone on another page than is asked for."""
    _watch_requests()
    context_dg_stack.set(get_default_dg_stack_value())
    if st.session_state.get(PAGE) != _page():
        _forget_drawn()


def remember_page() -> None:
    """The page's script calls this as soon as the navigation has found which page it is."""
    st.session_state[ARRIVED] = st.session_state.get(PAGE) != _page()
    st.session_state[PAGE] = _page()


def open_page(page: str, **query: str) -> NoReturn:
    """The next page is opened in place of this one, as `st.switch_page` would: no other part of
    the pages calls that."""
    _forget_drawn()
    st.switch_page(page, query_params=query)


def _page() -> str:
    script = get_script_run_ctx()
    return script.page_script_hash if script else ""


def _forget_drawn() -> None:
    script = get_script_run_ctx()
    if script is not None:
        script.fragment_storage.clear()


def draw_alone(
    draw: Callable[[], bool | None],
    *,
    key: str,
    every: float | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """A part is drawn, and drawn again when something in it is used, and `every` so many
    seconds.

    `draw` returns whether the page around it is out of date; the page is drawn again then. What
    is clicked in it acts in the callback of its button. `key` names the container it stands in.

    It is not for within a dialog or another such part: a run of the outer one that begins at
    once takes back the container, and not what stands in it.
    """
    runs = 0

    def again() -> None:
        """This draws the part, and the page when `draw` says so after the first time."""
        nonlocal runs
        runs += 1
        outdated = draw()
        if outdated and runs > 1:
            st.rerun()

    # The place and this name are all that a tick asks for.
    again.__qualname__ = f"{key} of {_page()}"
    with st.container(key=key, width=width):
        st.fragment(again, run_every=every)()


_at_a_word = ScriptRequests.on_scriptrunner_yield
_at_the_end = ScriptRequests.on_scriptrunner_ready
_add = ScriptRequests._request_rerun_locked
_call_callbacks = SafeSessionState.on_script_will_rerun


def _watch_requests() -> None:
    """From now on each request is served when, and as of the page, that the traps above tell."""
    ScriptRequests.on_scriptrunner_yield = _after_callbacks  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_ready = _without_late  # type: ignore[method-assign, assignment]
    ScriptRequests._request_rerun_locked = _add_in_turn  # type: ignore[method-assign, assignment]
    SafeSessionState.on_script_will_rerun = _undisturbed  # type: ignore[method-assign, assignment]


def _after_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
    """No request ends a callback."""
    if ThreadState.get().run_location is RunLocation.CALLBACK:
        return None
    return _at_a_word(requests)


def _undisturbed(state: SafeSessionState, *asked: object, **how: object) -> None:
    """What comes before the first callback counts as one."""
    with ThreadState.scoped(run_location=RunLocation.CALLBACK):
        _call_callbacks(state, *asked, **how)  # type: ignore[arg-type]


def _without_late(requests: ScriptRequests) -> ScriptRequest:
    request = _at_the_end(requests)
    while request.type is ScriptRequestType.RERUN and _is_late(request.rerun_data):
        request = _at_the_end(requests)
    return request


def _is_late(asked: RerunData) -> bool:
    """A part is asked for alone, of another page than was drawn last."""
    return bool(asked.fragment_id_queue) and asked.page_script_hash != st.session_state.get(PAGE)


def _add_in_turn(requests: ScriptRequests, newer: RerunData) -> bool:
    """To what waits, if anything does, a newer request is added: the link of the one stays, and
    what was clicked first comes first."""
    if requests._state is not ScriptRequestType.RERUN:
        return _add(requests, newer)
    waiting = requests._rerun_data
    if _leaves(waiting, newer):
        newer = replace(
            newer,
            page_script_hash=waiting.page_script_hash,
            page_name=waiting.page_name,
            query_string=waiting.query_string,
            is_history_navigation=waiting.is_history_navigation,
        )
    is_added = _add(requests, newer)
    both = requests._rerun_data
    states = _first_clicked_first(waiting.widget_states, both.widget_states)
    requests._rerun_data = replace(both, widget_states=states)
    return is_added


def _first_clicked_first(
    waiting: WidgetStates | None, both: WidgetStates | None
) -> WidgetStates | None:
    if waiting is None or both is None:
        return both
    by_id = {state.id: state for state in both.widgets}
    clicked = [state.id for state in waiting.widgets if state.trigger_value]
    first = [by_id.pop(widget_id) for widget_id in clicked if widget_id in by_id]
    return WidgetStates(widgets=[*first, *by_id.values()])


def _leaves(waiting: RerunData, newer: RerunData) -> bool:
    """What waits asks for another page than the newer request is of, which asks for none."""
    if waiting.fragment_id_queue or waiting.page_script_hash == newer.page_script_hash:
        return False
    script = get_script_run_ctx(suppress_warning=True)
    is_of_the_script = script is not None and script.page_script_hash == newer.page_script_hash
    return bool(newer.fragment_id) or is_of_the_script
