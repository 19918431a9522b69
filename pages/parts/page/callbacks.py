"""Callbacks are made to their end.

With Streamlit 1.67 a newer click that waits ends a callback at its first word with the session, and
the rest of it is lost: nothing was paused, no text was kept, and nobody is told. So no request is
handed to a callback; Streamlit looks for one right after the last of them anyway.
"""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

_hand_over = ScriptRequests.on_scriptrunner_yield


def _hand_over_after_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
    if ThreadState.get().run_location is RunLocation.CALLBACK:
        return None
    return _hand_over(requests)


def let_callbacks_finish() -> None:
    """The page's script calls this before anything is drawn; once is enough for a server."""
    ScriptRequests.on_scriptrunner_yield = _hand_over_after_callbacks  # type: ignore[method-assign, assignment]
