"""The two questions about calls of unknown end, each about exactly the calls that were shown. Both
are confirmed by typing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.campaigns.unknown_calls import decisions, evidence_groups
from jetmsg_core.campaigns.unknown_calls.decisions import Settlement, UnknownCallAction
from jetmsg_core.campaigns.unknown_calls.evidence_groups import ShownCall
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, CampaignState
from pages.parts.campaign.confirm import AGAIN, draw_confirmation
from pages.parts.campaign.undecided.past import DECIDED
from pages.parts.page import questions
from pages.parts.page.banner import draw_live
from pages.parts.page.flash import read_outcome, say
from pages.parts.styles.formatting import counted, people
from pages.parts.styles.state_styles import price

ASSUME_SENT, SEND_AGAIN = "campaign.assume", "campaign.again"
OUTCOME = "campaign.decided"


def draw_buttons(
    campaign_id: int,
    calls: Sequence[ShownCall],
    name: str,
    *,
    suggested: UnknownCallAction | None = None,
) -> None:
    """These are the two decisions about the calls; the one that is `suggested` stands out. `name`
    tells the buttons from those of other calls."""
    if not may(Permission.SETTLE):
        st.caption("An admin decides about these calls.")
        return
    which = (
        f"Call {with_commas(calls[0].chunk)}"
        if len(calls) == 1
        else f"These {with_commas(len(calls))} calls"
    )
    these = "" if len(calls) == 1 else f" these {with_commas(len(calls))}"
    about = (campaign_id, tuple(calls))
    with st.container(horizontal=True):
        st.button(
            f"Assume{these} sent",
            key=f"{ASSUME_SENT}.{name}",
            icon=":material/done_all:",
            type="primary" if suggested is UnknownCallAction.ASSUME_SENT else "secondary",
            help=f"{which}: count these people as submitted",
            on_click=questions.ask,
            args=(ASSUME_SENT, *about),
        )
        st.button(
            f"Send{these} again…",
            key=f"{SEND_AGAIN}.{name}",
            icon=":material/replay:",
            type="primary" if suggested is UnknownCallAction.SEND_AGAIN else "secondary",
            help=f"{which}: some people may get it twice",
            on_click=questions.ask,
            args=(SEND_AGAIN, *about),
        )


@st.dialog("Assume these were sent?", icon=":material/done_all:", dismissible=False)
def ask_assume_sent(settings: Settings, campaign: Campaign, listed: Sequence[ShownCall]) -> None:
    """This asks whether to count calls as sent."""
    calls = _undecided(settings, campaign, listed)
    recipients = _people_in(calls)
    first_seqs = [call.first_seq for call in calls]
    reported = decisions.reported(settings, campaign.id, first_seqs).all
    if reported:
        are = "is" if reported == 1 else "are"
        st.markdown(
            f"**{people(reported)}** {are} in a delivery report, and will count as it says."
        )
    if (others := recipients - reported) > 0:
        st.markdown(
            f"**{people(others)}** in {counted(len(calls), 'call')} will count as submitted, "
            "without an smsId. Nothing is sent. If the gateway did not take them after all, they "
            "never get this message."
        )
    draw_confirmation(
        with_commas(recipients),
        "Assume sent",
        ":material/done_all:",
        lambda: _decide(settings, campaign.id, UnknownCallAction.ASSUME_SENT, listed),
    )


@st.dialog("Send these again?", icon=":material/replay:", dismissible=False)
def ask_send_again(settings: Settings, campaign: Campaign, listed: Sequence[ShownCall]) -> None:
    """This asks whether to send calls again."""
    calls = _undecided(settings, campaign, listed)
    first_seqs = [call.first_seq for call in calls]
    left_out = decisions.reported(settings, campaign.id, first_seqs).left_out
    people_left = _people_in(calls) - left_out
    if left_out:
        st.info(
            f"A delivery report calls **{people(left_out)}** delivered or on the way. They are "
            "left out, and will count as it says.",
            icon=":material/mark_email_read:",
        )
    if people_left:
        st.warning(
            f"**Some people may get it twice.** If the gateway took {counted(len(calls), 'call')} "
            f"the first time, up to {people(people_left)} will get the same message again.",
            icon=":material/warning:",
        )
        parts = decisions.parts_to_send_again(settings, campaign.id, first_seqs)
        st.markdown(f"It takes up to **{price(campaign.pool, parts)}**. {_then(campaign)}")
    else:
        st.markdown("Nobody is left to send to. No call is made.")
    if people_left:
        draw_live(settings)
    draw_confirmation(
        AGAIN,
        "Send again",
        ":material/replay:",
        lambda: _decide(settings, campaign.id, UnknownCallAction.SEND_AGAIN, listed),
    )


def draw_decided() -> None:
    """This says what came of the last answer, with the calls that were not as they were shown."""
    outcome = read_outcome(OUTCOME)
    if outcome is None:
        return
    action, calls, recipients, changed = outcome
    word, icon = DECIDED[action]
    sentence = f"{counted(calls, 'call')}, {people(recipients)}: **{word}**."
    if not changed:
        st.success(sentence, icon=icon)
        return
    st.warning(f"{sentence} {_changed(changed)}", icon=icon)


def _undecided(
    settings: Settings, campaign: Campaign, listed: Sequence[ShownCall]
) -> Sequence[ShownCall]:
    """Those of the calls that a decision is still about. Where there are none the question stays as
    it was, and its answer is refused."""
    calls = evidence_groups.unchanged(settings, campaign.id, listed)
    if not calls:
        return listed
    if changed := len(listed) - len(calls):
        st.info(_changed(changed), icon=":material/update:")
    return calls


def _changed(calls: int) -> str:
    return f"Decided about meanwhile, or sent again already: {counted(calls, 'other call')}."


def _decide(
    settings: Settings,
    campaign_id: int,
    action: UnknownCallAction,
    listed: Sequence[ShownCall],
) -> None:
    done = decisions.decide(settings, campaign_id, action, listed)
    say(OUTCOME, _outcome(action, done))


def _outcome(
    action: UnknownCallAction, done: Settlement
) -> tuple[UnknownCallAction, int, int, int]:
    return action, len(done.chunks), done.recipients, len(done.changed)


def _people_in(calls: Sequence[ShownCall]) -> int:
    return sum(call.recipients for call in calls)


def _then(campaign: Campaign) -> str:
    when = "It goes out at once."
    if campaign.state is CampaignState.PAUSED:
        when = "The campaign is paused, so it waits until you resume."
    elif campaign.held in SELF_ENDING:
        when = "The campaign is held, so it waits until it continues by itself."
    elif campaign.held is not None:
        when = "The campaign is held, so it waits until you resume."
    return f"{when} People who opted out since are left out."
