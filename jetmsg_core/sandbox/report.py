"""The delivery report of all SMS taken, as a panel exports it.

A run may hold a million SMS, so of each only the number is kept: smsIds of one call are
consecutive, and how one ended follows from the seed and its smsId.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import blake2b

from .panels import Panel, ReportedMessage

HEADER = "Sms Id,Mobile No,Status,Error Code,Done Date\r\n"
IST = timezone(timedelta(hours=5, minutes=30))
ROWS_A_PIECE = 2000
CHARACTERS_A_PIECE = 150_000
SLOWEST = 30
# Up to which of 1000 an SMS ends so: a share for each, in the words panels use.
FATES = (
    (930, "DELIVRD", "000"),
    (945, "UNDELIV", "ABSENTSUB"),
    (960, "UNDELIV", "HANDSETERR"),
    (972, "EXPIRED", "MOBOFF"),
    (980, "NDNC", "650"),
    (988, "DND", "650"),
    (993, "REJECTD", "633"),
    (997, "REJECTD", "630"),
    (1000, "REJECTD", "634"),
)


@dataclass(frozen=True)
class _Batch:
    first_id: int
    at: datetime
    numbers: array[int]


class Report:
    def __init__(self, *, seed: int) -> None:
        self._seed = seed
        self._batches: list[_Batch] = []

    def add(self, first_id: int, numbers: Sequence[str], at: datetime) -> None:
        if numbers:
            self._batches.append(_Batch(first_id, at, array("Q", map(int, numbers))))

    def pieces(self) -> Iterator[str]:
        """Yields the file in pieces, so that a million rows neither fill memory nor hold up
        calls."""
        rows = [HEADER]
        for batch in self._batches[:]:
            done_dates = _done_dates(batch.at)
            for sms_id, number in enumerate(batch.numbers, batch.first_id):
                status, code, seconds = fate(sms_id, self._seed)
                rows.append(f"{sms_id},{number},{status},{code},{done_dates[seconds]}\r\n")
                if len(rows) >= ROWS_A_PIECE:
                    yield "".join(rows)
                    rows = []
        yield "".join(rows)

    def pieces_of_panel(self, panel: Panel) -> Iterator[str]:
        """Yields the same in the shape of another panel."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(panel.header)
        for batch in self._batches[:]:
            sent_at = batch.at.astimezone(IST)
            for sms_id, number in enumerate(batch.numbers, batch.first_id):
                status, code, seconds = fate(sms_id, self._seed)
                done_at = sent_at + timedelta(seconds=seconds)
                message = ReportedMessage(sms_id, number, (status, code), sent_at, done_at)
                writer.writerow(panel.row(message))
                if text.tell() >= CHARACTERS_A_PIECE:
                    yield text.getvalue()
                    text.seek(0)
                    text.truncate()
        yield text.getvalue()


def fate(sms_id: int, seed: int) -> tuple[str, str, int]:
    """Gives the status, the error code, and the seconds it took, always the same for an id and a
    seed."""
    digest = blake2b(f"{seed}:{sms_id}".encode(), digest_size=8).digest()
    share = int.from_bytes(digest[:4]) % 1000
    status, code = next((status, code) for limit, status, code in FATES if share < limit)
    return status, code, digest[4] % SLOWEST + 1


def _done_dates(at: datetime) -> list[str]:
    """By the seconds it took, made once a call: a date a row was most of the time of a report."""
    start = at.astimezone(IST)
    seconds = range(SLOWEST + 1)
    return [f"{start + timedelta(seconds=second):%Y-%m-%d %H:%M:%S}" for second in seconds]
