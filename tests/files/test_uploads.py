"""Uploaded files are kept on disk until they are saved, dropped or a day old."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jetmsg_core import uploads
from jetmsg_core.checking import check
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.settings import Settings

MB = 1_000_000
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Endless(io.RawIOBase):
    """A file that never ends; it counts what was read of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "in pieces"
        self.taken += size
        return b"a" * size


class Broken(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise OSError(28, "No space left on device")


class Unread(io.BytesIO):
    """A file whose size can be asked; reading it is a mistake."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("it was read")


def kept_files(settings: Settings) -> list[str]:
    return [path.name for path in (settings.data_dir / "uploads").iterdir()]


def test_an_upload_is_found_by_its_token_until_it_is_dropped(settings: Settings) -> None:
    token = uploads.keep(settings, io.BytesIO(b"mobile"))
    assert uploads.read(settings, token) == b"mobile"
    uploads.drop(settings, token)
    uploads.drop(settings, token)
    with pytest.raises(NotFoundError, match="Upload it again"):
        uploads.read(settings, token)


@pytest.mark.parametrize("token", ["", "../jetmsg.db", "0" * 31, "0" * 33])
def test_nothing_else_can_be_read_by_a_token(settings: Settings, token: str) -> None:
    with pytest.raises(NotFoundError):
        uploads.read(settings, token)


def test_copying_stops_at_the_limit_and_leaves_nothing(settings: Settings) -> None:
    small = replace(settings, max_file_mb=2)
    endless = Endless()
    with pytest.raises(InputError) as refused:
        uploads.keep(small, endless)  # type: ignore[arg-type]
    assert endless.taken <= 3 * MB
    assert kept_files(small) == []
    blocker = check(small, bytes(2 * MB + 1)).report.blockers[0]
    assert (refused.value.code, str(refused.value)) == (blocker.code, blocker.message)


def test_a_file_over_the_limit_is_refused_before_it_is_copied(settings: Settings) -> None:
    small = replace(settings, max_file_mb=1)
    with pytest.raises(InputError, match="ask your administrator to raise the limit"):
        uploads.keep(small, Unread(bytes(MB + 1)))
    assert not (settings.data_dir / "uploads").exists()


def test_what_was_read_of_a_file_already_does_not_count(settings: Settings) -> None:
    small = replace(settings, max_file_mb=1)
    data = io.BytesIO(bytes(MB) + b"rest")
    data.seek(MB)
    assert uploads.read(small, uploads.keep(small, data)) == b"rest"


def test_a_file_of_exactly_the_limit_is_kept(settings: Settings) -> None:
    small = replace(settings, max_file_mb=1)
    assert len(uploads.read(small, uploads.keep(small, io.BytesIO(bytes(MB))))) == MB


def test_a_file_that_cannot_be_stored_is_a_sentence_and_leaves_nothing(
    settings: Settings,
) -> None:
    with pytest.raises(InputError, match="No space left on device"):
        uploads.keep(settings, Broken())  # type: ignore[arg-type]
    assert kept_files(settings) == []


def test_an_upload_is_forgotten_after_a_day(settings: Settings) -> None:
    old, young = (uploads.keep(settings, io.BytesIO(b"x"), lambda: NOW) for _ in "ab")
    for token, hours in ((old, 25), (young, 23)):
        stamp = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(settings.data_dir / "uploads" / token, (stamp, stamp))
    last = uploads.keep(settings, io.BytesIO(b"x"), lambda: NOW)
    assert sorted(kept_files(settings)) == sorted([young, last])
