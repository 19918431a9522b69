"""`backup`: a whole copy of the database, made while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jetmsg_core.campaigns import control


def test_a_backup_opens_as_the_data_it_was_made_from(
    cli_json: Any, new_campaign: Any, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    made = new_campaign(7)
    copy = tmp_path / "restored" / "jetmsg.db"
    copy.parent.mkdir()
    said = cli_json("backup", copy)
    assert said == {"file": str(copy), "bytes": copy.stat().st_size}
    assert [path.name for path in copy.parent.iterdir()] == ["jetmsg.db"]
    control.stop(settings, made)
    monkeypatch.setenv("JETMSG_DATA_DIR", str(copy.parent))
    status = cli_json("campaign", "status", made)
    assert (status["state"], status["recipients"], status["queued"]) == ("draft", 7, 7)


def test_a_backup_made_while_sending_adds_up(
    cli_json: Any,
    new_campaign: Any,
    settings: Any,
    start_gateway: Any,
    work_until: Any,
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

    assert work_until(copied_twice_and_over, made).taken == 400
    for copy in copies:
        monkeypatch.setenv("JETMSG_DATA_DIR", str(copy.parent))
        status = cli_json("campaign", "status", made)
        states = ("queued", "sending", "submitted", "not_accepted", "refused", "unknown")
        assert sum(status[state] for state in states) == 400


def test_a_backup_writes_over_nothing(cli: Any, tmp_path: Path, settings: Any) -> None:
    kept = tmp_path / "contacts.xlsx"
    kept.write_text("mine")
    done = cli("backup", kept)
    assert (done.returncode, done.stdout) == (1, "")
    assert "exists already" in done.stderr
    assert kept.read_text() == "mine"


def test_a_backup_into_no_folder_is_a_sentence(cli: Any, tmp_path: Path, settings: Any) -> None:
    done = cli("backup", tmp_path / "nowhere" / "copy.db")
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
