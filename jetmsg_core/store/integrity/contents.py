"""What has to be read to be used: packed blocks of contacts, times, states and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum

import pyarrow as pa
from sqlite_utils import Database

from jetmsg_core.states import CampaignState, ChunkState, Hold, RecipientState
from jetmsg_core.store.arrow_blocks import unpack_table
from jetmsg_core.store.database import rows
from jetmsg_core.store.integrity.damage import WRONG, Damage, DamageKind

BLOCKS = (
    ("list_blocks", "contacts", "list_id", "lists", "contacts", "List"),
    ("recipient_blocks", "contacts", "campaign_id", "campaigns", "recipients", "Campaign"),
    ("list_rejected", "rows", "list_id", "lists", "", "List"),
)
"""Tables of blocks: the column of the block, the key of its owner, the owner's table, the count of
rows kept there (none of rejected rows), and what the owner is called."""

JSON_COLUMNS = {
    "campaigns": ("columns", "choices"),
    "lists": ("columns", "findings"),
    "drafts": ("choices",),
    "mappings": ("choices",),
    "template_versions": ("fills",),
    "list_changes": ("before", "after"),
    "acts": ("before", "after"),
}

STATES: dict[tuple[str, str], type[StrEnum]] = {
    ("campaigns", "held"): Hold,
    ("progress", "state"): ChunkState,
    ("report_words", "state"): RecipientState,
    ("delivery_counts", "state"): RecipientState,
    ("restored_campaigns", "state"): CampaignState,
}


def unreadable_blocks(db: Database) -> Iterator[Damage]:
    """Gives the blocks that cannot be unpacked, and the lists and campaigns whose blocks hold more
    or fewer rows than they have. Raises sqlite3.DatabaseError."""
    for table, column, key, owners, count, called in BLOCKS:
        for owner in rows(db, f"select id, {count or 'null'} as kept from {owners} order by id"):
            yield from _blocks_of(db, table, column, key, f"{called} {owner['id']}", owner)


def _blocks_of(
    db: Database, table: str, column: str, key: str, name: str, owner: dict[str, int | None]
) -> Iterator[Damage]:
    people = 0
    statement = f"select lo, {column} from {table} where {key} = ? order by lo"
    for lo, block in db.conn.execute(statement, (owner["id"],)):
        try:
            unpacked = unpack_table([block])
            unpacked.validate(full=True)
        except (pa.ArrowException, OSError, *WRONG) as error:
            what = str(error).splitlines()[0]
            yield Damage(DamageKind.BLOCKS, f"{name}: the rows from {lo} on are damaged ({what}).")
            return
        people += unpacked.num_rows
    if owner["kept"] is not None and people != owner["kept"]:
        yield Damage(
            DamageKind.BLOCKS, f"{name} has {owner['kept']} people, and {people} are kept."
        )


def unreadable_values(db: Database) -> Iterator[Damage]:
    """Gives the columns in which a time, a state or JSON cannot be read, each with how many rows.
    Raises sqlite3.DatabaseError."""
    for table, column, reads in _columns(db):
        count = 0
        for (value,) in db.conn.execute(f"select {column} from {table} where {column} is not null"):
            count += not _reads(reads, value)
        if count:
            yield Damage(
                DamageKind.VALUES, f"{table}: {column} cannot be read in {count} of its rows."
            )


def _columns(db: Database) -> Iterator[tuple[str, str, Callable[[str], object]]]:
    tables = rows(db, "select name from sqlite_master where type = 'table' order by name")
    for table in (row["name"] for row in tables):
        for column in rows(db, f"pragma table_info('{table}')"):
            name = column["name"]
            if column["type"].lower() == "text" and (name == "at" or name.endswith("_at")):
                yield table, name, datetime.fromisoformat
            if name in JSON_COLUMNS.get(table, ()):
                yield table, name, json.loads
            if (table, name) in STATES:
                yield table, name, _member_of(STATES[table, name])


def _member_of(states: type[StrEnum]) -> Callable[[str], object]:
    names = {str(state) for state in states}

    def reads(value: str) -> object:
        if value not in names:
            raise ValueError(value)
        return value

    return reads


def _reads(reads: Callable[[str], object], value: str) -> bool:
    try:
        reads(value)
    except (RecursionError, *WRONG):
        return False
    return True
