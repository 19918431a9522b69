"""Templates that a later list no longer calls approved: marked, with a word to who uses them, until
a list approves them again or a person says that they are approved."""

from __future__ import annotations

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.saved import drafts, templates
from jetmsg_core.store.saved.templates import Template
from jetmsg_core.templates.saving import stored_template


@requires(Permission.PREPARE)
def say_approved(settings: Settings, template_id: int, clock: Clock = utc_now) -> Template:
    """Notes that a person says a template is approved, whatever the newest list said, until a list
    denies it again. Changes nothing where none denies it. Raises NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        before = stored_template(db, template_id)
        templates.overrule_lapse(db, template_id, stamp(clock()))
        after = stored_template(db, template_id)
        if after != before:
            lapse = {"status": before.lapsed}
            record(db, Act.TEMPLATE_APPROVED, subject=before.name, before=lapse)
        return after


def mark_lapsed(db: Database, template: Template, status: str, now: str) -> str | None:
    """Marks a template whose status in a list is bad, within a transaction, and says who uses it;
    None where that was said before."""
    if template.lapsed == status:
        return None
    templates.lapse(db, template.id, status, now)
    return f"It is no longer approved.{_used_by(db, template)}"


def header_lapsed(db: Database, template: Template, header: str) -> str:
    """Says of a sender ID that a list no longer calls approved for a template who uses the two
    together."""
    using = [
        campaign
        for campaign in campaigns.unfinished_of_template(db, template.id, template.dlt_id)
        if campaign.sender_id == header
    ]
    names = ", ".join(quoted(campaign.name) for campaign in using)
    still = f" Campaigns that may still be sent with it: {names}." if names else ""
    return f"Its sender ID {header} is no longer approved.{still}"


def _used_by(db: Database, template: Template) -> str:
    using = campaigns.unfinished_of_template(db, template.id, template.dlt_id)
    names = ", ".join(quoted(campaign.name) for campaign in using)
    count = drafts.count_of_template(db, template.id)
    campaigns_named = f" Campaigns that may still send it: {names}." if names else ""
    return campaigns_named + (f" Drafts made from it: {with_commas(count)}." if count else "")
