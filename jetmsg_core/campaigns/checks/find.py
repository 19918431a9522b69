"""Everything doubtful about a planned campaign, blockers first. It reads the database: stored
templates, earlier campaigns, today's credits; the checks of texts themselves are pure.

People may be left out for what is about some of them, so that is looked for first, once, in the
plan of everybody. What is about the whole campaign is looked for in the plan that remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern
from jetmsg_core.campaigns.checks.credit_caps import over_campaign_cap, over_day_cap
from jetmsg_core.campaigns.checks.dlt import check_ids, check_template
from jetmsg_core.campaigns.checks.findings import CampaignFinding, about_all
from jetmsg_core.campaigns.checks.foreign_numbers import check_foreign_numbers
from jetmsg_core.campaigns.checks.repeats import check_repeats
from jetmsg_core.campaigns.checks.spellings import check_spellings
from jetmsg_core.campaigns.checks.texts import (
    check_blank_lines,
    check_length,
    check_links,
    check_opt_out,
    check_promotional_words,
    check_smart_characters,
)
from jetmsg_core.campaigns.checks.unfilled_cells import check_cells
from jetmsg_core.campaigns.checks.values import check_values
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.campaigns.sending.words import would_wait
from jetmsg_core.messages.segments import SegmentSizes
from jetmsg_core.settings import Settings
from jetmsg_core.states import POOL_NAMES, Channel, Pool
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import templates

_ORDER = {code: index for index, code in enumerate(FindingCode)}


def concerns(
    db: Database, settings: Settings, planned: PlannedCampaign, *, now: datetime
) -> tuple[Concern, ...]:
    """Gives everything doubtful about some of the people, who may be left out instead."""
    spec = planned.spec
    doubts = check_cells(planned) + check_repeats(db, settings.mode, planned, now)
    if spec.channel is Channel.SMS:
        doubts += check_foreign_numbers(planned)
        template = templates.of_dlt_id(db, spec.template_id)
        doubts += check_template(planned, template) if template else []
        doubts += check_links(planned, settings.whitelist)
        doubts += check_opt_out(planned) if spec.route == 2 else []
        if spec.route == 1 and template is None:
            # The text of a template was approved for its route.
            doubts += check_promotional_words(planned)
        doubts += check_length(planned)
    return tuple(doubts)


def findings(
    db: Database,
    settings: Settings,
    planned: PlannedCampaign,
    concerns: Sequence[Concern],
    *,
    balance: int | None,
    credits_end_at: int | None,
    now: datetime,
) -> tuple[CampaignFinding, ...]:
    """Gives all findings, in the order of their codes, blockers before all others. `concerns` are
    those of this plan or of a larger one; `balance` is the pool's last known one, `credits_end_at`
    the first recipient it does not cover, counted from 1 in send order."""
    everything = _caps(db, settings, planned, now) + check_spellings(planned)
    everything += check_values(planned) + check_blank_lines(planned)
    if balance is not None and credits_end_at is not None:
        everything.append(_low_credits(planned, balance, credits_end_at))
    if planned.spec.channel is Channel.SMS:
        template = templates.of_dlt_id(db, planned.spec.template_id)
        everything += check_ids(planned, template, settings.mode)
        everything += _hours(planned, settings, now) if planned.spec.route == 2 else []
        concerns = [
            *concerns,
            *check_smart_characters(planned, SegmentSizes(*settings.part_sizes)),
        ]
    everything += chain.from_iterable(concern.in_words(planned) for concern in concerns)
    return tuple(sorted(everything, key=lambda finding: (not finding.blocks, _ORDER[finding.code])))


def _caps(
    db: Database, settings: Settings, planned: PlannedCampaign, now: datetime
) -> list[CampaignFinding]:
    plan, pool = planned.plan, Pool.of(planned.spec.channel, planned.spec.route)
    sentences = (
        (FindingCode.CAMPAIGN_CAP, over_campaign_cap(settings, plan.parts, pool)),
        (FindingCode.DAY_CAP, over_day_cap(settings, db, plan.parts, pool, now)),
    )
    return [about_all(code, sentence, plan.recipients) for code, sentence in sentences if sentence]


def _low_credits(planned: PlannedCampaign, balance: int, end: int) -> CampaignFinding:
    plan, pool = planned.plan, Pool.of(planned.spec.channel, planned.spec.route)
    sentence = words.low_credits(plan.parts, POOL_NAMES[pool], balance, end)
    return about_all(FindingCode.LOW_CREDITS, sentence, plan.recipients - end + 1)


def _hours(planned: PlannedCampaign, settings: Settings, now: datetime) -> list[CampaignFinding]:
    opening = promotional_opening(now, settings.promo_stops)
    if opening is None:
        return []
    sentence = would_wait(settings.promo_stops, opening)
    return [about_all(FindingCode.PROMOTIONAL_HOURS, sentence, planned.plan.recipients)]
