"""A campaign's recipients as a file: the original columns, then what became of each.

It is made a block of recipients at a time, in columns, from one snapshot of the database, so
however large and however busy the campaign, the states add up. As CSV it opens right in Excel; as a
workbook ids are texts, counts numbers and times dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import IO, Any

import numpy as np
import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.exports.columns import OUR_COLUMNS, Block, Ledger
from jetmsg_core.campaigns.lifecycle import recipient_cells
from jetmsg_core.contacts.columns.consents.written import refusal_column, refusal_names
from jetmsg_core.contacts.reading.tables import REASON_COLUMN, without_reasons
from jetmsg_core.errors import StateError
from jetmsg_core.files.columns import Column, Kind, ours_beside
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Written, write_table
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED, Channel
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.people import aged

Columns = list[Column]


class Only(StrEnum):
    """The recipients that a file has. `FAILED`: those who are known not to have the message, in the
    form of a contact file, to be put right and sent again."""

    ALL = "all"
    FAILED = "failed"


@requires(Permission.EXPORT)
def export(
    settings: Settings,
    campaign_id: int,
    out: IO[bytes],
    *,
    only: Only = Only.ALL,
    form: FileFormat = FileFormat.CSV,
    tell: Tell = nobody_listens,
) -> Written:
    """Writes the recipients to `out`, a piece at a time. `tell` hears rows done of rows after each
    piece. Returns how many there are, and what a workbook could not hold."""
    with open_database(settings.database_path) as db:
        with transaction(db):
            campaigns.existing(db, campaign_id)
            subject = people_of(campaign_id, only)
            record(db, Act.FILE_TAKEN, campaign=campaign_id, subject=subject)
        with snapshot(db):
            return write(db, campaign_id, out, only=only, form=form, tell=tell)


def people_of(campaign_id: int, only: Only) -> str:
    """Gives what a file holds, as the audit calls it."""
    people = "failed people" if only is Only.FAILED else "people"
    return f"{people} of campaign {campaign_id}"


@requires(Permission.EXPORT)
def write(
    db: Database, campaign_id: int, out: IO[bytes], *, only: Only, form: FileFormat, tell: Tell
) -> Written:
    """Writes the recipients as `export` does, from a snapshot that is open."""
    campaign = campaigns.existing(db, campaign_id)
    if only is Only.FAILED and aged.aged(db, campaign_id).numbers_at is not None:
        raise numbers_gone(campaign_id)
    ledger = Ledger(db, campaign.id, reported=only is Only.FAILED)
    # Whose number is no longer kept cannot be sent to again.
    failed = ledger.outcomes.among(*FAILED) & (recipients.numbers(db, campaign.id) > 0)
    refused = _refused(db, campaign, failed if only is Only.FAILED else None)
    total = int(np.count_nonzero(failed)) if only is Only.FAILED else campaign.recipients
    return write_table(
        out,
        _names(campaign, only, refused),
        _failed_blocks(db, campaign, ledger, failed, refused)
        if only is Only.FAILED
        else _whole_blocks(db, campaign, ledger, refused),
        form=form,
        shield=Shield.UPLOAD if only is Only.FAILED else Shield.PERSON,
        title=SheetTitle.RECIPIENTS,
        tell=lambda done: tell(done, total),
    )


def numbers_gone(campaign_id: int) -> StateError:
    """Makes the error for a campaign of which people should be sent to, and no number is kept."""
    return StateError(
        "no_longer_kept",
        f"The numbers of campaign {campaign_id} are no longer kept, so nobody of it can be taken "
        "from it to be sent to. Its counts and reports stay.",
    )


def _names(campaign: Campaign, only: Only, refused: Sequence[Channel]) -> list[str]:
    if only is Only.FAILED:
        names = without_reasons(campaign.columns)
        return [*names, *refusal_names(refused, names), REASON_COLUMN]
    names = [*campaign.columns, *ours_beside(campaign.columns, OUR_COLUMNS)]
    return [*names, *refusal_names(refused, names)]


def _refused(db: Database, campaign: Campaign, wanted: Booleans | None) -> tuple[Channel, ...]:
    """The channels that any of those wanted refuse; None: any recipient."""
    among = np.ones(campaign.recipients, np.bool_) if wanted is None else wanted
    refused = {
        channel
        for first_seq, packed in _packed(db, campaign, wanted)
        for channel, mask in recipient_cells.marks_of(packed).items()
        if (mask & among[first_seq - 1 :][: len(mask)]).any()
    }
    return tuple(channel for channel in Channel if channel in refused)


def _packed(
    db: Database, campaign: Campaign, wanted: Booleans | None = None
) -> Iterator[tuple[int, bytes]]:
    """The blocks of a campaign, each with the seq of its first recipient; those without anybody
    wanted are not read."""
    for first_seq in range(1, campaign.recipients + 1, recipients.BLOCK):
        if wanted is not None and not wanted[first_seq - 1 :][: recipients.BLOCK].any():
            continue
        block = recipients.block(db, campaign.id, first_seq)
        assert block is not None
        yield first_seq, block[1]


def _end_of(campaign: Campaign, first_seq: int) -> int:
    return min(first_seq + recipients.BLOCK, campaign.recipients + 1)


def _whole_blocks(
    db: Database, campaign: Campaign, ledger: Ledger, refused: Sequence[Channel]
) -> Iterator[Callable[[], Columns]]:
    """Of each block of recipients what has been read, to be made columns of."""
    for first_seq, packed in _packed(db, campaign):
        block = ledger.read(first_seq, _end_of(campaign, first_seq))
        yield partial(_whole, ledger, block, packed, refused)


def _failed_blocks(
    db: Database,
    campaign: Campaign,
    ledger: Ledger,
    failed: Booleans,
    refused: Sequence[Channel],
) -> Iterator[Callable[[], Columns]]:
    for first_seq, packed in _packed(db, campaign, failed):
        end_seq = _end_of(campaign, first_seq)
        mask = failed[first_seq - 1 : end_seq - 1]
        reasons = partial(ledger.reasons, first_seq, end_seq)
        yield partial(_for_retry, reasons, packed, mask, refused)


def _whole(ledger: Ledger, block: Block, packed: bytes, refused: Sequence[Channel]) -> Columns:
    theirs, marks = recipient_cells.cells_of(packed), recipient_cells.marks_of(packed)
    return [
        *(Column(Kind.CELL, column) for column in theirs.columns),
        *ledger.columns(block),
        *(refusal_column(marks[channel]) for channel in refused),
    ]


def _for_retry(
    reasons: Callable[[], Any], packed: bytes, mask: Booleans, refused: Sequence[Channel]
) -> Columns:
    theirs, chosen = recipient_cells.cells_of(packed), pa.array(mask)
    marks = recipient_cells.marks_of(packed)
    return [
        *(
            Column(Kind.CELL, theirs.column(name).filter(chosen))
            for name in without_reasons(theirs.column_names)
        ),
        *(refusal_column(marks[channel][mask]) for channel in refused),
        Column(Kind.TEXT, reasons().filter(chosen)),
    ]
