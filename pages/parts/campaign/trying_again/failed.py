"""Who was refused or left out of a reply, tried again in a campaign of their own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import retry
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.lifecycle.retry_kinds import FROM_GATEWAY, RetryKind
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from pages.parts.campaign.trying_again.terms import opted_out_since
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import people, plain

TOKEN = "campaign.retry.token"
MADE = "campaign.retry.made"


def draw_failed(settings: Settings, status: Status) -> None:
    """The page of a campaign that is over says who certainly did not get it, and offers to try
    them again."""
    if not may(Permission.SEND):
        return
    tally = retry.failures(settings, status)
    if tally is None:
        return
    with st.container(border=True, key="campaign.failed"):
        if tally.failed:
            st.markdown(
                f"**{people(tally.failed)}** definitely did not get it: the gateway refused them "
                "or did not accept their numbers. You can try them again in a new campaign with "
                "the same texts. You check it before it is sent. People whose result is unknown "
                "are never in it."
            )
        if tally.reported:
            more = " more" if tally.failed else ""
            st.markdown(
                f":material/mark_email_read: **{people(tally.reported)}**{more} failed at the "
                f"gateway, but a delivery report says delivered or on the way. They are not tried "
                f"again."
            )
        draw_attempts(tally.retries)
        if tally.left:
            label = f"Try {people(tally.left)} again"
            draw_button(settings, status.campaign.id, label, "campaign.retry", FROM_GATEWAY)


def draw_attempts(attempts: Sequence[Campaign]) -> None:
    """These are links to the campaigns that were made of one."""
    for attempt in attempts:
        st.page_link(
            "campaign.py",
            label=f"{plain(attempt.name)} · {people(attempt.recipients)}",
            icon=":material/replay:",
            query_params={"id": str(attempt.id)},
        )


def draw_button(
    settings: Settings,
    campaign_id: int,
    label: str,
    key: str,
    kinds: Collection[RetryKind],
    *,
    leave_out_unfixed: bool = False,
) -> None:
    """The button makes a draft of these kinds of a campaign's failures, and opens its page."""
    chosen = (*sorted(kinds), *(["reachable"] if leave_out_unfixed else []))
    token_key = f"{TOKEN}.{campaign_id}.{'.'.join(chosen)}"
    st.session_state.setdefault(token_key, secrets.token_hex(16))
    if st.button(label, key=key, icon=":material/replay:"):
        try:
            with st.spinner("Preparing their texts…"):
                # The same token makes the same campaign, however often this is clicked.
                token = st.session_state[token_key]
                made = retry.retry_failed(
                    settings,
                    campaign_id,
                    kinds=kinds,
                    leave_out_unfixed=leave_out_unfixed,
                    token=token,
                )
        except JetmsgError as error:
            refusal(error)
            return
        st.session_state[MADE] = (made.campaign.id, made.opted_out, made.warnings)
        del st.session_state[token_key]
        open_page("campaign.py", id=str(made.campaign.id))


def draw_origin(status: Status) -> None:
    """The page of a retry says where it comes from, and what was found when it was made."""
    origin = status.campaign.retry_of
    if origin is None:
        return
    campaign_id, opted_out, warnings = st.session_state.get(MADE, (None, 0, ()))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(":material/replay: For people not reached by", width="content")
        st.page_link("campaign.py", label=f"campaign {origin}", query_params={"id": str(origin)})
    if campaign_id != status.campaign.id or status.campaign.state is not CampaignState.DRAFT:
        return
    if opted_out:
        st.caption(f":material/person_off: {opted_out_since(opted_out)}")
    for warning in warnings:
        st.warning(plain(warning), icon=":material/warning:")
