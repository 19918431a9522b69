"""A file that a command writes is there as a whole, or as it was before."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, RunCommand
from nursery import run_command

from jetmsg_core import optouts
from jetmsg_core.settings import Settings

ROOM = 1_000_000
"""Bytes. The database of these tests is smaller, and what they write is larger."""

Write = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def arguments(tmp_path: Path, settings: Settings) -> Callable[[str, Path], list[str]]:
    """What to type for a writer and a file, with enough to write that it finds no room."""
    path = tmp_path / "in.csv"
    long = "x" * 500
    rows = [f"{9_000_000_000 + i * 7919},{long},{i}" for i in range(3_000)]
    path.write_text("mobile,what,n\n" + "\n".join(rows) + "\n")

    def of(writer: str, out: Path) -> list[str]:
        if writer == "optout export":
            optouts.add(settings, [str(9_000_000_000 + i * 7919) for i in range(200)], source=long)
        return {
            "contacts check --accepted": ["contacts", "check", str(path), "--accepted", str(out)],
            "contacts check --rejected": [
                *("contacts", "check", str(path), "--column", "n", "--rejected", str(out)),
            ],
            "campaign export": ["campaign", "export", "1", str(out)],
            "optout export": ["optout", "export", str(out)],
        }[writer]

    return of


def run(arguments: list[str], room: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command, in a process that can write no file of more than `room` bytes."""

    return run_command(arguments, os.environ, room=room)


@pytest.mark.parametrize(
    ("writer", "room"),
    [
        pytest.param("contacts check --accepted", ROOM, id="accepted"),
        pytest.param("contacts check --rejected", ROOM, id="rejected"),
        pytest.param("optout export", 50_000, id="opt-outs"),
    ],
)
def test_a_file_there_is_no_room_for_is_a_sentence_and_leaves_what_was_there(
    arguments: Any, tmp_path: Path, writer: str, room: int
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    out = folder / "out.csv"
    out.write_text("before")
    typed = arguments(writer, out)
    assert run(typed).returncode == 0
    whole = out.read_bytes()
    assert len(whole) > room
    out.write_text("before")
    done = run(typed, room)
    assert done.returncode == 1
    assert "out.csv cannot be written: File too large." in done.stderr
    assert [path.name for path in folder.iterdir()] == ["out.csv"]
    assert out.read_text() == "before"


def test_an_export_of_a_campaign_there_is_no_room_for(
    cli: RunCommand, new_campaign: NewCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_campaign(3)
    out = tmp_path / "out.csv"
    out.write_text("before")
    full = cli("campaign", "export", str(made), "/dev/full")
    assert (full.returncode, full.stdout) == (1, "")
    assert "/dev/full cannot be written: No space left on device." in full.stderr
    assert cli("campaign", "export", "99", out).returncode == 1
    assert out.read_text() == "before"
    assert cli("campaign", "export", str(made), out).returncode == 0
    assert out.read_bytes().count(b"\n") == 4


def test_a_pipe_and_a_link_are_written_to_and_stay_what_they_are(
    command: RunCommand, new_campaign: NewCampaign, tmp_path: Path
) -> None:
    made = new_campaign(3)
    done = command("campaign", "export", str(made), "/dev/stdout")
    assert done.stdout.count("City") == 6
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    assert command("campaign", "export", str(made), link).returncode == 0
    assert link.is_symlink()
    assert target.read_bytes().count(b"\n") == 4
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_not_there_is_a_sentence(cli: RunCommand, tmp_path: Path) -> None:
    done = cli("optout", "export", tmp_path / "nowhere" / "out.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written: No such file or directory." in done.stderr
