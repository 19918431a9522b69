"""A campaign that is held since its database was put back: what is known of the people who wait,
and the question whether they are sent to."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.restoring import evidence, kept
from jetmsg_core.restoring.evidence import RestorationKind, RestoredEvidence
from jetmsg_core.settings import Settings
from pages.parts.campaign.confirm import AGAIN, draw_confirmation
from pages.parts.page import questions
from pages.parts.page.banner import draw_live
from pages.parts.styles.formatting import counted, people, plain
from pages.parts.styles.state_styles import price

GO_ON = "campaign.resume"
FOUND_BY = {
    RestorationKind.COPY: "The database is a copy made by the backup command.",
    RestorationKind.OLDER: (
        "Calls went out, or the worker was stopped, after the last entry of this database."
    ),
    RestorationKind.UNMARKED: "The file jetmsg.mark, which records the last call, is not in the "
    "data folder.",
    RestorationKind.UNEXPLAINED: "The balance cannot rule out that calls went out after the last "
    "entry of this database.",
}


def draw_evidence(settings: Settings, status: Status) -> None:
    """This says what is known of those who wait since the database was put back; nothing where
    there is nothing to say."""
    facts = evidence.of_campaign(settings, status.campaign.id)
    if facts is None:
        return
    st.markdown(f"**What is known about the {people(facts.people)} still waiting**")
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in facts.sentences))
    st.caption(FOUND_BY[facts.kind])
    st.page_link("reports.py", label="Import a delivery report", icon=":material/mark_email_read:")


def draw_go_on(status: Status) -> None:
    st.button(
        "Resume…",
        key="campaign.resume",
        icon=":material/play_arrow:",
        on_click=questions.ask,
        args=(GO_ON, status.campaign.id),
    )


@st.dialog("Send to the people who wait?", icon=":material/play_arrow:", dismissible=False)
def ask_to_go_on(settings: Settings, status: Status) -> None:
    """This asks whether to go on, with what is known of who may have the message already."""
    campaign = status.campaign
    facts = evidence.of_campaign(settings, campaign.id)
    assert facts is not None, "it is held for this"
    st.warning(
        f"**Some people may get it twice.** Up to {people(facts.people)} may have got "
        f"**{plain(campaign.name)}** since {_since(facts)}, and would get it again.",
        icon=":material/warning:",
    )
    st.markdown(
        f"It takes up to **{price(campaign.pool, facts.parts)}**. Import the panel's delivery "
        "report first: people it calls delivered or on the way are left out. If most of them "
        "have the message, stop the campaign instead. People in the queue then get nothing."
    )
    if opt_outs := kept.waiting(settings).opt_outs:
        st.warning(
            f"**Not restored yet: {counted(opt_outs, 'opt-out')} newer than the copy.** Look at "
            "the Opt-outs page first, or these people may get it.",
            icon=":material/do_not_disturb_on:",
        )
    draw_live(settings)
    draw_confirmation(
        AGAIN,
        "Send to the people who wait",
        ":material/play_arrow:",
        partial(control.resume, settings, campaign.id),
    )


def _since(facts: RestoredEvidence) -> str:
    return f"{in_ist(facts.since)} IST"
