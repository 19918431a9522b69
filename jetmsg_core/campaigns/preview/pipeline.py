"""The way from what a person asks for to what would be sent, each step once.

check_spec ─► plan_campaign ─► check_people ─► leave_out ─► preview_of ─► create freezes it
 a spec        who gets which   whom findings   the plan     what is      what was previewed
 that holds    text, in which   are about       without      shown        is what is kept
               call                             them

Leaving people out takes them out of the finished plan and narrows what was found; nothing is
rendered, measured or checked again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from jetmsg_core.campaigns.checks import find
from jetmsg_core.campaigns.checks.codes import LEAVABLE
from jetmsg_core.campaigns.checks.concerns import Concern
from jetmsg_core.campaigns.checks.values import non_value
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.chunking import make_plan, without
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError
from jetmsg_core.gateway.whatsapp import LONGEST_TEXT
from jetmsg_core.messages.segments import SegmentSizes
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database


@dataclass(frozen=True)
class CheckedCampaign:
    """A planned campaign and what is doubtful about some of its people, as of `now`. The concerns
    are those of this plan or of the one that people were taken out of."""

    planned: PlannedCampaign
    concerns: tuple[Concern, ...]
    now: datetime


def plan_campaign(settings: Settings, contacts: Contacts, spec: CampaignSpec) -> PlannedCampaign:
    """Plans a spec that `check_spec` has checked, for everybody. Raises InputError for a message
    that cannot be filled or is too long, and when nobody would get it."""
    assert spec.chunk_size is not None
    whatsapp = spec.channel is Channel.WHATSAPP
    plan = make_plan(
        contacts,
        spec.message,
        missing=spec.missing,
        chunk_size=spec.chunk_size,
        sizes=None if whatsapp else SegmentSizes(*settings.part_sizes),
    )
    planned = PlannedCampaign(contacts, spec, plan)
    if whatsapp:
        _refuse_too_long(planned)
    _refuse_nobody(planned)
    return planned


def check_people(
    db: Database, settings: Settings, planned: PlannedCampaign, now: datetime
) -> CheckedCampaign:
    """Gives the campaign with whom the checks are about, as of `now`."""
    return CheckedCampaign(planned, find.concerns(db, settings, planned, now=now), now)


def leave_out(checked: CheckedCampaign) -> CheckedCampaign:
    """Gives the campaign without the people whom the findings in `leave_out` of its spec are about,
    each counted in the contacts' `left_out` under the first of them. Raises InputError when nobody
    remains."""
    planned = checked.planned
    leaving = np.zeros(planned.plan.recipients, np.bool_)
    left_out = dict(planned.contacts.left_out)
    by_code = {concern.code.value: concern for concern in checked.concerns}
    for code in dict.fromkeys(planned.spec.leave_out):
        if code in LEAVABLE and code in by_code:
            theirs = by_code[code].recipients(planned.plan) & ~leaving
            left_out[code] = int(np.count_nonzero(theirs))
            leaving |= theirs
    if not leaving.any():
        return checked
    assert planned.spec.chunk_size is not None
    fewer = replace(
        planned,
        contacts=replace(
            planned.contacts,
            left_out={reason: count for reason, count in left_out.items() if count},
        ),
        plan=without(planned.plan, leaving, chunk_size=planned.spec.chunk_size),
    )
    _refuse_nobody(fewer)
    return replace(checked, planned=fewer)


def _refuse_nobody(planned: PlannedCampaign) -> None:
    if planned.plan.recipients:
        return
    no_values = "".join(
        f" {quoted(column)} has cells without a real value. {non_value(planned, column)}"
        for column in planned.plan.rendered.non_values
    )
    raise InputError(
        "no_recipients",
        "Nobody would get this message: every contact was left out. Look at the reasons in the "
        f"contact check, or give a default for missing values.{no_values}",
    )


def _refuse_too_long(planned: PlannedCampaign) -> None:
    plan = planned.plan
    too_long = np.flatnonzero(plan.text_units > LONGEST_TEXT)
    if len(too_long):
        index = int(np.flatnonzero(np.isin(plan.rendered.text_of, too_long))[0])
        raise InputError(
            "message_too_long",
            f"WhatsApp takes {with_commas(LONGEST_TEXT)} characters, and the text for row "
            f"{int(planned.contacts.rows[plan.rendered.kept[index]])} has "
            f"{with_commas(int(plan.text_units[plan.rendered.text_of[index]]))}. Shorten the "
            "message.",
        )
