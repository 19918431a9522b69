"""Reports of a panel written for the messages a sandbox has taken."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable, Sequence
from typing import Any

HEADER = ("Sms Id", "Mobile No", "Status", "Error Code", "Done Date")


def rows_of(ledger: Iterable[dict[str, Any]], *told: tuple[str, str, str]) -> list[list[str]]:
    """A row a message in order, each with the next of `told`: status, error code, time."""
    return [
        [str(row["sms_id"] or ""), str(row["number"]), *told[place % len(told)]]
        for place, row in enumerate(ledger)
    ]


def csv_of(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, by: str = ",") -> bytes:
    return "\n".join(by.join(row) for row in [header, *rows]).encode()


def report_of(url: str) -> bytes:
    """The sandbox's own."""
    with urllib.request.urlopen(f"{url}/report.csv", timeout=20) as reply:
        found: bytes = reply.read()
    return found
