"""What was decided about calls without an answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.campaigns.unknown_calls.decisions import Decision, UnknownCallAction
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import second_in_ist
from pages.parts.styles.formatting import counted, people

DECIDED = {
    UnknownCallAction.ASSUME_SENT: ("assumed sent", ":material/done_all:"),
    UnknownCallAction.SEND_AGAIN: ("sent again", ":material/replay:"),
}


def draw_past(past: Sequence[Decision]) -> None:
    """This draws the decisions, folded away; nothing where there are none."""
    if not past:
        return
    with st.expander("What was decided about calls without an answer", icon=":material/gavel:"):
        for decision in past:
            word, icon = DECIDED[decision.action]
            which = (
                f"Call {with_commas(decision.chunk)}"
                if decision.calls == 1
                else counted(decision.calls, "call")
            )
            spared = (
                f", without {with_commas(decision.left_out)} in a delivery report"
                if decision.left_out
                else ""
            )
            st.markdown(
                f"{icon} {second_in_ist(decision.at)} IST · {which}, "
                f"{people(decision.recipients)}: **{word}**{spared}"
            )
