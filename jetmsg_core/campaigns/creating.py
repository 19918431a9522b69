"""Previewing and freezing a campaign. The preview and what is frozen come from one function."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

import numpy as np

from jetmsg_core.campaigns.plan import (
    Contacts,
    Plan,
    estimate_seconds,
    make_plan,
    position_where_credits_end,
)
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.gateway.client import check_sender_id
from jetmsg_core.gateway.whatsapp import LONGEST_TEXT
from jetmsg_core.messages.segments import STANDARD
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Pool
from jetmsg_core.store import blocks, campaigns, chunks, recipients, samples
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.times import Clock, stamp, utc_now

USUAL_CALL_SECONDS = 0.3
"""What a call takes until some have been measured."""

LONG_PARTS = 10
"""A text of more parts than this is nearly always a mistake; phones may not join it."""


@dataclass(frozen=True)
class Brief:
    """What a person asks for. `chunk_size` None is the setting's."""

    name: str
    message: str
    channel: Channel = Channel.SMS
    sender_id: str = ""
    route: int = 1
    template_id: str = ""
    chunk_size: int | None = None
    missing: Missing = SKIP


@dataclass(frozen=True)
class Example:
    """One recipient's real text, as it will be read."""

    row: int
    number: int
    text: str
    parts: int
    unicode: bool


@dataclass(frozen=True)
class Preview:
    """Everything a person should know before sending. `skipped` counts the contacts left out, by
    reason; `balance` is the pool's last known one; `credits_end_at` the first recipient it does
    not cover."""

    recipients: int
    skipped: dict[str, int]
    chunks: int
    parts: int
    pool: Pool
    balance: int | None
    credits_end_at: int | None
    estimate_seconds: float
    unicode_recipients: int
    most_parts: int
    defaulted: int
    examples: tuple[Example, ...]
    warnings: tuple[str, ...] = field(default=())


def check_brief(settings: Settings, brief: Brief) -> Brief:
    """The brief with its defaults filled in. Raises InputError naming the field that is wrong."""
    if not brief.name.strip():
        raise InputError("no_name", "Give the campaign a name, so that you find it again.")
    if brief.route not in (1, 2):
        raise InputError(
            "wrong_route", f"Route {brief.route} does not exist: 1 transactional, 2 promotional."
        )
    whatsapp = brief.channel is Channel.WHATSAPP
    usual_size = settings.whatsapp_chunk if whatsapp else settings.sms_chunk
    size = usual_size if brief.chunk_size is None else brief.chunk_size
    if not 1 <= size <= 1000:
        raise InputError(
            "wrong_chunk", f"{size} recipients a call is not possible: choose from 1 to 1000."
        )
    if brief.template_id and not (brief.template_id.isascii() and brief.template_id.isdigit()):
        raise InputError(
            "wrong_template_id",
            f"The DLT template ID {brief.template_id!r} holds something other than digits.",
        )
    sender_id = "" if whatsapp else brief.sender_id.strip() or settings.sender_id
    if not whatsapp:
        check_sender_id(sender_id)
    return Brief(
        name=brief.name.strip(),
        message=brief.message,
        channel=brief.channel,
        sender_id=sender_id,
        route=brief.route,
        template_id=brief.template_id,
        chunk_size=size,
        missing=brief.missing,
    )


def preview(settings: Settings, contacts: Contacts, brief: Brief, *, examples: int = 3) -> Preview:
    """What would be sent, without writing anything."""
    brief = check_brief(settings, brief)
    plan = _plan(contacts, brief)
    with open_database(settings.database_path) as db:
        return _preview(db, settings, contacts, brief, plan, examples)


def create(
    settings: Settings,
    contacts: Contacts,
    brief: Brief,
    *,
    token: str | None = None,
    expected_recipients: int | None = None,
    clock: Clock = utc_now,
) -> tuple[int, Preview]:
    """Freeze the campaign in one transaction and return its id, in state draft.

    The same token again returns the campaign it made before. Raises StateError when
    `expected_recipients`, the number a person confirmed, is no longer what would be sent.
    """
    brief = check_brief(settings, brief)
    plan = _plan(contacts, brief)
    if expected_recipients not in (None, plan.recipients):
        raise StateError(
            "count_changed",
            f"You confirmed {expected_recipients:,} recipients, but it would go to "
            f"{plan.recipients:,} now. Look at the preview again, then send.",
        )
    token = token or secrets.token_hex(16)
    with open_database(settings.database_path) as db:
        shown = _preview(db, settings, contacts, brief, plan, 3)
        with transaction(db):
            known = campaigns.id_of_token(db, token)
            campaign_id = known or _freeze(db, contacts, brief, plan, token, stamp(clock()))
    return campaign_id, shown


