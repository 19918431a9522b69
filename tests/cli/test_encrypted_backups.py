"""`backup --encrypt`, and what reads such a copy again."""

from __future__ import annotations

import io
import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from fixtures import NewCampaign, RunCommand, RunJson

from jetmsg_core.cli.arguments.passphrases import new_passphrase
from jetmsg_core.errors import InputError
from jetmsg_core.files import encrypted
from jetmsg_core.settings import Settings

PASSPHRASE = "four plain words here"


@pytest.fixture(autouse=True)
def _quick_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """What scrypt costs is for whoever tries passphrases out, and no test is that."""
    monkeypatch.setattr(encrypted, "COSTS", (1 << 10, 8, 1))


@pytest.fixture
def sealed_copy(new_campaign: NewCampaign, cli: RunCommand, tmp_path: Path) -> Path:
    new_campaign(7)
    copy = tmp_path / "copy.db"
    done = cli("backup", copy, "--encrypt", stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    return copy


def test_an_encrypted_copy_is_restored_with_its_passphrase(
    sealed_copy: Path, cli: RunCommand, cli_json: RunJson, settings: Settings, monkeypatch:
    pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("JETMSG_DATA_DIR", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    done = cli("restore", sealed_copy, stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    assert cli_json("campaign", "status", 1)["recipients"] == 7
    assert not list((tmp_path / "elsewhere").glob(".jetmsg-*"))


def test_no_byte_of_the_database_is_in_an_encrypted_copy(
    sealed_copy: Path, settings: Settings
) -> None:
    content = sealed_copy.read_bytes()
    assert b"SQLite" in settings.database_path.read_bytes()
    for word in (b"SQLite", b"campaigns", b"Hello", (919000000000).to_bytes(6, "big")):
        assert word not in content
    assert sealed_copy.stat().st_mode & 0o777 == 0o600
    assert not list(settings.data_dir.glob(".jetmsg-*"))
    assert [path.name for path in sealed_copy.parent.glob("*copy*")] == ["copy.db"]


def test_another_passphrase_is_a_sentence_and_changes_nothing(
    sealed_copy: Path, cli: RunCommand, settings: Settings
) -> None:
    before = settings.database_path.read_bytes()
    done = cli("restore", sealed_copy, stdin="four other words here\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The passphrase is not that of" in done.stderr
    assert settings.database_path.read_bytes() == before
    assert not list(settings.data_dir.glob(".jetmsg-*"))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:40], id="within its header"),
        pytest.param(lambda content: content[:-1], id="by one byte"),
        pytest.param(lambda content: content[: encrypted.HEADER], id="behind its header"),
        pytest.param(lambda content: content + b"x", id="with a byte more"),
        pytest.param(lambda content: content[:-20] + b"x" + content[-19:], id="changed"),
    ],
)
def test_a_copy_that_is_not_whole_is_a_sentence(
    sealed_copy: Path, cli: RunCommand, damage: object
) -> None:
    assert callable(damage)
    sealed_copy.write_bytes(damage(sealed_copy.read_bytes()))
    done = cli("restore", sealed_copy, stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 1
    assert "is not whole" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_setting_is_the_passphrase(
    new_campaign: NewCampaign, cli_json: RunJson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_campaign(2)
    monkeypatch.setenv("JETMSG_BACKUP_PASSPHRASE", PASSPHRASE)
    copy = tmp_path / "copy.db"
    assert cli_json("backup", copy, "--encrypt")["encrypted"] is True
    assert encrypted.is_encrypted(copy.read_bytes())
    assert cli_json("check-data", copy) == {"database": str(copy), "whole": True, "damage": []}
    plain = tmp_path / "plain.db"
    assert "encrypted" not in cli_json("backup", plain)
    assert cli_json("check-data", plain)["whole"] is True


def test_a_short_passphrase_is_refused_and_nothing_is_written(
    cli: RunCommand, tmp_path: Path, settings: Settings
) -> None:
    for typed in ("short\n", ""):
        done = cli("backup", tmp_path / "copy.db", "--encrypt", stdin=typed)
        assert done.returncode == 1
        assert "fewer than 12 characters" in done.stderr
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_a_passphrase_that_is_no_utf8_is_a_sentence(
    errors: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xe9 caf\xe9 caf\xe9\n"), "utf-8", errors)
    monkeypatch.setattr(sys, "stdin", typed)
    with pytest.raises(InputError, match="The passphrase on standard input is not UTF-8"):
        new_passphrase(settings)


def test_an_encrypted_copy_writes_over_nothing(sealed_copy: Path, cli: RunCommand) -> None:
    before = sealed_copy.read_bytes()
    done = cli("backup", sealed_copy, "--encrypt", stdin=f"{PASSPHRASE}\n")
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert sealed_copy.read_bytes() == before


@pytest.mark.parametrize("size", [0, 1, encrypted.PIECE, encrypted.PIECE + 1])
def test_any_size_comes_back_as_it_was(size: int, tmp_path: Path) -> None:
    content = os.urandom(size)
    plain, sealed, again = (tmp_path / name for name in ("plain", "sealed", "again"))
    plain.write_bytes(content)
    with plain.open("rb") as source, sealed.open("wb") as out:
        encrypted.encrypt(source, out, PASSPHRASE, lambda done: None)
    with sealed.open("rb") as source, again.open("wb") as out:
        encrypted.decrypt(source, out, PASSPHRASE, name="sealed")
    assert again.read_bytes() == content


def test_pieces_in_another_order_are_found_out(tmp_path: Path) -> None:
    plain, sealed, out = (tmp_path / name for name in ("plain", "sealed", "out"))
    plain.write_bytes(bytes(3 * encrypted.PIECE))
    with plain.open("rb") as source, sealed.open("wb") as target:
        encrypted.encrypt(source, target, PASSPHRASE, lambda done: None)
    content, whole = sealed.read_bytes(), encrypted.PIECE + encrypted.TAG
    begin = encrypted.HEADER
    first, second = content[begin : begin + whole], content[begin + whole : begin + 2 * whole]
    sealed.write_bytes(content[:begin] + second + first + content[begin + 2 * whole :])
    with (
        sealed.open("rb") as source,
        out.open("wb") as target,
        pytest.raises(InputError, match="is not whole"),
    ):
        encrypted.decrypt(source, target, PASSPHRASE, name="sealed")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    with plain.open("wb") as out:
        out.truncate(64 * encrypted.PIECE)
    tracemalloc.start()
    try:
        with plain.open("rb") as source, sealed.open("wb") as target:
            encrypted.encrypt(source, target, PASSPHRASE, lambda done: None)
        with sealed.open("rb") as source, Path(os.devnull).open("wb") as target:
            encrypted.decrypt(source, target, PASSPHRASE, name="sealed")
        assert tracemalloc.get_traced_memory()[1] < 12 * encrypted.PIECE
    finally:
        tracemalloc.stop()
