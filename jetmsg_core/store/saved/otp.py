"""What was asked of the OTP calls and what came of it: never a code, never a whole number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Database, first, rows


@dataclass(frozen=True)
class Event:
    """One order about a one-time code. `receiver` is masked. `outcome` is None until the call is
    over; a program that ended in between leaves it so."""

    id: int
    at: str
    action: str
    api: str
    method: str | None
    receiver: str
    message_id: str
    outcome: str | None
    finished_at: str | None
    sentence: str
    raw: str
    receiver_mark: str = ""
    mode: str = ""


_OF_MODE = "mode in (?, '')"
"""What was kept before modes were may be of either."""


def begin(
    db: Database,
    *,
    at: datetime,
    action: str,
    api: str,
    method: str | None,
    receiver: str,
    message_id: str,
    receiver_mark: str = "",
    mode: str = "",
) -> int:
    """Writes the intent, before the call. Returns its id."""
    row = first(
        db,
        "insert into otp_events"
        " (at, action, api, method, receiver, message_id, receiver_mark, mode)"
        " values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
        stamp(at),
        action,
        api,
        method,
        receiver,
        message_id,
        receiver_mark,
        mode,
    )
    assert row is not None
    return int(row["id"])


def complete(
    db: Database,
    event: int,
    *,
    at: datetime,
    outcome: str,
    sentence: str,
    raw: str,
    message_id: str,
) -> None:
    """Brings an order from under way to its outcome, once. An empty `message_id` keeps the one it
    had."""
    db.conn.execute(
        "update otp_events set outcome = ?, finished_at = ?, sentence = ?, raw = ?,"
        " message_id = coalesce(nullif(?, ''), message_id)"
        " where id = ? and outcome is null",
        (outcome, stamp(at), sentence, raw, message_id, event),
    )


def recent(db: Database, limit: int) -> list[Event]:
    """Gives up to `limit` orders, the newest first."""
    selected = rows(db, "select * from otp_events order by id desc limit ?", limit)
    return [Event(**row) for row in selected]


def find(db: Database, message_id: str, mode: str) -> Event | None:
    """Gives the newest order of a message id that the gateway of a mode gave, to know whose it
    is."""
    row = first(
        db,
        f"select * from otp_events where message_id = ? and message_id <> '' and {_OF_MODE}"
        " order by id desc limit 1",
        message_id,
        mode,
    )
    return Event(**row) if row else None


def last_sent_at(
    db: Database, *, mode: str, message_id: str, receiver: str, mark: str
) -> str | None:
    """Gives when a code last went to this id or receiver, masked and marked, in a mode, or may
    have, as a stamp. The end of the call counts: the gateway's own clock may have started as late
    as that. Only a call that is proved not to have left does not count, since the gateway may count
    what it refused."""
    row = first(
        db,
        "select max(coalesce(finished_at, at)) as at from otp_events"
        " where action in ('send', 'resend') and outcome is not 'not_sent'"
        " and ((message_id = ? and message_id <> '')"
        f" or (receiver = ? and receiver_mark = ? and receiver <> '')) and {_OF_MODE}",
        message_id,
        receiver,
        mark,
        mode,
    )
    return row["at"] if row else None


def last_confirmed_at(
    db: Database, *, mode: str, message_id: str, receiver: str, mark: str
) -> str | None:
    """Gives when the gateway last confirmed a code of this id or receiver, masked and marked, in a
    mode, as a stamp; None when it never did."""
    row = first(
        db,
        "select max(coalesce(finished_at, at)) as at from otp_events"
        " where action = 'verify' and outcome = 'accepted'"
        " and ((message_id = ? and message_id <> '')"
        f" or (receiver = ? and receiver_mark = ? and receiver <> '')) and {_OF_MODE}",
        message_id,
        receiver,
        mark,
        mode,
    )
    return row["at"] if row else None


def sent_since(db: Database, since: datetime, *, mode: str, receiver: str, mark: str) -> list[str]:
    """Gives when codes went to a receiver in a mode after a moment, or may have, as stamps, the
    oldest first."""
    selected = rows(
        db,
        "select coalesce(finished_at, at) as at from otp_events"
        " where action in ('send', 'resend') and coalesce(outcome, '') not in"
        " ('not_sent', 'refused') and receiver = ? and receiver_mark = ? and receiver <> ''"
        f" and coalesce(finished_at, at) > ? and {_OF_MODE} order by 1",
        receiver,
        mark,
        stamp(since),
        mode,
    )
    return [row["at"] for row in selected]
