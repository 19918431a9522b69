"""Rows of reports that belong to no message we know: kept, listed, and given to the campaign that
owns them once it has ended."""

from __future__ import annotations

from datetime import UTC, datetime

from jetmsg_core.files.csv_files import csv_of
from jetmsg_core.files.formula_escapes import as_excel_text, ids_as_excel_text, texts
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Row, open_database
from jetmsg_core.store.reports import deliveries

EVERYTHING = 5_000_000
HEADER = ("smsId", "number", "status", "error", "time (IST)", "why", "file")


def unmatched_count(settings: Settings) -> int:
    """Counts the rows of this mode that belong to nobody yet."""
    with open_database(settings.database_path) as db:
        return deliveries.unmatched_count(db, settings.mode)


def unmatched_rows(settings: Settings, limit: int = 50) -> list[Row]:
    """Gives the first rows of this mode that belong to nobody yet, with their words and the file
    they came from."""
    with open_database(settings.database_path) as db:
        return deliveries.unmatched(db, settings.mode, limit)


def unmatched_csv(settings: Settings) -> bytes:
    """Gives all of them as CSV; ids as text that Excel keeps."""
    rows = unmatched_rows(settings, EVERYTHING)
    columns = (
        ids_as_excel_text(texts(row["sms_id"] for row in rows)),
        as_excel_text(texts(str(row["number"] or "") for row in rows)),
        as_excel_text(texts(row["word"] for row in rows)),
        as_excel_text(texts(row["error"] for row in rows)),
        texts(_moment(row["at"]) for row in rows),
        as_excel_text(texts(row["why"] for row in rows)),
        as_excel_text(texts(row["file"] for row in rows)),
    )
    return csv_of(HEADER, columns)


def _moment(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return in_ist(datetime.fromtimestamp(seconds, UTC), "%Y-%m-%d %H:%M:%S")
