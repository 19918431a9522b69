"""The approval of a second person that a large campaign waits for: who made it, why it is needed,
what was decided, and the ways to decide."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.approvals import LONGEST_REASON, Approval, ApprovalState
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.settings import Settings
from pages.parts.campaign.controls import attempt
from pages.parts.styles.formatting import plain

WORDS = {
    ApprovalState.WAITING: (":material/hourglass_top:", "Waiting for approval"),
    ApprovalState.APPROVED: (":green[:material/verified:]", "Approved"),
    ApprovalState.REFUSED: (":red[:material/block:]", "Refused"),
    ApprovalState.LAPSED: (":orange[:material/history:]", "Waiting for a new approval"),
}


def draw_approval(settings: Settings, campaign: Campaign) -> None:
    """This draws where the approval of a campaign stands, and the ways to decide for whoever may;
    nothing for one that needs none."""
    approval = approvals.approval_of(settings, campaign.id)
    if approval is None:
        return
    icon, words = WORDS[approval.state]
    with st.container(border=True, key="campaign.approval"):
        st.markdown(f"{icon} **{words}**")
        st.markdown(plain(_about(campaign, approval)))
        if approval.allows_start or not may(Permission.APPROVE):
            return
        if not approvals.may_decide(campaign):
            st.caption("You made it, so somebody else has to decide.")
            return
        _draw_ways(settings, campaign, approval)


def _about(campaign: Campaign, approval: Approval) -> str:
    made = f"{campaign.made_by} made it. " if campaign.made_by else ""
    done = f" {approvals.decided(approval)}" if approval.decided_by else ""
    if approval.state is ApprovalState.LAPSED:
        done += " Its time, its list or the price of a part is another since."
    reason = f" {approval.reason}" if approval.state is ApprovalState.REFUSED else ""
    return f"{made}{approval.why}{done}{reason}"


def _draw_ways(settings: Settings, campaign: Campaign, approval: Approval) -> None:
    st.caption(
        "Look at the numbers here, and at people and texts below. You approve exactly these."
    )
    with st.container(horizontal=True):
        st.button(
            "Approve",
            key="campaign.approve",
            type="primary",
            icon=":material/verified:",
            on_click=attempt,
            args=(partial(approvals.approve, settings, campaign.id, seen=approval.fingerprint),),
        )
        with st.popover("Refuse", icon=":material/block:", key="campaign.refusing"):
            key = f"campaign.refuse.reason.{campaign.id}"
            st.text_input("What has to be changed", key=key, max_chars=LONGEST_REASON)
            st.button(
                "Refuse",
                key="campaign.refuse",
                on_click=_refuse,
                args=(settings, campaign.id, approval.fingerprint, key),
            )


def _refuse(settings: Settings, campaign_id: int, seen: str, key: str) -> None:
    reason = str(st.session_state.get(key, ""))
    attempt(partial(approvals.refuse, settings, campaign_id, reason, seen=seen))
