"""All that is held about one person, for them to have (Digital Personal Data Protection Act 2023,
section 11): what it is, where, since when, and in which words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.lifecycle import recipient_cells
from jetmsg_core.campaigns.results.timeline import reason_of, said_of, shown_state
from jetmsg_core.files.columns import text_column
from jetmsg_core.files.file_format import SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table
from jetmsg_core.lists.listed_contact import contact_at
from jetmsg_core.lists.tables import NUMBER
from jetmsg_core.otp.receivers import mark_of, masked
from jetmsg_core.people import spellings
from jetmsg_core.people.asked import messages_to, number_asked
from jetmsg_core.people.cells import rows_with
from jetmsg_core.people.kinds import PLACES, PlaceKind
from jetmsg_core.primitives.times import in_ist, stamp
from jetmsg_core.settings import Settings
from jetmsg_core.states import CHANNEL_NAMES
from jetmsg_core.store import arrow_blocks, stand_ins
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.people import ledger, listed
from jetmsg_core.store.saved import lists, optouts

OPT_OUT = "opt_out"
"""The kind of what is kept about a person even where they are erased."""
COLUMNS = ("what", "where", "when (IST)", "name", "value")


@dataclass(frozen=True)
class Holding:
    """One record about a person: its kind, a `PlaceKind` or OPT_OUT; where it is, since when in
    UTC, empty where that is not kept; and what it says, by name."""

    kind: str
    where: str
    at: str
    what: Mapping[str, str]


@dataclass(frozen=True)
class Held:
    """All records about a number, but for uploads and exports, which are gone after a day."""

    number: int
    holdings: tuple[Holding, ...]


@requires(Permission.MANAGE_RETENTION)
def held_about(settings: Settings, typed: str) -> Held:
    """Gives all that is held about whoever has this number, for a file, which is told. Raises
    InputError for what is no number."""
    number = number_asked(typed)
    with open_database(settings.database_path) as db, transaction(db):
        record(db, Act.FILE_TAKEN, subject="all that is held about one person")
    with open_database(settings.database_path) as db, snapshot(db):
        holdings = (
            *_opt_out(db, number),
            *_contacts(db, number),
            *_rejected(db, number),
            *_changes(db, number),
            *_messages(db, number),
            *_reports(db, number),
            *_codes(settings, db, number),
        )
    return Held(number, holdings)


def table_of(held: Held) -> Table:
    """Gives what is held as a table of `COLUMNS`, a row for each name and value."""
    cells = [
        (words_of(holding.kind), holding.where, in_ist(holding.at) if holding.at else "", *pair)
        for holding in held.holdings
        for pair in holding.what.items()
    ]
    columns = [text_column(row[index] for row in cells) for index in range(len(COLUMNS))]
    return Table(COLUMNS, columns, Shield.PERSON, SheetTitle.ROWS)


def words_of(kind: str) -> str:
    """Gives the words for a kind of record."""
    return "the opt-out" if kind == OPT_OUT else PLACES[PlaceKind(kind)]


def _opt_out(db: Database, number: int) -> Iterator[Holding]:
    for opt_out in optouts.newest(db, None, after=None, limit=-1):
        if opt_out.number == number:
            what = {"number": f"+{number}", "source": opt_out.source, "reason": opt_out.reason}
            yield Holding(OPT_OUT, "the opt-outs", opt_out.added_at, what)


def _contacts(db: Database, number: int) -> Iterator[Holding]:
    for contact_list in lists.newest(db):
        where = f"list {contact_list.id}, {contact_list.name}"
        for packed in lists.blocks(db, contact_list.id):
            table = arrow_blocks.unpack_table([packed])
            own = table.column(NUMBER).to_numpy() == number
            for index in own.nonzero()[0].tolist():
                contact = contact_at(table, index)
                what = {"number": f"+{number}", **contact.cells}
                yield Holding(PlaceKind.CONTACTS, where, contact_list.created_at, what)
            for index in (rows_with(table, number) & ~own).nonzero()[0].tolist():
                cells = contact_at(table, index).cells
                what = {name: cell for name, cell in cells.items() if spellings.names(cell, number)}
                yield Holding(PlaceKind.CELLS_OF_OTHERS, where, contact_list.created_at, what)


def _rejected(db: Database, number: int) -> Iterator[Holding]:
    for list_id, start in listed.rejected_starts(db):
        packed = listed.rejected_at(db, list_id, start)
        if packed is None:
            continue
        table = arrow_blocks.unpack_table([packed])
        for index in rows_with(table, number).nonzero()[0].tolist():
            cells = _texts_in(table, index)
            yield Holding(PlaceKind.REJECTED_ROWS, f"list {list_id}", "", cells)


def _texts_in(table: pa.Table, index: int) -> dict[str, str]:
    """Gives the texts of a row of a packed table, by column, but for columns of ours."""
    values = {name: table.column(name)[index].as_py() for name in table.column_names}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _changes(db: Database, number: int) -> Iterator[Holding]:
    for change in listed.changes_fitting(db, spellings.fitting(number)):
        texts = (change["before"], change["after"])
        contacts = [json.loads(text) if text else {} for text in texts]
        if not any(contact.get("number") == number for contact in contacts):
            continue
        before, after = (contact.get("cells", {}) for contact in contacts)
        what = {f"{name}, before": cell for name, cell in before.items()}
        what |= {f"{name}, after": cell for name, cell in after.items()}
        where = f"list {change['list_id']}, change {change['version']}"
        yield Holding(PlaceKind.LIST_CHANGES, where, change["changed_at"], what)


def _messages(db: Database, number: int) -> Iterator[Holding]:
    # Where the number is no longer kept, its stand-in still knows the person.
    for known_as in (number, stand_ins.of_number(db, number)):
        yield from _messages_of(db, known_as)


def _messages_of(db: Database, number: int) -> Iterator[Holding]:
    for campaign_id, seqs in messages_to(db, number).items():
        campaign = campaigns.existing(db, campaign_id)
        starts = ledger.block_starts(db, campaign_id)
        for row in recipients.states_of(db, campaign_id, seqs):
            start = max(start for start in starts if start <= row["seq"])
            table = recipient_cells.cells_of(ledger.block_at(db, campaign_id, start))
            what = {
                "channel": CHANNEL_NAMES[campaign.channel],
                "sender ID": campaign.sender_id,
                "text": row["text"],
                "state": shown_state(row).word,
                "reason": reason_of(row),
                "smsId": row["sms_id"] or "",
                "delivery report": said_of(row),
                **_texts_in(table, row["seq"] - start),
            }
            at = row["settled_at"] or campaign.created_at
            where = f"campaign {campaign_id}, {campaign.name}"
            yield Holding(PlaceKind.MESSAGES, where, at, what)


def _reports(db: Database, number: int) -> Iterator[Holding]:
    for row in listed.reports_about(db, number):
        what = {"smsId": row["sms_id"], "status": f"{row['word']} {row['error']}".strip()}
        at = "" if row["at"] is None else stamp(datetime.fromtimestamp(row["at"], UTC))
        yield Holding(PlaceKind.REPORT_ROWS, row["file"] or "a delivery report", at, what)


def _codes(settings: Settings, db: Database, number: int) -> Iterator[Holding]:
    typed = str(number)
    for event in listed.codes_of(db, masked(typed), mark_of(typed, settings.key())):
        what = {"order": event.action, "receiver": event.receiver, "outcome": event.outcome or ""}
        yield Holding(PlaceKind.CODES, "the log of one-time codes", event.at, what)
