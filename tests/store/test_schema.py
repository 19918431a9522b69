"""The schema: the text that people read is what the migrations come to, and knows the enums."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from sqlite_utils import Database

from jetmsg_core.campaigns.exports.jobs import JobState
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import (
    CAMPAIGN_POOLS,
    CREDIT_POOLS,
    CampaignState,
    Channel,
    ChunkState,
    Pool,
)
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger.unknown_calls import UnknownCallAction
from jetmsg_core.store.restoring.generations import GenerationEvent
from jetmsg_core.store.restoring.restorations import RestorationKind
from jetmsg_core.store.schema import as_sql
from jetmsg_core.store.schema.migrations import migrations
from jetmsg_core.store.schema.tables import TABLES

SCHEMA = Path(as_sql.__file__).parent


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "jetmsg.db") as db:
        yield db


def test_the_text_that_people_read_is_what_the_migrations_come_to(fresh: Database) -> None:
    assert as_sql.PATH.read_text("utf-8") == as_sql.schema_sql(fresh), (
        "schema.sql is not what the migrations come to: run make schema"
    )


def test_a_database_of_tests_is_what_the_migrations_come_to(fresh: Database) -> None:
    step_by_step = Database(memory=True)
    migrations.apply(step_by_step)
    assert as_sql.schema_sql(fresh) == as_sql.schema_sql(step_by_step)
    names = [step.name for step in migrations.applied(step_by_step)]
    assert [step.name for step in migrations.applied(fresh)] == names
    step_by_step.close()


def test_the_text_makes_the_same_tables(fresh: Database) -> None:
    again = Database(memory=True)
    again.conn.executescript(as_sql.PATH.read_text("utf-8"))
    assert as_sql.schema_sql(again) == as_sql.schema_sql(fresh)
    again.close()


def test_every_table_says_what_a_row_is(fresh: Database) -> None:
    made = set(re.findall(r"^create table (\w+)", as_sql.schema_sql(fresh), re.M))
    missing, gone = made - TABLES.keys(), TABLES.keys() - made
    assert not missing, f"jetmsg_core/store/schema/tables.py does not say what is in {missing}"
    assert not gone, f"jetmsg_core/store/schema/tables.py names tables that are gone: {gone}"


def last_table(db: Database) -> str:
    """The one that only a test made: all others are described, and stand before it."""
    before, _, last = as_sql.schema_sql(db).rpartition("\n\n")
    assert "not described" not in before, (
        "jetmsg_core/store/schema/tables.py does not say what is in each table"
    )
    return last


def test_a_table_nobody_described_is_told_as_such(fresh: Database) -> None:
    fresh.conn.execute("create table strangers (id integer primary key, a text) strict")
    assert last_table(fresh) == (
        "-- strangers: not described\n"
        "create table strangers (id integer primary key, a text) strict;\n"
    )


def test_columns_added_later_stand_with_the_others(fresh: Database) -> None:
    fresh.conn.execute("create table late (\n        id integer primary key\n    ) strict")
    fresh.conn.execute("alter table late add column why text not null default 'a, b'")
    fresh.conn.execute("alter table late add column count integer")
    assert last_table(fresh) == (
        "-- late: not described\n"
        "create table late (\n    id integer primary key,\n"
        "    why text not null default 'a, b',\n    count integer\n) strict;\n"
    )


def test_steps_stand_in_the_order_of_their_numbers_and_modules_bear_one_of_them() -> None:
    steps = [step.name for step in migrations.pending(Database(memory=True))]
    numbers = [name[:4] for name in steps]
    assert numbers == sorted(set(numbers))
    modules = {path.stem[:4] for path in SCHEMA.glob("m[0-9]*.py")}
    assert modules <= set(numbers)
    assert all(re.fullmatch(r"m\d{3}_\w+", name) for name in steps)


def takes(db: Database, table: str, column: str, value: str) -> bool:
    """Whether the checks let a row have this value."""
    try:
        db.conn.execute(f"update {table} set {column} = ?", (value,))
    except sqlite3.IntegrityError:
        return False
    return True


@pytest.mark.parametrize(
    ("table", "column", "members"),
    [
        ("campaigns", "state", CampaignState),
        ("campaigns", "channel", Channel),
        ("campaigns", "pool", CAMPAIGN_POOLS),
        ("campaigns", "mode", Mode),
        ("chunks", "state", ChunkState),
    ],
)
def test_the_checks_of_the_ledger_know_every_member(
    settings: Settings,
    new_campaign: Callable[[int], int],
    table: str,
    column: str,
    members: set[StrEnum],
) -> None:
    new_campaign(1)
    with open_database(settings.database_path) as db:
        unknown = [member for member in members if not takes(db, table, column, member)]
        assert not unknown, f"{table}.{column} does not take {unknown}: a migration has to"
        assert not takes(db, table, column, "of no such name")


def test_no_campaign_can_be_paid_from_the_pool_of_one_time_codes(
    settings: Settings, new_campaign: Callable[[int], int]
) -> None:
    new_campaign(1)
    with open_database(settings.database_path) as db:
        assert not takes(db, "campaigns", "pool", Pool.OTP)


@pytest.mark.parametrize(
    ("table", "column", "members"),
    [
        ("replies", "outcome", Outcome),
        ("otp_events", "outcome", Outcome),
        ("low_pools", "pool", CREDIT_POOLS),
        ("audit", "action", UnknownCallAction),
        ("export_jobs", "state", JobState),
        ("generations", "event", GenerationEvent),
        ("restorations", "kind", RestorationKind),
    ],
)
def test_the_checks_beside_the_ledger_list_every_member(
    table: str, column: str, members: set[StrEnum]
) -> None:
    text = as_sql.PATH.read_text("utf-8")
    statement = re.search(rf"create table {table} \(.*?;", text, re.S)
    assert statement is not None
    listed = re.search(rf"{column} in \(([^)]*)\)", statement[0])
    assert listed is not None, f"{table}.{column} has no check"
    assert set(re.findall(r"'(\w+)'", listed[1])) == set(members), f"{table}.{column}"
