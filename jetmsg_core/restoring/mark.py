"""The mark: a small file beside the database that says what left last.

A database alone cannot tell that it is a copy of yesterday. So `jetmsg.mark` in the data folder
names the life of a worker (a *generation*, a random word that the database notes too) and the last
chunk that this worker claimed. The order is what makes it safe:

    the database commits the claim  →  the mark names it  →  the first byte leaves

Whatever left is therefore in the mark or before it. A database that does not know the mark's
generation, or its claim, is older than what left. A mark that is older than its database, as after
a kill between the two steps or a power cut that took the last second of it, is known to the
database and says nothing: that is the ordinary accident, and holds nobody.

A clean stop begins a generation as well. So a copy that was put back is found even if nothing left
after it: a person may have stopped a campaign that is running in the copy.

It costs no statement and no system call a turn: the file is mapped into memory, which outlives the
process, and is written to the disk once a second, as long as calls leave. It has two slots of a
sector, written in turn, each with a checksum, so that whatever cuts a write short leaves the slot
before it whole.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jetmsg_core.store.ledger.chunks import ClaimedChunk

NAME = "jetmsg.mark"
SLOT = 512
SLOTS = 2

Claim = tuple[int, int, int]
"""Campaign, first recipient and attempt of a chunk."""


@dataclass(frozen=True)
class MarkedClaim:
    """What the mark says. `turn` counts its writings; the generation began at `begun`, in seconds
    since 1970; `claim` is None before the first call."""

    turn: int
    generation: str
    begun: int
    claim: Claim | None


class Mark:
    """The mark while one process writes it. The file must be SLOT * SLOTS bytes long."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._slots = mmap.mmap(file, SLOT * SLOTS)
        newest = _newest(bytes(self._slots))
        self._turn = newest.turn if newest else 0
        self._generation, self._begun = "", 0
        self._is_synced = True

    def begin(self, generation: str, now: datetime) -> None:
        """Writes that from now on this generation sends. It is on the disk when this returns."""
        self._generation, self._begun = generation, int(now.timestamp())
        self._write(None)
        self.sync()

    def note(self, claimed: ClaimedChunk) -> None:
        """Notes a claim. It is called when the claim is committed, before the call leaves."""
        self._write((claimed.campaign_id, claimed.first_seq, claimed.attempt))

    def sync(self) -> None:
        """Writes to the disk, if anything was noted since."""
        if not self._is_synced:
            os.fsync(self._file)
            self._is_synced = True

    def close(self) -> None:
        self.sync()
        self._slots.close()

    def _write(self, claim: Claim | None) -> None:
        self._turn += 1
        begin = self._turn % SLOTS * SLOT
        noted = MarkedClaim(self._turn, self._generation, self._begun, claim)
        self._slots[begin : begin + SLOT] = _packed(noted)
        self._is_synced = False


@contextmanager
def open_mark(folder: Path) -> Iterator[Mark]:
    """Opens the mark of a data folder, made where there is none. Raises OSError."""
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.fstat(file).st_size != SLOT * SLOTS:
            # Real blocks and not a hole: a full disk must fail here, not at a write to memory.
            os.ftruncate(file, 0)
            os.pwrite(file, b" " * SLOT * SLOTS, 0)
            sync_folder(folder)
        mark = Mark(file)
        try:
            yield mark
        finally:
            mark.close()
    finally:
        os.close(file)


def read(folder: Path) -> MarkedClaim | None:
    """Reads the mark of a data folder; None when there is none, or none that can be read."""
    try:
        return _newest((folder / NAME).read_bytes())
    except OSError:
        return None


def sync_folder(folder: Path) -> None:
    """Writes a folder to the disk, so that a name given in it outlives a power cut. Raises
    OSError."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _newest(slots: bytes) -> MarkedClaim | None:
    claims = [_unpacked(slots[at : at + SLOT]) for at in range(0, SLOT * SLOTS, SLOT)]
    return max((claim for claim in claims if claim), key=lambda claim: claim.turn, default=None)


def _packed(noted: MarkedClaim) -> bytes:
    fields = (noted.turn, noted.generation, noted.begun, *(noted.claim or ()))
    words = " ".join(map(str, fields)).encode()
    return b"%08x %s\n" % (zlib.crc32(words), words.ljust(SLOT - 10))


def _unpacked(slot: bytes) -> MarkedClaim | None:
    check, _, payload = slot.strip().partition(b" ")
    try:
        if int(check, 16) != zlib.crc32(payload):
            return None
        turn, generation, begun, *claim = payload.decode().split(" ")
        return MarkedClaim(int(turn), generation, int(begun), _claim(claim))
    except ValueError:
        return None


def _claim(words: list[str]) -> Claim | None:
    if not words:
        return None
    campaign_id, first_seq, attempt = map(int, words)
    return campaign_id, first_seq, attempt
