"""The witness: one JSON line for each recipient the gateway took.

A call's lines go to the operating system in one write, before the reply and before any fault
can lose it. The file is opened for appending, so a restart adds to what was there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .options import Pool


class Family(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"
    OTP_V1 = "otp-v1"
    OTP_V3 = "otp-v3"


@dataclass(frozen=True)
class AcceptedText:
    """One text that was accepted for one or many numbers. That of an OTP holds `@OTP@`, never the
    code."""

    family: Family
    numbers: Sequence[str]
    text: str
    parts: int
    pool: Pool | None = None
    route: str | None = None
    type: str | None = None
    tempid: str | None = None
    sender: str | None = None


class Journal:
    def __init__(self, path: Path | None) -> None:
        self._file = None if path is None else _open_to_append(path)

    def write(
        self, accepted: AcceptedText, *, time: str, call_number: int, sms_ids: Iterable[int]
    ) -> None:
        """Writes a line for each number of the text. `sms_ids` is empty for the families that have
        none."""
        if self._file is None:
            return
        head, middle, tail = _frame(accepted, time=time, call_number=call_number)
        ids = [f'"{sms_id}"' for sms_id in sms_ids] or ["null"] * len(accepted.numbers)
        numbers = (json.dumps(number) for number in accepted.numbers)
        if accepted.family is Family.SMS:
            numbers = (f'"{number}"' for number in accepted.numbers)
        lines = [f"{head}{n}{middle}{i}{tail}" for n, i in zip(numbers, ids, strict=True)]
        _write_all(self._file, "".join(lines).encode("ascii"))

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _frame(accepted: AcceptedText, *, time: str, call_number: int) -> tuple[str, str, str]:
    """The constant rest of a call's lines: only number and smsId differ, so the text is
    escaped once. ASCII, because readers split lines at U+2028 and U+0085 too."""
    tail = {
        "family": accepted.family,
        "route": accepted.route,
        "pool": accepted.pool,
        "type": accepted.type,
        "tempid": accepted.tempid,
        "sender": accepted.sender,
    }
    return (
        f'{{"time": "{time}", "call_number": {call_number}, "number": ',
        f', "text": {json.dumps(accepted.text)}, "parts": {accepted.parts}, "smsId": ',
        f", {json.dumps(tail)[1:]}\n",
    )


def _open_to_append(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
