"""Recipients of a campaign in some states as a list of contacts, each with the reason where one is
known: to be looked through, made smaller and sent to again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.exports.columns import Ledger
from jetmsg_core.campaigns.exports.recipient_file import numbers_gone
from jetmsg_core.campaigns.lifecycle import recipient_cells
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.reading.tables import REASON_COLUMN, without_reasons
from jetmsg_core.errors import InputError
from jetmsg_core.lists.saving import checked_name, insert
from jetmsg_core.lists.tables import NUMBER, ROW, theirs
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.reports import in_states
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED, RECIPIENT_STATES, WITHOUT_REASON, RecipientState
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.people import aged
from jetmsg_core.store.readings import ledger_columns
from jetmsg_core.store.saved import lists

LOOKED_AT = 200
"""Rows that tell which column holds the numbers."""


@requires(Permission.PREPARE)
def save_in_states(
    settings: Settings,
    campaign_id: int,
    states: Collection[RecipientState] = FAILED,
    *,
    name: str,
    token: str,
    clock: Clock = utc_now,
) -> int:
    """Saves whoever is in one of these states as a list, but those whose number is no longer kept.
    Where they all mean that it did not reach
    anybody, nobody is in it of whom a report says otherwise. Returns its id; the same token again
    returns the list it made before. Raises InputError (`no_name`, `nobody_in_states`),
    NotFoundError, StateError (`no_longer_kept`)."""
    name = checked_name(name)
    with open_database(settings.database_path) as db:
        if (list_id := lists.id_of_token(db, token)) is not None:
            return list_id
        # Gathered before the write lock is taken: a sender does not wait for it.
        with snapshot(db):
            campaign = campaigns.existing(db, campaign_id)
            if aged.aged(db, campaign_id).numbers_at is not None:
                raise numbers_gone(campaign_id)
            tables = list(_chosen(db, campaign, states))
        if not tables:
            raise InputError(
                "nobody_in_states",
                f"Nobody in campaign {campaign_id} is {_words(states) or 'chosen'}.",
            )
        with transaction(db):
            return insert(
                db,
                tables,
                name=name,
                token=token,
                source=f"{_words(states).capitalize()} in {campaign.name}",
                number_column=_number_column(tables[0].slice(0, LOOKED_AT)),
                findings={},
                clock=clock,
            )


def _words(states: Collection[RecipientState]) -> str:
    if {*states} == {*FAILED}:
        return "failed"
    words = [facts.word.lower() for state, facts in RECIPIENT_STATES.items() if state in states]
    return " or ".join(words)


def _chosen(
    db: Database, campaign: Campaign, states: Collection[RecipientState]
) -> Iterator[pa.Table]:
    ledger = Ledger(db, campaign.id, reported=True)
    chosen = in_states.members(db, campaign.id, states)
    with_reasons = not {*states} <= WITHOUT_REASON
    for first_seq in range(1, campaign.recipients + 1, recipients.BLOCK):
        end_seq = min(first_seq + recipients.BLOCK, campaign.recipients + 1)
        mask = chosen[first_seq - 1 : end_seq - 1]
        if not mask.any():
            continue
        block = recipients.block(db, campaign.id, first_seq)
        assert block is not None
        block_table = recipient_cells.unpacked(block[1], campaign.channel)
        numbers = ledger_columns.numbers(db, campaign.id, first_seq, end_seq)
        mask = mask & (numbers[:, 0] > 0)
        if not mask.any():
            continue
        ours = {NUMBER: pa.array(numbers[:, 0]), ROW: pa.array(numbers[:, 1])}
        kept = without_reasons(block_table.column_names)
        cells = {column: block_table.column(column) for column in kept}
        why = {REASON_COLUMN: ledger.reasons(first_seq, end_seq)} if with_reasons else {}
        yield pa.table(ours | cells | why).filter(pa.array(mask))


def _number_column(table: pa.Table) -> str:
    """A campaign does not keep which column its numbers came from; the cells tell."""
    numbers = table.column(NUMBER).to_numpy()
    for name in theirs(table.column_names):
        cells = table.column(name).cast(pa.large_string()).combine_chunks()
        if np.array_equal(normalize_column(cells, international=True).numbers, numbers):
            return str(name)
    return ""
