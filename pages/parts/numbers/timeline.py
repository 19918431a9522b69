"""What one person was sent, newest first, and what became of it."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from jetmsg_core.campaigns.results import timeline
from jetmsg_core.campaigns.results.timeline import Timeline, TimelineEntry
from jetmsg_core.primitives.times import in_ist, second_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import CHANNEL_NAMES, REACHED, Channel
from pages.parts.page.sentences import refusals_shown
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.report_times import seconds_in_ist

_ASKED = re.compile(r"\+?[0-9]{1,15}")


def draw_number(settings: Settings) -> str:
    """This draws the search field, and all that is known of the number typed there, which is
    returned as it was typed."""
    asked = str(st.query_params.get("number", ""))
    typed = st.text_input(
        "Mobile number",
        value=asked if _ASKED.fullmatch(asked) else "",
        key="numbers.search",
        placeholder="Written in any way: 98765 43210, +91-98765-43210",
        icon=":material/search:",
        width=420,
    )
    if not typed.strip():
        st.markdown(
            ":gray[See every campaign, text, state, smsId and delivery report of one person, and "
            "whether they opted out.]"
        )
        return ""
    with refusals_shown():
        _draw(timeline.of_number(settings, typed))
    return typed


def _draw(history: Timeline) -> None:
    st.header(f"+{history.number}", anchor=False)
    if history.opted_out_at:
        st.warning(
            f"Opted out on {in_ist(history.opted_out_at)} IST: {plain(history.opted_out_how)}. "
            "Nothing is sent to this number any more.",
            icon=":material/do_not_disturb_on:",
        )
    if not history.messages:
        st.markdown(":gray[Nothing was ever sent to this number.]")
    else:
        st.caption(
            f"{counted(len(history.messages) + history.more, 'message')}, the newest first"
            + ("" if history.opted_out_at else " · not opted out")
        )
    for message in history.messages:
        _draw_message(message)
    if history.more:
        st.caption(f"And {counted(history.more, 'older message')}.")
    _draw_unmatched(history.unmatched)


def _draw_message(message: TimelineEntry) -> None:
    look = message.facts
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(message.name)}**", width="content")
            st.badge(look.word, color=look.badge, help=look.meaning)
            st.caption(f"{second_in_ist(message.at)} IST", width="content")
            st.page_link(
                "campaign.py",
                label="Campaign",
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params={"id": str(message.campaign)},
                help=f"Campaign {message.campaign}",
            )
        st.text(message.text)
        st.caption(" · ".join(_facts(message)))


def _facts(message: TimelineEntry) -> list[str]:
    facts = [plain(message.sender) or CHANNEL_NAMES[Channel(message.channel)]]
    if message.channel == Channel.SMS:
        facts.append(counted(message.parts, "part"))
    if message.mode == "sandbox":
        facts.append("sandbox, no real phone")
    if message.sms_id:
        facts.append(f"smsId {plain(message.sms_id)}")
    if message.reason and message.state not in REACHED:
        facts.append(plain(message.reason))
    if message.reported or message.reported_at is not None:
        at = "" if message.reported_at is None else f", {seconds_in_ist(message.reported_at)} IST"
        facts.append(f"Report: {plain(message.reported) or 'no status'}{at}")
    return facts


def _draw_unmatched(unmatched: tuple[dict[str, Any], ...]) -> None:
    if not unmatched:
        return
    with st.expander(f"{counted(len(unmatched), 'unmatched report row')} with this number"):
        for row in unmatched:
            words = " ".join(filter(None, (row["word"], row["error"])))
            at = "" if row["at"] is None else f" · {seconds_in_ist(row['at'])} IST"
            st.markdown(
                f"{plain(words)}{at} · smsId "
                f"{plain(row['sms_id']) or 'none'} · {plain(row['file'])}  \n"
                f":gray[{plain(row['why'])}]"
            )
