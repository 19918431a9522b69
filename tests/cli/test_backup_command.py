"""`backup`: a whole copy of the database, made while it is in use."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from fixtures import NewCampaign, RunCommand, RunJson, StartGateway, WorkUntil

from jetmsg_core.campaigns.lifecycle import control


def test_a_backup_opens_as_the_data_it_was_made_from(
    cli_json: RunJson, new_campaign: NewCampaign, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    made = new_campaign(7)
    copy = tmp_path / "restored" / "jetmsg.db"
    copy.parent.mkdir()
    answer = cli_json("backup", copy)
    assert answer == {"file": str(copy), "bytes": copy.stat().st_size}
    assert [path.name for path in copy.parent.iterdir()] == ["jetmsg.db"]
    control.stop(settings, made)
    monkeypatch.setenv("JETMSG_DATA_DIR", str(copy.parent))
    status = cli_json("campaign", "status", made)
    assert (status["state"], status["recipients"], status["queued"]) == ("draft", 7, 7)


def test_a_backup_made_while_sending_adds_up(
    cli_json: RunJson,
    new_campaign: NewCampaign,
    settings: Any,
    start_gateway: StartGateway,
    work_until: WorkUntil,
    tmp_path: Path,
    monkeypatch: Any,
) -> None:
    start_gateway("--latency-ms", "5")
    made = new_campaign(400, chunk_size=4)
    control.start(settings, made)
    copies: list[Path] = []

    def copied_twice_and_over() -> bool:
        if len(copies) < 2 and control.status(settings, made).settled > 40 * len(copies):
            copies.append(tmp_path / str(len(copies)) / "jetmsg.db")
            copies[-1].parent.mkdir()
            cli_json("backup", copies[-1])
        return len(copies) == 2 and control.status(settings, made).is_over

    assert work_until(copied_twice_and_over, made).submitted == 400
    for copy in copies:
        monkeypatch.setenv("JETMSG_DATA_DIR", str(copy.parent))
        status = cli_json("campaign", "status", made)
        states = ("queued", "sending", "submitted", "not_accepted", "refused", "unknown")
        assert sum(status[state] for state in states) == 400


def test_a_backup_writes_over_nothing(cli: RunCommand, tmp_path: Path, settings: Any) -> None:
    kept = tmp_path / "contacts.xlsx"
    kept.write_text("mine")
    done = cli("backup", kept)
    assert (done.returncode, done.stdout) == (1, "")
    assert "exists already" in done.stderr
    assert kept.read_text() == "mine"


def test_a_backup_into_no_folder_is_a_sentence(
    cli: RunCommand, tmp_path: Path, settings: Any
) -> None:
    done = cli("backup", tmp_path / "nowhere" / "copy.db")
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_touches_no_file_that_is_not_its_own(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    mine = folder / "copy.db.part"
    mine.write_text("mine")
    cli_json("backup", folder / "copy.db")
    assert mine.read_text() == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["copy.db", "copy.db.part"]


def test_a_backup_that_fails_leaves_nothing(
    cli: RunCommand, tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()

    def full_disk(*arguments: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("jetmsg_core.store.restoring.restorations.note_copy", full_disk)
    done = cli("backup", folder / "copy.db")
    assert (done.returncode, done.stdout) == (1, "")
    assert "could not be written" in done.stderr
    assert list(folder.iterdir()) == []


def test_a_name_that_somebody_takes_meanwhile_stays_theirs(
    cli: RunCommand, tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    out = tmp_path / "copy.db"
    monkeypatch.setattr(
        "jetmsg_core.store.restoring.restorations.note_copy", lambda *_: out.write_text("mine")
    )
    done = cli("backup", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert "exists already" in done.stderr
    assert out.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_left_as_it_is(
    cli: RunCommand, tmp_path: Path, settings: Any
) -> None:
    out = tmp_path / "copy.db"
    out.symlink_to(tmp_path / "nowhere.db")
    assert cli("backup", out).returncode == 1
    assert out.is_symlink()
    assert not (tmp_path / "nowhere.db").exists()
