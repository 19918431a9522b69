"""What delivery reports said of each recipient, and the counts kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import RecipientState
from jetmsg_core.store.bulk import integers, no_collection
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.ledger.chunks import MAX_PARAMETERS

Word = tuple[RecipientState | None, str, str, str]

LISTED = "mode in (?, '')"
"""What was kept before modes were, and could be of either, is shown in both."""


@dataclass(frozen=True)
class StoredDeliveries:
    """What is stored of recipients of one campaign, in arrays of one length, ascending by `seqs`.

    `word_ids` are keys of `words`, `at` is in seconds since 1970, `counted` is 1 where the gateway
    is known to have taken the message, else 0. A report that names no time has the moment it came
    first, below 0: it tells which of two reports stands, and is no delivery time.
    """

    seqs: Integers
    word_ids: Integers
    at: Integers
    counted: Integers

    def __len__(self) -> int:
        return len(self.seqs)

    def where(self, mask: Booleans) -> StoredDeliveries:
        """Gives those of which the mask is true."""
        return StoredDeliveries(
            self.seqs[mask], self.word_ids[mask], self.at[mask], self.counted[mask]
        )


@dataclass(frozen=True)
class Deliveries:
    """What `StoredDeliveries` has, with the file that says it, in any order. Until it is settled
    which stands, several may be about one recipient."""

    seqs: Integers
    word_ids: Integers
    at: Integers
    report_ids: Integers
    counted: Integers

    def __len__(self) -> int:
        return len(self.seqs)

    def at_positions(self, chosen: Integers | Booleans | slice) -> Deliveries:
        """Gives those at these positions, or of which the mask is true."""
        return Deliveries(
            self.seqs[chosen],
            self.word_ids[chosen],
            self.at[chosen],
            self.report_ids[chosen],
            self.counted[chosen],
        )


class GivenReport(NamedTuple):
    """An unmatched row whose smsId is a recipient's: `seq` is whose."""

    seq: int
    word_id: int
    at: int
    report_id: int
    sms_id: str
    number: int


def word_ids(db: Database, words: Sequence[Word]) -> list[int]:
    """Gives the ids of these words, in their order; new words are kept."""
    db.conn.executemany(
        "insert into report_words (state, word, error, reason) values (?, ?, ?, ?)"
        " on conflict (word, error) do nothing",
        words,
    )
    return [
        db.conn.execute(
            "select id from report_words where word = ? and error = ?", (word, error)
        ).fetchone()[0]
        for _, word, error, _ in words
    ]


def words(db: Database) -> dict[int, Word]:
    """Gives every word by its id: the state it means, None where nobody knows, then word, error and
    reason."""
    selected = db.conn.execute("select id, state, word, error, reason from report_words").fetchall()
    return {
        key: (RecipientState(state) if state else None, *rest) for key, state, *rest in selected
    }


