"""The customer's account at the gateway: keys, balances and the numbers that are given out once.

Only one thread touches it and no call is suspended between looking at a balance and taking from
it, so it needs no lock.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .options import Pool


class StateFileError(Exception):
    """The state file is there and cannot be used."""


@dataclass
class Books:
    """The numbers that must survive a restart."""

    balances: dict[Pool, int]
    calls: int = 0
    last_sms_id: int = 0
    last_message_id: int = 0


class Account:
    def __init__(
        self, *, balances: Mapping[Pool, int], auth_key: str | None, state: Path | None
    ) -> None:
        self._auth_key = auth_key
        self._state = state
        self._books = _open_books(state, balances)

    @property
    def balances(self) -> Mapping[Pool, int]:
        return self._books.balances

    def knows(self, key: str) -> bool:
        return key == self._auth_key if self._auth_key else bool(key.strip())

    def covers(self, pool: Pool, credits: int) -> bool:
        return self._books.balances[pool] >= credits

    def deduct(self, pool: Pool, credits: int) -> None:
        self._books.balances[pool] -= credits

    def next_call(self) -> int:
        self._books.calls += 1
        return self._books.calls

    def next_sms_ids(self, count: int) -> range:
        """Gives so many smsIds in a row. The clock in steps of 10 µs is ahead of any id given
        before a restart, with or without a state file. It has 15 digits, as many as a spreadsheet
        keeps of a number."""
        first = max(self._books.last_sms_id + 1, time.time_ns() // 10_000)
        self._books.last_sms_id = first + count - 1
        return range(first, first + count)

    def next_message_id(self) -> int:
        self._books.last_message_id = max(
            self._books.last_message_id + 1, int(time.time()) - 1_700_000_000
        )
        return self._books.last_message_id

    def save(self) -> None:
        """Replaces the file whole, so that a kill leaves the old books or the new ones."""
        if self._state is None:
            return
        draft = self._state.with_name(f"{self._state.name}.{os.getpid()}.new")
        draft.write_text(json.dumps(asdict(self._books)), encoding="utf-8")
        draft.replace(self._state)


def _open_books(state: Path | None, opening: Mapping[Pool, int]) -> Books:
    """A state that exists wins over the opening balances: a restart gives no credits back."""
    if state is None or not state.exists():
        return Books(balances=dict(opening))
    try:
        saved = json.loads(state.read_text(encoding="utf-8"))
        return Books(
            balances={pool: int(saved["balances"][pool]) for pool in Pool},
            calls=int(saved["calls"]),
            last_sms_id=int(saved["last_sms_id"]),
            last_message_id=int(saved["last_message_id"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StateFileError(
            f"{state} is not a state file of the sandbox; move it away or name another."
        ) from error
