"""A copy that is about to become the database: whether it can, and what the present one knows that
the copy does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.store.database import first, rows
from jetmsg_core.store.restoring.restorations import HeldCampaign
from jetmsg_core.store.schema.migrations import migrations


class Unfit(StrEnum):
    """The reason why a file cannot be the database."""

    DAMAGED = "damaged"
    NOT_OURS = "not_ours"
    NEWER = "newer"


@contextmanager
def opened_alone(path: Path) -> Iterator[Database]:
    """Opens a file that nobody else uses, without any change but that it is one file from now
    on."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma synchronous = full")
        yield Database(connection)
    finally:
        connection.close()


def why_unfit(db: Database) -> Unfit | None:
    """Tells why a file cannot be the database; None for a whole database of this program that is
    not newer than the program. Raises sqlite3.DatabaseError for a file that is no database."""
    if first(db, "pragma integrity_check(1)") != {"integrity_check": "ok"}:
        return Unfit.DAMAGED
    applied = {migration.name for migration in migrations.applied(db)}
    ours = {migration.name for migration in migrations.pending(Database(memory=True))}
    if not applied:
        return Unfit.NOT_OURS
    return Unfit.NEWER if applied - ours else None


def bring_up(db: Database) -> None:
    """Applies the migrations it has not seen. It is called within a transaction."""
    migrations.apply(db)


@contextmanager
def opened_as_is(path: Path) -> Iterator[Database]:
    """Opens the present database, whatever its age, without a migration. Closing it brings what
    waits in its -wal into the file, if nobody else has it open. Raises sqlite3.DatabaseError."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield Database(connection)
    finally:
        connection.close()


@contextmanager
def beside(db: Database, newer: Path) -> Iterator[None]:
    """Attaches the present database as `newer`, for as long as the block inside runs."""
    db.conn.execute("attach database ? as newer", (str(newer),))
    try:
        yield
    finally:
        db.conn.execute("detach database newer")


def keep_users(db: Database) -> None:
    """Who may sign in is said by the present database, where it has users at all: a copy brings
    nobody back who was removed since, and no role or password of before."""
    table = first(db, "select 1 from newer.sqlite_master where type = 'table' and name = 'users'")
    if table is None or first(db, "select 1 from newer.users limit 1") is None:
        return
    # The present one may be from before a step that brought a column.
    both = rows(
        db,
        "select ours.name from pragma_table_info('users', 'main') ours"
        " join pragma_table_info('users', 'newer') theirs on theirs.name = ours.name"
        " where ours.name <> 'id'",
    )
    fields = ", ".join(column["name"] for column in both)
    db.conn.execute("delete from users")
    db.conn.execute(f"insert into users ({fields}) select {fields} from newer.users order by id")


def started_since(db: Database) -> list[int]:
    """Gives the ids of drafts that the present database says were started."""
    selected = rows(
        db,
        "select c.id from main.campaigns c join newer.campaigns n"
        " on n.id = c.id and n.token = c.token"
        " where c.state = 'draft' and n.started_at is not null",
    )
    return [row["id"] for row in selected]


def made_since(db: Database) -> int:
    """Counts the campaigns that only the present database has."""
    row = first(
        db,
        "select count(*) as made from newer.campaigns n"
        " where not exists (select 1 from main.campaigns c where c.token = n.token)",
    )
    return int(row["made"]) if row else 0


def went(db: Database, held: HeldCampaign) -> int | None:
    """Counts how many who wait here were sent to, or may have been, as the present database says;
    None where it does not have the campaign. Its chunks are those of the copy, or halves of
    them."""
    same = first(
        db,
        "select 1 from newer.campaigns n join main.campaigns c on c.token = n.token"
        " where c.id = ?1 and n.id = ?1",
        held.campaign_id,
    )
    if same is None:
        return None
    row = first(
        db,
        "select coalesce(sum(n.hi - n.lo - n.withheld), 0) as people from main.chunks c"
        " join newer.chunks n on n.campaign_id = c.campaign_id and n.lo >= c.lo and n.lo < c.hi"
        " where c.campaign_id = ? and c.state = 'planned'"
        " and n.state in ('sending', 'accepted', 'unknown')",
        held.campaign_id,
    )
    return int(row["people"]) if row else None
