"""The files that reports came in: a row for each mode and each campaign that was named with it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.store.reports.deliveries import LISTED


def open_file(
    db: Database, mode: str, sha256: str, campaign_id: int, *, name: str, now: str
) -> Row:
    """Gives the file's row, written if it is new. A file that came before keeps its id and the time
    it came first."""
    db.conn.execute(
        "insert into report_files (mode, sha256, campaign_id, name, imported_at)"
        " values (?, ?, ?, ?, ?) on conflict (mode, sha256, campaign_id) do nothing",
        (mode, sha256, campaign_id, name, now),
    )
    selected = file_of(db, mode, sha256, campaign_id)
    assert selected is not None
    return selected


def file_of(db: Database, mode: str, sha256: str, campaign_id: int) -> Row | None:
    """Gives the row of a file that came before, by its digest and the campaign it was said to be
    of."""
    return first(
        db,
        "select * from report_files where mode = ? and sha256 = ? and campaign_id = ?",
        mode,
        sha256,
        campaign_id,
    )


def came_first(db: Database, mode: str, sha256: str) -> str | None:
    """Gives when these bytes came first in a mode, as a stamp, whichever campaign was named with
    them; None where they never did."""
    moment: str | None = db.conn.execute(
        "select min(imported_at) from report_files where mode = ? and sha256 = ?", (mode, sha256)
    ).fetchone()[0]
    return moment


def close_file(db: Database, report_id: int, counts: Mapping[str, int], now: str) -> None:
    """Notes what the file held. `changed` adds up over the times it was imported."""
    db.conn.execute(
        "update report_files set rows = :rows, matched = :matched, changed = changed + :changed,"
        " evidence = :evidence, unrecognised = :unrecognised, parked = :parked,"
        " skipped = :skipped, finished_at = coalesce(finished_at, :now) where id = :id",
        {**counts, "now": now, "id": report_id},
    )


def files(db: Database, mode: str, limit: int) -> list[Row]:
    """Gives up to `limit` files of a mode, the newest first."""
    return rows(
        db,
        "select f.*, c.name as campaign from report_files f"
        " left join campaigns c on c.id = f.campaign_id"
        f" where f.{LISTED} order by f.id desc limit ?",
        mode,
        limit,
    )
