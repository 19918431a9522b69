"""Files at rest are for the user who runs the program: from the moment they are made, also where
the system would let others read them."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import NewCampaign, RunCommand, RunJson

from jetmsg_core import uploads
from jetmsg_core.private_files import exposed, keep_private, make_once, narrow
from jetmsg_core.restoring.mark import open_mark
from jetmsg_core.settings import PROJECT, Settings
from jetmsg_core.store.database import open_database


@pytest.fixture(autouse=True)
def _lets_others_read() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_database_and_what_stands_beside_it_are_private(settings: Settings) -> None:
    with open_database(settings.database_path) as db, open_mark(settings.data_dir):
        db.conn.execute("insert into opt_outs (number, source, added_at) values (1, 'x', '2026')")
        made = {path.name: mode(path) for path in settings.data_dir.iterdir()}
    assert made == dict.fromkeys(
        ("jetmsg.db", "jetmsg.db-wal", "jetmsg.db-shm", "jetmsg.mark"), 0o600
    )
    assert mode(settings.data_dir) == 0o700


def test_a_file_is_made_once_also_where_a_disk_has_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "no hard links")

    linked, unlinked = tmp_path / "linked.key", tmp_path / "unlinked.key"
    make_once(linked, b"first")
    make_once(linked, b"second")
    monkeypatch.setattr(os, "link", no_links)
    make_once(unlinked, b"first")
    make_once(unlinked, b"second")
    assert linked.read_bytes() == unlinked.read_bytes() == b"first"
    assert mode(linked) == mode(unlinked) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["linked.key", "unlinked.key"]


def test_a_backup_is_private(cli: RunCommand, new_campaign: NewCampaign, tmp_path: Path) -> None:
    new_campaign(3)
    assert cli("backup", tmp_path / "copy.db").returncode == 0
    assert mode(tmp_path / "copy.db") == 0o600


def test_whatever_the_program_makes_is_private(new_campaign: NewCampaign, tmp_path: Path) -> None:
    made = new_campaign(3)
    out = tmp_path / "people.csv"
    done = subprocess.run(
        [sys.executable, "-m", "jetmsg_core", "campaign", "export", str(made), str(out)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert mode(out) == 0o600


def test_processes_that_keep_private_make_private_files(settings: Settings) -> None:
    keep_private()
    kept = uploads.keep(settings, io.BytesIO(b"name\nAsha\n"))
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert kept
    assert files
    assert {mode(path) for path in files} == {0o600}


def test_an_older_folder_is_narrowed_once(settings: Settings) -> None:
    with open_database(settings.database_path):
        pass
    (settings.data_dir / "uploads").mkdir(0o755)
    upload = settings.data_dir / "uploads" / "contacts.csv"
    upload.write_text("name\n")
    theirs = settings.data_dir / "notes.txt"
    theirs.write_text("theirs")
    settings.database_path.chmod(0o644)
    settings.data_dir.chmod(0o755)
    assert narrow(settings.data_dir) == 4
    assert mode(settings.data_dir) == mode(upload.parent) == 0o700
    assert mode(settings.database_path) == mode(upload) == 0o600
    assert mode(theirs) == 0o644
    assert narrow(settings.data_dir) == 0


def test_a_folder_of_everybody_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    assert narrow(shared) == 0
    assert shared.stat().st_mode & 0o7777 == 0o1777


def test_a_link_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "target.db"
    target.write_text("theirs")
    settings.data_dir.mkdir(0o700)
    (settings.data_dir / "jetmsg-link.db").symlink_to(target)
    assert narrow(settings.data_dir) == 0
    assert mode(target) == 0o644


def test_keys_that_others_can_read_are_told(tmp_path: Path) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    assert exposed(secrets) == ""
    secrets.parent.mkdir()
    secrets.write_text("")
    assert "can be read by other users" in exposed(secrets)
    assert "chmod 600 .streamlit/secrets.toml" in exposed(secrets)
    secrets.chmod(0o600)
    assert exposed(secrets) == ""


def test_settings_show_has_the_warnings(cli_json: RunJson) -> None:
    assert isinstance(cli_json("settings", "show")["warnings"], list)
