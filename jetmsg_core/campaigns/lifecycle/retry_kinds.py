"""Who can be tried again, by how their message ended, and what is said of each kind. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from jetmsg_core.states import RecipientState


class RetryKind(StrEnum):
    """How the message of somebody ended whom a person may choose to try again."""

    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    REJECTED = "rejected"
    OUTSIDE_HOURS = "outside_hours"
    NO_CREDIT = "no_credit"
    ASSUMED_SENT = "assumed_sent"
    CANCELLED = "cancelled"


class RetryKindFacts(NamedTuple):
    """What belongs to a kind. `state` is that of these recipients. `word` names the kind.
    `is_usual`: a person who says nothing else means these. `may_double`: some may have the message
    already."""

    state: RecipientState
    word: str
    is_usual: bool
    may_double: bool


RETRY_KINDS: Mapping[RetryKind, RetryKindFacts] = {
    RetryKind.UNDELIVERED: RetryKindFacts(
        RecipientState.UNDELIVERED, "Undelivered", is_usual=True, may_double=False
    ),
    RetryKind.EXPIRED: RetryKindFacts(
        RecipientState.EXPIRED, "Expired", is_usual=True, may_double=False
    ),
    RetryKind.REJECTED: RetryKindFacts(
        RecipientState.REJECTED, "Rejected", is_usual=False, may_double=False
    ),
    RetryKind.OUTSIDE_HOURS: RetryKindFacts(
        RecipientState.OUTSIDE_HOURS, "Outside hours", is_usual=False, may_double=False
    ),
    RetryKind.NO_CREDIT: RetryKindFacts(
        RecipientState.NO_CREDIT, "No credit", is_usual=False, may_double=False
    ),
    RetryKind.ASSUMED_SENT: RetryKindFacts(
        RecipientState.SUBMITTED, "Assumed sent", is_usual=False, may_double=True
    ),
    RetryKind.REFUSED: RetryKindFacts(
        RecipientState.REFUSED, "Refused", is_usual=False, may_double=False
    ),
    RetryKind.NOT_ACCEPTED: RetryKindFacts(
        RecipientState.NOT_ACCEPTED, "Not accepted", is_usual=False, may_double=False
    ),
    RetryKind.CANCELLED: RetryKindFacts(
        RecipientState.CANCELLED, "Cancelled", is_usual=False, may_double=False
    ),
}
"""In the order in which they are offered. Who is on the DND list and numbers that do not exist are
not in it: another message does not reach them either."""

NEVER_AGAIN = (RecipientState.DND, RecipientState.INVALID_NUMBER)
"""Failures that no second message mends."""

WHY_NEVER: Mapping[RecipientState, str] = {
    RecipientState.DND: "Numbers on the DND list are never tried again: a second message is "
    "blocked too.",
    RecipientState.INVALID_NUMBER: "Numbers that do not exist are never tried again. Correct them "
    "in your list.",
    RecipientState.DELIVERED: "They have the message.",
    RecipientState.READ: "They have the message, and have read it.",
    RecipientState.SUBMITTED: "Their message is on the way, as far as is known, and may have "
    "arrived. A newer delivery report says how it ended. People who "
    "were only counted as sent are assumed_sent.",
    RecipientState.UNKNOWN: "They may have the message already. Decide about them with campaign "
    "unknown and campaign settle.",
    RecipientState.QUEUED: "They are still in the queue.",
    RecipientState.SENDING: "Their call is on its way.",
}
"""Why nobody in a state that is no kind can be chosen, for whoever names it."""

FROM_GATEWAY = (RetryKind.REFUSED, RetryKind.NOT_ACCEPTED)
"""What `campaign retry` means where nothing else is said: whom the gateway did not take."""

NOT_SENT_TO = (RetryKind.CANCELLED,)
"""Whose turn never came, as their campaign was stopped before."""

USUAL = tuple(kind for kind, facts in RETRY_KINDS.items() if facts.is_usual)
"""What *the undelivered* are where nothing else is said."""
