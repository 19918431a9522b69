"""Everything doubtful about a planned campaign, blockers first. It reads the database: stored
templates, earlier campaigns, today's credits; the checks of texts themselves are pure."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import numpy as np

from jetmsg_core.arrays import Booleans
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.credit_caps import over_campaign_cap, over_day_cap
from jetmsg_core.campaigns.checks.dlt import check_ids, check_template
from jetmsg_core.campaigns.checks.findings import CampaignFinding, Planned, about_all
from jetmsg_core.campaigns.checks.repeats import check_repeats
from jetmsg_core.campaigns.checks.spellings import check_spellings
from jetmsg_core.campaigns.checks.unfilled_cells import check_cells
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.chunking import Plan, position_where_credits_end
from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.messages.arrow import Strings, array, matching, pc
from jetmsg_core.messages.dlt.rules import offers_opt_out
from jetmsg_core.messages.links import first_unlisted, unlisted
from jetmsg_core.messages.segments import SegmentSizes, measure_prepared
from jetmsg_core.messages.smart_characters import REPLACEMENTS
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Pool
from jetmsg_core.store.database import Database
from jetmsg_core.store.library import templates
from jetmsg_core.times import in_ist

LONG_PARTS = 10
"""A text of more parts than this is nearly always a mistake; phones may not join it."""
TRIED = 20_000
"""Texts made plain to see what that saves."""


def find(
    db: Database,
    settings: Settings,
    contacts: Contacts,
    spec: CampaignSpec,
    plan: Plan,
    *,
    balance: int | None,
    now: datetime,
) -> tuple[CampaignFinding, ...]:
    """All findings about a checked spec and its plan. `balance` is the pool's last known one."""
    found = _credits(db, settings, spec, plan, balance, now)
    found += _about_people(db, settings, spec, Planned(contacts, plan), now)
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def concerned(
    db: Database,
    settings: Settings,
    contacts: Contacts,
    spec: CampaignSpec,
    plan: Plan,
    *,
    now: datetime,
) -> dict[FindingCode, Booleans]:
    """Whom each finding is about, by its code, in the list's order."""
    planned = Planned(contacts, plan)
    _about_people(db, settings, spec, planned, now)
    return planned.concerned


def _about_people(
    db: Database, settings: Settings, spec: CampaignSpec, planned: Planned, now: datetime
) -> list[CampaignFinding]:
    found = check_spellings(planned, spec) + check_cells(planned, spec)
    if spec.channel is Channel.SMS:
        template = templates.of_dlt_id(db, spec.template_id)
        found += check_template(planned, template) if template else []
        found += check_ids(planned, spec, template)
        found += _links(planned, settings)
        found += _promotional(planned, settings, now) if spec.route == 2 else []
        found += _smart_characters(planned, SegmentSizes(*settings.part_sizes))
        found += _long_texts(planned)
    return found + check_repeats(db, settings.mode, planned, spec, now)


def _credits(
    db: Database,
    settings: Settings,
    spec: CampaignSpec,
    plan: Plan,
    balance: int | None,
    now: datetime,
) -> list[CampaignFinding]:
    pool = Pool.of(spec.channel, spec.route)
    found = []
    for code, said in (
        (FindingCode.CAMPAIGN_CAP, over_campaign_cap(settings, plan.parts, pool)),
        (FindingCode.DAY_CAP, over_day_cap(settings, db, plan.parts, pool, now)),
    ):
        if said:
            found.append(about_all(code, said, plan.recipients))
    short = None if balance is None else position_where_credits_end(plan, balance)
    if short is not None:
        said = (
            f"This needs {plan.parts:,} credits and {pool.value} held {balance:,} at the last "
            f"look: credits end at recipient {short:,}."
        )
        found.append(about_all(FindingCode.LOW_CREDITS, said, plan.recipients - short + 1))
    return found


