"""Whoever counts as sent to because a person said so: submitted, and shown beside them. Pure."""

from __future__ import annotations

from jetmsg_core.states.recipient import (
    RECIPIENT_STATES,
    RecipientState,
    RecipientStateFacts,
)

ASSUMED_SENT = "assumed_sent"
"""The reason of whoever is submitted because a person said so: no clear answer came, and no
delivery report speaks of them. Nobody knows whether they have the message."""

ASSUMED = RecipientStateFacts(
    "Assumed sent",
    "#8C8FBF",
    "violet",
    "No clear answer came, and a person decided to count it as sent. Nobody knows whether it was.",
    is_reported=False,
    is_failed=False,
    has_or_gets_it=True,
    needs_reason=True,
    is_in_gateway_words=False,
    is_reached=False,
)
"""Whoever is submitted for the reason `ASSUMED_SENT`, as they are shown: beside the submitted."""


def facts_of(state: RecipientState, reason: str | None) -> RecipientStateFacts:
    """Gives what belongs to a recipient in this state for this reason."""
    is_assumed = state is RecipientState.SUBMITTED and reason == ASSUMED_SENT
    return ASSUMED if is_assumed else RECIPIENT_STATES[state]
