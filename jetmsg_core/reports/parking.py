"""Rows of reports that belong to no message we know: kept, listed, and given to the campaign that
owns them once it has ended."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from jetmsg_core.settings import Settings
from jetmsg_core.store import deliveries
from jetmsg_core.store.database import Row, open_database
from jetmsg_core.times import in_ist

EVERYTHING = 5_000_000
HEADER = ("smsId", "number", "status", "error", "time (IST)", "why", "file")


def parked_count(settings: Settings) -> int:
    with open_database(settings.database_path) as db:
        return deliveries.parked_count(db, settings.mode)


def parked(settings: Settings, limit: int = 50) -> list[Row]:
    with open_database(settings.database_path) as db:
        return deliveries.parked(db, settings.mode, limit)


def parked_csv(settings: Settings) -> bytes:
    """All of them; ids as text that Excel keeps."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in parked(settings, EVERYTHING):
        at = in_ist(datetime.fromtimestamp(row["at"], UTC), "%Y-%m-%d %H:%M:%S")
        writer.writerow(
            [
                *(_kept(row["sms_id"]), _kept(str(row["number"] or ""))),
                *(_kept(row["word"]), _kept(row["error"]), at, row["why"], _kept(row["file"])),
            ]
        )
    return out.getvalue().encode()


def _kept(cell: str) -> str:
    if cell.isdigit() and (len(cell) > 15 or cell.startswith("0")):
        return f'="{cell}"'
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
