"""What a change did is said to a person who clicks twice, and quick clicks do not part the two."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from pages.parts.page import flash


class Interrupted(dict[str, Any]):
    """A session in which a newer click waits: the first word with it ends the callback."""

    waiting = True

    def __setitem__(self, key: str, value: Any) -> None:
        if self.waiting:
            self.waiting = False
            raise RerunException(RerunData())
        super().__setitem__(key, value)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(flash.time, "monotonic", lambda: now[0])
    return now


def test_an_outcome_is_told_again_to_a_second_click_and_not_later(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    monkeypatch.setattr(flash.st, "session_state", {})
    assert flash.read_outcome("done") is None
    assert not flash.is_new("done")
    flash.say("done", "Saved.")
    assert flash.is_new("done")
    assert flash.read_outcome("done") == "Saved."
    assert not flash.is_new("done")
    clock[0] += 1
    assert flash.read_outcome("done") == "Saved."
    clock[0] += 10
    assert flash.read_outcome("done") is None
    assert flash.read_outcome("done") is None


def test_a_click_that_changes_nothing_takes_away_no_outcome_that_is_still_told(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    monkeypatch.setattr(flash.st, "session_state", {})
    flash.say("done", "1 change saved.")
    flash.say_unless_told("done", "There is no change to save.")
    assert flash.read_outcome("done") == "1 change saved."
    clock[0] += 10
    flash.say_unless_told("done", "There is no change to save.")
    assert flash.read_outcome("done") == "There is no change to save."


def test_a_newer_click_does_not_part_what_was_done_from_what_is_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Interrupted()
    monkeypatch.setattr(flash.st, "session_state", session)
    with pytest.raises(RerunException):
        flash.say("done", "1 new.", {"turn": 1})
    assert session == {"done": ("1 new.", None), "turn": 1}
