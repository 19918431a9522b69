"""Reports of a panel written for the messages a sandbox has taken."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

HEADER = ("Sms Id", "Mobile No", "Status", "Error Code", "Done Date")


def rows_of(ledger: Iterable[dict[str, Any]], *endings: tuple[str, str, str]) -> list[list[str]]:
    """A row a message in order, each with the next of `endings`: status, error code, time."""
    return [
        [str(row["sms_id"] or ""), str(row["number"]), *endings[index % len(endings)]]
        for index, row in enumerate(ledger)
    ]


def csv_of(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, by: str = ",") -> bytes:
    return "\n".join(by.join(row) for row in [header, *rows]).encode()


FOREIGN = ("Delivered At", "MSISDN", "Circle", "TRANS-ID", "DLR Status", "Cause")
FOREIGN_ENDS = (
    ("Delivered To Terminal", "01/05/2026 12:00", "-"),
    ("dnd-fail", "01/05/2026 12:01", "-"),
    ("Teleported", "01/05/2026 12:02", "E7"),
    ("FORCE EXPIRED", "", "-"),
)
STRANGER = "4711000000000"


def foreign_rows(ledger: Sequence[dict[str, Any]]) -> list[list[str]]:
    """What another panel's export says of four people and of somebody unknown: other columns in
    another order, numbers spelt with spaces, days first, words nobody knows."""
    people = [(str(row["sms_id"]), str(row["number"])) for row in ledger[:4]]
    people.append((STRANGER, "919876543210"))
    ends = (*FOREIGN_ENDS, FOREIGN_ENDS[0])
    return [
        [at, f"+91 {number[2:7]} {number[7:]}", "x", sms_id, word, error]
        for (sms_id, number), (word, at, error) in zip(people, ends, strict=True)
    ]


def foreign_export(ledger: Sequence[dict[str, Any]], kind: str) -> bytes:
    """As `csv` with semicolons and a byte order mark, or as `xlsx`."""
    if kind == "csv":
        return b"\xef\xbb\xbf" + csv_of(foreign_rows(ledger), FOREIGN, by=";")
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (FOREIGN, *foreign_rows(ledger)):
        book.active.append(list(row))
    book.save(data)
    return data.getvalue()


def report_of(url: str) -> bytes:
    """The sandbox's own."""
    with urllib.request.urlopen(f"{url}/report.csv", timeout=120) as reply:
        body: bytes = reply.read()
    return body
