"""What sending would mean, before it happens: people, calls, parts, credits, time."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.checks.codes import FINDINGS, LEAVABLE, FindingCode
from jetmsg_core.campaigns.plan.quicker import QuickerWay
from jetmsg_core.campaigns.preview.preview import CampaignPreview
from jetmsg_core.primitives.numbers import in_rupees, with_commas
from jetmsg_core.states import Pool
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.styles.formatting import counted, duration, short_duration
from pages.parts.styles.state_styles import pool_name

LEFT_OUT = {
    "rejected": "without a usable mobile number",
    "duplicate": "with a duplicate number",
    "opted_out": "opted out",
    "declined": "who say no to messages in the file",
    "condition": "who do not fit a condition",
    "in_campaign": "in a campaign you leave out",
    "missing_value": "without a value that the message needs",
    **{code: FINDINGS[FindingCode(code)].left_out for code in LEAVABLE},
}


def draw_facts(preview: CampaignPreview) -> None:
    """This draws the tiles of what the message takes: people, credits, calls and time."""
    has_credits = preview.pool is not Pool.NONE
    tiles = [
        ("People", with_commas(preview.recipients), "Each gets one message."),
        (
            "Credits",
            with_commas(preview.parts),
            with_more("One for each part of each message.", HelpTopic.CREDITS),
        )
        if has_credits
        else (
            "Messages",
            with_commas(preview.parts),
            "They count against the plan of your device.",
        ),
        (
            "Calls",
            with_commas(preview.chunks),
            "People with the same text share a call.",
        ),
        (
            "Time",
            f"~ {short_duration(preview.estimate_seconds)}",
            "Estimated from how long the last calls took.",
        ),
    ]
    with st.grid(5, min_column_width=140, key="compose.facts"):
        for label, value, about in tiles:
            st.metric(
                label,
                value,
                delta=in_rupees(preview.parts) if label == "Credits" else None,
                delta_color="off",
                delta_arrow="off",
                border=True,
                help=about,
                height="stretch",
            )
        if has_credits:
            _draw_balance(preview)
    if preview.credits_end_at is not None:
        st.warning(
            f"**Credits end at recipient {with_commas(preview.credits_end_at)}** of "
            f"{with_commas(preview.recipients)}, in sending order. The rest waits until you top "
            "up; nobody is lost.",
            icon=":material/account_balance_wallet:",
        )
    if preview.quicker is not None:
        _draw_quicker(preview.quicker)
    _draw_left_out(preview)


def _draw_balance(preview: CampaignPreview) -> None:
    balance = preview.balance
    st.metric(
        f"{pool_name(preview.pool)} after",
        "not read yet" if balance is None else with_commas(balance - preview.parts),
        delta=None if balance is None else f"{with_commas(balance)} now",
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=(
            "The credits at the last reading, minus what this message takes. You can read the "
            "balance again on the Balance page."
        ),
        height="stretch",
    )


def _draw_quicker(quicker: QuickerWay) -> None:
    now = counted(quicker.senders_now, "call")
    st.info(
        f"**This takes more than an hour**, with {now} at the same time. "
        f"With {with_commas(quicker.senders)} it would take about {duration(quicker.seconds)}, "
        "if your gateway allows as many: the person who runs this program sets "
        f"`JETMSG_SENDERS={quicker.senders}`, or `auto` to have the number found.",
        icon=":material/speed:",
    )


def _draw_left_out(preview: CampaignPreview) -> None:
    if not preview.skipped:
        return
    reasons = [
        f"{with_commas(count)} {LEFT_OUT.get(reason, reason)}"
        for reason, count in preview.skipped.items()
    ]
    total = counted(sum(preview.skipped.values()), "contact")
    st.caption(f":material/person_off: Left out: {total}. {', '.join(reasons)}.")
