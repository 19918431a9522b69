"""A database that is locked, full, read-only or damaged: a sentence on stderr and exit 1."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from fixtures import NewCampaign, RunCommand, StartGateway
from nursery import run_command

from jetmsg_core.settings import Settings
from jetmsg_core.store import database

PAGE = 4096

COMMANDS = [
    pytest.param(("campaign", "status", "1"), id="campaign status"),
    pytest.param(("campaign", "run", "1"), id="campaign run"),
    pytest.param(("worker",), id="worker"),
    pytest.param(("balance",), id="balance"),
]
WRITING = [
    pytest.param(("optout", "add", "98765 43210"), id="optout add"),
    pytest.param(("campaign", "start", "1"), id="campaign start"),
    pytest.param(("campaign", "run", "1"), id="campaign run"),
]


def nothing_but(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One sentence that says what and where, exit 1, and nothing on stdout."""
    assert (done.returncode, done.stdout) == (1, "")
    assert "jetmsg.db" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "sqlite3." not in done.stderr


@pytest.fixture
def file(settings: Settings, new_campaign: NewCampaign) -> Path:
    """A database with one campaign, at rest."""
    new_campaign(20)
    with closing(sqlite3.connect(settings.database_path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    return settings.database_path


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize("damage", ["another file", "overwritten pages"])
def test_a_damaged_database_is_a_sentence(
    damage: str, arguments: tuple[str, ...], file: Path, command: RunCommand
) -> None:
    whole = file.read_bytes()
    if damage == "another file":
        file.write_bytes(b"name,mobile\nA,9876543210\n" * 1000)
    else:
        file.write_bytes(whole[:PAGE] + b"\xff" * (len(whole) - PAGE))
    nothing_but(command(*arguments), "put your last backup in its place")


@pytest.mark.parametrize("arguments", WRITING)
def test_a_database_that_may_not_be_written_is_a_sentence(
    arguments: tuple[str, ...], file: Path, command: RunCommand, start_gateway: StartGateway
) -> None:
    """A write version above 2 in its header: SQLite opens such a file for reading only, also for
    the superuser, whom permissions do not stop."""
    start_gateway()
    whole = bytearray(file.read_bytes())
    whole[18] = 3
    file.write_bytes(whole)
    nothing_but(command(*arguments), "cannot be written to")


@pytest.mark.parametrize("arguments", WRITING)
def test_a_full_disk_is_a_sentence(
    arguments: tuple[str, ...], file: Path, start_gateway: StartGateway
) -> None:
    start_gateway()
    wal = file.with_name(f"{file.name}-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    # The system refuses every byte that would be written to a file.
    nothing_but(run_command(arguments, os.environ, room=0), "full")


@pytest.mark.parametrize("arguments", WRITING)
def test_a_database_locked_by_another_program_is_a_sentence(
    arguments: tuple[str, ...], file: Path, cli: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        nothing_but(cli(*arguments), "locked by another program")
        other.execute("rollback")
    assert cli("optout", "list").returncode == 0


def test_tables_that_are_missing_are_a_sentence(file: Path, command: RunCommand) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("drop table opt_outs")
    nothing_but(command("optout", "list"), "does not hold what this version expects")


@pytest.mark.parametrize("arguments", [("optout", "list"), ("worker",)], ids=" ".join)
def test_a_data_folder_that_is_a_file_is_a_sentence(
    arguments: tuple[str, ...], settings: Settings, command: RunCommand
) -> None:
    settings.data_dir.write_text("a file where the folder should be")
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(settings.data_dir) in done.stderr
    assert "Traceback" not in done.stderr


def test_run_does_not_wait_for_a_sender_that_cannot_begin(
    file: Path, cli: RunCommand, start_gateway: StartGateway
) -> None:
    start_gateway()
    lock = file.with_name("worker.lock")
    lock.mkdir()
    done = cli("campaign", "run", "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert str(lock) in done.stderr
    assert "Traceback" not in done.stderr
