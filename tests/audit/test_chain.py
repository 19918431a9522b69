"""The chain of acts: what is written down is never changed, and whatever was changed, taken out or
cut off all the same is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pandas as pd
import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.audit import Act, reading, record, verifying
from jetmsg_core.errors import NotAllowed
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit import chain
from jetmsg_core.store.database import open_database, transaction

ASHA = Actor("Asha", Role.ADMIN, ActorKind.PERSON, "10.0.0.7")

NAMES = ("Diwali", "Holi", "Pongal", "Onam")


@pytest.fixture
def acts(settings: Settings) -> Settings:
    """Gives the settings of a database in which four campaigns were started."""
    for number, name in enumerate(NAMES, 1):
        start(settings, number, name)
    return settings


def start(settings: Settings, number: int, name: str) -> None:
    with acting_as(ASHA), open_database(settings.database_path) as db, transaction(db):
        record(
            db,
            Act.CAMPAIGN_STARTED,
            campaign=number,
            subject=name,
            before={"state": "draft"},
            after={"state": "running"},
        )


def tamper(settings: Settings, *statements: str) -> None:
    """Does it as somebody who has the file, and first takes away what would refuse it."""
    with closing(sqlite3.connect(settings.database_path)) as connection:
        for name in ("changed", "removed"):
            connection.execute(f"drop trigger acts_are_never_{name}")
        connection.execute("drop trigger acts_are_only_added")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_chain_that_nobody_touched_is_whole(acts: Settings, cli: RunCommand) -> None:
    verification = verifying.verify(acts)
    assert (verification.is_whole, verification.count, verification.notes) == (True, 4, ())
    done = cli("audit", "verify")
    assert done.returncode == 0
    assert done.stdout.startswith("4 acts, up to ")
    assert verification.last_hash in done.stdout


def test_where_nothing_was_done_yet_nothing_is_wrong(settings: Settings, cli: RunCommand) -> None:
    done = cli("audit", "verify")
    assert (done.returncode, done.stdout) == (0, "Nothing was done yet.\n")


@pytest.mark.parametrize(
    "statement",
    [
        "update acts set actor = 'Ravi' where id = 2",
        "delete from acts where id = 4",
        "insert or replace into acts select * from acts where id = 3",
        "insert into acts select id + 1, at, actor, actor_kind, role, origin, action, campaign_id,"
        " subject, before, after, previous, hash from acts where id = 4",
        "insert into acts select id + 5, at, actor, actor_kind, role, origin, action, campaign_id,"
        " subject, before, after, hash, hash from acts where id = 4",
    ],
    ids=["update", "delete", "replace", "another hash before it", "a gap"],
)
def test_the_database_itself_refuses_all_but_the_next_act(acts: Settings, statement: str) -> None:
    with open_database(acts.database_path) as db, pytest.raises(sqlite3.IntegrityError):
        db.conn.execute(statement)
    assert verifying.verify(acts).is_whole


@pytest.mark.parametrize("column", [name for name in chain.HASHED if name != "id"])
def test_one_changed_byte_is_found_in_any_column(acts: Settings, column: str) -> None:
    value = "7" if column == "campaign_id" else f"coalesce(substr({column}, 2), '') || 'x'"
    tamper(acts, f"update acts set {column} = {value} where id = 2")
    verification = verifying.verify(acts)
    assert not verification.is_whole
    assert "Act 2 " in verification.faults[0]


def test_an_act_that_is_replaced_with_a_hash_of_its_own_does_not_fit(acts: Settings) -> None:
    with open_database(acts.database_path) as db:
        [row] = [
            dict(zip(("id", *chain.HASHED[1:], "hash"), values, strict=True))
            for values in db.conn.execute("select * from acts where id = 2")
        ]
    forged = chain.hash_of(row | {"actor": "Ravi"})
    tamper(acts, f"update acts set actor = 'Ravi', hash = '{forged}' where id = 2")
    [fault] = verifying.verify(acts).faults
    assert "Act 3 does not follow act 2" in fault


def test_a_row_that_is_taken_out_of_the_middle_is_missed(
    acts: Settings, cli: RunCommand, cli_json: RunJson
) -> None:
    tamper(acts, "delete from acts where id = 2")
    done = cli("audit", "verify", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["whole"]) == (1, False)
    assert told["faults"] == ["Before act 3 something was removed: 2."]
    checked = cli("check-data", "--json")
    assert checked.returncode == 1
    assert "Before act 3 something was removed" in checked.stdout


def test_an_end_that_is_cut_off_is_missed_until_and_after_the_next_act(
    acts: Settings, cli: RunCommand
) -> None:
    tamper(acts, "delete from acts where id > 2")
    [fault] = verifying.verify(acts).faults
    assert fault.startswith("audit.mark names act 4 of ")
    assert "ends with act 2 of " in fault
    start(acts, 9, "Lohri")
    done = cli("audit", "verify")
    assert done.returncode == 1
    assert "the acts up to 4 of " in done.stdout
    assert [entry.action for entry in reading.newest(acts, 9)] == [
        *("campaign.started", "database.end_missing", "campaign.started", "campaign.started")
    ]


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b"00000000 9 x y\n")],
    ids=["gone", "unreadable"],
)
def test_without_the_mark_nobody_can_say_that_the_end_is_there(
    acts: Settings, harm: Callable[..., object]
) -> None:
    harm(acts.data_dir / "audit.mark")
    [fault] = verifying.verify(acts).faults
    assert "nobody can say whether the last acts are still here" in fault


def test_a_mark_that_is_older_than_its_database_says_nothing(acts: Settings) -> None:
    mark = acts.data_dir / "audit.mark"
    older = mark.read_bytes()
    start(acts, 9, "Lohri")
    mark.write_bytes(older)
    assert verifying.verify(acts).is_whole
    start(acts, 10, "Vishu")
    assert mark.read_bytes() != older
    assert verifying.verify(acts).count == 6


def test_what_is_undone_is_not_told(acts: Settings) -> None:
    def fail() -> None:
        with acting_as(ASHA), open_database(acts.database_path) as db, transaction(db):
            record(db, Act.CAMPAIGN_STOPPED, campaign=1)
            raise ValueError("a full disk")

    with pytest.raises(ValueError, match="a full disk"):
        fail()
    assert (verifying.verify(acts).is_whole, verifying.verify(acts).count) == (True, 4)


def test_a_copy_that_is_put_in_its_place_by_hand_is_called_older_than_the_mark(
    acts: Settings,
) -> None:
    copy = acts.data_dir / "copy.db"
    with closing(sqlite3.connect(acts.database_path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(acts.database_path, copy)
    start(acts, 9, "Lohri")
    for end in ("-wal", "-shm"):
        acts.database_path.with_name(f"jetmsg.db{end}").unlink(missing_ok=True)
    shutil.copy(copy, acts.database_path)
    [fault] = verifying.verify(acts).faults
    assert "it is older than the mark" in fault
    assert "An earlier copy was put in its place without `restore`" in fault


def test_a_number_that_stands_in_a_name_keeps_four_digits(settings: Settings) -> None:
    start(settings, 1, "for +91 98765 43210")
    [entry] = reading.newest(settings, 1)
    assert entry.subject == "for •••3210"


def test_a_name_that_is_no_text_is_kept_as_text(settings: Settings) -> None:
    start(settings, 1, "Caf\udce9.csv")
    [entry] = reading.newest(settings, 1)
    assert entry.subject.startswith("Caf")
    assert verifying.verify(settings).is_whole


def test_each_hash_of_a_plain_export_can_be_worked_out_anew(
    acts: Settings, cli: RunCommand
) -> None:
    out = acts.data_dir / "acts.csv"
    assert cli("audit", "export", out, "--plain").returncode == 0
    rows = pd.read_csv(out, dtype=str, keep_default_na=False).to_dict("records")
    assert [row["subject"] for row in rows] == [*NAMES, "the audit"]
    for row in rows:
        nullable = {name: row[name] or None for name in ("campaign_id", "before", "after")}
        values = {**row, **nullable}
        campaign = nullable["campaign_id"]
        array = [
            *(int(row["act"]), *(values[name] for name in chain.HASHED[1:7])),
            *(int(campaign) if campaign else None, row["subject"]),
            *(values["before"], values["after"], row["previous"]),
        ]
        text = json.dumps(array, separators=(",", ":"))
        assert hashlib.sha256(text.encode("ascii")).hexdigest() == row["hash"]


def test_only_admins_read_it(acts: Settings) -> None:
    with acting_as(Actor("Ravi", Role.SENDER, ActorKind.PERSON)), pytest.raises(NotAllowed):
        verifying.verify(acts)


def test_the_list_says_who_what_and_from_where(acts: Settings, cli_json: RunJson) -> None:
    told = cli_json("audit", "list", "--campaign", "3", "--actor", "asha")["acts"]
    assert [(act["sentence"], act["origin"], act["role"]) for act in told] == [
        ("Asha started campaign 3 (Pongal).", "10.0.0.7", "admin")
    ]
    assert (told[0]["before"], told[0]["after"]) == ({"state": "draft"}, {"state": "running"})
    assert cli_json("audit", "list", "--actor", "Ravi")["acts"] == []
