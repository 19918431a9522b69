"""The mark: whatever cuts a write short, what it said before is still there."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jetmsg_core.restoring import mark
from jetmsg_core.restoring.mark import SLOT, SLOTS, MarkedClaim, open_mark
from jetmsg_core.store.ledger.chunks import ClaimedChunk

NOW = datetime.fromtimestamp(1_700_000_000, UTC)


def claimed(campaign_id: int, first_seq: int, attempt: int) -> ClaimedChunk:
    return ClaimedChunk(
        campaign_id, first_seq, first_seq + 1, 1, attempt, False, "Hello", ("919000000000",)
    )


def test_it_says_the_newest_generation_and_the_last_claim(tmp_path: Path) -> None:
    assert mark.read(tmp_path) is None
    with open_mark(tmp_path) as mark_file:
        mark_file.begin("first", NOW)
        assert mark.read(tmp_path) == MarkedClaim(1, "first", 1_700_000_000, None)
        for first_seq in range(1, 6):
            mark_file.note(claimed(7, first_seq, 2))
            assert mark.read(tmp_path) == MarkedClaim(
                first_seq + 1, "first", 1_700_000_000, (7, first_seq, 2)
            )
    with open_mark(tmp_path) as mark_file:
        mark_file.begin("second", NOW)
    assert mark.read(tmp_path) == MarkedClaim(7, "second", 1_700_000_000, None)


@pytest.mark.parametrize("kept", [0, 1, 12, 18])
def test_a_write_that_was_cut_short_leaves_the_one_before(tmp_path: Path, kept: int) -> None:
    with open_mark(tmp_path) as mark_file:
        mark_file.begin("first", NOW)
        mark_file.note(claimed(7, 1, 1))
        before = mark.read(tmp_path)
        whole = (tmp_path / mark.NAME).read_bytes()
        mark_file.note(claimed(7, 2, 1))
        after = (tmp_path / mark.NAME).read_bytes()
    begin = 3 % SLOTS * SLOT
    cut = bytearray(whole)
    cut[begin : begin + kept] = after[begin : begin + kept]
    (tmp_path / mark.NAME).write_bytes(cut)
    assert mark.read(tmp_path) == before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0" * SLOT * SLOTS, id="zeros"),
        pytest.param(b"00000000 null", id="nonsense"),
        pytest.param(b"x" * 5000, id="longer"),
    ],
)
def test_what_cannot_be_read_is_no_mark_and_is_written_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / mark.NAME).write_bytes(content)
    assert mark.read(tmp_path) is None
    with open_mark(tmp_path) as mark_file:
        mark_file.begin("first", NOW)
    marked = mark.read(tmp_path)
    assert marked is not None
    assert marked.generation == "first"


def test_what_was_noted_outlives_a_kill(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from jetmsg_core.restoring.mark import open_mark
from jetmsg_core.store.ledger.chunks import ClaimedChunk
with open_mark(Path(sys.argv[1])) as mark:
    mark.begin("g", datetime.fromtimestamp(1_700_000_000, UTC))
    mark.note(ClaimedChunk(1, 41, 42, 1, 3, False, "x", ("919000000000",)))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(mark.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=root, env=os.environ, check=False
    )
    assert done.returncode < 0
    assert mark.read(tmp_path) == MarkedClaim(2, "g", 1_700_000_000, (1, 41, 3))
