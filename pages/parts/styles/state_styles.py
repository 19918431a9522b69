"""The look of each state, the same on every page: what the tables of the core say, as Streamlit
writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.primitives.numbers import cost, with_commas
from jetmsg_core.settings import Mode
from jetmsg_core.states import (
    ASSUMED,
    CAMPAIGN_STATES,
    CHANNEL_NAMES,
    CREDIT_POOLS,
    POOL_NAMES,
    RECIPIENT_STATES,
    CampaignState,
    Pool,
    RecipientState,
    RecipientStateFacts,
)
from jetmsg_core.states.colors import BadgeColor
from pages.parts.styles.formatting import counted


class StateStyle(NamedTuple):
    word: str
    color: BadgeColor
    icon: str


HELD = StateStyle("Held", "orange", ":material/front_hand:")
ARCHIVED = StateStyle("Archived", "gray", ":material/archive:")
ATTENTION = StateStyle("Needs attention", "red", ":material/priority_high:")


MODES = {
    Mode.SANDBOX: StateStyle("Made in the sandbox", "blue", ":material/science:"),
    Mode.LIVE: StateStyle("Made live", "orange", ":material/cell_tower:"),
}


RECIPIENTS = RECIPIENT_STATES
"""In the order in which they are shown."""

POOLS = {pool.value: POOL_NAMES[pool] for pool in CREDIT_POOLS}

ROUTES = {1: "Transactional", 2: "Promotional"}
ROUTE_DECIDES = "It decides the hours, and which credits pay."
CHANNELS = CHANNEL_NAMES


def of_campaign(status: Status) -> list[StateStyle]:
    """This gives the campaign's badges: its state, and what a person should look at."""
    campaign = status.campaign
    held = campaign.state is CampaignState.RUNNING and campaign.held is not None
    facts = CAMPAIGN_STATES[campaign.state]
    looks = [HELD if held else StateStyle(facts.word, facts.color, f":material/{facts.icon}:")]
    if status.recipients[RecipientState.UNKNOWN]:
        looks.append(ATTENTION)
    return looks


def shown_counts(status: Status) -> list[tuple[RecipientStateFacts, int]]:
    """This gives what is shown of every state, in that order, with its count: those assumed to be
    sent to stand beside the submitted. They add up to the campaign's recipients."""
    counts, assumed = status.recipients, status.assumed.recipients
    counted: list[tuple[RecipientStateFacts, int]] = []
    for state, facts in RECIPIENTS.items():
        if state is RecipientState.SUBMITTED:
            counted += [(facts, counts[state] - assumed), (ASSUMED, assumed)]
        else:
            counted.append((facts, counts[state]))
    return counted


def state_labels(
    statuses: Sequence[Status], always: Collection[RecipientState] = ()
) -> dict[RecipientState, str]:
    """This labels each state in which somebody of these campaigns is, and those of `always`, with
    its count; who is assumed to be sent to is told among the submitted."""
    counts = Counter[RecipientState]()
    for status in statuses:
        counts.update(status.recipients)
    assumed = sum(status.assumed.recipients for status in statuses)
    labels = {
        state: f"{facts.word} ({with_commas(counts[state])})"
        for state, facts in RECIPIENT_STATES.items()
        if counts[state] or state in always
    }
    if assumed:
        submitted = RECIPIENT_STATES[RecipientState.SUBMITTED].word
        labels[RecipientState.SUBMITTED] = (
            f"{submitted} ({with_commas(counts[RecipientState.SUBMITTED])}, "
            f"{with_commas(assumed)} of them assumed)"
        )
    return labels


def segment(label: object) -> str:
    """This gives the label of a segment or a tab. Streamlit writes the chosen one in the primary
    colour, which has 3.8:1 on the dark ground and cannot have 4.5:1 both there and under the white
    of a button; this ink has 9:1 on either ground, and the tint and the border still say which is
    chosen."""
    return f":gray[{label}]"


def segments(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    """This is the `format_func` of options that have their labels here."""
    return lambda option: segment(labels[option])


def pool_name(pool: Pool) -> str:
    return POOL_NAMES[pool]


def short_price(pool: Pool, parts: int) -> str:
    """This says the price without rupees, for a button, which cuts off what is too long."""
    return counted(parts, "WhatsApp message" if pool is Pool.NONE else "credit")


def price(pool: Pool, parts: int) -> str:
    """This says what it takes from the pool, and what that is in rupees where a part has a price;
    WhatsApp has a plan instead of credits."""
    return counted(parts, "WhatsApp message") if pool is Pool.NONE else cost(parts)


def sent_by(campaign: Campaign) -> str:
    return campaign.sender_id or CHANNELS[campaign.channel]