def _plan(contacts: Contacts, brief: Brief) -> Plan:
    assert brief.chunk_size is not None
    whatsapp = brief.channel is Channel.WHATSAPP
    plan = make_plan(
        contacts,
        brief.message,
        missing=brief.missing,
        chunk_size=brief.chunk_size,
        sizes=None if whatsapp else STANDARD,
    )
    if whatsapp:
        _check_length(contacts, plan)
    if not plan.recipients:
        raise InputError(
            "no_recipients",
            "Nobody would get this message: every contact was left out. "
            "Look at the reasons in the contact check, or give a default for missing values.",
        )
    return plan


def _check_length(contacts: Contacts, plan: Plan) -> None:
    too_long = np.flatnonzero(plan.text_units > LONGEST_TEXT)
    if len(too_long):
        at = int(np.flatnonzero(np.isin(plan.rendered.text_of, too_long))[0])
        raise InputError(
            "message_too_long",
            f"WhatsApp takes {LONGEST_TEXT:,} characters, and the text for row "
            f"{int(contacts.rows[plan.rendered.kept[at]])} has "
            f"{int(plan.text_units[plan.rendered.text_of[at]]):,}. Shorten the message.",
        )


def _preview(
    db: Database, settings: Settings, contacts: Contacts, brief: Brief, plan: Plan, examples: int
) -> Preview:
    pool = Pool.of(brief.channel, brief.route)
    sample = samples.latest(db)
    balance = getattr(sample, pool.value, None)
    measured = chunks.mean_call_seconds(db)
    short = position_where_credits_end(plan, balance) if balance is not None else None
    left_out = contacts.left_out | {"missing_value": len(plan.rendered.skipped)}
    return Preview(
        recipients=plan.recipients,
        skipped={reason: count for reason, count in left_out.items() if count},
        chunks=plan.chunks,
        parts=plan.parts,
        pool=pool,
        balance=balance,
        credits_end_at=short,
        estimate_seconds=estimate_seconds(
            plan.chunks,
            senders=settings.senders,
            call_seconds=USUAL_CALL_SECONDS if measured is None else measured,
            rate=_rate(settings, brief.channel),
        ),
        unicode_recipients=plan.unicode_recipients,
        most_parts=int(plan.text_parts.max()),
        defaulted=plan.rendered.defaulted,
        examples=_examples(contacts, plan, examples),
        warnings=_warnings(plan, balance, short, pool),
    )


def _rate(settings: Settings, channel: Channel) -> float | None:
    rates = [settings.rate, settings.whatsapp_rate if channel is Channel.WHATSAPP else None]
    return min((rate for rate in rates if rate is not None), default=None)


def _examples(contacts: Contacts, plan: Plan, count: int) -> tuple[Example, ...]:
    """The first contacts in file order, then the one with the longest text."""
    kept, text_of = plan.rendered.kept, plan.rendered.text_of
    chosen = list(range(min(count, len(kept))))
    longest = int(np.argmax(plan.text_parts[text_of]))
    if longest not in chosen:
        chosen.append(longest)
    return tuple(
        Example(
            row=int(contacts.rows[kept[at]]),
            number=int(contacts.numbers[kept[at]]),
            text=plan.rendered.distinct[int(text_of[at])].as_py(),
            parts=int(plan.text_parts[text_of[at]]),
            unicode=bool(plan.text_unicode[text_of[at]]),
        )
        for at in chosen
    )


def _warnings(plan: Plan, balance: int | None, short: int | None, pool: Pool) -> tuple[str, ...]:
    found = []
    if short is not None:
        found.append(
            f"This needs {plan.parts:,} credits and {pool.value} held {balance:,} at the last "
            f"look: credits end at recipient {short:,}."
        )
    if plan.text_parts.max() > LONG_PARTS:
        found.append(
            f"The longest text takes {int(plan.text_parts.max())} parts. Phones may show so "
            "long a message in pieces."
        )
    return tuple(found)


def _freeze(
    db: Database, contacts: Contacts, brief: Brief, plan: Plan, token: str, now: str
) -> int:
    assert brief.chunk_size is not None
    skipped = sum(contacts.left_out.values()) + len(plan.rendered.skipped)
    campaign_id = campaigns.insert(
        db,
        token,
        {
            "name": brief.name,
            "channel": brief.channel.value,
            "sender_id": brief.sender_id,
            "route": brief.route,
            "template_id": brief.template_id,
            "pool": Pool.of(brief.channel, brief.route).value,
            "message": brief.message,
            "source": contacts.source,
            "columns": json.dumps(contacts.columns),
            "recipients": plan.recipients,
            "skipped": skipped,
            "chunks": plan.chunks,
            "chunk_size": brief.chunk_size,
            "parts": plan.parts,
            "created_at": now,
        },
    )
    assert campaign_id is not None
    recipients.insert(db, campaign_id, contacts.numbers[plan.order], contacts.rows[plan.order])
    recipients.insert_chunks(db, campaign_id, plan.ranges, plan.texts)
    recipients.open_progress(db, campaign_id)
    for start in range(0, plan.recipients, recipients.BLOCK):
        block = contacts.cells.iloc[plan.order[start : start + recipients.BLOCK]]
        recipients.insert_block(db, campaign_id, start + 1, blocks.pack(block))
    return campaign_id
