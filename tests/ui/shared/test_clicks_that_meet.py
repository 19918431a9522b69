"""Two clicks so close together that the second reaches Streamlit before the first is served: both
act, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner, ScriptRunnerEvent
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


def two_buttons() -> None:
    """A page that remembers what was clicked."""
    import streamlit as st

    from pages.parts.page import live

    live.begin_page()
    clicked = st.session_state.setdefault("clicked", [])
    for name in ("first", "second"):
        st.button(name, key=name, on_click=clicked.append, args=(name,))


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_function(two_buttons).run()


@pytest.fixture
def click_as_a_run_begins(at: AppTest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What comes from the browser when the next run has begun, and called no callback yet."""
    ids = {name: at.button(key=name).proto.id for name in ("first", "second")}
    waiting: list[str] = []

    def ask(sender: ScriptRunner, event: ScriptRunnerEvent, **_: object) -> None:
        """These clicks come as soon as Streamlit says that the run has begun."""
        while event is ScriptRunnerEvent.SCRIPT_STARTED and waiting:
            state = WidgetState(id=ids[waiting.pop(0)], trigger_value=True)
            sender.request_rerun(RerunData(widget_states=WidgetStates(widgets=[state])))

    run = LocalScriptRunner.run

    def run_and_be_asked(runner: LocalScriptRunner, *asked: Any, **how: Any) -> object:
        runner.on_event.connect(ask, weak=False)
        return run(runner, *asked, **how)

    monkeypatch.setattr(LocalScriptRunner, "run", run_and_be_asked)
    return lambda *names: waiting.extend(names)


def test_a_click_is_not_lost_to_one_that_comes_as_its_run_begins(
    at: AppTest, click_as_a_run_begins: Callable[..., None]
) -> None:
    click_as_a_run_begins("second")
    at.button(key="first").click().run()
    assert not at.exception
    assert at.session_state["clicked"] == ["first", "second"]


def test_clicks_that_wait_together_act_in_their_order(
    at: AppTest, click_as_a_run_begins: Callable[..., None]
) -> None:
    click_as_a_run_begins("first", "second")
    at.run()
    assert not at.exception
    assert at.session_state["clicked"] == ["first", "second"]


def test_a_second_click_on_the_same_button_that_waits_with_another_acts_once(
    at: AppTest, click_as_a_run_begins: Callable[..., None]
) -> None:
    click_as_a_run_begins("second", "first", "second")
    at.run()
    assert not at.exception
    assert at.session_state["clicked"] == ["second", "first"]
