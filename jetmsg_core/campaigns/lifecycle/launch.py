"""From a draft to a campaign that is under way, scheduled, or tried on one's own phone first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np

from jetmsg_core.campaigns.draft import audience_filter, drafts
from jetmsg_core.campaigns.draft.audience_filter import Selection
from jetmsg_core.campaigns.draft.choices import Choices, as_json, spec_of
from jetmsg_core.campaigns.draft.drafts import Draft
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.contacts import SENTENCES, Number, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import optouts


def launch(
    settings: Settings,
    draft: Draft,
    *,
    recipients: int,
    parts: int,
    at: datetime | None = None,
    clock: Clock = utc_now,
) -> int:
    """Makes the campaign, starts it or puts it on the schedule, and lets the draft go. Returns the
    campaign's id, the same one when it is done twice.

    `recipients` and `parts` are what the person confirmed. Raises InputError (`no_route`) where the
    route of an SMS was never chosen, and as `create.create`, `control.start` and
    `control.schedule`; the draft stays then.
    """
    if draft.choices.channel is Channel.SMS and draft.choices.route is None:
        raise InputError("no_route", "Choose the route first: transactional or promotional.")
    contacts, _ = audience_filter.read(settings, draft.choices.who)
    campaign_id, _ = create.create(
        settings,
        contacts,
        spec_of(settings, draft.choices, contacts.source),
        token=draft.token,
        expected_recipients=recipients,
        expected_parts=parts,
        choices=as_json(draft.choices),
        clock=clock,
    )
    if at is None:
        control.start(settings, campaign_id, clock)
    else:
        control.schedule(settings, campaign_id, at, clock)
    drafts.discard(settings, draft.id)
    return campaign_id


def sent_before(settings: Settings, spec: CampaignSpec, source: str) -> Campaign | None:
    """Gives, of the newest campaigns, the last that sent this very message to the list of this
    name; None if none did. A test to oneself does not count."""
    for status in control.newest(settings):
        campaign = status.campaign
        same = campaign.message == spec.message and campaign.source == source
        if same and campaign.state is not CampaignState.DRAFT and campaign.recipients > 1:
            return campaign
    return None


def send_test(
    settings: Settings,
    choices: Choices,
    members: Selection,
    index: int,
    number: str,
    *,
    token: str,
    clock: Clock = utc_now,
) -> int:
    """Sends the real text of one recipient to a number of one's own, as a campaign of one, whose id
    is returned. `index` counts the `members` from 0, in the list's order. The same token again
    changes nothing. Raises InputError for a number that cannot be sent to."""
    contacts = recipient_preview.contact_at(settings, members, index)
    spec = spec_of(settings, choices, contacts.source)
    campaign_id, _ = create.create(
        settings,
        replace(contacts, numbers=np.array([_own_number(settings, number)], np.int64)),
        replace(spec, name=cut_name(f"Test: {spec.name}"), leave_out=()),
        token=token,
        clock=clock,
    )
    control.start(settings, campaign_id, clock)
    return campaign_id


def _own_number(settings: Settings, text: str) -> int:
    if not text.strip():
        raise InputError("wrong_test_number", "Write the mobile number the test goes to.")
    read = normalize(text)
    if not isinstance(read, Number):
        raise InputError(
            "wrong_test_number", f"The test number {text.strip()!r}: {SENTENCES[read.reason]}"
        )
    with open_database(settings.database_path) as db:
        if read.value in optouts.numbers(db):
            raise InputError(
                "opted_out",
                f"+{read.value} has opted out and gets no message, not even a test. Take the "
                "number off the opt-outs first, or use another.",
            )
    return int(read.value)
