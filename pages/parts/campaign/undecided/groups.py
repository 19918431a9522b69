"""The calls whose end is unknown, in groups of one evidence: one decision a group.

A group that was opened shows its calls a few at a time; a few are shown at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.campaigns.campaign_snapshot import CampaignSnapshot
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.campaigns.unknown_calls.evidence_groups import EvidenceGroup
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from pages.parts.campaign.undecided.asking import draw_buttons, draw_decided
from pages.parts.campaign.undecided.cards import SUGGESTED, draw_call
from pages.parts.campaign.undecided.past import draw_past
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.shared import paging
from pages.parts.styles.formatting import counted, people, plain

SHOWN = 5
SENTENCES_SHOWN = 2
TRAIL = "campaign.attention"


def draw_unknown(settings: Settings, now: CampaignSnapshot) -> None:
    """This draws the calls whose end is unknown and the decisions about such calls."""
    with st.container():
        draw_decided()
    with st.container():
        if now.groups:
            with st.container(border=True, key="campaign.attention"):
                _draw_groups(settings, now.status, now.groups)
    draw_past(now.decisions)


def _draw_groups(settings: Settings, status: Status, groups: Sequence[EvidenceGroup]) -> None:
    lost, calls = status.recipients[RecipientState.UNKNOWN], status.chunks[ChunkState.UNKNOWN]
    st.header(
        ":red[:material/priority_high:] Needs attention",
        anchor=False,
        help=with_more("Only you can decide what becomes of these calls.", HelpTopic.UNKNOWN),
    )
    st.markdown(
        f"No clear answer came back for **{people(lost)}** in {counted(calls, 'call')}. They may "
        "or may not have the message, so it is never sent again without you. The delivery report "
        "of your JETMSG panel is the best evidence."
    )
    grouped = sum(len(group.calls) for group in groups)
    if grouped < calls:
        st.caption(
            f"The first {with_commas(grouped)} calls are shown. The others follow once you decide."
        )
    for group in groups:
        _draw_group(settings, status.campaign, group, calls)


def _draw_group(settings: Settings, campaign: Campaign, group: EvidenceGroup, calls: int) -> None:
    if len(group.calls) == 1:
        _draw_calls(settings, campaign, group)
        return
    name = f"{group.suggestion}.{'reports' if group.is_reported else 'balance'}"
    word, icon, color = SUGGESTED[group.suggestion]
    with st.container(border=True, gap="small", key=f"campaign.group.{name}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{_which(group, calls)}**", width="content")
            st.badge(word, icon=icon, color=color)
        st.markdown(_sentences(group))
        draw_buttons(campaign.id, group.calls, name, suggested=group.suggested)
        if len(group.calls) <= SHOWN:
            _draw_calls(settings, campaign, group)
            return
        opened = st.expander(
            f"Look at the {with_commas(len(group.calls))} calls, or decide about one of them",
            icon=":material/list:",
            key=f"campaign.calls.{campaign.id}.{name}",
            on_change="rerun",
        )
        if opened.open:
            with opened:
                _draw_pages(settings, campaign, group, name)


def _which(group: EvidenceGroup, calls: int) -> str:
    of_all = (
        f"{with_commas(len(group.calls))} of {with_commas(calls)} calls"
        if len(group.calls) < calls
        else (f"All {with_commas(calls)} calls")
    )
    return f"{of_all}: {group.words} · {people(group.recipients)}"


def _sentences(group: EvidenceGroup) -> str:
    """What is known of them; where each has numbers of its own, of the first, and how many more."""
    more = len(group.sentences) - SENTENCES_SHOWN
    lines = [f"- {plain(sentence)}" for sentence in group.sentences[:SENTENCES_SHOWN]]
    if len(group.sentences) == 1:
        return f":gray[Each of them: {plain(group.sentences[0])}]"
    return "\n".join(
        [*lines, *([f"- and {with_commas(more)} more like these"] if more > 0 else [])]
    )


def _draw_pages(settings: Settings, campaign: Campaign, group: EvidenceGroup, name: str) -> None:
    trail = f"{TRAIL}.{name}"
    after = paging.current(trail, str(campaign.id)) or 0
    last = _draw_calls(settings, campaign, group, after=after)
    with st.container(horizontal=True, horizontal_alignment="center"):
        paging.draw_paging(trail, last if last < group.calls[-1].first_seq else None)


def _draw_calls(
    settings: Settings, campaign: Campaign, group: EvidenceGroup, *, after: int = 0
) -> int:
    """The calls behind recipient `after`; returns where the last of them begins."""
    first_seqs = [call.first_seq for call in group.calls if call.first_seq > after][:SHOWN]
    calls = decisions.needs(settings, campaign.id, limit=SHOWN, among=first_seqs)
    for call in calls:
        draw_call(campaign, call)
    return first_seqs[-1] if first_seqs else after
