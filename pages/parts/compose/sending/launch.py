"""The last question before sending, and the sending.

Two clicks within a tenth of a second run a button twice. A draft's campaign has a token made from
what was chosen, so the second click, or a second window, finds the campaign that the first made.

The way to the campaign's page is taken a second later. A click that is still on its way when the
server switches pages asks for a piece of the old page; Streamlit answers with a blank one.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.draft.drafts import Draft, remember_fills
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import launch
from jetmsg_core.campaigns.preview.preview import CampaignPreview
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import utc_now, weekday_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from pages.parts.compose.previews import list_name, spec_of_choices, text_of
from pages.parts.compose.promotional_hours import wait
from pages.parts.draft.open_draft import Opened, start_new
from pages.parts.page.banner import draw_live
from pages.parts.page.live import draw_alone, open_page
from pages.parts.page.sentences import refusal
from pages.parts.shared.phones import draw_bubble
from pages.parts.styles.formatting import ago, counted, duration, people, plain
from pages.parts.styles.state_styles import ROUTES, pool_name, price

ASKING, CONFIRMED, SENT = "composing.asking", "composing.confirmed", "composing.sent"
WRONG = "composing.wrong_count"
OPENING_SECONDS = 1


def ask(at: datetime | None) -> None:
    """The callback of a button opens the question with this; `at` None is now."""
    st.session_state[ASKING] = (at,)
    for key in (CONFIRMED, WRONG, "compose.count"):
        st.session_state.pop(key, None)


def _dismiss() -> None:
    st.session_state.pop(ASKING, None)


def draw_asked(settings: Settings, opened: Opened, preview: RecipientPreview) -> None:
    """This draws the question while it is open."""
    if ASKING not in st.session_state:
        return
    (at,) = st.session_state[ASKING]
    title = "Send this now?" if at is None else f"Schedule for {weekday_in_ist(at)} IST?"
    icon = ":material/send:" if at is None else ":material/schedule_send:"
    st.dialog(title, icon=icon, on_dismiss=_dismiss)(_ask)(settings, opened, preview, at)


def _ask(
    settings: Settings, opened: Opened, preview: RecipientPreview, at: datetime | None
) -> None:
    if SENT in st.session_state:
        st.rerun()
    campaign, spec = preview.preview, spec_of_choices(settings, opened.choices)
    version = st.session_state.pop(CONFIRMED, None)
    if version is not None and _launch(settings, opened, campaign, at, version):
        st.rerun()
    st.markdown(
        f"This goes to **{people(campaign.recipients)}** {_from(spec, campaign)}, "
        f"{counted(campaign.chunks, 'call')} and about {duration(campaign.estimate_seconds)}."
    )
    draw_bubble(text_of(settings, preview.recipients, spec, 0).text)
    _warn_of_twin(settings, spec, list_name(settings, opened.choices))
    for finding in campaign.findings:
        # It is about a start now; a later one has hours of its own.
        if at is None or finding.code != FindingCode.PROMOTIONAL_HOURS:
            st.warning(plain(finding.message), icon=":material/warning:")
    if at is not None and (waits := wait(settings, opened.choices, at)):
        st.warning(waits, icon=":material/schedule:")
    draw_live(settings)
    if campaign.recipients > settings.confirm_above:
        _draw_count(campaign.recipients)
    if why := _why_not_at_once(settings, campaign):
        st.info(plain(why), icon=":material/verified:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Cancel", key="compose.cancel", on_click=_dismiss):
            st.rerun()
        st.button(
            ("Make it ready" if why else "Send") if at is None else "Schedule",
            type="primary",
            icon=":material/send:" if at is None else ":material/schedule_send:",
            key="compose.confirm",
            on_click=_confirm,
            args=(
                campaign.recipients if campaign.recipients > settings.confirm_above else None,
                preview.recipients.version,
            ),
        )


def _why_not_at_once(settings: Settings, preview: CampaignPreview) -> str:
    """Why the campaign is made and does not start; empty where it does."""
    if not may(Permission.SEND):
        return "It is made now. A sender or an admin starts it."
    why = approvals.why_needed(
        settings, recipients=preview.recipients, parts=preview.parts, pool=preview.pool
    )
    return f"{why} It is made now and waits for that." if why else ""


def _draw_count(recipients: int) -> None:
    st.text_input(
        f"Type {with_commas(recipients)} to confirm",
        key="compose.count",
        placeholder="How many people get it",
    )
    if st.session_state.get(WRONG):
        st.error(
            f"That is not {with_commas(recipients)}. Nothing was sent.", icon=":material/error:"
        )


def _confirm(recipients: int | None, list_version: int) -> None:
    """As a callback, so that what was typed is looked at with the very same click. What is
    confirmed is of the list in the version that was shown."""
    typed = "".join(c for c in str(st.session_state.get("compose.count", "")) if c.isdigit())
    right = recipients is None or typed == str(recipients)
    st.session_state[CONFIRMED] = list_version if right else None
    st.session_state[WRONG] = not right


def _launch(
    settings: Settings,
    opened: Opened,
    preview: CampaignPreview,
    at: datetime | None,
    list_version: int,
) -> bool:
    assert opened.draft is not None
    try:
        with st.spinner("Preparing the recipients and texts…"):
            campaign_id = _made(settings, opened.draft, preview, at, list_version)
    except JetmsgError as error:
        refusal(error)
        return False
    waits = bool(_why_not_at_once(settings, preview))
    done = "Scheduled" if at and may(Permission.SEND) else "Made" if waits else "Started"
    st.session_state[SENT] = (campaign_id, time.monotonic(), done)
    # It is on its way: a template that cannot be changed any more is no reason to say otherwise.
    with suppress(JetmsgError):
        remember_fills(settings, opened.draft.choices)
    return True


def _made(
    settings: Settings, draft: Draft, preview: CampaignPreview, at: datetime | None, version: int
) -> int:
    recipients, parts = preview.recipients, preview.parts
    if not may(Permission.SEND):
        return launch.make_ready(
            settings, draft, recipients=recipients, parts=parts, list_version=version
        )
    return launch.launch(
        settings, draft, recipients=recipients, parts=parts, list_version=version, at=at
    )


def draw_launched() -> bool:
    """After a launch this stands in place of the steps, until the campaign's page opens. It
    returns whether there was one."""
    if SENT not in st.session_state:
        return False
    draw_alone(_draw_opening, key="compose.opening", every=OPENING_SECONDS)
    return True


def _draw_opening() -> None:
    if SENT not in st.session_state:
        return
    campaign_id, launched_at, done = st.session_state[SENT]
    if time.monotonic() - launched_at >= OPENING_SECONDS:
        start_new()
        open_page("campaign.py", id=str(campaign_id))
    st.success(f"{done}. Opening the campaign…", icon=":material/check_circle:")


def _from(spec: CampaignSpec, preview: CampaignPreview) -> str:
    cost = f"It takes **{price(preview.pool, preview.parts)}**"
    if spec.channel is Channel.WHATSAPP:
        return f"by **WhatsApp**. {cost}"
    sender = f"from **{plain(spec.sender_id)}**, {ROUTES[spec.route].lower()}"
    return f"{sender}. {cost} of the {pool_name(preview.pool).lower()} pool"


def _warn_of_twin(settings: Settings, spec: CampaignSpec, source: str) -> None:
    twin = launch.sent_before(settings, spec, source)
    if twin is not None:
        when = ago(twin.created_at, utc_now())
        st.warning(plain(launch.sent_already(twin, when)), icon=":material/content_copy:")
