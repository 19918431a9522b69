"""Everything a person should know before sending, from the plan that would be frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.checks import find
from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.plan.chunking import (
    Plan,
    estimate_seconds,
    position_where_credits_end,
    undivided,
)
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.plan.quicker import QuickerWay, quicker_way
from jetmsg_core.campaigns.preview.pipeline import (
    CheckedCampaign,
    check_people,
    leave_out,
    plan_campaign,
)
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.messages.segments import SegmentSizes, Sizes, measure_prepared
from jetmsg_core.messages.template import Rendered, render
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Pool
from jetmsg_core.store.balances import samples
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.ledger import chunks

USUAL_CALL_SECONDS = 0.3
"""What a call takes until some have been measured."""


@dataclass(frozen=True)
class Example:
    """One recipient's real text, as it will be read. `row` is that of the sheet, `units` are
    septets or 16-bit units."""

    row: int
    number: int
    text: str
    parts: int
    units: int
    unicode: bool


@dataclass(frozen=True)
class CampaignPreview:
    """Everything a person should know before sending. `skipped` counts the contacts left out, by
    reason; `balance` is the pool's last known one; `credits_end_at` the first recipient it does
    not cover; `findings` what the checks found, blockers first, and `warnings` their sentences;
    `quicker` what more calls at once would do for one that takes long. The three places are of
    recipients in the list's order, counted from 0."""

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
    quicker: QuickerWay | None = None
    findings: tuple[CampaignFinding, ...] = field(default=())
    longest_place: int = 0
    unicode_place: int | None = None
    default_place: int | None = None

    @property
    def blockers(self) -> tuple[CampaignFinding, ...]:
        """The findings that must be dealt with before the campaign can be made."""
        return tuple(finding for finding in self.findings if finding.blocks)


@requires(Permission.PREPARE)
def preview(
    settings: Settings,
    contacts: Contacts,
    spec: CampaignSpec,
    *,
    examples: int = 3,
    clock: Clock = utc_now,
) -> CampaignPreview:
    """Tells what would be sent, without writing anything. Raises as `check_spec`, `plan_campaign`
    and `leave_out`."""
    planned = plan_campaign(settings, contacts, check_spec(settings, spec))
    with open_database(settings.database_path) as db:
        checked = leave_out(check_people(db, settings, planned, clock()))
        return preview_of(db, settings, checked, examples=examples)


def preview_of(
    db: Database, settings: Settings, checked: CheckedCampaign, *, examples: int = 3
) -> CampaignPreview:
    """Tells what a checked campaign means: its numbers, and all findings in words."""
    planned = checked.planned
    spec, plan = planned.spec, planned.plan
    pool = Pool.of(spec.channel, spec.route)
    sample = samples.latest(db, settings.mode)
    balance = sample.credits_of(pool) if sample else None
    measured = chunks.mean_call_seconds(db)
    end = position_where_credits_end(plan, balance) if balance is not None else None
    findings = find.findings(
        db,
        settings,
        planned,
        checked.concerns,
        balance=balance,
        credits_end_at=end,
        now=checked.now,
    )
    call_seconds = USUAL_CALL_SECONDS if measured is None else measured
    rate = rate_of(settings, spec.channel)
    left_out = planned.contacts.left_out | {"missing_value": len(plan.rendered.skipped)}
    return CampaignPreview(
        recipients=plan.recipients,
        skipped={reason: count for reason, count in left_out.items() if count},
        chunks=plan.chunks,
        parts=plan.parts,
        pool=pool,
        balance=balance,
        credits_end_at=end,
        estimate_seconds=estimate_seconds(
            plan.chunks, senders=settings.senders, call_seconds=call_seconds, rate=rate
        ),
        quicker=quicker_way(
            plan.chunks, senders=settings.senders, call_seconds=call_seconds, rate=rate
        ),
        unicode_recipients=plan.unicode_recipients,
        most_parts=int(plan.text_parts.max()),
        defaulted=plan.rendered.defaulted,
        examples=_chosen_examples(planned, examples),
        warnings=tuple(finding.message for finding in findings),
        findings=findings,
        longest_place=_first(plan, plan.text_units == plan.text_units.max()),
        unicode_place=_first(plan, plan.text_unicode) if plan.unicode_recipients else None,
        default_place=plan.rendered.first_defaulted,
    )


def _first(plan: Plan, texts: Booleans) -> int:
    """The place of the first recipient of one of these texts."""
    return int(np.argmax(texts[plan.rendered.text_of]))


def rate_of(settings: Settings, channel: Channel) -> float | None:
    """Gives the calls a second that the settings allow on a channel; None where nothing limits
    them."""
    rates = [settings.rate, settings.whatsapp_rate if channel is Channel.WHATSAPP else None]
    return min((rate for rate in rates if rate is not None), default=None)


def examples_of(settings: Settings, contacts: Contacts, spec: CampaignSpec) -> tuple[Example, ...]:
    """Gives the real text of each of a few contacts, in their order; none for those who lack a
    value."""
    rendered = render(spec.message, contacts.cells, missing=spec.missing)
    sizes = SegmentSizes(*settings.part_sizes)
    whatsapp = spec.channel is Channel.WHATSAPP
    size = undivided(rendered.distinct) if whatsapp else measure_prepared(rendered.distinct, sizes)
    return _examples(contacts, rendered, size, range(len(rendered.kept)))


def _chosen_examples(planned: PlannedCampaign, count: int) -> tuple[Example, ...]:
    """The first contacts in file order, then the one with the longest text."""
    plan = planned.plan
    chosen = list(range(min(count, plan.recipients)))
    longest = int(np.argmax(plan.text_parts[plan.rendered.text_of]))
    if longest not in chosen:
        chosen.append(longest)
    size = Sizes(plan.text_unicode, plan.text_units, plan.text_parts)
    return _examples(planned.contacts, plan.rendered, size, chosen)


def _examples(
    contacts: Contacts, rendered: Rendered, size: Sizes, indices: Sequence[int]
) -> tuple[Example, ...]:
    return tuple(
        Example(
            row=int(contacts.rows[rendered.kept[at]]),
            number=int(contacts.numbers[rendered.kept[at]]),
            text=rendered.distinct[int(rendered.text_of[at])].as_py(),
            parts=int(size.parts[rendered.text_of[at]]),
            units=int(size.units[rendered.text_of[at]]),
            unicode=bool(size.unicode[rendered.text_of[at]]),
        )
        for at in indices
    )
