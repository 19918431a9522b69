"""A delivery report looked at before it is taken, and taken."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.progress import Steps, Tell, nobody_listens
from jetmsg_core.primitives.times import Clock, parse, stamp, utc_now
from jetmsg_core.reports.applying import apply, give_unmatched, refresh
from jetmsg_core.reports.explaining import Said, keep, mapped
from jetmsg_core.reports.learning import known_now, learn
from jetmsg_core.reports.matching.by_number import offer_numbers
from jetmsg_core.reports.matching.match import ReportMatch, before_sending, match
from jetmsg_core.reports.matching.unmatched_reasons import UNMATCHED
from jetmsg_core.reports.previews import ReportPreview, preview_of
from jetmsg_core.reports.reading.columns import NOTHING, ReportColumns, guess_columns
from jetmsg_core.reports.reading.rows import ReportRows, open_report, read_report
from jetmsg_core.reports.reading.words import NOTHING as NOTHING_SAID
from jetmsg_core.reports.reading.words import Mapped
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.store.database import Database, Row, open_database, transaction
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.readings import lookups
from jetmsg_core.store.reports import deliveries, report_files
from jetmsg_core.store.reports.deliveries import Deliveries
from jetmsg_core.uploads import limits_of

LOOKED_AT = 5
UNMATCHED_AT_ONCE = 20_000
"""Rows kept in one transaction: a sender that wants to write waits no longer than for these."""


@dataclass(frozen=True)
class ReportLayout:
    """The columns of a file, what each is taken for, and the cells of its first rows; and its
    preview, or why there is none."""

    names: tuple[str, ...]
    guess: ReportColumns
    head: tuple[tuple[str, ...], ...]
    preview: ReportPreview | None = None
    refused: str = ""


@dataclass(frozen=True)
class ImportedReport:
    """The result of an import. `changed` counts recipients of whom something new is known; the same
    file again changes none."""

    report: int
    again: bool
    changed: int
    preview: ReportPreview


@requires(Permission.IMPORT_REPORTS)
def preview(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    columns: Mapping[str, str | None] = NOTHING,
    words: Said = NOTHING_SAID,
    campaign_id: int | None = None,
) -> ReportPreview:
    """Says what a report tells and of whom; nothing is stored. `words` is what a person says words
    mean. Raises InputError for a file, columns or words that cannot be used, NotFoundError for a
    campaign that is not there."""
    file = _opened(settings, data, name)
    with open_database(settings.database_path) as db:
        meanings = mapped(db, words)
        report = read_report(file, columns, meanings)
        return _looked_at(db, settings, _digest(data), report, meanings, campaign_id)[1]


@requires(Permission.IMPORT_REPORTS)
def look(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    columns: Mapping[str, str | None] = NOTHING,
    words: Said = NOTHING_SAID,
    campaign_id: int | None = None,
) -> ReportLayout:
    """Gives a preview for a person to say which column is what, also where nothing can be guessed.
    Raises InputError for a file that cannot be read whole."""
    file = _opened(settings, data, name)
    head = tuple(map(tuple, file.cells.head(LOOKED_AT).to_numpy()))
    with open_database(settings.database_path) as db:
        meanings = mapped(db, words)
        layout = ReportLayout(file.columns, guess_columns(file.cells, meanings), head)
        try:
            report = read_report(file, columns, meanings)
            seen = _looked_at(db, settings, _digest(data), report, meanings, campaign_id)[1]
        except InputError as error:
            return replace(layout, refused=str(error))
    return replace(layout, preview=seen)


def _opened(settings: Settings, data: bytes, name: str) -> ContactFile:
    return open_report(data, name=name, limits=limits_of(settings))


def _looked_at(
    db: Database,
    settings: Settings,
    digest: str,
    report: ReportRows,
    meanings: Mapped,
    campaign_id: int | None,
) -> tuple[ReportMatch, ReportPreview]:
    _require(db, settings.mode, campaign_id)
    earlier = report_files.file_of(db, settings.mode, digest, campaign_id or 0)
    came_first = report_files.came_first(db, settings.mode, digest)
    whose = match(db, settings.mode, report, campaign_id, parse(came_first) if came_first else None)
    return whose, preview_of(
        report,
        whose,
        campaigns.names(db),
        meanings=meanings,
        before_sending=before_sending(db, report, whose),
        by_number=offer_numbers(db, settings.mode, report, whose, campaign_id),
        known_since=earlier["imported_at"] if earlier else None,
    )


@requires(Permission.IMPORT_REPORTS)
def import_report(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    columns: Mapping[str, str | None] = NOTHING,
    words: Said = NOTHING_SAID,
    campaign_id: int | None = None,
    clock: Clock = utc_now,
    tell: Tell = nobody_listens,
) -> ImportedReport:
    """Takes a report, and keeps the rows that belong to nobody yet, and what a person says `words`
    mean. `campaign_id` lets rows without a known smsId be found by their number. `tell` hears how
    far it is. Raises as `preview`, and DiskNearlyFull."""
    disk_room.require_room(settings, "The report was not imported")
    with Steps(tell, *_WEIGHTS) as steps:
        steps.begin()
        contents, digest = _opened(settings, data, name), _digest(data)
        steps.begin()
        with open_database(settings.database_path) as db:
            known_ids = lookups.with_ids(db)
            meanings = mapped(db, words)
            report = read_report(contents, columns, meanings)
            steps.begin()
            whose, seen = _looked_at(db, settings, digest, report, meanings, campaign_id)
            key = (settings.mode, digest, campaign_id or 0)
            with transaction(db):
                file = report_files.open_file(db, *key, name=name, now=stamp(clock()))
                at = _moments(report, report_files.came_first(db, settings.mode, digest))
                keep(db, words, stamp(clock()))
                told = {"rows": seen.rows, "matched": seen.matched, "words_explained": len(words)}
                record(db, Act.REPORT_IMPORTED, campaign=campaign_id, subject=name, after=told)
                learned = learn(db, [*report.statuses, *known_now(db, meanings)])
                word_ids = np.array(deliveries.word_ids(db, report.statuses) or [0], np.int64)
            changed = sum(learned.values())
            changed += _apply(db, report, whose, word_ids, at, file, tell=steps.begin())
            steps.begin()
            _keep_unmatched(db, settings.mode, report, whose, word_ids, at, file)
            # A campaign that was given its unmatched rows in the meantime has not seen these.
            ended = lookups.with_ids(db) - known_ids if seen.unmatched else frozenset[int]()
            for campaign in ended:
                give_unmatched(db, campaign)
            for touched in ended | seen.by_campaign.keys() | learned.keys():
                _refresh_ended(db, touched)
            with transaction(db):
                report_files.close_file(db, file["id"], _counts(seen, changed), stamp(clock()))
    return ImportedReport(file["id"], seen.known_since is not None, changed, seen)


_WEIGHTS = (2, 2, 5, 7, 4)
"""Of the file, its words and times, whose each row is, the writing, and what is counted then."""


def _counts(seen: ReportPreview, changed: int) -> dict[str, int]:
    """What is noted of a file that was taken."""
    return {
        "rows": seen.rows,
        "matched": seen.matched,
        "changed": changed,
        "evidence": seen.evidence,
        "unrecognised": sum(seen.unrecognised.values()),
        "parked": seen.unmatched,
        "skipped": seen.skipped,
    }


def _refresh_ended(db: Database, campaign_id: int) -> None:
    if lookups.built(db, campaign_id).sms_ids:
        refresh(db, campaign_id)


def files(settings: Settings, limit: int = 100) -> list[Row]:
    """Gives the files imported in this mode, the newest first."""
    with open_database(settings.database_path) as db:
        return report_files.files(db, settings.mode, limit)


def _require(db: Database, mode: Mode, campaign_id: int | None) -> None:
    if campaign_id is None:
        return
    campaign = campaigns.existing(db, campaign_id)
    if campaign.mode != mode:
        raise InputError(
            "wrong_mode",
            f"Campaign {campaign_id} was sent in {campaign.mode} mode, and this is {mode} mode. "
            f"Import its reports in {campaign.mode} mode.",
        )
    if campaign.started_at is None:
        raise InputError(
            "not_sent_yet", f"Campaign {campaign_id} has not been sent: nobody can have its texts."
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _apply(
    db: Database,
    report: ReportRows,
    whose: ReportMatch,
    word_ids: Any,
    at: Integers,
    file: Row,
    *,
    tell: Tell,
) -> int:
    changed, before, total = 0, 0, int(whose.matched.sum())
    for campaign_id in np.unique(whose.campaigns[whose.matched]).tolist():
        mine = np.flatnonzero(whose.campaigns == campaign_id)
        reports = Deliveries(
            whose.seqs[mine],
            word_ids[report.status_of[mine]],
            at[mine],
            np.full(len(mine), file["id"], np.int64),
            whose.counted[mine].astype(np.int64),
        )
        heard = partial(_further, tell, before, total)
        changed += apply(db, campaign_id, reports, tell=heard)
        before += len(mine)
        tell(before, total)
    return changed


def _further(tell: Tell, before: int, total: int, done: int, _: int) -> None:
    """Tells what is done of one campaign's rows as done of all, behind those `before`."""
    tell(before + done, total)


def _moments(report: ReportRows, came_first: str | None) -> Integers:
    """A row without a time is as old as the first import of its bytes, below 0: so the same file
    cannot undo what came in between, and nobody takes it for the time of the delivery."""
    assert came_first is not None
    return np.where(report.at < 0, -int(parse(came_first).timestamp()), report.at)


def _keep_unmatched(
    db: Database,
    mode: Mode,
    report: ReportRows,
    whose: ReportMatch,
    word_ids: Any,
    at: Integers,
    file: Row,
) -> None:
    """In pieces, each whole: after a kill the same file keeps what is missing."""
    unmatched = np.flatnonzero(whose.unmatched)
    for start in range(0, len(unmatched), UNMATCHED_AT_ONCE):
        positions = unmatched[start : start + UNMATCHED_AT_ONCE]
        cells = zip(
            report.ids.take(positions).to_pylist(),
            report.numbers[positions].tolist(),
            word_ids[report.status_of[positions]].tolist(),
            at[positions].tolist(),
            [file["id"]] * len(positions),
            [UNMATCHED[why].sentence for why in whose.why[positions].tolist()],
            strict=True,
        )
        with transaction(db):
            deliveries.keep_unmatched(db, mode, list(cells))
