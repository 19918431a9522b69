"""Calls whose end is unknown: a person decides about them, never a retry.

Looked at again while the campaign runs, drawn alone, so that what is typed in a dialog is not
lost.
"""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion
from jetmsg_core.campaigns.unknown_calls.decisions import UnknownCall, UnknownCallAction
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, Pool, RecipientState
from jetmsg_core.states.colors import BadgeColor
from pages.parts.campaign.progress import is_moving
from pages.parts.campaign.unknown_calls_questions import ASSUME_SENT, SEND_AGAIN
from pages.parts.page import questions
from pages.parts.page.live import draw_alone
from pages.parts.shared import paging
from pages.parts.shared.phones import draw_bubble
from pages.parts.styles.formatting import counted, people, plain, shortened
from pages.parts.styles.state_styles import pool_name

SHOWN = 5
REPLY_SHOWN = 600
LOOK_SECONDS = 4
TRAIL = "campaign.attention"
SUGGESTED: dict[Suggestion, tuple[str, str, BadgeColor]] = {
    Suggestion.TAKEN: ("Probably sent", ":material/done_all:", "green"),
    Suggestion.NOT_TAKEN: ("Probably not sent", ":material/remove_done:", "orange"),
    Suggestion.PARTLY: ("Not all of it", ":material/help:", "gray"),
    Suggestion.UNCLEAR: ("Cannot be told", ":material/help:", "gray"),
    Suggestion.NO_EVIDENCE: ("No evidence", ":material/help:", "gray"),
}
DECIDED = {
    UnknownCallAction.ASSUME_SENT: ("assumed sent", ":material/done_all:"),
    UnknownCallAction.SEND_AGAIN: ("sent again", ":material/replay:"),
}


def draw_unknown(settings: Settings, status: Status) -> None:
    """This draws the calls whose end is unknown and the decisions about such calls, again and again
    while the campaign moves."""

    def look() -> bool:
        """This draws them as they are now, and returns whether a question was asked or answered."""
        now = control.status(settings, status.campaign.id)
        if now.chunks[ChunkState.UNKNOWN]:
            with st.container(border=True, key="campaign.attention"):
                _draw_calls(settings, now)
        _draw_decisions(settings, now)
        return questions.is_due()

    draw_alone(look, key="campaign.undecided", every=LOOK_SECONDS if is_moving(status) else None)


def _draw_calls(settings: Settings, status: Status) -> None:
    lost, calls = status.recipients[RecipientState.UNKNOWN], status.chunks[ChunkState.UNKNOWN]
    st.subheader(":red[:material/priority_high:] Needs attention", anchor=False)
    st.markdown(
        f"For **{people(lost)}** in {counted(calls, 'call')} no clear answer came back. They may "
        "have the message, or not, so it is never sent to them again by itself. You decide; the "
        "delivery report of your JETMSG panel knows best."
    )
    if calls > 1:
        with st.container(horizontal=True):
            about_all = (status.campaign.id, None, calls, lost)
            st.button(
                f"Assume all {calls:,} sent",
                key="campaign.assume.all",
                icon=":material/done_all:",
                on_click=questions.ask,
                args=(ASSUME_SENT, *about_all),
            )
            st.button(
                f"Send all {calls:,} again…",
                key="campaign.again.all",
                icon=":material/replay:",
                on_click=questions.ask,
                args=(SEND_AGAIN, *about_all),
            )
    after = paging.current(TRAIL, str(status.campaign.id)) or 0
    undecided = decisions.needs(settings, status.campaign.id, after=after, limit=SHOWN + 1)
    for call in undecided[:SHOWN]:
        _draw_call(status.campaign, call)
    with st.container(horizontal=True, horizontal_alignment="center"):
        paging.draw_paging(
            TRAIL, undecided[SHOWN - 1].first_seq if len(undecided) > SHOWN else None
        )


def _draw_call(campaign: Campaign, call: UnknownCall) -> None:
    word, icon, color = _badge(call)
    sent = f"{in_ist(call.sent_at, '%d %b, %H:%M:%S')} IST" if call.sent_at else "unknown time"
    with st.container(border=True, gap="small", key=f"campaign.unknown.{call.first_seq}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**Call {call.chunk:,}** · {people(call.recipients)} · {sent}", width="content"
            )
            st.badge(word, icon=icon, color=color)
        st.markdown(plain(call.reply_sentence or "No answer came."))
        st.markdown(f":gray[{icon}] {plain(call.evidence.sentence)}")
        _draw_details(campaign, call)
        with st.container(horizontal=True):
            about_it = (campaign.id, call.first_seq, 1, call.recipients)
            st.button(
                "Assume sent",
                key=f"campaign.assume.{call.first_seq}",
                icon=":material/done_all:",
                help=f"Call {call.chunk}: count these people as submitted",
                on_click=questions.ask,
                args=(ASSUME_SENT, *about_it),
            )
            st.button(
                "Send again…",
                key=f"campaign.again.{call.first_seq}",
                icon=":material/replay:",
                help=f"Call {call.chunk}: may reach some twice",
                on_click=questions.ask,
                args=(SEND_AGAIN, *about_it),
            )


def _badge(call: UnknownCall) -> tuple[str, str, BadgeColor]:
    word, icon, color = SUGGESTED[call.evidence.suggestion]
    if call.reported.all:
        word = f"{call.reported.all:,} of {call.recipients:,} reported"
    return word, icon, color


def _draw_details(campaign: Campaign, call: UnknownCall) -> None:
    with st.expander("What was sent, and what came back", icon=":material/data_object:"):
        size = call.end_seq - call.first_seq
        span = f"{call.first_seq:,}" if size == 1 else f"{call.first_seq:,} to {call.end_seq - 1:,}"
        numbers = ", ".join(f"+{number}" for number in call.numbers)
        more = call.recipients - len(call.numbers)
        st.markdown(
            f"Recipients {span} in sending order: {plain(numbers)}"
            + (f" and {more:,} more" if more > 0 else "")
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
                "A row of a delivery report counts when it names the number, is not older than the "
                "call, and can be about no other message of yours."
            )
        _draw_balance(campaign, call)


def _draw_balance(campaign: Campaign, call: UnknownCall) -> None:
    if campaign.pool is Pool.NONE:
        return
    readings = [
        f"{credits:,} {when} ({in_ist(sample.taken_at, '%d %b, %H:%M:%S')})"
        for sample, when in ((call.before, "before"), (call.after, "after"))
        if sample is not None and (credits := sample.credits_of(campaign.pool)) is not None
    ]
    if readings:
        st.caption(f"{pool_name(campaign.pool)} credits: {' · '.join(readings)}")


def _draw_decisions(settings: Settings, status: Status) -> None:
    past = decisions.decisions(settings, status.campaign.id)
    if not past:
        return
    with st.expander("What was decided about calls without an answer", icon=":material/gavel:"):
        for decision in past:
            word, icon = DECIDED[decision.action]
            which = (
                f"Call {decision.chunk:,}"
                if decision.calls == 1
                else counted(decision.calls, "call")
            )
            spared = (
                f" but for {decision.left_out:,} in a delivery report" if decision.left_out else ""
            )
            st.markdown(
                f"{icon} {in_ist(decision.at, '%d %b %Y, %H:%M:%S')} IST · {which}, "
                f"{people(decision.recipients)}: **{word}**{spared}"
            )
