"""Opt-outs: people who do not want messages. They are left out of every check, of every list that
is sent to, and again when a chunk is claimed (`store.ledger.withholding`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.contacts.columns.names import LONGER, number_likeness
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_rules import KEPT_ON_PURPOSE
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import SENTENCES, Reason
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.numbers.written import written
from jetmsg_core.contacts.read_options import ReadOptions, TenDigits
from jetmsg_core.contacts.search import parse_search
from jetmsg_core.errors import InputError
from jetmsg_core.files.columns import Column, Kind, moments, text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.formula_escapes import texts, without_apostrophes
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import IST, Clock, parse, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import optouts
from jetmsg_core.store.saved.optouts import Key, OptOut
from jetmsg_core.uploads import limits_of

__all__ = ["Added", "ImportedOptOuts", "Key", "OptOut", "OptOutPage", "Refused", "Removed"]


COLUMNS = ("number", "source", "added_at")
WORKBOOK_COLUMNS = ("number", "source", "added_at (IST)")
"""Of an exported file. One that comes back keeps its sources and dates."""

_BETWEEN = re.compile(r"[,;|\n\r\t]+")


@dataclass(frozen=True)
class Refused:
    """A text that was typed and is no number, and why."""

    value: str
    reason: Reason

    @property
    def message(self) -> str:
        return SENTENCES[self.reason]


@dataclass(frozen=True)
class Added:
    """The outcome of adding. Who was `already_opted_out` keeps source and date."""

    added: int
    already_opted_out: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Removed:
    """The outcome of removing. `unknown` were not opted out."""

    removed: int
    unknown: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class ImportedOptOuts:
    """The outcome of importing a file. Who was `already_opted_out` keeps source and date."""

    added: int
    already_opted_out: int
    report: CheckReport
    """Of the file: which rows hold no number, and how it was read."""


@dataclass(frozen=True)
class OptOutPage:
    opt_outs: tuple[OptOut, ...]
    next_after: Key | None
    """Where the next page begins, None on the last one."""


def add(
    settings: Settings, numbers: Iterable[str], *, source: str, clock: Clock = utc_now
) -> Added:
    """Adds numbers in any spelling. What is no number is refused; the others are added all the
    same, because nobody who asked should be written to for another's typing error."""
    values, refused = _read(numbers)
    now = stamp(clock())
    added = _insert(settings, [OptOut(value, source.strip(), now) for value in values])
    return Added(added, len(values) - added, refused)


def split_typed(text: str) -> list[str]:
    """Gives the numbers somebody typed, one a line or with commas and the like between them, as
    they stand; for `add`."""
    return [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]


def remove(settings: Settings, numbers: Iterable[str]) -> Removed:
    """Removes numbers in any spelling: they can be sent to again."""
    values, refused = _read(numbers)
    with open_database(settings.database_path) as db:
        removed = optouts.delete(db, values)
    return Removed(removed, len(values) - removed, refused)


def import_file(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    column: str | None = None,
    source: str | None = None,
    clock: Clock = utc_now,
) -> ImportedOptOuts:
    """Adds every number of a contact file. `source` None is the file's name.

    Raises InputError for a file with a blocker: nothing of it is added.
    """
    audience = check_contacts(
        data, name=name, options=_everybody(column), limits=limits_of(settings)
    )
    for blocker in audience.report.blockers:
        if not _goes_without_asking(blocker, audience):
            raise InputError(blocker.code, blocker.message)
    entries = _entries(audience, source or name or "file", stamp(clock()))
    added = _insert(settings, entries)
    warnings = [
        warning for warning in audience.report.warnings if warning.code not in KEPT_ON_PURPOSE
    ]
    report = replace(audience.report, warnings=tuple(warnings))
    return ImportedOptOuts(added, len(entries) - added, report)


def _everybody(column: str | None) -> ReadOptions:
    """Who asked for no messages may be abroad, and too many are better than too few. Of all people
    these are the ones to be taken in: a column DND says yes for them."""
    return ReadOptions(
        column=column, international=True, ten_digits=TenDigits.INDIAN, keep_declined=True
    )


