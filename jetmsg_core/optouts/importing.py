"""Opt-outs of a file, or of lines that are pasted: looked at first, then taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts import from_pasted
from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.contacts.columns.names import LONGER, number_likeness
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_rules import KEPT_ON_PURPOSE
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.partition import are_among
from jetmsg_core.contacts.read_options import ReadOptions, TenDigits
from jetmsg_core.errors import InputError
from jetmsg_core.files.formula_escapes import texts, without_apostrophes
from jetmsg_core.optouts.columns import (
    EXPORTED,
    OptOutColumns,
    choose_columns,
    is_exported,
    times_of,
)
from jetmsg_core.primitives.times import IST, Clock, parse, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import optouts
from jetmsg_core.store.saved.optouts import OptOut
from jetmsg_core.uploads import limits_of

GUESSED = OptOutColumns()
FIRST = 20
"""Rows that a preview shows."""
LONGEST_REASON = 500
"""Characters; the rest of a longer one is cut."""
_AHEAD = timedelta(days=1)
"""A clock may be wrong by so much; what is later is no date on which anybody opted out."""


@dataclass(frozen=True)
class UnreadDate:
    """A row whose date cannot be read; it is opted out as of now."""

    row: int
    value: str


@dataclass(frozen=True)
class ImportedOptOuts:
    """The outcome of importing a file. Who was `already_opted_out` keeps source, reason and
    date."""

    added: int
    already_opted_out: int
    report: CheckReport
    """Of the file: which rows hold no number, and how it was read."""
    columns: OptOutColumns
    """Those that say why and when."""
    unread_dates: tuple[UnreadDate, ...]


@dataclass(frozen=True)
class SeenOptOut:
    """A row of a file as it would be kept, and whether its number opted out already."""

    row: int
    opt_out: OptOut
    is_known: bool


@dataclass(frozen=True)
class OptOutPreview:
    """What importing a file would do: `new` would be opted out, `known` are already. `first` are
    the first rows; `refused` is why nothing can be taken in, empty where it can. All else is as in
    `ImportedOptOuts`."""

    new: int
    known: int
    first: tuple[SeenOptOut, ...]
    report: CheckReport
    columns: OptOutColumns
    unread_dates: tuple[UnreadDate, ...]
    refused: str = ""


@dataclass(frozen=True)
class _File:
    """A file that was read: its opt-outs, the row of each, and why none can be taken in."""

    report: CheckReport
    entries: Sequence[OptOut] = ()
    rows: Sequence[int] = ()
    columns: OptOutColumns = GUESSED
    unread_dates: Sequence[UnreadDate] = ()
    refused: str = ""


@requires(Permission.PREPARE)
def look(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    column: str | None = None,
    columns: OptOutColumns = GUESSED,
    source: str | None = None,
    clock: Clock = utc_now,
) -> OptOutPreview:
    """Tells what importing a file would do, and does nothing. Raises InputError for a column that
    is not there."""
    file = _read_file(settings, data, name, column, columns, source, clock())
    with open_database(settings.database_path) as db:
        opted_out = optouts.numbers(db)
    are_known = are_among(np.array([entry.number for entry in file.entries], np.int64), opted_out)
    seen = zip(file.rows[:FIRST], file.entries[:FIRST], are_known[:FIRST].tolist(), strict=True)
    count = int(np.count_nonzero(are_known))
    return OptOutPreview(
        len(are_known) - count,
        count,
        tuple(SeenOptOut(*values) for values in seen),
        file.report,
        file.columns,
        tuple(file.unread_dates),
        file.refused,
    )


@requires(Permission.PREPARE)
def import_file(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    column: str | None = None,
    columns: OptOutColumns = GUESSED,
    source: str | None = None,
    clock: Clock = utc_now,
) -> ImportedOptOuts:
    """Adds every number of a contact file, with the reasons and dates of its `columns`. `source`
    None is the file's name.

    Raises InputError for a file with a blocker: nothing of it is added.
    """
    file = _read_file(settings, data, name, column, columns, source, clock())
    return _insert(settings, file, file.entries)


@requires(Permission.PREPARE)
def add_lines(
    settings: Settings, text: str, *, source: str, reason: str = "", clock: Clock = utc_now
) -> ImportedOptOuts:
    """Adds the numbers of lines that are typed or pasted, with names beside them or without; the
    lines that hold none are in the report. `reason` is that of whoever has none of their own.
    Raises InputError as `import_file`."""
    file = _read_file(settings, from_pasted(text), "", None, GUESSED, source, clock())
    entries = [replace(entry, reason=entry.reason or reason.strip()) for entry in file.entries]
    return _insert(settings, file, entries)


def _insert(settings: Settings, file: _File, entries: Sequence[OptOut]) -> ImportedOptOuts:
    if file.refused:
        raise InputError(file.report.blockers[0].code, file.refused)
    with open_database(settings.database_path) as db, transaction(db):
        added = optouts.insert(db, entries)
        source = entries[0].source if entries else ""
        record(db, Act.OPT_OUTS_ADDED, after={"numbers": added, "source": source})
    already = len(entries) - added
    return ImportedOptOuts(added, already, file.report, file.columns, tuple(file.unread_dates))


def _read_file(
    settings: Settings,
    data: bytes,
    name: str,
    column: str | None,
    asked: OptOutColumns,
    source: str | None,
    now: datetime,
) -> _File:
    audience = check_contacts(
        data, name=name, options=_everybody(column), limits=limits_of(settings)
    )
    report = _without_kept(audience.report)
    blockers = [
        blocker for blocker in report.blockers if not _goes_without_asking(blocker, audience)
    ]
    report = replace(report, blockers=tuple(blockers))
    if blockers:
        return _File(report, refused=blockers[0].message)
    columns = choose_columns(audience.contacts, audience.column, asked)
    origin = source or name or "file"
    if is_exported(audience.columns):
        entries = _exported(audience, origin, stamp(now))
        unread: list[UnreadDate] = []
        columns = OptOutColumns(
            EXPORTED[-1] if EXPORTED[-1] in audience.columns else None, audience.columns[2]
        )
    else:
        entries, unread = _entries(audience, columns, origin, now)
    return _File(report, entries, audience.rows.tolist(), columns, unread)


def _everybody(column: str | None) -> ReadOptions:
    """Who asked for no messages may be abroad, and too many are better than too few. Of all people
    these are the ones to be taken in: a column DND says yes for them."""
    return ReadOptions(
        column=column, international=True, ten_digits=TenDigits.INDIAN, keep_declined=True
    )


def _without_kept(report: CheckReport) -> CheckReport:
    warnings = [warning for warning in report.warnings if warning.code not in KEPT_ON_PURPOSE]
    return replace(report, warnings=tuple(warnings))


def _goes_without_asking(blocker: FileFinding, audience: Audience) -> bool:
    """Whether it asks for the column in an export of ours, or among several columns of which the
    first is named for numbers and fills most rows: that is taken, and the others are said in a
    warning. With fewer rows somebody would be left out."""
    if blocker.code is not FileFindingCode.ASK_NUMBER_COLUMN:
        return False
    if is_exported(audience.columns):
        return audience.column == EXPORTED[0]
    is_rivalry = len(blocker.columns) > 1 and number_likeness(blocker.columns[0]) >= LONGER
    return is_rivalry and audience.report.rejected * 2 <= audience.report.rows


def _entries(
    audience: Audience, columns: OptOutColumns, source: str, now: datetime
) -> tuple[list[OptOut], list[UnreadDate]]:
    """A row without a date, or with one that cannot be read, is of now."""
    reasons = _reasons(audience.contacts, columns.reason)
    numbers, rows = audience.numbers.tolist(), audience.rows.tolist()
    if columns.date is None:
        at = stamp(now)
        pairs = zip(numbers, reasons, strict=True)
        return [OptOut(number, source, at, reason) for number, reason in pairs], []
    cells = audience.contacts[columns.date].astype("str").tolist()
    seconds = times_of(audience.contacts[columns.date])
    seconds[seconds > (now + _AHEAD).timestamp()] = -1
    moments = [_stamp_of(second, now) for second in seconds.tolist()]
    unread = [
        UnreadDate(row, cell.strip())
        for row, cell, second in zip(rows, cells, seconds.tolist(), strict=True)
        if second < 0 and cell.strip()
    ]
    entries = [
        OptOut(number, source, at, reason)
        for number, at, reason in zip(numbers, moments, reasons, strict=True)
    ]
    return entries, unread


def _stamp_of(seconds: int, now: datetime) -> str:
    return stamp(now if seconds < 0 else datetime.fromtimestamp(seconds, UTC))


def _reasons(cells: pd.DataFrame, column: str | None) -> Sequence[str]:
    if column is None:
        return [""] * len(cells)
    return [" ".join(str(text).split())[:LONGEST_REASON] for text in cells[column]]


def _exported(audience: Audience, source: str, now: str) -> list[OptOut]:
    """Those of a file of ours, as they were."""
    columns = {name: texts(audience.contacts[name]) for name in audience.columns[1:]}
    if audience.columns[: len(EXPORTED) - 1] == EXPORTED[:-1]:
        columns = {name: without_apostrophes(cells) for name, cells in columns.items()}
    names = audience.columns[1:]
    rows = zip(*(columns[name].to_pylist() for name in names), strict=True)
    return [
        OptOut(number, own or source, _stamp(at) or now, *reason)
        for number, (own, at, *reason) in zip(audience.numbers.tolist(), rows, strict=True)
    ]


def _stamp(text: str) -> str | None:
    try:
        moment = parse(text)
    except ValueError:
        return None
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=IST))
