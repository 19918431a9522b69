"""Templates that a later list no longer calls approved: marked, with a word to who uses them."""

from __future__ import annotations

from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.saved import drafts, templates
from jetmsg_core.store.saved.templates import Template


def mark_lapsed(db: Database, template: Template, status: str, now: str) -> str | None:
    """Marks a template whose status in a list is bad, within a transaction, and says who uses it;
    None where that was said before."""
    if template.lapsed == status:
        return None
    templates.lapse(db, template.id, status, now)
    return f"It is no longer approved.{_used_by(db, template)}"


def _used_by(db: Database, template: Template) -> str:
    using = campaigns.unfinished_of_template(db, template.id, template.dlt_id)
    names = ", ".join(repr(campaign.name) for campaign in using)
    count = drafts.count_of_template(db, template.id)
    campaigns_named = f" Campaigns that may still send it: {names}." if names else ""
    return campaigns_named + (f" Drafts made from it: {count:,}." if count else "")
