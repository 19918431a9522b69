"""Everything that is kept, to be looked through for one person: each cell of each table, packed
ones unpacked, and the bytes of each file of the data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pyarrow as pa

from jetmsg_core.people import spellings
from jetmsg_core.settings import Settings


def cells_with(settings: Settings, number: int, *words: str) -> set[str]:
    """Gives `table.column` of every cell that has the number in any spelling, or any of these
    words."""
    with closing(sqlite3.connect(settings.database_path)) as connection:
        tables = connection.execute(
            "select name from sqlite_master where type = 'table'"
        ).fetchall()
        return {
            f"{table}.{column}"
            for (table,) in tables
            for column, cell in _cells(connection, table)
            if any(_has(text, number, words) for text in _texts(cell))
        }


def _cells(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, object]]:
    cursor = connection.execute(f'select * from "{table}"')
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield from zip(names, row, strict=True)


def _texts(cell: object) -> Iterator[str]:
    if isinstance(cell, bytes):
        with suppress(pa.ArrowInvalid, OSError):
            for row in pa.ipc.open_stream(cell).read_all().to_pylist():
                yield from map(str, row.values())
    elif cell is not None:
        yield str(cell)


def _has(text: str, number: int, words: tuple[str, ...]) -> bool:
    return spellings.names(text, number) or any(word in text for word in words)


def files_with(settings: Settings, number: int, *words: str) -> set[str]:
    """Gives the names of the files of the data folder in whose bytes the number is, as SQLite keeps
    an integer or as digits, or any of these words."""
    wanted = (
        *(number.to_bytes(6, "big"), str(number)[2:].encode()),
        *(word.encode() for word in words),
    )
    return {
        path.name
        for path in settings.data_dir.rglob("*")
        if path.is_file() and any(sought in path.read_bytes() for sought in wanted)
    }


def bytes_of(path: Path) -> bytes:
    """Gives a file with what waits beside it."""
    beside = (path.with_name(path.name + end) for end in ("", "-wal", "-journal"))
    return b"".join(part.read_bytes() for part in beside if part.exists())