def _links(planned: Planned, settings: Settings) -> list[CampaignFinding]:
    allowed = [entry.strip() for entry in settings.whitelist.split(",") if entry.strip()]

    def say(count: int, row: int, index: int) -> str:
        return (
            f"{first_unlisted(planned.text(index), allowed)} in row {row} is not on your "
            "whitelist (JETMSG_WHITELIST): operators refuse links and call-back numbers that are "
            f"not registered with DLT. Texts with one: {count:,}."
        )

    found = unlisted(planned.plan.rendered.distinct, allowed)
    return planned.about_texts(FindingCode.NOT_WHITELISTED, found, say)


def _promotional(planned: Planned, settings: Settings, now: datetime) -> list[CampaignFinding]:
    def say(count: int, row: int, index: int) -> str:
        return (
            f"Promotional texts without a way to opt out, such as STOP to a number: {count:,}, "
            f"first row {row}."
        )

    found = planned.about_texts(
        FindingCode.NO_OPT_OUT, ~offers_opt_out(planned.plan.rendered.distinct), say
    )
    if opening := promotional_opening(now, settings.promo_stops):
        said = (
            f"Promotional messages may leave from 10:00 to {settings.promo_stops:%H:%M} IST: "
            f"started now, this goes on {in_ist(opening)}."
        )
        found.append(about_all(FindingCode.PROMOTIONAL_HOURS, said, planned.plan.recipients))
    return found


def _smart_characters(planned: Planned, sizes: SegmentSizes) -> list[CampaignFinding]:
    """Only texts that travel as UCS-2 have something to gain. Of very many, some are tried and
    stand for the others: a million take 15 seconds."""
    plan = planned.plan
    candidates = np.flatnonzero(plan.text_unicode)
    texts = pc.take(plan.rendered.distinct, array(candidates))
    smart = matching(texts, f"[{''.join(REPLACEMENTS)}]")
    candidates = candidates[smart]
    tried = candidates[:: max(1, len(candidates) // TRIED)]
    plain = prepare_all(_made_plain(pc.take(plan.rendered.distinct, array(tried))))
    saved = plan.text_parts[tried] - measure_prepared(plain, sizes).parts
    weight = planned.recipients_of_texts
    gained = np.zeros(len(weight), np.bool_)
    gained[tried[saved > 0]] = True
    credits = int((np.maximum(saved, 0) * weight[tried]).sum())
    if len(tried) < len(candidates) and credits:
        credits = round(credits * weight[candidates].sum() / weight[tried].sum())
        gained[candidates] = True

    def say(count: int, row: int, index: int) -> str:
        odd = [_shown(character) for character in REPLACEMENTS if character in planned.text(index)]
        about = "about " if len(tried) < len(candidates) else ""
        texts = "1 text" if count == 1 else f"{count:,} texts"
        return (
            f"Characters such as {', '.join(odd[:3])} make {texts} longer (first row {row}). With "
            f"plain ones {about}{credits:,} credit{'' if credits == 1 else 's'} would be saved."
        )

    return planned.about_texts(FindingCode.SMART_CHARACTERS, gained, say)


def _shown(character: str) -> str:
    """What cannot be seen has a name, such as no-break space."""
    seen = character.isprintable() and not character.isspace()
    return character if seen else unicodedata.name(character, repr(character)).lower()


def _made_plain(texts: Strings) -> Strings:
    """All at once, as `fix_smart_characters` does one."""
    by_plain: dict[str, str] = {}
    for smart, plain in REPLACEMENTS.items():
        by_plain[plain] = by_plain.get(plain, "") + smart
    for plain, smarts in by_plain.items():
        texts = pc.replace_substring_regex(texts, f"[{smarts}]", plain)
    return texts


def _long_texts(planned: Planned) -> list[CampaignFinding]:
    def say(count: int, row: int, index: int) -> str:
        return (
            f"The longest text takes {int(planned.plan.text_parts.max())} parts. Phones may show "
            "so long a message in pieces."
        )

    return planned.about_texts(FindingCode.LONG_TEXT, planned.plan.text_parts > LONG_PARTS, say)
