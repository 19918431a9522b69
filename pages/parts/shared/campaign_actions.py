"""What can be done with a campaign wherever it is shown: begin a copy, archive it, bring it back;
and the way from it to all of them.

Nothing moves when a campaign is archived: the second half of a double click would meet what came in
its place. The row stays where it is until the page is opened or asked anew, its button is grey, and
the way back stands beside the name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.listing import archive
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain

REFUSED = "campaigns.refused"
_HIDES = "Hide it from lists. It is still counted."
LAST_ADDRESS = "campaigns.address"
"""The address of the Campaigns page that was kept last."""


def draw_way_back() -> None:
    """This draws the link to the campaigns, with the filters and the page that were left there."""
    st.page_link(
        "campaigns.py",
        label="Campaigns",
        icon=":material/arrow_back:",
        query_params=st.session_state.get(LAST_ADDRESS, {}),
    )


def draw_copy(status: Status) -> None:
    """This draws the way to Compose with the choices the campaign was made with, for whoever may
    prepare campaigns."""
    if not may(Permission.PREPARE):
        return
    campaign_id = str(status.campaign.id)
    st.page_link(
        "compose.py",
        label="Copy",
        icon=":material/content_copy:",
        query_params={"copy": campaign_id},
        help="Compose another message with the same choices. This sends nothing.",
    )


def draw_archive(
    settings: Settings, status: Status, done: Callable[[int], None] | None = None
) -> None:
    """This draws the button that archives a campaign, for whoever may; `done` is called with its id
    in the callback."""
    campaign, why_not = status.campaign, archive.why_not(status)
    if not may(Permission.PREPARE):
        return
    st.button(
        "Archive",
        key=f"campaign.archive.{campaign.id}",
        icon=":material/archive:",
        type="tertiary",
        disabled=campaign.archived_at is not None or bool(why_not),
        on_click=_archive,
        args=(settings, campaign.id, done),
        help=plain(why_not) if why_not else _HIDES,
    )


def draw_bring_back(settings: Settings, status: Status) -> None:
    """This draws the button that brings an archived campaign back; nothing for others."""
    if status.campaign.archived_at is None or not may(Permission.PREPARE):
        return
    st.button(
        "Bring back",
        key=f"campaign.unarchive.{status.campaign.id}",
        icon=":material/unarchive:",
        type="tertiary",
        on_click=_bring_back,
        args=(settings, status.campaign.id),
    )


def draw_refused(status: Status) -> None:
    """This says why this campaign could not be archived, if it was tried."""
    outcome = read_outcome(REFUSED)
    if outcome is not None and outcome[0] == status.campaign.id:
        refusal(outcome[1])


def _archive(settings: Settings, campaign_id: int, done: Callable[[int], None] | None) -> None:
    try:
        archive.archive(settings, campaign_id)
    except JetmsgError as error:
        say(REFUSED, (campaign_id, error))
    else:
        if done is not None:
            done(campaign_id)


def _bring_back(settings: Settings, campaign_id: int) -> None:
    try:
        archive.unarchive(settings, campaign_id)
    except JetmsgError as error:
        say(REFUSED, (campaign_id, error))
