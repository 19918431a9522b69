"""What is said about a held campaign, beside `HOLD_SENTENCES`."""

from __future__ import annotations

from jetmsg_core.states import Hold
from jetmsg_core.store.ledger.campaigns import Campaign

OURS = frozenset({Hold.SHORT, Hold.SETTINGS, Hold.MISSED_START, Hold.HOURS, Hold.RESTORED})
"""Holds whose detail is a sentence of our own."""

REFUSED = frozenset({Hold.CREDIT, Hold.KEY, Hold.SENDER, Hold.ROUTE, Hold.IP, Hold.DEVICE})
"""Holds whose detail is what the gateway said. In the others it may be its word or what we met."""


def detail_of(campaign: Campaign) -> str:
    """One sentence; empty when there is nothing more to say."""
    detail = campaign.held_detail
    if not detail or campaign.held in OURS:
        return detail
    if campaign.held in REFUSED:
        return f"The gateway said: “{detail.rstrip('.')}”."
    return f"The last call: {detail.rstrip('.')}."
