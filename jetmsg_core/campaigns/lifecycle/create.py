"""Freezing a campaign: what was previewed is what is kept, in one transaction."""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.lifecycle import recipient_cells
from jetmsg_core.campaigns.plan.chunking import Plan
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.preview.pipeline import check_people, leave_out, plan_campaign
from jetmsg_core.campaigns.preview.preview import CampaignPreview, preview_of
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import Pool
from jetmsg_core.store.database import Database, for_bulk_write, open_database, transaction
from jetmsg_core.store.ledger import campaigns, recipients


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
) -> tuple[int, CampaignPreview]:
    """Freezes the campaign in one transaction, in state draft, and returns its id and its preview.

    The same token again returns the campaign it made before. `choices` is kept with it, to be
    copied from. Who refuses the channel is left out. Raises StateError when what a person
    confirmed, `expected_recipients` and `expected_parts`, is no longer what would be sent, and
    BlockedError when the checks find what must be dealt with first.
    """
    planned = plan_campaign(settings, contacts.willing(spec.channel), check_spec(settings, spec))
    token = token or secrets.token_hex(16)
    with open_database(settings.database_path) as db:
        for_bulk_write(db)
        checked = leave_out(check_people(db, settings, planned, clock()))
        _refuse_changed(checked.planned.plan, expected_recipients, expected_parts)
        preview = preview_of(db, settings, checked)
        with transaction(db):
            made_before = campaigns.id_of_token(db, token)
            if preview.blockers and made_before is None:
                raise BlockedError(preview.findings)
            campaign_id = made_before or freeze(
                db, settings.mode, checked.planned, token, choices, stamp(clock())
            )
    return campaign_id, preview


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
    db: Database, mode: Mode, planned: PlannedCampaign, token: str, choices: str, now: str
) -> int:
    """Writes a planned campaign in state draft and gives its id; within a transaction."""
    contacts, spec, plan = planned.contacts, planned.spec, planned.plan
    assert spec.chunk_size is not None
    skipped = sum(contacts.left_out.values()) + len(plan.rendered.skipped)
    campaign_id = campaigns.insert(
        db,
        token,
        {
            "name": spec.name,
            "mode": mode.value,
            "channel": spec.channel.value,
            "sender_id": spec.sender_id,
            "route": spec.route,
            "template_id": spec.template_id,
            "pool": Pool.of(spec.channel, spec.route).value,
            "message": spec.message,
            "source": contacts.source,
            "columns": json.dumps(contacts.columns),
            "recipients": plan.recipients,
            "skipped": skipped,
            "chunks": plan.chunks,
            "chunk_size": spec.chunk_size,
            "parts": plan.parts,
            "created_at": now,
            "stored_template": spec.stored_template,
            "stored_version": spec.stored_version,
            "choices": _with_kept_text(choices, spec),
        },
    )
    assert campaign_id is not None
    starts = range(0, plan.recipients, recipients.BLOCK)
    # Packed beside the storing, which leaves the interpreter to others most of the time.
    with ThreadPoolExecutor(1) as beside:
        blocks = beside.map(partial(_packed, contacts, plan.order), starts)
        recipients.insert(db, campaign_id, contacts.numbers[plan.order], contacts.rows[plan.order])
        recipients.insert_chunks(db, campaign_id, plan.ranges, plan.texts)
        for start, block in zip(starts, blocks, strict=True):
            recipients.insert_block(db, campaign_id, start + 1, block)
    recipients.open_progress(db, campaign_id)
    return campaign_id


def _with_kept_text(choices: str, spec: CampaignSpec) -> str:
    """What was kept on purpose is kept in the retries of the campaign and in its copies too."""
    kept = {"keep_text": spec.keep_text, "keep_cells": spec.missing.keep}
    kept = {name: words for name, words in kept.items() if words}
    return json.dumps(json.loads(choices) | kept, ensure_ascii=False) if kept else choices


def _packed(contacts: Contacts, order: Integers, start: int) -> bytes:
    return recipient_cells.packed(contacts, order[start : start + recipients.BLOCK])