def _goes_without_asking(blocker: FileFinding, audience: Audience) -> bool:
    """Whether it asks for the column in an export of ours, or among several columns of which the
    first is named for numbers and fills most rows: that is taken, and the others are said in a
    warning. With fewer rows somebody would be left out."""
    if blocker.code is not FileFindingCode.ASK_NUMBER_COLUMN:
        return False
    if audience.columns in (COLUMNS, WORKBOOK_COLUMNS):
        return audience.column == COLUMNS[0]
    is_rivalry = len(blocker.columns) > 1 and number_likeness(blocker.columns[0]) >= LONGER
    return is_rivalry and audience.report.rejected * 2 <= audience.report.rows


def listing(
    settings: Settings, *, search: str = "", after: Key | None = None, limit: int = 50
) -> OptOutPage:
    """Gives one page, the newest first. `search` is a number in any spelling, a part of one, or
    words of the source; `after` is the `next_after` of the page before."""
    with open_database(settings.database_path) as db:
        newest = optouts.newest(db, parse_search(search), after=after, limit=limit + 1)
    page = tuple(newest[:limit])
    more = len(newest) > limit
    return OptOutPage(page, (page[-1].added_at, page[-1].number) if more else None)


def count(settings: Settings) -> int:
    with open_database(settings.database_path) as db:
        return optouts.count(db)


def edition(settings: Settings) -> tuple[object, ...]:
    """Gives something that differs once anybody was added or removed: how many there are, and who
    came last and when."""
    newest = listing(settings, limit=1).opt_outs
    return (count(settings), [(opt_out.number, opt_out.added_at) for opt_out in newest])


def numbers(settings: Settings) -> Integers:
    """Gives all numbers, ascending, as a check wants them. Makes no database where there is
    none."""
    if not settings.database_path.exists():
        return np.empty(0, dtype=np.int64)
    with open_database(settings.database_path) as db:
        return optouts.numbers(db)


def export(settings: Settings, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives a file of all opt-outs (`export_table`)."""
    return file_of(export_table(settings, form), form)


def export_table(settings: Settings, form: FileFormat) -> Table:
    """Gives all opt-outs for a file of this format, the newest first; `import_file` takes it back
    with its dates."""
    with open_database(settings.database_path) as db:
        newest = optouts.newest(db, None, after=None, limit=-1)
    stamps = [opt_out.added_at for opt_out in newest]
    added_at = text_column(stamps)
    if form is FileFormat.XLSX:
        seconds = [int(parse(added).timestamp()) for added in stamps]
        added_at = Column(Kind.TIME, moments(np.array(seconds, np.int64)))
    columns = (
        Column(Kind.PHONE, written(np.array([opt_out.number for opt_out in newest], np.int64))),
        text_column(opt_out.source for opt_out in newest),
        added_at,
    )
    names = WORKBOOK_COLUMNS if form is FileFormat.XLSX else COLUMNS
    return Table(names, columns, Shield.UPLOAD, SheetTitle.OPT_OUTS)


def _read(numbers: Iterable[str]) -> tuple[list[int], tuple[Refused, ...]]:
    """The canonical numbers, each once, and what is none."""
    results = [(text, normalize(text, international=True)) for text in numbers]
    values = [result.value for _, result in results if isinstance(result, Number)]
    refused = [
        Refused(text, result.reason) for text, result in results if not isinstance(result, Number)
    ]
    return list(dict.fromkeys(values)), tuple(refused)


def _insert(settings: Settings, entries: Sequence[OptOut]) -> int:
    with open_database(settings.database_path) as db, transaction(db):
        return optouts.insert(db, entries)


def _entries(audience: Audience, source: str, now: str) -> list[OptOut]:
    if audience.columns not in (COLUMNS, WORKBOOK_COLUMNS):
        return [OptOut(number, source, now) for number in audience.numbers.tolist()]
    sources = texts(audience.contacts["source"])
    if audience.columns == COLUMNS:
        sources = without_apostrophes(sources)
    origins = zip(sources.to_pylist(), audience.contacts[audience.columns[2]], strict=True)
    return [
        OptOut(number, own or source, _stamp(at) or now)
        for number, (own, at) in zip(audience.numbers.tolist(), origins, strict=True)
    ]


def _stamp(text: str) -> str | None:
    try:
        moment = parse(text)
    except ValueError:
        return None
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=IST))
