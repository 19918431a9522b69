"""The campaigns that fit, a page at a time, each with what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.listing import search
from jetmsg_core.campaigns.listing.search import CampaignPage
from jetmsg_core.settings import Settings
from pages.parts.campaigns.address import FIELDS, Asked
from pages.parts.page.flash import keep
from pages.parts.page.live import ARRIVED
from pages.parts.shared.campaign_actions import (
    draw_archive,
    draw_bring_back,
    draw_copy,
    draw_refused,
)
from pages.parts.shared.campaign_rows import draw_row
from pages.parts.shared.paging import draw_newer_and_older

PAGE = 20
IN_SIGHT = "campaigns.in_sight"
"""What is asked for, and the campaigns that were archived since: they stay where they are."""


def read_page(settings: Settings, asked: Asked) -> CampaignPage:
    """This gives the page that is asked for, with those that were archived while it was open."""
    archived = _archived_here(asked)
    return search.page(settings, replace(asked.filter, archived_too=archived), PAGE, asked.before)


def draw_page(settings: Settings, asked: Asked, page: CampaignPage) -> None:
    """This draws the campaigns of a page, and the way to the others; a sentence where there is
    none."""
    if not page.statuses:
        _draw_none(asked, page)
    for status in page.statuses:
        draw_row(
            status,
            draw_beside=partial(draw_bring_back, settings),
            draw_under=draw_refused,
            draw_more=partial(_draw_actions, settings, asked),
        )
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        draw_newer_and_older(page, "campaign", FIELDS.turn, key="campaigns")


def _archived_here(asked: Asked) -> tuple[int, ...]:
    for_what, archived = st.session_state.get(IN_SIGHT, (None, ()))
    if st.session_state.get(ARRIVED) or for_what != asked:
        archived = ()
        keep({IN_SIGHT: (asked, archived)})
    return tuple(archived)


def _remember_archived(asked: Asked, campaign_id: int) -> None:
    keep({IN_SIGHT: (asked, (*_archived_here(asked), campaign_id))})


def _draw_actions(settings: Settings, asked: Asked, status: Status) -> None:
    draw_copy(status)
    draw_archive(settings, status, partial(_remember_archived, asked))


def _draw_none(asked: Asked, page: CampaignPage) -> None:
    if page.fitting:
        st.markdown(":gray[This page has no campaigns any more.]")
    elif asked.since and asked.until and asked.until < asked.since:
        st.markdown(":gray[*Made until* is before *Made from*. Change one of them.]")
    else:
        archived = "" if asked.archived else " The archived ones are hidden."
        st.markdown(f":gray[No campaign fits.{archived}]")
