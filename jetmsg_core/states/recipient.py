"""What became of a recipient, and what belongs to each of these states. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from jetmsg_core.states.colors import BadgeColor


class RecipientState(StrEnum):
    """What sending knows of a recipient; or, of one who was submitted, what an imported delivery
    report says more. The states add up to the campaign's recipients at every moment."""

    QUEUED = "queued"
    SENDING = "sending"
    SUBMITTED = "submitted"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    REJECTED = "rejected"
    DND = "dnd"
    INVALID_NUMBER = "invalid_number"
    OUTSIDE_HOURS = "outside_hours"
    NO_CREDIT = "no_credit"


class RecipientStateFacts(NamedTuple):
    """How a state is shown, and where the recipient stands. `color` is for charts and legible on
    light and dark ground alike; `badge` is the colour of a badge.

    `is_reported`: only a delivery report says it. `is_failed`: it is known that the message did
    not get there. `has_or_gets_it`: the message is there or on its way from the gateway, so it is
    never sent again. `needs_reason`: a person is told why. `is_in_gateway_words`: an export says
    it in the gateway's own words, where it had some about the call. `is_reached`: a report says
    that the message is on the phone; whoever has read it counts among the delivered.
    """

    word: str
    color: str
    badge: BadgeColor
    meaning: str
    is_reported: bool
    is_failed: bool
    has_or_gets_it: bool
    needs_reason: bool
    is_in_gateway_words: bool
    is_reached: bool


RECIPIENT_STATES: Mapping[RecipientState, RecipientStateFacts] = {
    RecipientState.DELIVERED: RecipientStateFacts(
        "Delivered",
        "#2E8B57",
        "green",
        "The delivery report says that it reached the phone.",
        is_reported=True,
        is_failed=False,
        has_or_gets_it=True,
        needs_reason=False,
        is_in_gateway_words=False,
        is_reached=True,
    ),
    RecipientState.READ: RecipientStateFacts(
        "Read",
        "#1F78C8",
        "green",
        "The delivery report says that the person has read it. It counts as delivered.",
        is_reported=True,
        is_failed=False,
        has_or_gets_it=True,
        needs_reason=False,
        is_in_gateway_words=False,
        is_reached=True,
    ),
    RecipientState.SUBMITTED: RecipientStateFacts(
        "Submitted",
        "#1E9C8F",
        "blue",
        "The gateway took the message and gave it an smsId.",
        is_reported=False,
        is_failed=False,
        has_or_gets_it=True,
        needs_reason=False,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.SENDING: RecipientStateFacts(
        "Sending",
        "#7CCFC5",
        "blue",
        "The call is on its way now.",
        is_reported=False,
        is_failed=False,
        has_or_gets_it=False,
        needs_reason=False,
        is_in_gateway_words=True,
        is_reached=False,
    ),
    RecipientState.QUEUED: RecipientStateFacts(
        "Queued",
        "#7F9194",
        "gray",
        "Still to be sent.",
        is_reported=False,
        is_failed=False,
        has_or_gets_it=False,
        needs_reason=False,
        is_in_gateway_words=True,
        is_reached=False,
    ),
    RecipientState.NOT_ACCEPTED: RecipientStateFacts(
        "Not accepted",
        "#D98A1F",
        "orange",
        "The gateway answered, but left this number out.",
        is_reported=False,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.REFUSED: RecipientStateFacts(
        "Refused",
        "#D0483E",
        "red",
        "The gateway refused the call. Nothing was sent.",
        is_reported=False,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=True,
        is_reached=False,
    ),
    RecipientState.UNKNOWN: RecipientStateFacts(
        "Unknown",
        "#8E63C7",
        "violet",
        "No clear answer came: it may have arrived, or not. It is never sent again without you.",
        is_reported=False,
        is_failed=False,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=True,
        is_reached=False,
    ),
    RecipientState.CANCELLED: RecipientStateFacts(
        "Cancelled",
        "#66757A",
        "gray",
        "Stopped before it was sent.",
        is_reported=False,
        is_failed=False,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.UNDELIVERED: RecipientStateFacts(
        "Undelivered",
        "#C2711A",
        "orange",
        "The delivery report says that it did not reach the phone.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.EXPIRED: RecipientStateFacts(
        "Expired",
        "#B58B2A",
        "orange",
        "The phone was not reached before the operator gave up.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.REJECTED: RecipientStateFacts(
        "Rejected",
        "#B3463E",
        "red",
        "The operator refused to deliver it.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.DND: RecipientStateFacts(
        "Do not disturb",
        "#A0527F",
        "gray",
        "The person is on the Do Not Disturb (DND) list.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.INVALID_NUMBER: RecipientStateFacts(
        "Invalid number",
        "#8A6D5B",
        "gray",
        "The operator does not know this number.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.OUTSIDE_HOURS: RecipientStateFacts(
        "Outside hours",
        "#5F7FB0",
        "gray",
        "It came outside the hours for promotional messages.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
    RecipientState.NO_CREDIT: RecipientStateFacts(
        "No credit",
        "#7A6AA8",
        "gray",
        "The panel had no credits left when it was sent on.",
        is_reported=True,
        is_failed=True,
        has_or_gets_it=False,
        needs_reason=True,
        is_in_gateway_words=False,
        is_reached=False,
    ),
}

REPORTED = tuple(state for state, facts in RECIPIENT_STATES.items() if facts.is_reported)
"""What only a delivery report says. Each of these recipients was submitted before."""

FAILED = tuple(state for state, facts in RECIPIENT_STATES.items() if facts.is_failed)
"""Of whom it is known that they did not get the message."""

REACHED = tuple(state for state, facts in RECIPIENT_STATES.items() if facts.is_reached)
"""Delivered, whether it was read or not."""

HAVE_OR_GET = frozenset(state for state, facts in RECIPIENT_STATES.items() if facts.has_or_gets_it)
"""Delivered, or on the way: whoever is called so is never sent to again."""

WITHOUT_REASON = frozenset(
    state for state, facts in RECIPIENT_STATES.items() if not facts.needs_reason
)
"""Still waiting, or simply gone through: there is no reason to give."""

NOT_SUBMITTED = tuple(
    state
    for state, facts in RECIPIENT_STATES.items()
    if facts.needs_reason and not facts.is_reported
)
"""The ends that come before any delivery report: the gateway is not known to have the message."""

NEVER_SENT = (RecipientState.CANCELLED, RecipientState.REFUSED, RecipientState.NOT_ACCEPTED)
"""The ends in which no message left the gateway and none will."""
