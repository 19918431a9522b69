"""The look of each state: its word, colour and icon, the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.settings import Mode
from jetmsg_core.states import CampaignState, Channel, Pool, RecipientState
from pages.parts.styles.formatting import counted, credits

Color = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "primary"]
"""Those that a badge of Streamlit can have."""


class StateStyle(NamedTuple):
    word: str
    color: Color
    icon: str


CAMPAIGNS = {
    CampaignState.DRAFT: StateStyle("Draft", "gray", ":material/edit_note:"),
    CampaignState.SCHEDULED: StateStyle("Scheduled", "blue", ":material/schedule:"),
    CampaignState.RUNNING: StateStyle("Running", "blue", ":material/play_arrow:"),
    CampaignState.PAUSED: StateStyle("Paused", "orange", ":material/pause:"),
    CampaignState.FINISHED: StateStyle("Finished", "green", ":material/check_circle:"),
    CampaignState.STOPPED: StateStyle("Stopped", "gray", ":material/stop_circle:"),
}
HELD = StateStyle("Held", "orange", ":material/front_hand:")
ATTENTION = StateStyle("Needs attention", "red", ":material/priority_high:")


MODES = {
    Mode.SANDBOX: StateStyle("Made in the sandbox", "blue", ":material/science:"),
    Mode.LIVE: StateStyle("Made live", "orange", ":material/cell_tower:"),
}


class RecipientLook(NamedTuple):
    """`color` is for charts and legible on light and dark ground alike."""

    word: str
    color: str
    meaning: str


RECIPIENTS = {
    RecipientState.DELIVERED: RecipientLook(
        "Delivered", "#2E8B57", "The delivery report says that it reached the phone."
    ),
    RecipientState.SUBMITTED: RecipientLook(
        "Submitted", "#1E9C8F", "The gateway took the message and gave it an smsId."
    ),
    RecipientState.SENDING: RecipientLook("Sending", "#7CCFC5", "The call is on its way now."),
    RecipientState.QUEUED: RecipientLook("Queued", "#7F9194", "Still to be sent."),
    RecipientState.NOT_ACCEPTED: RecipientLook(
        "Not accepted", "#D98A1F", "The gateway answered, but left this number out."
    ),
    RecipientState.REFUSED: RecipientLook(
        "Refused", "#D0483E", "The gateway refused the call. Nothing was sent."
    ),
    RecipientState.UNKNOWN: RecipientLook(
        "Unknown", "#8E63C7", "No answer came: it may have arrived, or not. Never sent again alone."
    ),
    RecipientState.CANCELLED: RecipientLook("Cancelled", "#66757A", "Stopped before it was sent."),
    RecipientState.UNDELIVERED: RecipientLook(
        "Undelivered", "#C2711A", "The delivery report says that it did not reach the phone."
    ),
    RecipientState.EXPIRED: RecipientLook(
        "Expired", "#B58B2A", "The phone was not reached before the operator gave up."
    ),
    RecipientState.REJECTED: RecipientLook(
        "Rejected", "#B3463E", "The operator refused to deliver it."
    ),
    RecipientState.DND: RecipientLook(
        "Do not disturb", "#A0527F", "The person is on the Do Not Disturb (DND) list."
    ),
    RecipientState.INVALID_NUMBER: RecipientLook(
        "Invalid number", "#8A6D5B", "The operator knows no such number."
    ),
    RecipientState.OUTSIDE_HOURS: RecipientLook(
        "Outside hours", "#5F7FB0", "It came outside the hours for promotional messages."
    ),
    RecipientState.NO_CREDIT: RecipientLook(
        "No credit", "#7A6AA8", "The panel had no credits left when it was sent on."
    ),
}

BADGES: dict[RecipientState, Color] = {
    RecipientState.DELIVERED: "green",
    RecipientState.SUBMITTED: "blue",
    RecipientState.SENDING: "blue",
    RecipientState.UNKNOWN: "violet",
    RecipientState.NOT_ACCEPTED: "orange",
    RecipientState.UNDELIVERED: "orange",
    RecipientState.EXPIRED: "orange",
    RecipientState.REFUSED: "red",
    RecipientState.REJECTED: "red",
}
"""Colours of a recipient's badge; the others are grey."""

POOLS = {
    "tranx": "Transactional",
    "promo": "Promotional",
    "otp": "One-time codes",
}

ROUTES = {1: "Transactional", 2: "Promotional"}
CHANNELS = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}


def of_campaign(status: Status) -> list[StateStyle]:
    """The campaign's badges: its state, and what a person should look at."""
    campaign = status.campaign
    held = campaign.state is CampaignState.RUNNING and campaign.held is not None
    looks = [HELD if held else CAMPAIGNS[campaign.state]]
    if status.recipients[RecipientState.UNKNOWN]:
        looks.append(ATTENTION)
    return looks


def segment(label: object) -> str:
    """The label of a segment or a tab. Streamlit writes the chosen one in the primary colour, which
    has 3.8:1 on the dark ground and cannot have 4.5:1 both there and under the white of a button;
    this ink has 9:1 on either ground, and the tint and the border still say which is chosen."""
    return f":gray[{label}]"


def segments(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    """The `format_func` of options that have their labels here."""
    return lambda option: segment(labels[option])


def pool_name(pool: Pool) -> str:
    return POOLS.get(pool.value, "No credits")


def price(pool: Pool, parts: int) -> str:
    """What it takes from the pool; WhatsApp has a plan instead of credits."""
    return counted(parts, "WhatsApp message") if pool is Pool.NONE else credits(parts)


def sent_by(campaign: Campaign) -> str:
    return campaign.sender_id or CHANNELS[campaign.channel]