def within(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> StoredDeliveries:
    """Gives those of the recipients `[first_seq, end_seq)`, in their order."""
    seqs, word_ids, at, counted = integers(
        db,
        "seq, word_id, at, counted",
        "from deliveries where campaign_id = ? and seq >= ? and seq < ? order by seq",
        campaign_id,
        first_seq,
        end_seq,
    ).T
    return StoredDeliveries(seqs, word_ids, at, counted)


def write(db: Database, campaign_id: int, deliveries: Deliveries) -> None:
    """Stores them in place of what was there."""
    width = MAX_PARAMETERS // 5
    with no_collection():
        for start in range(0, len(deliveries), width):
            block = deliveries.at_positions(slice(start, start + width))
            marks = ", ".join(["(?1, ?, ?, ?, ?, ?)"] * len(block))
            cells = np.column_stack(
                (block.seqs, block.word_ids, block.at, block.report_ids, block.counted)
            )
            db.conn.execute(
                "insert or replace into deliveries"
                f" (campaign_id, seq, word_id, at, report_id, counted) values {marks}",
                [campaign_id, *cells.ravel().tolist()],
            )


def add_counts(db: Database, campaign_id: int, changes: Mapping[RecipientState, int]) -> None:
    """Adds to the counts by state that are kept of a campaign; a change may be negative."""
    for state, change in changes.items():
        if change:
            db.conn.execute(
                "insert into delivery_counts (campaign_id, state, recipients) values (?, ?, 0)"
                " on conflict (campaign_id, state) do nothing",
                (campaign_id, state),
            )
            db.conn.execute(
                "update delivery_counts set recipients = recipients + ?"
                " where campaign_id = ? and state = ?",
                (change, campaign_id, state),
            )


def counts(db: Database, campaign_id: int) -> dict[RecipientState, int]:
    """Gives how many recipients of a campaign reports brought into each state."""
    selected = db.conn.execute(
        "select state, recipients from delivery_counts where campaign_id = ?", (campaign_id,)
    ).fetchall()
    return {RecipientState(state): count for state, count in selected}


def counted_words(db: Database, campaign_id: int) -> list[tuple[int, int]]:
    """Gives word_id of what was told of the submitted, and of how many."""
    return db.conn.execute(
        "select word_id, count(*) from deliveries where campaign_id = ? and counted = 1"
        " group by word_id",
        (campaign_id,),
    ).fetchall()


def evidence(db: Database, campaign_id: int) -> Deliveries:
    """Gives those that are not counted, ascending by seq."""
    seqs, word_ids, at, report_ids = integers(
        db,
        "seq, word_id, at, report_id",
        "from deliveries where campaign_id = ? and counted = 0 order by seq",
        campaign_id,
    ).T
    return Deliveries(seqs, word_ids, at, report_ids, np.zeros(len(seqs), np.int64))


def keep_unmatched(db: Database, mode: str, cells: Sequence[Sequence[Any]]) -> None:
    """Keeps rows that belong to nobody yet: each is (sms_id, number, word_id, at, report_id, why).
    One that is kept already takes the later `at`."""
    with no_collection():
        db.conn.executemany(
            "insert into parked_reports (mode, sms_id, number, word_id, at, report_id, why)"
            " values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (mode, sms_id, number, word_id) do update set"
            " at = iif(abs(excluded.at) > abs(at), excluded.at, at)",
            ((mode, *cell) for cell in cells),
        )


def unmatched_count(db: Database, mode: str) -> int:
    cursor = db.conn.execute(f"select count(*) from parked_reports where {LISTED}", (mode,))
    return int(cursor.fetchone()[0])


def unmatched(db: Database, mode: str, limit: int) -> list[Row]:
    """Gives up to `limit` unmatched rows of a mode by key, with their words and files."""
    return rows(
        db,
        "select p.sms_id, p.number, p.word_id, iif(p.at < 0, null, p.at) as at, p.why,"
        " w.word, w.error, f.name as file"
        " from parked_reports p join report_words w on w.id = p.word_id"
        f" join report_files f on f.id = p.report_id where p.{LISTED}"
        " order by p.mode, p.sms_id, p.number, p.word_id limit ?",
        mode,
        limit,
    )


def unmatched_of(db: Database, campaign_id: int, limit: int) -> list[GivenReport]:
    """Gives the unmatched rows of the campaign's mode whose smsId is the campaign's, at most
    `limit`."""
    cursor = db.conn.execute(
        "select s.seq, p.word_id, p.at, p.report_id, p.sms_id, p.number from parked_reports p"
        " cross join sms_ids s on s.sms_id = p.sms_id"
        " where p.mode = (select mode from campaigns where id = ?1) and p.sms_id <> ''"
        " and s.campaign_id = ?1 limit ?2",
        (campaign_id, limit),
    )
    return list(map(GivenReport._make, cursor))


def drop_unmatched(db: Database, campaign_id: int, keys: Sequence[tuple[str, int, int]]) -> None:
    """Drops rows of the campaign's mode by sms_id, number and word_id."""
    (mode,) = db.conn.execute("select mode from campaigns where id = ?", (campaign_id,)).fetchone()
    db.conn.executemany(
        "delete from parked_reports where mode = ? and sms_id = ? and number = ? and word_id = ?",
        [(mode, *key) for key in keys],
    )


def unmatched_about(db: Database, mode: str, number: int, limit: int = 50) -> list[Row]:
    return rows(
        db,
        "select p.sms_id, iif(p.at < 0, null, p.at) as at, p.why, w.word, w.error, f.name as file"
        " from parked_reports p join report_words w on w.id = p.word_id"
        f" join report_files f on f.id = p.report_id where p.number = ? and p.{LISTED}"
        " order by abs(p.at) desc limit ?",
        number,
        mode,
        limit,
    )
