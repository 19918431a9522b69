"""A delivery report looked at before it is taken, and taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.reports.applying import Reports, apply, refresh
from jetmsg_core.reports.columns import Columns
from jetmsg_core.reports.matching import WHY_PARKED, Match, match
from jetmsg_core.reports.reading import NOTHING, ReportRows, open_report, read_report
from jetmsg_core.settings import Settings
from jetmsg_core.store import campaigns, deliveries, lookups
from jetmsg_core.store.database import Database, Row, open_database, transaction
from jetmsg_core.times import Clock, parse, stamp, utc_now
from jetmsg_core.uploads import limits_of

UNRECOGNISED = "unrecognised"
SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """What a file says, and whom it would say it of. `parked` are rows of nobody, `evidence` rows
    about people of whom we do not know that the gateway took the message: their state stays."""

    columns: Columns
    names: tuple[str, ...]
    rows: int
    matched: int
    evidence: int
    parked: int
    by_campaign: dict[int, int]
    by_state: dict[str, int]
    unrecognised: dict[str, int]
    why_parked: dict[str, int]
    without_time: int
    shortened_ids: int
    known_since: str | None
    """When the very same file was imported first."""
    examples: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Imported:
    """`changed`: recipients of whom something new is known; the same file again changes none."""

    report: int
    again: bool
    changed: int
    preview: Preview


def preview(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    columns: Mapping[str, str | None] = NOTHING,
    campaign_id: int | None = None,
) -> Preview:
    """Raises InputError for a file or columns that cannot be used."""
    report = read_report(open_report(data, name=name, limits=limits_of(settings)), columns)
    with open_database(settings.database_path) as db:
        _require(db, campaign_id)
        known = deliveries.file_of(db, _digest(data), campaign_id or 0)
        whose = match(db, settings.mode, report, campaign_id)
    return _preview(report, whose, known)


def import_report(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    columns: Mapping[str, str | None] = NOTHING,
    campaign_id: int | None = None,
    clock: Clock = utc_now,
) -> Imported:
    """Takes it. `campaign_id` lets rows without a known smsId be found by their number."""
    report = read_report(open_report(data, name=name, limits=limits_of(settings)), columns)
    with open_database(settings.database_path) as db:
        _require(db, campaign_id)
        known = deliveries.file_of(db, _digest(data), campaign_id or 0)
        whose = match(db, settings.mode, report, campaign_id)
        seen = _preview(report, whose, known)
        with transaction(db):
            file = deliveries.open_file(db, _digest(data), campaign_id or 0, name, stamp(clock()))
            words = np.array(deliveries.word_ids(db, report.words) or [0], np.int64)
        changed = _apply(db, report, whose, words, file)
        _park(db, report, whose, words, file)
        for touched in seen.by_campaign:
            _refresh_ended(db, touched)
        counts = {
            "rows": seen.rows,
            "matched": seen.matched,
            "changed": changed,
            "evidence": seen.evidence,
            "unrecognised": sum(seen.unrecognised.values()),
            "parked": seen.parked,
        }
        with transaction(db):
            deliveries.close_file(db, file["id"], counts, stamp(clock()))
    return Imported(file["id"], known is not None, changed, seen)


def _refresh_ended(db: Database, campaign_id: int) -> None:
    if lookups.built(db, campaign_id).sms_ids:
        refresh(db, campaign_id)


def files(settings: Settings, limit: int = 100) -> list[Row]:
    """Imported files, the newest first."""
    with open_database(settings.database_path) as db:
        return deliveries.files(db, limit)


def _require(db: Database, campaign_id: int | None) -> None:
    if campaign_id is None:
        return
    campaign = campaigns.get(db, campaign_id)
    if campaign is None:
        raise NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
    if campaign.started_at is None:
        raise InputError(
            "not_sent_yet", f"Campaign {campaign_id} has not been sent: nobody can have its texts."
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _apply(db: Database, report: ReportRows, whose: Match, words: Any, file: Row) -> int:
    # A row without a time is as old as its file's first import: the same file cannot undo what
    # came in between.
    at = np.where(report.at < 0, int(parse(file["imported_at"]).timestamp()), report.at)
    changed = 0
    for campaign_id in np.unique(whose.campaigns[whose.found]).tolist():
        mine = np.flatnonzero(whose.campaigns == campaign_id)
        reports = Reports(
            whose.seqs[mine],
            words[report.said[mine]],
            at[mine],
            np.full(len(mine), file["id"], np.int64),
            whose.counted[mine].astype(np.int64),
        )
        changed += apply(db, campaign_id, reports)
    return changed


def _park(db: Database, report: ReportRows, whose: Match, words: Any, file: Row) -> None:
    places = np.flatnonzero(~whose.found & (whose.why != WHY_PARKED.index(WHY_PARKED[-1])))
    imported = int(parse(file["imported_at"]).timestamp())
    cells = zip(
        report.ids.take(places).to_pylist(),
        report.numbers[places].tolist(),
        words[report.said[places]].tolist(),
        np.where(report.at < 0, imported, report.at)[places].tolist(),
        [file["id"]] * len(places),
        [WHY_PARKED[why] for why in whose.why[places].tolist()],
        strict=True,
    )
    with transaction(db):
        deliveries.park(db, list(cells))


def _preview(report: ReportRows, whose: Match, known: Row | None) -> Preview:
    by_state: Counter[str] = Counter()
    odd: Counter[str] = Counter()
    times = np.bincount(report.said, minlength=len(report.words)).tolist()
    for said, count in zip(report.words, times, strict=True):
        by_state[said.state.value if said.state else UNRECOGNISED] += count
        if said.state is None:
            odd[" ".join(filter(None, (said.word, said.error))) or "(empty)"] += count
    campaigns_found, rows_found = np.unique(whose.campaigns[whose.found], return_counts=True)
    why = np.bincount(whose.why[~whose.found], minlength=len(WHY_PARKED)).tolist()
    return Preview(
        columns=report.columns,
        names=report.names,
        rows=len(report),
        matched=int(whose.found.sum()),
        evidence=int((whose.found & ~whose.counted).sum()),
        parked=int((~whose.found).sum()),
        by_campaign=dict(zip(campaigns_found.tolist(), rows_found.tolist(), strict=True)),
        by_state=dict(by_state.most_common()),
        unrecognised=dict(odd.most_common(SHOWN)),
        why_parked={WHY_PARKED[place]: count for place, count in enumerate(why) if count},
        without_time=int((report.at < 0).sum()),
        shortened_ids=report.shortened_ids,
        known_since=known["imported_at"] if known else None,
        examples=tuple(_example(report, whose, place) for place in range(min(SHOWN, len(report)))),
    )


def _example(report: ReportRows, whose: Match, place: int) -> dict[str, Any]:
    said = report.words[report.said[place]]
    return {
        "row": int(report.rows[place]),
        "sms_id": report.ids[place].as_py(),
        "number": int(report.numbers[place]),
        "word": said.word,
        "error": said.error,
        "state": said.state.value if said.state else UNRECOGNISED,
        "at": int(report.at[place]),
        "campaign": int(whose.campaigns[place]),
        "why": "" if whose.found[place] else WHY_PARKED[whose.why[place]],
    }
