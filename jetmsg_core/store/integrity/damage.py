"""Faults of the database, and those of the file itself: pages, indexes, references."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.store.database import rows

MOST = 20
"""Faults of the pages that are told: where one page is damaged, hundreds of rows may be."""

STEPS = 10_000
"""Of SQLite's machine, between two looks at the clock."""


class DamageKind(StrEnum):
    """Where a fault is: the pages of the file, references between tables, counts, chains of
    restorations, packed blocks, or times and words."""

    PAGES = "pages"
    REFERENCES = "references"
    SUMS = "sums"
    CHAINS = "chains"
    BLOCKS = "blocks"
    VALUES = "values"


@dataclass(frozen=True)
class Damage:
    """One fault. `what` is a sentence that says where it is."""

    kind: DamageKind
    what: str


WRONG = (ValueError, TypeError, ArithmeticError)
"""What a value may end in that is not what its column should hold."""


def faults_of(
    look: Callable[[Database], Iterator[Damage]], kind: DamageKind, db: Database
) -> list[Damage]:
    """Gives what `look` finds, up to where the database is damaged so that it cannot look on."""
    faults: list[Damage] = []
    try:
        faults.extend(look(db))
    except (sqlite3.DatabaseError, *WRONG) as error:
        faults.append(Damage(kind, f"It cannot be looked through: {error}."))
    return faults


def damaged_pages(db: Database) -> Iterator[Damage]:
    """Gives what SQLite finds wrong with the file, its indexes and checks. Raises
    sqlite3.DatabaseError where it cannot even look."""
    for row in rows(db, f"pragma integrity_check({MOST})"):
        if row["integrity_check"] != "ok":
            yield Damage(DamageKind.PAGES, f"The file is damaged: {row['integrity_check']}.")


def lost_references(db: Database) -> Iterator[Damage]:
    """Gives, by table, how many rows belong to one that is not there. Raises
    sqlite3.DatabaseError."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows(db, "pragma foreign_key_check"):
        key = (row["table"], row["parent"])
        counts[key] = counts.get(key, 0) + 1
    for (table, parent), count in counts.items():
        yield Damage(
            DamageKind.REFERENCES,
            f"{table}: {count} rows belong to a row of {parent} that is gone.",
        )


def seen_quickly(path: Path, seconds: float) -> str:
    """Gives what is wrong with the pages of a database, as far as `seconds` go; empty where nothing
    was seen by then. It is only read. Raises nothing of SQLite's: what it complains of is the
    answer, but for a file that another program has locked."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    ends = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    try:
        seen = connection.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        damaging = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return str(error) if error.sqlite_errorcode & 0xFF in damaging else ""
    except UnicodeDecodeError as error:
        return str(error)
    finally:
        connection.close()
    return "" if seen == "ok" else str(seen)
