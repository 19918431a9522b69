"""From a draft to a campaign that is under way, scheduled, or tried on one's own phone first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft import audience_filter, drafts
from jetmsg_core.campaigns.draft.audience_filter import Selection
from jetmsg_core.campaigns.draft.choices import Choices, as_json, spec_of
from jetmsg_core.campaigns.draft.drafts import Draft
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.campaigns.lifecycle.frozen_texts import plan_again
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.pipeline import check_people
from jetmsg_core.campaigns.preview.preview import preview_of
from jetmsg_core.contacts import SENTENCES, Number, normalize, number_of_line
from jetmsg_core.errors import InputError
from jetmsg_core.lists.tables import list_changed
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.saved import optouts

TEST = "Test: "
"""How the name of a campaign to oneself begins."""


@requires(Permission.SEND)
def launch(
    settings: Settings,
    draft: Draft,
    *,
    recipients: int,
    parts: int,
    list_version: int | None = None,
    at: datetime | None = None,
    clock: Clock = utc_now,
) -> int:
    """Makes the campaign, starts it or puts it on the schedule, and lets the draft go. Returns the
    campaign's id, the same one when it is done twice. One that somebody else has to approve is not
    started.

    `recipients` and `parts` are what the person confirmed, of the list in its `list_version`; None
    is any. Raises InputError (`no_route`) where the route of an SMS was never chosen, StateError
    (`list_changed`) where the list was changed since, and as `create.create`, `control.start` and
    `control.schedule`; the draft stays then.
    """
    campaign_id = _made(settings, draft, recipients, parts, list_version, clock)
    approval = approvals.approval_of(settings, campaign_id)
    if at is not None:
        control.schedule(settings, campaign_id, at, clock)
    elif approval is None or approval.allows_start:
        control.start(settings, campaign_id, clock)
    drafts.let_go(settings, draft.id)
    return campaign_id


@requires(Permission.PREPARE)
def make_ready(
    settings: Settings,
    draft: Draft,
    *,
    recipients: int,
    parts: int,
    list_version: int | None = None,
    clock: Clock = utc_now,
) -> int:
    """Makes the campaign as `launch` does and lets the draft go, for somebody else to look at, to
    approve and to start. Returns the campaign's id. Raises as `launch` until it is made."""
    campaign_id = _made(settings, draft, recipients, parts, list_version, clock)
    drafts.let_go(settings, draft.id)
    return campaign_id


def _made(
    settings: Settings,
    draft: Draft,
    recipients: int,
    parts: int,
    list_version: int | None,
    clock: Clock,
) -> int:
    if draft.choices.channel is Channel.SMS and draft.choices.route is None:
        raise InputError("no_route", "Choose the route first: transactional or promotional.")
    contacts, members = audience_filter.read(settings, draft.choices.who)
    if list_version not in (None, members.version):
        raise list_changed(contacts.source)
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


def sent_already(twin: Campaign, when: str) -> str:
    """Gives the sentence about the campaign that `sent_before` gives; `when` it was, in words."""
    return f"The same text went to this list already: {twin.name}, {when}."


@requires(Permission.SEND)
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
        replace(spec, name=cut_name(f"{TEST}{spec.name}"), leave_out=()),
        token=token,
        clock=clock,
    )
    control.start(settings, campaign_id, clock)
    return campaign_id


@dataclass(frozen=True)
class SentTest:
    """A campaign that sends the text of one recipient, from this row of the sheet, to oneself."""

    campaign_id: int
    row: int
    text: str


@requires(Permission.SEND)
def send_test_of(
    settings: Settings,
    campaign_id: int,
    number: str,
    *,
    row: int | None = None,
    token: str,
    clock: Clock = utc_now,
) -> SentTest:
    """Sends the text that a campaign has frozen for one recipient to a number of one's own, as
    `send_test` does; nothing of the campaign changes. `row` is that of the sheet, None the first.
    Raises InputError for a number that cannot be sent to and for a row that gets nothing,
    NotFoundError for a campaign that is not there, StateError for one of the other mode."""
    control.require_ready(settings, campaign_id)
    own = _own_number(settings, number)
    with open_database(settings.database_path) as db:
        origin = control.status(settings, campaign_id).campaign
        seq = recipients.seq_of_row(db, campaign_id, row)
        if seq is None:
            raise InputError(
                "unknown_row",
                f"Nobody in row {with_commas(row or 0)} gets a message of campaign {campaign_id}.",
            )
        (person,) = recipients.states_of(db, campaign_id, [seq])
        planned = plan_again(
            db,
            settings,
            origin,
            np.array([seq], np.int64),
            name=f"{TEST}{origin.name}",
            numbers=np.array([own], np.int64),
            rows=np.array([person["row"]], np.int64),
            texts=[person["text"]],
            text_of=np.zeros(1, np.int64),
            left_out={},
        )
        preview = preview_of(db, settings, check_people(db, settings, planned, clock()))
        with transaction(db):
            test_id = campaigns.id_of_token(db, token)
            if preview.blockers and test_id is None:
                raise BlockedError(preview.findings)
            test_id = test_id or create.freeze(db, settings, planned, token, "{}", stamp(clock()))
    control.start(settings, test_id, clock)
    return SentTest(test_id, person["row"], person["text"])


def _own_number(settings: Settings, text: str) -> int:
    if not text.strip():
        raise InputError("wrong_test_number", "Write the mobile number the test goes to.")
    text = number_of_line(text)
    read = normalize(text)
    if not isinstance(read, Number):
        raise InputError(
            "wrong_test_number", f"The test number {quoted(text.strip())}: {SENTENCES[read.reason]}"
        )
    with open_database(settings.database_path) as db:
        if read.value in optouts.numbers(db):
            raise InputError(
                "opted_out",
                f"+{read.value} has opted out and gets no message, not even a test. Take the "
                "number off the opt-outs first, or use another.",
            )
    return int(read.value)
