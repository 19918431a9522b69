"""Whoever is submitted because a person said so, and of whom no report speaks, as SQL. Pure."""

from __future__ import annotations

from jetmsg_core.states import ASSUMED_SENT


def assumed_calls(campaign: str) -> str:
    """Gives the statement that selects `parts` and `people` of each call of a campaign that was
    assumed to be sent; `campaign` is the SQL for its id. It goes by the decisions: however many
    calls there are, few of them were decided about."""
    return (
        "select k.parts, k.submitted - (select count(*) from deliveries d"
        "  where d.campaign_id = k.campaign_id and d.seq >= k.lo and d.seq < k.hi"
        "  and d.counted = 1) as people"
        f" from chunks k where k.campaign_id = {campaign} and k.state = 'accepted'"
        f" and k.reason = '{ASSUMED_SENT}' and k.lo in (select lo from audit"
        f"  where campaign_id = {campaign} and action = 'assume_sent')"
    )
