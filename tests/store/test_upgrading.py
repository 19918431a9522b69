"""Databases of every earlier version come up to date with all they hold; a copy of them is kept; a
newer one is refused."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aging import AGED, AT, CAMPAIGNS, as_it_was
from fixtures import RunCommand
from nursery import run_command
from sqlite_utils import Database

from jetmsg_core.accounts import sessions
from jetmsg_core.accounts.cookies import hash_of, sealed
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import parse
from jetmsg_core.settings import Settings
from jetmsg_core.store.arrow_blocks import unpack
from jetmsg_core.store.database import first, open_database, rows
from jetmsg_core.store.errors import DatabaseUnusable
from jetmsg_core.store.saved import lists
from jetmsg_core.store.schema import as_sql
from jetmsg_core.store.schema.migrations import migrations

DUMPS = sorted(AGED.glob("m*.sql"))
VERSIONS = [dump.stem for dump in DUMPS]
EACH_VERSION = pytest.mark.parametrize("version", VERSIONS)

# What becomes of the two people of a chunk in each state.
PEOPLE = {
    "planned": {"queued": 2},
    "sending": {"sending": 2},
    "accepted": {"submitted": 1, "not_accepted": 1},
    "refused": {"refused": 2},
    "unknown": {"unknown": 2},
    "cancelled": {"cancelled": 2},
}


def counts_of(path: Path) -> dict[str, int]:
    """By table: its rows."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like '%sqlite%'"
        ).fetchall()
        return {
            name: connection.execute(f"select count(*) from {name}").fetchone()[0]
            for (name,) in names
        }


def copies_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("jetmsg-before-upgrade-*"))


