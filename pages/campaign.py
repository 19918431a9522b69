"""One campaign: what it is, how far it is, what needs a person, and every recipient."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns import campaign_snapshot
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from pages.parts.balance.reconciliation import draw_reconciled
from pages.parts.campaign.downloads import draw_downloads, draw_files
from pages.parts.campaign.live import draw_live
from pages.parts.campaign.questions import draw_questions
from pages.parts.campaign.recipients import draw_recipients
from pages.parts.campaign.summary import draw_details
from pages.parts.campaign.trying_again.failed import draw_failed, draw_origin
from pages.parts.campaign.trying_again.not_sent import draw_not_sent
from pages.parts.campaign.trying_again.undelivered import draw_undelivered
from pages.parts.page import signed_in
from pages.parts.page.address import asked_id, keep_address
from pages.parts.page.heading import draw_missing, draw_title, heading
from pages.parts.shared.campaign_actions import (
    draw_archive,
    draw_bring_back,
    draw_copy,
    draw_refused,
    draw_way_back,
)

settings = signed_in.enter()


def draw_none() -> None:
    draw_title("Campaign")
    st.info("Choose a campaign to look at.", icon=":material/campaign:")
    st.page_link("campaigns.py", label="All campaigns", icon=":material/campaign:")


def draw_one(settings: Settings, campaign_id: int) -> None:
    """This draws the page of one campaign; where there is none with this id, it says so."""
    keep_address(id=str(campaign_id))
    draw_way_back()
    try:
        now = campaign_snapshot.read(settings, campaign_id)
    except NotFoundError as error:
        draw_missing("Campaign", error)
        return
    status = now.status
    with heading(status.campaign.name):
        draw_copy(status)
        draw_archive(settings, status)
        draw_bring_back(settings, status)
    with st.container():  # Always there: what comes and goes must not move what stands below.
        draw_refused(status)
    # Of three that are always there, so that the timer of the files finds its own where it was.
    above, files, below = st.container(), st.container(), st.container()
    with above:
        draw_origin(status)
        draw_live(settings, now)
        draw_questions(settings, status)
        if status.is_over:
            draw_reconciled(settings, campaign_id)
        draw_failed(settings, status)
        draw_undelivered(settings, status)
        draw_not_sent(settings, status)
        draw_details(settings, status)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.header("Recipients", anchor=False)
            draw_downloads(settings, status)
    with files:
        draw_files(settings, status)
    with below:
        draw_recipients(settings, now)


if (asked := asked_id("id")) is None:
    draw_none()
else:
    draw_one(settings, asked)
