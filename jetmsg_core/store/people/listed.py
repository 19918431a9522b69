"""A number among what is kept beside the contacts of lists, in unmatched rows of reports, and in
the log of one-time codes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.people.fitting import Fitting, fits
from jetmsg_core.store.saved import otp
from jetmsg_core.store.saved.otp import Event


def rejected_starts(db: Database) -> list[tuple[int, int]]:
    """Gives list and first row of each block of rejected rows."""
    return db.conn.execute("select list_id, lo from list_rejected order by list_id, lo").fetchall()


def rejected_at(db: Database, list_id: int, start: int) -> bytes | None:
    """Gives a block of rejected rows; None where it went with its list."""
    row = db.conn.execute(
        "select rows from list_rejected where list_id = ? and lo = ?", (list_id, start)
    ).fetchone()
    return row[0] if row else None


def put_rejected(db: Database, list_id: int, start: int, packed: bytes | None) -> None:
    """Writes a block of rejected rows anew, or removes it where nothing is left of it."""
    if packed is None:
        db.conn.execute("delete from list_rejected where list_id = ? and lo = ?", (list_id, start))
        return
    db.conn.execute(
        "update list_rejected set rows = ? where list_id = ? and lo = ?", (packed, list_id, start)
    )


def changes_fitting(db: Database, fitting: Fitting) -> list[Row]:
    """Gives the changes of lists of which what was or what came fits."""
    selected = db.conn.execute(
        "select list_id, version, before, after, changed_at from list_changes"
        f" where {fits('before')} or {fits('after')} order by list_id, version",
        fitting._asdict(),
    )
    names = [column[0] for column in selected.description]
    return [dict(zip(names, row, strict=True)) for row in selected]


def contacts_changed(db: Database) -> Iterator[str]:
    """Gives contacts as the history of lists keeps them, as JSON."""
    for pair in db.conn.execute("select before, after from list_changes"):
        yield from filter(None, pair)


def put_change(
    db: Database, list_id: int, version: int, before: str | None, after: str | None
) -> None:
    """Writes a change of a list anew, or removes it where nothing is left of it."""
    if before is None and after is None:
        db.conn.execute(
            "delete from list_changes where list_id = ? and version = ?", (list_id, version)
        )
        return
    db.conn.execute(
        "update list_changes set before = ?, after = ? where list_id = ? and version = ?",
        (before, after, list_id, version),
    )


def drop_reports(db: Database, number: int) -> int:
    """Removes the rows of reports about a number that belong to no message. Returns how many."""
    cursor = db.conn.execute("delete from parked_reports where number = ?", (number,))
    return int(cursor.rowcount)


def reports_about(db: Database, number: int) -> list[Row]:
    """Gives the rows of reports about a number that belong to no message, of both modes."""
    return rows(
        db,
        "select p.sms_id, iif(p.at < 0, null, p.at) as at, w.word, w.error, f.name as file"
        " from parked_reports p join report_words w on w.id = p.word_id"
        " left join report_files f on f.id = p.report_id where p.number = ? order by abs(p.at)",
        number,
    )


def codes_of(db: Database, receiver: str, mark: str) -> list[Event]:
    """Gives the orders about one-time codes of a receiver, masked and marked, the oldest first."""
    return [
        event
        for event in reversed(otp.recent(db, -1))
        if (event.receiver, event.receiver_mark) == (receiver, mark)
    ]


def drop_codes(db: Database, receiver: str, mark: str) -> int:
    """Takes from the orders about one-time codes of a receiver what tells whose they are, and the
    replies. Returns how many they were."""
    cursor = db.conn.execute(
        "update otp_events set receiver = '', receiver_mark = '', message_id = '', raw = ''"
        " where receiver = ? and receiver_mark = ?",
        (receiver, mark),
    )
    return int(cursor.rowcount)


def opted_out_numbers(db: Database) -> Integers:
    """Gives the numbers that opted out and have a reason, those that wait since a restore too."""
    selected = (
        f"select number from {table} where reason <> ''" for table in ("opt_outs", "kept_opt_outs")
    )
    return integers(db, "number", f"from ({' union '.join(selected)})")[:, 0]


def clear_reason(db: Database, number: int) -> int:
    """Takes from an opt-out, one that waits since a restore too, why it was asked for, in
    whoever's words. Returns from how many; the opt-out stays."""
    return sum(
        db.conn.execute(
            f"update {table} set reason = '' where number = ? and reason <> ''", (number,)
        ).rowcount
        for table in ("opt_outs", "kept_opt_outs")
    )