def expected_of(chunks: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for chunk in chunks:
        for state, people in PEOPLE[chunk].items():
            counts[state] = counts.get(state, 0) + people
    return counts


def test_each_step_up_to_the_newest_dump_has_one() -> None:
    steps = [step.name[:4] for step in migrations.pending(Database(memory=True))]
    assert steps[: len(VERSIONS)] == VERSIONS
    assert len(VERSIONS) >= 30


@EACH_VERSION
def test_a_database_of_each_version_comes_up_with_all_it_holds(
    version: str, settings: Settings
) -> None:
    path = settings.database_path
    as_it_was(version, path)
    before = counts_of(path)
    for campaign_id, (state, chunks) in enumerate(CAMPAIGNS.items(), 1):
        status = control.status(settings, campaign_id)
        expected = expected_of(chunks)
        if state == "finished" and version >= "m010":
            expected |= {"submitted": 0, "delivered": 1}
        counted = {state: people for state, people in status.recipients.items() if people}
        assert status.campaign.state == state
        assert counted == {name: people for name, people in expected.items() if people}
        assert sum(counted.values()) == status.campaign.recipients == 2 * len(chunks)
        assert {name: n for name, n in status.chunks.items() if n} == {
            name: chunks.count(name) for name in chunks
        }
    after = counts_of(path)
    # These have another name since.
    before = {{"exports": "export_jobs"}.get(name, name): n for name, n in before.items()}
    assert {name: after[name] for name in before} == before
    with open_database(path) as db, open_database(path.with_name("new.db")) as new:
        assert rows(db, "pragma integrity_check") == [{"integrity_check": "ok"}]
        assert rows(db, "pragma foreign_key_check") == []
        assert as_sql.schema_sql(db) == as_sql.schema_sql(new)
        assert list(unpack(lists.blocks(db, 1))["name"]) == ["Asha", "Ravi"]
        if version >= "m008":
            assert rows(db, "select campaign_id, lo from sent_again") == [
                {"campaign_id": 3, "lo": 1}
            ]


def test_before_it_is_up_to_date_a_session_is_none_and_everybody_signs_in(
    settings: Settings,
) -> None:
    as_it_was("m048", settings.database_path)
    with closing(sqlite3.connect(settings.database_path)) as connection:
        connection.execute("update sessions set token_hash = ?", (hash_of("token"),))
        connection.commit()
    cookie = sealed(settings, "token")
    began = parse(AT) - timedelta(minutes=1)
    assert sessions.find(settings, cookie, lambda: began) is None
    assert sessions.sign_in_is_needed(settings)
    with open_database(settings.database_path) as db:
        (user,) = rows(db, "select name, role, password_hash, password_at from users")
    assert user == {"name": "Asha", "role": "sender", "password_hash": "", "password_at": AT}
    assert sessions.find(settings, cookie, lambda: began) is not None


@EACH_VERSION
def test_the_copy_that_is_kept_is_the_database_as_it_was(version: str, settings: Settings) -> None:
    path = settings.database_path
    as_it_was(version, path)
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    with open_database(path):
        pass
    copies = copies_in(path.parent)
    if version == VERSIONS[-1] and not pending_after(version):
        assert copies == []
        return
    [copy] = copies
    assert copy.stem.endswith(f"-{version}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert list(connection.iterdump()) == before
    with open_database(path):
        pass
    assert copies_in(path.parent) == [copy]


def pending_after(version: str) -> list[str]:
    steps = [step.name for step in migrations.pending(Database(memory=True))]
    return [step for step in steps if step[:4] > version]


def test_a_new_database_leaves_no_copy(settings: Settings) -> None:
    with open_database(settings.database_path):
        pass
    assert copies_in(settings.data_dir) == []


def test_the_newest_three_copies_are_kept(settings: Settings) -> None:
    path = settings.database_path
    as_it_was("m011", path)
    older = [
        path.with_name(f"jetmsg-before-upgrade-2025010{day}-120000-m00{day}.db")
        for day in (1, 2, 3)
    ]
    for copy in older:
        copy.write_text("an older copy")
    theirs = path.with_name("jetmsg-before.db")
    theirs.write_text("a file of theirs")
    with open_database(path):
        pass
    copies = copies_in(path.parent)
    assert copies[:2] == older[1:]
    assert len(copies) == 3
    assert theirs.exists()


def test_without_room_for_a_copy_nothing_is_changed(settings: Settings) -> None:
    path = settings.database_path
    as_it_was("m011", path)
    before = path.read_bytes()
    # The copy is larger than any file may be; what SQLite keeps beside the database is smaller.
    assert len(before) > 70_000
    done = run_command(("optout", "list"), os.environ, room=70_000)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no copy of it could be kept" in done.stderr
    assert "See whether the disk is full" in done.stderr
    assert path.read_bytes() == before
    assert [name.name for name in path.parent.iterdir() if "upgrade" in name.name] == []
    assert list(path.parent.glob(".jetmsg-*")) == []


def test_steps_that_fail_leave_the_database_and_no_copy(settings: Settings) -> None:
    path = settings.database_path
    as_it_was("m015", path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table restorations (id integer primary key)")
        before = list(connection.iterdump())
    with pytest.raises(DatabaseUnusable), open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
    assert copies_in(path.parent) == []


@pytest.fixture
def newer(settings: Settings) -> Path:
    """A database that a later version has written."""
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('jetmsg', 'm999_of_later', '2036-05-01')"
        )
    return settings.database_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("campaign", "list"),
        ("campaign", "start", "1"),
        ("campaign", "run", "1"),
        ("optout", "add", "98765 43210"),
        ("settings", "show"),
        ("balance",),
        ("worker",),
        ("backup", "/dev/null/copy.db"),
    ],
    ids=" ".join,
)
def test_every_command_refuses_a_newer_database_and_touches_nothing(
    arguments: tuple[str, ...], newer: Path, command: RunCommand
) -> None:
    before = newer.read_bytes()
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "was written by a newer version of this program" in done.stderr
    assert "Traceback" not in done.stderr
    assert newer.read_bytes() == before
    waiting = newer.with_name(f"{newer.name}-wal")
    assert not waiting.exists() or waiting.stat().st_size == 0


def test_a_process_that_runs_refuses_what_a_newer_program_made_of_its_database(
    settings: Settings,
) -> None:
    path = settings.database_path
    with open_database(path) as db:
        assert first(db, "select count(*) as n from campaigns") == {"n": 0}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table of_later (id integer primary key)")
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('jetmsg', 'm999_of_later', '2036-05-01')"
        )
        connection.commit()
    with pytest.raises(DatabaseUnusable, match="newer version"), open_database(path):
        pass


def test_the_copy_of_before_can_be_restored(settings: Settings, cli: RunCommand) -> None:
    path = settings.database_path
    as_it_was("m011", path)
    with open_database(path):
        pass
    [copy] = copies_in(path.parent)
    done = cli("restore", copy)
    assert done.returncode == 0, done.stderr
    status: Any = control.status(settings, 3)
    assert status.campaign.held == "restored"
    assert sum(status.recipients.values()) == 10
