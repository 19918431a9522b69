"""A message before it is sent: what it means for a list, and any recipient's real text.

A page keeps `RecipientPreview`, which is small, and never the contacts. A recipient's text is made
anew from the one block of the list that holds it, which takes milliseconds however long the list
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from jetmsg_core import optouts
from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter, Selection
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.preview.pipeline import check_people, leave_out, plan_campaign
from jetmsg_core.campaigns.preview.preview import CampaignPreview, Example, examples_of, preview_of
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists.tables import NUMBER, ROW, one_column, require_version
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.balances import samples
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.saved import exports, lists


@dataclass(frozen=True)
class RecipientPreview:
    """What would be sent to the people of a list. `recipients` are those who get the message. A
    place counts them from 0, in the list's order."""

    preview: CampaignPreview
    recipients: Selection


@requires(Permission.PREPARE)
def preview_recipients(
    settings: Settings, chosen: AudienceFilter, spec: CampaignSpec, clock: Clock = utc_now
) -> RecipientPreview:
    """Tells what sending to the chosen people of a list would mean, and which of the list's
    contacts get the message. Raises InputError for a message or a choice that cannot be followed,
    NotFoundError for a list or a campaign that is gone."""
    spec = check_spec(settings, spec)
    contacts, members = audience_filter.read(settings, replace(chosen, channel=spec.channel))
    planned = plan_campaign(settings, contacts, spec)
    with open_database(settings.database_path) as db:
        checked = leave_out(check_people(db, settings, planned, clock()))
        preview = preview_of(db, settings, checked, examples=0)
    return RecipientPreview(preview, members.only(checked.planned.plan.rendered.kept))


def facts(settings: Settings, chosen: AudienceFilter) -> tuple[object, ...]:
    """Gives what `preview_recipients` depends on beside its choices: while it is the same, so is
    what it found, but for the hour of day."""
    with open_database(settings.database_path) as db:
        contact_list = lists.get(db, chosen.list_id)
        sample = samples.latest(db, settings.mode)
        turned = campaigns.last_turn(db)
        states = tuple(exports.mark(db, campaign_id) for campaign_id in chosen.without)
    version = contact_list and contact_list.version
    return (version, optouts.edition(settings), sample and sample.taken_at, turned, *states)


@requires(Permission.PREPARE)
def texts(
    settings: Settings, members: Selection, spec: CampaignSpec, indices: Sequence[int]
) -> tuple[Example, ...]:
    """Gives the real texts of these recipients, in this order; of those who lack a value, none.
    Raises StateError where the list was changed since they were selected."""
    with open_database(settings.database_path) as db, snapshot(db):
        contacts = _contacts_at(db, members, indices)
    return examples_of(settings, contacts, spec)


def contact_at(settings: Settings, members: Selection, index: int) -> Contacts:
    """Gives one recipient alone, as contacts to plan for. Raises StateError as `texts`."""
    with open_database(settings.database_path) as db, snapshot(db):
        return _contacts_at(db, members, [index])


@requires(Permission.PREPARE)
def place_of_row(settings: Settings, members: Selection, row: int) -> int | None:
    """Gives the place of the recipient from this row of the sheet; None when it gets no message.
    Raises StateError as `texts`."""
    with open_database(settings.database_path) as db, snapshot(db):
        require_version(db, members.list_id, members.version)
        rows = one_column(db, members.list_id, ROW).to_numpy()
    indices = np.flatnonzero(rows[members.positions()] == row)
    return int(indices[0]) if len(indices) else None


def _contacts_at(db: Database, members: Selection, indices: Sequence[int]) -> Contacts:
    contact_list = require_version(db, members.list_id, members.version)
    positions = members.positions()[np.asarray(indices, np.int64)].tolist()
    pieces: list[pa.Table] = []
    start, block = 0, pa.table({})
    for position in positions:
        if not start <= position < start + block.num_rows:
            start, packed = next(lists.blocks_from(db, members.list_id, position))
            block = arrow_blocks.unpack_table([packed])
        pieces.append(block.slice(position - start, 1))
    table = pa.concat_tables(pieces)
    return Contacts(
        source=contact_list.name,
        number_column=contact_list.number_column,
        columns=contact_list.columns,
        numbers=table.column(NUMBER).to_numpy(),
        rows=table.column(ROW).to_numpy(),
        cells=table.select([*contact_list.columns]).to_pandas(),
        left_out={},
    )
