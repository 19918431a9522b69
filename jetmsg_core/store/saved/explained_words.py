"""What a person said that words of delivery reports mean."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.store.database import Row, rows


def everything(db: Database) -> list[Row]:
    """Gives each word with the state it means: `word`, its key, `written`, `state`, `said_at`."""
    return rows(db, "select word, written, state, said_at from explained_words order by word")


def keep(db: Database, word: str, *, written: str, state: str, now: str) -> None:
    """Keeps what a word means, in place of what was said of it before."""
    db.conn.execute(
        "insert into explained_words (word, written, state, said_at) values (?, ?, ?, ?)"
        " on conflict (word) do update set written = excluded.written, state = excluded.state,"
        " said_at = excluded.said_at where state <> excluded.state",
        (word, written, state, now),
    )


def forget(db: Database, word: str) -> bool:
    """Forgets a word by its key, and says whether it was known."""
    return bool(db.conn.execute("delete from explained_words where word = ?", (word,)).rowcount)
