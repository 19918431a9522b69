"""Each call whose end is unknown: what was sent, what came back, and what is known of it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion
from jetmsg_core.campaigns.unknown_calls.decisions import UnknownCall
from jetmsg_core.primitives.masking import written_number
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import second_in_ist
from jetmsg_core.states import Pool
from jetmsg_core.states.colors import BadgeColor
from pages.parts.campaign.undecided.asking import draw_buttons
from pages.parts.shared.phones import draw_bubble
from pages.parts.styles.formatting import counted, people, plain, shortened
from pages.parts.styles.state_styles import pool_name

REPLY_SHOWN = 600
SUGGESTED: dict[Suggestion, tuple[str, str, BadgeColor]] = {
    Suggestion.TAKEN: ("Probably sent", ":material/done_all:", "green"),
    Suggestion.NOT_TAKEN: ("Probably not sent", ":material/remove_done:", "orange"),
    Suggestion.PARTLY: ("Only some of it", ":material/help:", "gray"),
    Suggestion.UNCLEAR: ("Not clear", ":material/help:", "gray"),
    Suggestion.NO_EVIDENCE: ("No evidence", ":material/help:", "gray"),
}


def draw_call(campaign: Campaign, call: UnknownCall) -> None:
    """This draws one call with its evidence, and its own two buttons."""
    word, icon, color = _badge(call)
    sent = f"{second_in_ist(call.sent_at)} IST" if call.sent_at else "unknown time"
    with st.container(border=True, gap="small", key=f"campaign.unknown.{call.first_seq}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**Call {with_commas(call.chunk)}** · {people(call.recipients)} · {sent}",
                width="content",
            )
            st.badge(word, icon=icon, color=color)
        st.markdown(plain(call.reply_sentence or "No answer came."))
        st.markdown(f":gray[{icon}] {plain(call.evidence.sentence)}")
        _draw_details(campaign, call)
        draw_buttons(campaign.id, [call.shown], str(call.first_seq))


def _badge(call: UnknownCall) -> tuple[str, str, BadgeColor]:
    word, icon, color = SUGGESTED[call.evidence.suggestion]
    if call.reported.all:
        word = f"{with_commas(call.reported.all)} of {with_commas(call.recipients)} reported"
    return word, icon, color


def _draw_details(campaign: Campaign, call: UnknownCall) -> None:
    with st.expander("What was sent, and what came back", icon=":material/data_object:"):
        size = call.end_seq - call.first_seq
        positions = (
            with_commas(call.first_seq)
            if size == 1
            else f"{with_commas(call.first_seq)} to {with_commas(call.end_seq - 1)}"
        )
        numbers = ", ".join(map(written_number, call.numbers))
        more = call.recipients - len(call.numbers)
        st.markdown(
            f"Recipients {positions} in sending order: {plain(numbers)}"
            + (f" and {with_commas(more)} more" if more > 0 else "")
            + f". {counted(call.parts, 'part')} each."
        )
        draw_bubble(call.text)
        if call.reply:
            st.caption("The reply as it came")
            st.code(shortened(call.reply, REPLY_SHOWN), language=None, wrap_lines=True)
        else:
            st.caption("Nothing came back.")
        if call.reported.all:
            st.caption(
                "A row of a delivery report counts only if it has the number, is not older than "
                "the call, and cannot be about another message of yours."
            )
        _draw_balance(campaign, call)


def _draw_balance(campaign: Campaign, call: UnknownCall) -> None:
    if campaign.pool is Pool.NONE:
        return
    readings = [
        f"{with_commas(credits)} {when} ({second_in_ist(sample.taken_at)})"
        for sample, when in ((call.before, "before"), (call.after, "after"))
        if sample is not None and (credits := sample.credits_of(campaign.pool)) is not None
    ]
    if readings:
        st.caption(f"{pool_name(campaign.pool)} credits: {' · '.join(readings)}")
