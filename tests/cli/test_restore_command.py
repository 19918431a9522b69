"""`restore COPY`: what the README describes by hand, checked, held and explained."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, RunCommand, RunJson, Send, StartGateway, WorkUntil

from jetmsg_core import optouts, templates
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.processes import Supervisor
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.templates import TemplateDraft
from jetmsg_core.worker import worker_lock


@pytest.fixture
def back_up(cli_json: RunJson, tmp_path: Path) -> Any:
    def make(name: str = "copy.db") -> Path:
        cli_json("backup", tmp_path / name)
        return tmp_path / name

    return make


def files_of(settings: Settings) -> list[str]:
    hidden = ("worker.lock", "jetmsg.mark", "audit.mark", "sandbox.json")
    return sorted(p.name for p in settings.data_dir.iterdir() if p.name not in hidden)


def test_what_ran_is_held_and_said_and_nobody_is_sent_to(
    back_up: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    cli_json: RunJson,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "20")
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    copies: list[Path] = []

    def is_over() -> bool:
        status = control.status(settings, made)
        if status.settled and not copies:
            copies.append(back_up())
        return status.is_over

    work_until(is_over, made)
    whole = copies[0].read_bytes()
    done = cli_json("restore", copies[0])
    assert copies[0].read_bytes() == whole
    (held,) = done["held"]
    assert 0 < held["people"] < 300
    assert held == {
        "campaign": made, "name": "Test", "state": "running", "people": done["people"]
    }  # fmt: skip
    aside = Path(done["aside"])
    assert files_of(settings) == sorted([aside.name, "jetmsg.db"])
    restored = cli_json("campaign", "status", made)["restored"]
    assert (restored["people"], restored["went"]) == (held["people"], held["people"])
    assert f"{held['people']:,} of them were sent to" in restored["evidence"][0]
    after = new_campaign(1, "The worker is here")
    control.start(settings, after)
    work_until(lambda: control.status(settings, after).is_over, after)
    assert len(read_journal()) == 301
    cli_json("campaign", "resume", made)
    work_until(lambda: control.status(settings, made).is_over, made)
    assert len(read_journal()) == 301 + held["people"]


def test_the_database_put_aside_is_whole(
    back_up: Any, new_campaign: NewCampaign, settings: Settings, cli_json: RunJson, monkeypatch: Any
) -> None:
    new_campaign(3)
    copy = back_up()
    new_campaign(5)
    done = cli_json("restore", copy)
    assert (done["campaigns_missing"], done["held"], done["people"]) == (1, [], 0)
    other = settings.data_dir / "other"
    other.mkdir()
    shutil.copy(done["aside"], other / "jetmsg.db")
    monkeypatch.setenv("JETMSG_DATA_DIR", str(other))
    assert cli_json("campaign", "status", 2)["recipients"] == 5


def test_a_draft_that_was_started_since_is_held(
    back_up: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    cli_json: RunJson,
) -> None:
    start_gateway()
    sent, waits = new_campaign(3), new_campaign(4)
    copy = back_up()
    send(sent)
    done = cli_json("restore", copy)
    assert [(held["campaign"], held["state"]) for held in done["held"]] == [(sent, "draft")]
    assert control.status(settings, sent).campaign.held is Hold.RESTORED
    assert control.status(settings, waits).campaign.state is CampaignState.DRAFT


def test_a_plain_copy_with_its_wal_is_held_too(
    new_campaign: NewCampaign, settings: Settings, cli_json: RunJson, tmp_path: Path
) -> None:
    with open_database(settings.database_path) as db:  # so that the -wal stays
        made = new_campaign(3)
        control.start(settings, made)
        for end in ("", "-wal"):
            shutil.copy(f"{settings.database_path}{end}", tmp_path / f"plain.db{end}")
        db.conn.execute("select 1")
    done = cli_json("restore", tmp_path / "plain.db")
    assert [(held["campaign"], held["people"]) for held in done["held"]] == [(made, 3)]
    assert sorted(p.name for p in tmp_path.glob("plain.db*")) == ["plain.db", "plain.db-wal"]


def test_newer_opt_outs_and_templates_are_kept_and_taken_back(
    back_up: Any, settings: Settings, cli_json: RunJson, cli: RunCommand
) -> None:
    optouts.add(settings, ["9876500001"], source="before")
    changed = templates.add(settings, TemplateDraft(name="Changed", body="Hello {#var#}"))
    copy = back_up()
    optouts.add(settings, ["9876500002"], source="replied STOP")
    templates.add(settings, TemplateDraft(name="New", body="Good day"))
    templates.change(
        settings, changed.id, TemplateDraft(name="Changed", body="Hello again {#var#}")
    )
    done = cli_json("restore", copy)
    assert (done["opt_outs_kept"], done["templates_kept"]) == (1, 2)
    assert optouts.count(settings) == 1
    assert cli_json("template", "kept")["names"] == ["Changed", "New"]
    # A second restore before anybody decided loses nothing.
    done = cli_json("restore", copy)
    assert (done["opt_outs_kept"], done["templates_kept"]) == (1, 2)
    assert cli_json("optout", "kept", "--take") == {"taken": 1, "kept": 0}
    assert cli_json("optout", "kept", "--take") == {"taken": 0, "kept": 0}
    assert {o.source for o in optouts.listing(settings).opt_outs} == {"before", "replied STOP"}
    answer = cli_json("template", "kept", "--take")
    assert (answer["taken"], answer["kept"], answer["refused"]) == (2, 0, [])
    bodies = {t.name: t.body for t in templates.listing(settings)}
    assert bodies == {"Changed": "Hello again {#var#}", "New": "Good day"}
    assert len(templates.versions(settings, changed.id)) == 2


def test_what_is_kept_can_be_left(back_up: Any, settings: Settings, cli_json: RunJson) -> None:
    copy = back_up()
    optouts.add(settings, ["9876500002"], source="replied STOP")
    templates.add(settings, TemplateDraft(name="New", body="Good day"))
    cli_json("restore", copy)
    assert cli_json("optout", "kept", "--leave") == {"left": 1, "kept": 0}
    assert cli_json("template", "kept", "--leave") == {"left": 1, "kept": 0, "names": []}
    assert (optouts.count(settings), templates.listing(settings)) == (0, [])


def test_a_kept_template_that_cannot_be_taken_waits_on(
    back_up: Any, settings: Settings, cli_json: RunJson, cli: RunCommand
) -> None:
    copy = back_up()
    number = "1107160000000000001"
    templates.add(settings, TemplateDraft(name="New", body="Good day", dlt_id=number))
    cli_json("restore", copy)
    templates.add(settings, TemplateDraft(name="Typed again", body="Good day", dlt_id=number))
    done = cli("template", "kept", "--take", "--json")
    assert done.returncode == 1
    assert "Typed again" in done.stderr
    assert cli_json("template", "kept")["kept"] == 1


def test_it_refuses_while_a_worker_runs(back_up: Any, settings: Settings, cli: RunCommand) -> None:
    copy = back_up()
    before = settings.database_path.read_bytes()
    with worker_lock(settings):
        done = cli("restore", copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Stop it, then restore" in done.stderr
    assert settings.database_path.read_bytes() == before


def test_it_refuses_while_a_dashboard_runs(
    back_up: Any, settings: Settings, cli: RunCommand
) -> None:
    """Also in the seconds in which its worker is down."""
    copy = back_up()
    with open_database(settings.database_path) as db:
        processes.announce(db, "sandbox", holder="d", pid=1, url="http://127.0.0.1", now=utc_now())
    done = cli("restore", copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert "A dashboard is running" in done.stderr


def test_it_refuses_while_another_program_has_the_database_open(
    back_up: Any, settings: Settings, cli: RunCommand
) -> None:
    copy = back_up()
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "insert into opt_outs (number, source, added_at) values (919876500009, 'here', 'now')"
        )
        done = cli("restore", copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert "has" in done.stderr
    assert "open" in done.stderr
    assert optouts.count(settings) == 1


def _no_database(path: Path) -> None:
    path.write_text("name,mobile\n" * 500)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table notes (text)")


def _damaged(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('jetmsg', 'm999_tomorrow', '2099-01-01')"
        )
        db.commit()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(_no_database, "is no database", id="no database"),
        pytest.param(_empty, "not one of this program", id="empty"),
        pytest.param(_another_program, "not one of this program", id="of another program"),
        pytest.param(_damaged, "damaged", id="damaged"),
        pytest.param(_newer, "a newer version", id="newer than the program"),
        pytest.param(Path.unlink, "There is no file", id="not there"),
    ],
)
def test_a_copy_that_cannot_be_used_changes_nothing(
    spoil: Any,
    words: str,
    back_up: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    cli: RunCommand,
) -> None:
    new_campaign(3)
    copy = back_up()
    spoil(copy)
    before, spoiled = files_of(settings), copy.exists() and copy.read_bytes()
    done = cli("restore", copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert files_of(settings) == before
    assert (copy.exists() and copy.read_bytes()) == spoiled
    assert control.status(settings, 1).campaign.recipients == 3


def test_the_database_itself_is_no_copy(
    settings: Settings, new_campaign: NewCampaign, cli: RunCommand
) -> None:
    new_campaign(3)
    done = cli("restore", settings.database_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is the database in use" in done.stderr


def test_a_damaged_database_is_put_aside_with_what_lies_beside_it(
    back_up: Any, new_campaign: NewCampaign, settings: Settings, cli_json: RunJson
) -> None:
    new_campaign(3)
    copy = back_up()
    settings.database_path.write_bytes(b"no database at all" * 500)
    beside = settings.data_dir / "jetmsg.db-wal"
    beside.write_bytes(b"")
    done = cli_json("restore", copy)
    assert done["opt_outs_kept"] is None
    assert "could not be read" in done["warnings"][0]
    assert Path(done["aside"]).read_bytes().startswith(b"no database")
    assert control.status(settings, 1).campaign.recipients == 3


def test_it_restores_into_an_empty_folder(
    back_up: Any, new_campaign: NewCampaign, cli_json: RunJson, tmp_path: Path, monkeypatch: Any
) -> None:
    new_campaign(3)
    copy = back_up()
    monkeypatch.setenv("JETMSG_DATA_DIR", str(tmp_path / "new machine"))
    done = cli_json("restore", copy)
    assert (done["aside"], done["warnings"]) == (None, [])
    assert cli_json("campaign", "status", 1)["recipients"] == 3


def test_a_copy_of_an_older_version_is_brought_up_to_date(
    back_up: Any, new_campaign: NewCampaign, settings: Settings, cli_json: RunJson
) -> None:
    made = new_campaign(3)
    control.start(settings, made)
    copy = back_up()
    with closing(sqlite3.connect(copy)) as db:
        for table in ("generations", "restored_campaigns", "restorations"):
            db.execute(f"drop table {table}")
        for table in ("kept_opt_outs", "kept_templates"):
            db.execute(f"drop table {table}")
        db.execute("delete from _sqlite_migrations where name = 'm016_restorations'")
        db.execute("update campaigns set held = null")
        db.commit()
    done = cli_json("restore", copy)
    assert [held["campaign"] for held in done["held"]] == [made]


@pytest.mark.slow
def test_a_running_dashboard_is_seen_by_its_worker(
    back_up: Any, settings: Settings, command: RunCommand, monkeypatch: Any
) -> None:
    copy = back_up()
    supervisor = Supervisor(settings)
    supervisor.start()
    try:
        done = command("restore", copy)
    finally:
        supervisor.stop()
    assert done.returncode == 1
    assert "running on this data folder" in done.stderr
    assert command("restore", copy).returncode == 0
