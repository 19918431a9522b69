"""Who a message is for: a saved list, those of it who fit some conditions, without the recipients
of some campaigns who were sent to, and never anybody who opted out, or who says no to the channel
in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.contacts.reading.tables import table_of_text
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists import CellTest, ContactList, InCampaign
from jetmsg_core.lists.choosing import fits, passes, sent_to
from jetmsg_core.lists.tables import (
    NUMBER,
    ROW,
    found_list,
    numbers_of,
    refusing,
    refusing_of,
    whole_table,
)
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.settings import Settings
from jetmsg_core.states import CHANNEL_NAMES, NEVER_SENT, Channel, RecipientState
from jetmsg_core.store import stand_ins
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.saved import optouts


@dataclass(frozen=True)
class AudienceFilter:
    """The people of a list who fit all `conditions`, without the recipients of the campaigns
    `without`, unless these are in one of the states `taken_in`, and without those who say no to the
    `channel`."""

    list_id: int
    conditions: tuple[CellTest, ...] = ()
    without: tuple[int, ...] = ()
    channel: Channel = Channel.SMS
    taken_in: tuple[RecipientState, ...] = NEVER_SENT


@dataclass(frozen=True)
class Selection:
    """Some contacts of a list in one of its versions, as bits: 125 kB for a million, so that a page
    may keep them."""

    list_id: int
    version: int
    bits: bytes
    count: int

    @classmethod
    def of(cls, list_id: int, version: int, mask: Booleans) -> Selection:
        """Gives the contacts of a list in this version for whom a mask over it is true."""
        bits, count = np.packbits(mask).tobytes(), int(np.count_nonzero(mask))
        return cls(list_id, version, bits, count)

    def positions(self) -> Integers:
        """Gives their positions in the list, ascending, from 0."""
        return np.flatnonzero(np.unpackbits(np.frombuffer(self.bits, np.uint8)))

    def only(self, indices: Integers) -> Selection:
        """Gives those of them at these indices, which count them from 0 in the list's order."""
        mask = np.zeros(8 * len(self.bits), np.bool_)
        mask[self.positions()[indices]] = True
        bits, count = np.packbits(mask).tobytes(), int(np.count_nonzero(mask))
        return replace(self, bits=bits, count=count)


@dataclass(frozen=True)
class LeftOut:
    """The number that a filter leaves out for one cause. `reason` is `opted_out`, `declined`,
    `condition` or `in_campaign`; `name` says which of them. Nobody is counted twice: the first
    reason in this order counts."""

    reason: str
    name: str
    count: int

    @property
    def sentence(self) -> str:
        """Gives the reason in a sentence, for a file of these people."""
        return _SENTENCES[self.reason].format(self.name)


_SENTENCES = {
    "opted_out": "Opted out.",
    "declined": "Says no to {} messages in the file.",
    "condition": "Does not fit the condition on {}.",
    "in_campaign": "Was sent the campaign {}.",
}


@dataclass(frozen=True)
class Counted:
    """A list of `listed` contacts and what is left of it."""

    listed: int
    members: Selection
    left_out: tuple[LeftOut, ...]


@requires(Permission.PREPARE)
def count(settings: Settings, who: AudienceFilter) -> Counted:
    """Counts how many people of a list remain, and says why the others do not. Raises NotFoundError
    for a list or campaign that is gone, InputError for a condition that cannot be followed."""
    with open_database(settings.database_path) as db, snapshot(db):
        contact_list = found_list(db, who.list_id)
        mask, left_out, _ = _sieve(db, contact_list, who)
    return Counted(len(mask), Selection.of(contact_list.id, contact_list.version, mask), left_out)


def read(settings: Settings, who: AudienceFilter) -> tuple[Contacts, Selection]:
    """Gives the contacts to write to, and which of the list's they are. Raises as `count`."""
    with open_database(settings.database_path) as db, snapshot(db):
        contact_list = found_list(db, who.list_id)
        mask, left_out, _ = _sieve(db, contact_list, who)
        table = whole_table(db, who.list_id)
    if not mask.all():
        table = table.filter(pa.array(mask))
    reasons = dict(contact_list.findings)
    for left in left_out:
        reasons[left.reason] = reasons.get(left.reason, 0) + left.count
    contacts = Contacts(
        source=contact_list.name,
        number_column=contact_list.number_column,
        columns=contact_list.columns,
        numbers=table.column(NUMBER).to_numpy(),
        rows=table.column(ROW).to_numpy(),
        cells=table.select([*contact_list.columns]).to_pandas(),
        left_out=reasons,
        refusing=refusing_of(table, without=who.channel),
    )
    return contacts, Selection.of(contact_list.id, contact_list.version, mask)


def narrow(
    settings: Settings,
    contacts: Contacts,
    *,
    conditions: Sequence[CellTest] = (),
    without: Sequence[int] = (),
    taken_in: Sequence[RecipientState] = NEVER_SENT,
) -> Contacts:
    """Gives the contacts of a file who fit all `conditions` and are in none of the campaigns
    `without`, unless in one of the states `taken_in`, which usually are those of whom it never sent
    to and will not; the others are counted as `read` counts those of a list. Raises
    NotFoundError for a campaign that is gone, InputError for a condition that cannot be
    followed."""
    with open_database(settings.database_path) as db:
        for condition in conditions:
            column = find_column(contacts.columns, condition.column)
            cells = table_of_text(contacts.cells[[column]]).column(0)
            inside = passes(cells, condition)
            contacts = contacts.only(inside, {"condition": int(np.count_nonzero(~inside))})
        for campaign_id in without:
            recipients = sent_to(db, campaign_id, but=taken_in)
            out = stand_ins.are_among(db, contacts.numbers, recipients)
            contacts = contacts.only(~out, {"in_campaign": int(np.count_nonzero(out))})
    return contacts


def why_left_out(settings: Settings, who: AudienceFilter) -> list[str]:
    """Gives for each contact of a list the sentence why it is left out; an empty one for those who
    remain. Raises as `count`."""
    with open_database(settings.database_path) as db, snapshot(db):
        _, left_out, causes = _sieve(db, found_list(db, who.list_id), who)
    sentences = np.array(["", *(left.sentence for left in left_out)], np.object_)
    words: list[str] = sentences[causes].tolist()
    return words


def _sieve(
    db: Database, contact_list: ContactList, who: AudienceFilter
) -> tuple[Booleans, tuple[LeftOut, ...], Integers]:
    """Who remains, how many are left out for each cause, and for each contact the cause, counted
    from 1; 0 for those who remain."""
    numbers = pd.Series(numbers_of(db, contact_list.id))
    inside = np.ones(len(numbers), np.bool_)
    causes = np.zeros(len(numbers), np.int64)
    left_out = []

    def leave_out(reason: str, name: str, out: Booleans) -> None:
        left_out.append(LeftOut(reason, name, int(np.count_nonzero(out & inside))))
        causes[out & inside] = len(left_out)
        np.logical_and(inside, ~out, out=inside)

    leave_out("opted_out", "", numbers.isin(optouts.numbers(db)).to_numpy())
    refused = refusing(db, contact_list.id, who.channel)
    if refused is not None:
        leave_out("declined", CHANNEL_NAMES[who.channel], refused)
    for condition in who.conditions:
        leave_out("condition", condition.column, ~fits(db, contact_list, condition))
    for campaign_id in who.without:
        out = fits(db, contact_list, InCampaign(campaign_id, but=who.taken_in))
        campaign = campaigns.get(db, campaign_id)
        leave_out("in_campaign", campaign.name if campaign else "", out)
    return inside, tuple(left_out), causes
