"""The plan of a spec, and the plan without the people whom findings are about, where asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jetmsg_core.arrays import Booleans
from jetmsg_core.campaigns.checks import find
from jetmsg_core.campaigns.checks.codes import LEAVABLE, FindingCode
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.chunking import Plan, make_plan
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError
from jetmsg_core.gateway.whatsapp import LONGEST_TEXT
from jetmsg_core.messages.segments import SegmentSizes
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import open_database
from jetmsg_core.times import Clock, utc_now


def plan_of(settings: Settings, contacts: Contacts, spec: CampaignSpec) -> Plan:
    """The plan of a checked spec. Raises InputError when nobody would get the message."""
    assert spec.chunk_size is not None
    whatsapp = spec.channel is Channel.WHATSAPP
    plan = make_plan(
        contacts,
        spec.message,
        missing=spec.missing,
        chunk_size=spec.chunk_size,
        sizes=None if whatsapp else SegmentSizes(*settings.part_sizes),
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


def without_excluded(
    settings: Settings, contacts: Contacts, spec: CampaignSpec, clock: Clock = utc_now
) -> tuple[Contacts, Plan, Booleans]:
    """The contacts without those whom the findings in `spec.leave_out` are about, their plan, and
    which of the contacts they are. Whoever is left out is counted under the first such finding."""
    plan = plan_of(settings, contacts, spec)
    staying = np.ones(len(contacts.numbers), np.bool_)
    if not spec.leave_out:
        return contacts, plan, staying
    with open_database(settings.database_path) as db:
        concerned = find.concerned(db, settings, contacts, spec, plan, now=clock())
    left_out = dict(contacts.left_out)
    for code in (FindingCode(code) for code in spec.leave_out if code in LEAVABLE):
        if code not in concerned:
            continue
        places = plan.rendered.kept[concerned[code]]
        left_out[code] = int(np.count_nonzero(staying[places]))
        staying[places] = False
    if staying.all():
        return contacts, plan, staying
    fewer = replace(
        contacts,
        numbers=contacts.numbers[staying],
        rows=contacts.rows[staying],
        cells=contacts.cells[staying],
        left_out={reason: count for reason, count in left_out.items() if count},
    )
    return fewer, plan_of(settings, fewer, spec), staying


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
