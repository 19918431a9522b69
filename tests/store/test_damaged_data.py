"""A damaged database: every command says a sentence, and `check-data` says what is damaged."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from aging import as_it_was, newest_dump
from fixtures import RunCommand, RunJson

from jetmsg_core.primitives.times import utc_now
from jetmsg_core.restoring import data_check
from jetmsg_core.restoring.mark import open_mark
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database

PAGE = 4096

COMMANDS = (
    ("check-data", "--json"),
    ("campaign", "list", "--json"),
    ("campaign", "status", "3", "--json"),
    ("list", "list", "--json"),
    ("template", "list", "--json"),
    ("optout", "list", "--json"),
    ("settings", "show"),
)


@pytest.fixture
def file(settings: Settings) -> Path:
    """A database with campaigns in every state, at rest, in one file."""
    path = settings.database_path
    as_it_was(newest_dump(), path)
    with open_database(path):
        pass
    return path


def overwrite(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 8, 64))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def zero(chance: random.Random, data: bytearray) -> None:
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.choice((16, 512, PAGE)))
    data[begin:end] = bytes(end - begin)


def swap_pages(chance: random.Random, data: bytearray) -> None:
    first, second = (PAGE * chance.randrange(1, len(data) // PAGE) for _ in range(2))
    kept = data[first : first + PAGE]
    data[first : first + PAGE] = data[second : second + PAGE]
    data[second : second + PAGE] = kept


MUTATIONS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    overwrite,
    cut,
    zero,
    swap_pages,
)


SEEDS = (*range(16), 1068, 1084, 1092, 1096, 1104, 1123, 1156, 1184, 1192, 1216, 1232, 1236, 1288)
"""Those of the end put bytes into words that SQLite quotes, and numbers where blocks should be."""


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_damaged_each_command_answers_or_says_a_sentence(
    seed: int, file: Path, cli: RunCommand, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    data = bytearray(file.read_bytes())
    MUTATIONS[seed % len(MUTATIONS)](chance, data)
    for position, arguments in enumerate(COMMANDS):
        # Each in a folder of its own: the one before may have left something.
        folder = tmp_path / f"damaged-{position}"
        folder.mkdir()
        (folder / "jetmsg.db").write_bytes(data)
        done = cli(*arguments, JETMSG_DATA_DIR=str(folder))
        assert done.returncode in (0, 1), arguments
        assert "Traceback" not in done.stderr
        if done.returncode:
            assert "jetmsg.db" in done.stderr or "There is no" in done.stderr, done.stderr


def test_a_whole_database_is_told_as_whole(file: Path, cli_json: RunJson, cli: RunCommand) -> None:
    with open_mark(file.parent) as mark:
        mark.begin("g2", utc_now())
    assert cli_json("check-data") == {"database": str(file), "whole": True, "damage": []}
    assert cli("check-data").returncode == 0


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        pytest.param(
            "sums",
            "update progress set recipients = recipients + 2 where campaign_id = 3"
            " and state = 'unknown'",
            "Campaign 3, unknown: 4 people in 1 calls",
            id="a count",
        ),
        pytest.param(
            "sums",
            "delete from recipients where campaign_id = 4 and seq = 2",
            "Campaign 4 has 4 recipients, and 3 numbers",
            id="a number that is gone",
        ),
        pytest.param(
            "sums",
            "delete from results where campaign_id = 5 and state = 'not_accepted'",
            "Campaign 5: 1 people were not accepted",
            id="a result that is gone",
        ),
        pytest.param(
            "sums",
            "update delivery_counts set recipients = 2",
            "Campaign 5: reports call 1 people delivered, and 2 are kept",
            id="a count of reports",
        ),
        pytest.param(
            "references",
            "delete from campaigns where id = 6",
            "rows belong to a row of campaigns that is gone",
            id="a campaign that is gone",
        ),
        pytest.param(
            "chains",
            "update campaigns set held = 'restored' where id = 3",
            "Campaign 3 is held since a copy was restored",
            id="a restoration that is gone",
        ),
        pytest.param(
            "blocks",
            "update recipient_blocks set contacts = zeroblob(100) where campaign_id = 2",
            "Campaign 2: the rows from 1 on are damaged",
            id="a block",
        ),
        pytest.param(
            "blocks",
            "update lists set contacts = 5",
            "List 1 has 5 people, and 2 are kept",
            id="a block with too few",
        ),
        pytest.param(
            "values",
            "update campaigns set created_at = 'yesterday' where id = 1",
            "campaigns: created_at cannot be read in 1 of its rows",
            id="a time",
        ),
        pytest.param(
            "values",
            "update campaigns set held = 'nothing' where id = 1",
            "campaigns: held cannot be read in 1 of its rows",
            id="a state",
        ),
        pytest.param(
            "values",
            "update lists set columns = '[\"name'",
            "lists: columns cannot be read in 1 of its rows",
            id="names of columns",
        ),
    ],
)
def test_what_is_damaged_is_named(
    kind: str, change: str, words: str, file: Path, cli: RunCommand
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(change)
        connection.commit()
    done = cli("check-data", "--json")
    assert done.returncode == 1
    assert f'"kind": "{kind}"' in done.stdout
    assert words in done.stdout.replace('\\"', '"')
    assert "put your last backup in its place" in done.stderr


def test_a_value_that_no_page_can_read_is_a_sentence_from_every_command(
    file: Path, cli: RunCommand
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update campaigns set held = 'nothing', columns = '[' where id = 3")
        connection.commit()
    done = cli("campaign", "status", "3")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be read" in done.stderr
    assert "put your last backup in its place" in done.stderr


def test_a_whole_database_is_not_blamed_for_a_mistake_of_ours(
    file: Path, settings: Settings
) -> None:
    assert file.exists()
    assert data_check.damage_behind(settings) is None


def test_a_damaged_mark_is_named(file: Path, cli: RunCommand) -> None:
    (file.parent / "jetmsg.mark").write_bytes(b"x" * 1024)
    done = cli("check-data", "--json")
    assert done.returncode == 1
    assert "jetmsg.mark" in done.stdout


def test_without_a_database_nothing_is_made(settings: Settings, cli: RunCommand) -> None:
    done = cli("check-data")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no database" in done.stderr
    assert not settings.database_path.exists()


def test_the_short_look_sees_damaged_pages_and_is_content_with_whole_ones(
    file: Path, tmp_path: Path
) -> None:
    assert data_check.seen_at_start(file) is None
    damaged = tmp_path / "jetmsg.db"
    shutil.copyfile(file, damaged)
    with damaged.open("r+b") as opened:
        opened.seek(3 * PAGE)
        opened.write(b"\xff" * 20 * PAGE)
    seen = data_check.seen_at_start(damaged)
    assert seen is not None
    assert "is damaged" in str(seen)
    assert data_check.seen_at_start(tmp_path / "none.db") is None
