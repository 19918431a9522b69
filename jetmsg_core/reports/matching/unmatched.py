"""Rows of reports that belong to no message we know: kept, listed, and given to the campaign that
owns them once it has ended."""

from __future__ import annotations

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.acting.personal import sees_people
from jetmsg_core.audit import Act, record
from jetmsg_core.files.columns import NO_TIME, Column, Kind, moments, text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.primitives.masking import last_digits
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Row, open_database, transaction
from jetmsg_core.store.reports import deliveries

EVERYTHING = 5_000_000
HEADER = ("smsId", "number", "status", "error", "time (IST)", "why", "file")


def unmatched_count(settings: Settings) -> int:
    """Counts the rows of this mode that belong to nobody yet."""
    with open_database(settings.database_path) as db:
        return deliveries.unmatched_count(db, settings.mode)


def unmatched_rows(settings: Settings, limit: int = 50) -> list[Row]:
    """Gives the first rows of this mode that belong to nobody yet, with their words and the file
    they came from. Whoever may not see numbers gets their last four digits."""
    with open_database(settings.database_path) as db:
        rows = deliveries.unmatched(db, settings.mode, limit)
    if sees_people():
        return rows
    return [
        row if not row["number"] else row | {"number": last_digits(row["number"])} for row in rows
    ]


@requires(Permission.EXPORT)
def unmatched_file(settings: Settings, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives all of them as a file; ids as text that Excel keeps."""
    with open_database(settings.database_path) as db, transaction(db):
        record(db, Act.FILE_TAKEN, subject="unmatched rows of delivery reports")
    rows = unmatched_rows(settings, EVERYTHING)
    columns = (
        text_column((row["sms_id"] for row in rows), Kind.ID),
        text_column((str(row["number"] or "") for row in rows), Kind.PHONE),
        text_column(row["word"] for row in rows),
        text_column(row["error"] for row in rows),
        Column(Kind.TIME, moments(np.array([_moment(row["at"]) for row in rows], np.int64))),
        text_column(row["why"] for row in rows),
        text_column(row["file"] for row in rows),
    )
    return file_of(Table(HEADER, columns, Shield.PERSON, SheetTitle.UNMATCHED), form)


def _moment(seconds: int | None) -> int:
    return NO_TIME if seconds is None else seconds
