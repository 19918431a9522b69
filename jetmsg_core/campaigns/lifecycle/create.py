"""Freezing a campaign: what was previewed is what is kept, in one transaction."""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from jetmsg_core.acting import Permission, current, requires
from jetmsg_core.audit import Act, Facts, record
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.lifecycle import promotional_hours, recipient_cells
from jetmsg_core.campaigns.plan.chunking import Plan
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.preview.pipeline import check_people, leave_out, plan_campaign
from jetmsg_core.campaigns.preview.preview import CampaignPreview, preview_of
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.progress import Steps, Tell, nobody_listens
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Pool
from jetmsg_core.store.database import Database, for_bulk_write, open_database, transaction
from jetmsg_core.store.ledger import campaign_search, campaigns, recipients


@requires(Permission.PREPARE)
def create(
    settings: Settings,
    contacts: Contacts,
    spec: CampaignSpec,
    *,
    token: str | None = None,
    expected_recipients: int | None = None,
    expected_parts: int | None = None,
    choices: str = "{}",
    clock: Clock = utc_now,
    tell: Tell = nobody_listens,
) -> tuple[int, CampaignPreview]:
    """Freezes the campaign in one transaction, in state draft, and returns its id and its preview.

    The same token again returns the campaign it made before. `choices` is kept with it, to be
    copied from; `tell` hears how far it is. Who refuses the channel is left out. Raises StateError
    when what a person confirmed, `expected_recipients` and `expected_parts`, is no longer what
    would be sent, DiskNearlyFull when there is no room for it, and BlockedError when the checks
    find what must be dealt with first.
    """
    disk_room.require_room(settings, "The campaign was not made")
    token = token or secrets.token_hex(16)
    with Steps(tell, *_WEIGHTS) as steps:
        steps.begin()
        willing = contacts.willing(spec.channel)
        planned = plan_campaign(settings, willing, check_spec(settings, spec))
        steps.begin()
        with open_database(settings.database_path) as db:
            for_bulk_write(db)
            checked = leave_out(check_people(db, settings, planned, clock()))
            _refuse_changed(checked.planned.plan, expected_recipients, expected_parts)
            preview = preview_of(db, settings, checked)
            storing = steps.begin()
            with transaction(db):
                made_before = campaigns.id_of_token(db, token)
                if preview.blockers and made_before is None:
                    raise BlockedError(preview.findings)
                campaign_id = made_before or freeze(
                    db, settings, checked.planned, token, choices, stamp(clock()), tell=storing
                )
    return campaign_id, preview


_WEIGHTS = (3, 2, 5)
"""Of the planning, of the checks and of the storing."""


def _refuse_changed(plan: Plan, recipients: int | None, parts: int | None) -> None:
    if recipients not in (None, plan.recipients):
        raise StateError(
            "count_changed",
            f"You confirmed {with_commas(recipients)} recipients, but it would go to "
            f"{with_commas(plan.recipients)} now. Look at the preview again, then send.",
        )
    if parts not in (None, plan.parts):
        raise StateError(
            "count_changed",
            f"You confirmed {with_commas(parts)} credits, but it would take "
            f"{with_commas(plan.parts)} now. Look at the preview again, then send.",
        )


def freeze(
    db: Database,
    settings: Settings,
    planned: PlannedCampaign,
    token: str,
    choices: str,
    now: str,
    *,
    tell: Tell = nobody_listens,
) -> int:
    """Writes a planned campaign in state draft and gives its id; within a transaction. `tell` hears
    how far it is."""
    contacts, spec, plan = planned.contacts, planned.spec, planned.plan
    assert spec.chunk_size is not None
    pool = Pool.of(spec.channel, spec.route)
    skipped = sum(contacts.left_out.values()) + len(plan.rendered.skipped)
    values = {
        "name": spec.name,
        "mode": settings.mode.value,
        "channel": spec.channel.value,
        "sender_id": spec.sender_id,
        "route": spec.route,
        "template_id": spec.template_id,
        "pool": pool.value,
        "promo_stops": promotional_hours.to_keep(settings, pool),
        "message": spec.message,
        "source": contacts.source,
        "columns": json.dumps(contacts.columns),
        "recipients": plan.recipients,
        "skipped": skipped,
        "chunks": plan.chunks,
        "chunk_size": spec.chunk_size,
        "parts": plan.parts,
        "created_at": now,
        "made_by": current().name,
        "stored_template": spec.stored_template,
        "stored_version": spec.stored_version,
        "choices": _with_kept_text(choices, spec),
    }
    values["search_key"] = campaign_search.key_of(db, values)
    campaign_id = campaigns.insert(db, token, values)
    assert campaign_id is not None
    starts = range(0, plan.recipients, recipients.BLOCK)
    weights = (plan.recipients, 3 * plan.chunks, plan.recipients // 2 + 1)
    # Packed beside the storing, which leaves the interpreter to others most of the time.
    with ThreadPoolExecutor(1) as beside, Steps(tell, *weights) as steps:
        blocks = beside.map(partial(_packed, contacts, plan.order), starts)
        people = contacts.numbers[plan.order], contacts.rows[plan.order]
        recipients.insert(db, campaign_id, *people, tell=steps.begin())
        recipients.insert_chunks(db, campaign_id, plan.ranges, plan.texts, tell=steps.begin())
        packing = steps.begin()
        for start, block in zip(starts, blocks, strict=True):
            recipients.insert_block(db, campaign_id, start + 1, block)
            packing(start, plan.recipients)
    recipients.open_progress(db, campaign_id)
    told: Facts = {
        "state": CampaignState.DRAFT,
        "people": plan.recipients,
        "parts": plan.parts,
        "source": contacts.source,
    }
    record(db, Act.CAMPAIGN_MADE, campaign=campaign_id, subject=spec.name, after=told)
    return campaign_id


def _with_kept_text(choices: str, spec: CampaignSpec) -> str:
    """What was kept on purpose is kept in the retries of the campaign and in its copies too."""
    kept = {"keep_text": spec.keep_text, "keep_cells": spec.missing.keep}
    kept = {name: words for name, words in kept.items() if words}
    return json.dumps(json.loads(choices) | kept, ensure_ascii=False) if kept else choices


def _packed(contacts: Contacts, order: Integers, start: int) -> bytes:
    return recipient_cells.packed(contacts, order[start : start + recipients.BLOCK])
