"""A campaign that has not started: what sending it means, and now, later, or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import control, promotional_hours, schedule
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.lifecycle.readiness import Readiness, before_sending
from jetmsg_core.primitives.numbers import in_rupees, with_commas
from jetmsg_core.primitives.times import IST, parse, utc_now, weekday_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Pool
from pages.parts.campaign.approval import draw_approval
from pages.parts.campaign.confirm import draw_confirmation
from pages.parts.campaign.controls import attempt, draw_refused, draw_stop
from pages.parts.page import questions
from pages.parts.page.banner import draw_live
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.page.sentences import FIRST_RED
from pages.parts.styles.formatting import counted, duration, people, plain, short_duration
from pages.parts.styles.state_styles import pool_name, price, sent_by, short_price

SEND, LATER = "campaign.send", "campaign.later"


def draw_before(settings: Settings, status: Status) -> None:
    """This draws what a campaign would take before it starts, what stands against it, and the ways
    to send it."""
    campaign = status.campaign
    ready = before_sending(settings, campaign)
    st.caption(_about(campaign))
    if waits := _waits(settings, campaign):
        st.warning(waits, icon=":material/schedule:")
    _draw_facts(campaign, ready)
    draw_approval(settings, campaign)
    for obstacle in ready.obstacles:
        st.error(plain(obstacle), icon=":material/block:")
    for warning in ready.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    _draw_ways(settings, status, ready)


def draw_start(campaign: Campaign) -> None:
    """Beside the badge it says whether the campaign starts by itself."""
    if campaign.state is CampaignState.SCHEDULED and campaign.scheduled_at:
        at = weekday_in_ist(campaign.scheduled_at)
        st.markdown(f"**Starts by itself on {at} IST**")
    else:
        st.markdown("**Ready to send**")


def _about(campaign: Campaign) -> str:
    frozen = "Recipients and texts are frozen: what you see here is what is sent."
    if campaign.state is not CampaignState.SCHEDULED or not campaign.scheduled_at:
        return frozen
    seconds = (parse(campaign.scheduled_at) - utc_now()).total_seconds()
    if seconds <= 0:
        return "It starts in a moment."
    return f"It starts in {duration(seconds)}. You can close this page. {frozen}"


def _waits(settings: Settings, campaign: Campaign) -> str | None:
    if campaign.state is not CampaignState.SCHEDULED or not campaign.scheduled_at:
        return None
    return promotional_hours.wait_of(settings, campaign, parse(campaign.scheduled_at))


def _draw_facts(campaign: Campaign, ready: Readiness) -> None:
    has_credits = campaign.pool is not Pool.NONE
    with st.grid("auto", min_column_width=130, key="campaign.facts"):
        st.metric("People", with_commas(campaign.recipients), help="Each gets one message.")
        st.metric(
            "Credits" if has_credits else "Messages",
            with_commas(campaign.parts),
            delta=in_rupees(campaign.parts) if has_credits else None,
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            "Calls", with_commas(campaign.chunks), help="People with the same text share a call."
        )
        st.metric("Time", f"~ {short_duration(ready.estimate_seconds)}")
        if has_credits:
            left = None if ready.balance is None else ready.balance - campaign.parts
            st.metric(
                f"{pool_name(campaign.pool)} after",
                "not read yet" if left is None else with_commas(left),
                help=with_more(
                    "The credits at the last reading, minus what this campaign takes.",
                    HelpTopic.CREDITS,
                ),
            )


def _draw_ways(settings: Settings, status: Status, ready: Readiness) -> None:
    campaign = status.campaign
    if not may(Permission.SEND):
        draw_refused()
        return
    scheduled = campaign.state is CampaignState.SCHEDULED
    label = f"{'Send now' if scheduled else 'Send'} to {people(campaign.recipients)}"
    with st.container(horizontal=True):
        st.button(
            f"{label} · {short_price(campaign.pool, campaign.parts)}",
            key="campaign.start",
            icon=":material/send:",
            type="secondary" if scheduled else "primary",
            disabled=bool(ready.obstacles or ready.not_approved),
            help=_why_grey(ready, scheduled=scheduled),
            on_click=questions.ask,
            args=(SEND, campaign.id),
        )
        draw_later(campaign, "Change time" if scheduled else "Schedule")
        if scheduled:
            draw_unschedule(settings, campaign)
        draw_stop(campaign)
    draw_refused()


def _why_grey(ready: Readiness, *, scheduled: bool) -> str | None:
    if ready.obstacles:
        return FIRST_RED
    if scheduled and ready.not_approved:
        return "An approval is for its time. To send it now, cancel its schedule first."
    return plain(ready.not_approved) or None


def draw_later(campaign: Campaign, label: str) -> None:
    st.button(
        label,
        key="campaign.later",
        icon=":material/schedule:",
        on_click=questions.ask,
        args=(LATER, campaign.id),
    )


def draw_unschedule(settings: Settings, campaign: Campaign) -> None:
    st.button(
        "Cancel schedule",
        key="campaign.unschedule",
        icon=":material/event_busy:",
        on_click=attempt,
        args=(partial(control.unschedule, settings, campaign.id),),
    )


@st.dialog("Send this now?", icon=":material/send:", dismissible=False)
def ask_to_send(settings: Settings, campaign: Campaign) -> None:
    """This asks whether to send the campaign now; a large one takes its number of people typed."""
    ready = before_sending(settings, campaign)
    st.markdown(
        f"**{plain(campaign.name)}** goes to **{people(campaign.recipients)}** from "
        f"**{plain(sent_by(campaign))}**. It takes **{price(campaign.pool, campaign.parts)}**"
        f"{_of_pool(campaign, ready)}, {counted(campaign.chunks, 'call')} and about "
        f"{duration(ready.estimate_seconds)}."
    )
    for warning in ready.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    draw_live(settings)
    many = campaign.recipients > settings.confirm_above
    draw_confirmation(
        with_commas(campaign.recipients) if many else "",
        "Send",
        ":material/send:",
        partial(control.start, settings, campaign.id),
    )


def _of_pool(campaign: Campaign, ready: Readiness) -> str:
    if campaign.pool is Pool.NONE:
        return ""
    held = (
        ""
        if ready.balance is None
        else f", which held {with_commas(ready.balance)} at the last reading"
    )
    return f" of {pool_name(campaign.pool)}{held}"


@st.dialog("When should it start?", icon=":material/schedule:", dismissible=False)
def ask_when(settings: Settings, campaign: Campaign) -> None:
    """This asks for the day and time in India at which the campaign starts."""
    usual = _usual(campaign)
    with st.grid(2, min_column_width=140):
        day = st.date_input(
            "Day", value=usual.date(), key=f"campaign.day.{campaign.id}", format="DD/MM/YYYY"
        )
        clock = st.time_input(
            "Time in India (IST)",
            value=usual.time(),
            key=f"campaign.time.{campaign.id}",
            step=timedelta(minutes=5),
        )
    at = datetime.combine(day if isinstance(day, date) else usual.date(), clock, tzinfo=IST)
    if waits := promotional_hours.wait_of(settings, campaign, at):
        st.warning(waits, icon=":material/warning:")
    many = campaign.recipients > settings.confirm_above
    draw_confirmation(
        with_commas(campaign.recipients) if many else "",
        f"Start on {weekday_in_ist(at)}",
        ":material/schedule:",
        partial(control.schedule, settings, campaign.id, at),
    )


def _usual(campaign: Campaign) -> datetime:
    """The time it has, if that is still to come; else tomorrow morning."""
    if campaign.scheduled_at and parse(campaign.scheduled_at) > utc_now():
        return parse(campaign.scheduled_at).astimezone(IST)
    return schedule.usual_start(utc_now())
