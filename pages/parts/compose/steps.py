"""The four steps: where one is, the way back, and what keeps one from going on."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Step
from jetmsg_core.settings import Settings
from pages.parts.compose.reasons import why_not_yet
from pages.parts.draft.open_draft import current, go

STEPS = {Step.WHO: "Who", Step.WHAT: "What", Step.CHECK: "Check", Step.SEND: "Send"}
ORDER = tuple(STEPS)
TYPED_IN = (Step.WHO, Step.WHAT)
"""What is typed there may reach the server with the very click on *Next*."""
PRESSED = "composing.pressed"


def draw_stepper(now: Step) -> None:
    """This draws the row of steps; those before `now` lead back."""
    with st.grid(4, min_column_width=70, gap="xsmall", key="compose.steps"):
        for index, (step, word) in enumerate(STEPS.items()):
            done = index < ORDER.index(now)
            st.button(
                f"✓ {word}" if done else f"{index + 1} {word}",
                key=f"compose.step.{step}",
                type="primary" if step is now else "secondary" if done else "tertiary",
                disabled=index > ORDER.index(now),
                on_click=go if done else None,
                args=(step,) if done else None,
                help=_about(step, now),
                width="stretch",
            )


def _about(step: Step, now: Step) -> str | None:
    if step is now:
        return None
    word = STEPS[step].lower()
    if ORDER.index(step) < ORDER.index(now):
        return f"Back to: {word}"
    return f"Comes after the steps before it: {STEPS[now].lower()} is first."


def draw_walk(settings: Settings, now: Step, why_not: str | None) -> None:
    """This draws the way back, and the way on or the reason why not yet."""
    index = ORDER.index(now)
    st.divider()
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute" if index else "right",
        key="compose.walk",
    ):
        if index:
            st.button(
                f"Back to {STEPS[ORDER[index - 1]].lower()}",
                key="compose.back",
                icon=":material/arrow_back:",
                on_click=go,
                args=(ORDER[index - 1],),
            )
        if now is not Step.SEND:
            _draw_next(settings, now, ORDER[index + 1], why_not)


def _draw_next(settings: Settings, now: Step, following: Step, why_not: str | None) -> None:
    """The reason why not yet is gray until somebody wants to go on all the same."""
    color = "red" if st.session_state.pop(PRESSED, False) else "gray"
    with st.container(
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="center",
        width="content",
        key="compose.onward",
    ):
        if why_not:
            st.markdown(f":{color}[:material/info: {why_not}]", width="content")
        st.button(
            f"Next: {STEPS[following].lower()}",
            key="compose.next",
            type="primary",
            icon=":material/arrow_forward:",
            icon_position="right",
            disabled=why_not is not None and now not in TYPED_IN,
            on_click=_go_on,
            args=(settings, following),
        )


def _go_on(settings: Settings, following: Step) -> None:
    """What was typed last came with this click, so the reason is looked for once more."""
    if why_not_yet(settings, current()) is None:
        go(following)
    else:
        st.session_state[PRESSED] = True
