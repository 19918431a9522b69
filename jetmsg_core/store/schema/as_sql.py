"""The whole schema as one text for people: what all migrations come to. `python -m
scripts.write_schema` writes it to `schema.sql`, and a test compares the two."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.store.schema.tables import TABLES

PATH = Path(__file__).with_name("schema.sql")

_HEAD = """\
-- What the migrations come to. Generated: to change something, add a migration, then run
-- `make schema`.
"""


def schema_sql(db: Database) -> str:
    """Gives the tables of a migrated database in the order of `TABLES`, those it does not name at
    the end, each with what a row of it is, its indexes and its triggers, in lower case."""
    statements = _statements(db)
    names = [*TABLES, *sorted(statements.keys() - TABLES.keys())]
    blocks = (
        "\n".join([*_comment(name), *(f"{statement};" for statement in statements[name])])
        for name in names
        if name in statements
    )
    return "\n\n".join([_HEAD.rstrip(), *blocks]) + "\n"


def _statements(db: Database) -> dict[str, list[str]]:
    """By table: the statement that makes it, then those of its indexes and triggers by name."""
    by_table: dict[str, list[str]] = {}
    for table, sql in db.conn.execute(
        "select tbl_name, sql from sqlite_master where sql is not null"
        " and tbl_name not like 'sqlite\\_%' escape '\\'"
        " and tbl_name not like '\\_sqlite\\_%' escape '\\'"
        " order by tbl_name, type <> 'table', type, name"
    ):
        by_table.setdefault(table, []).append(_tidied(sql))
    return by_table


def _comment(table: str) -> Iterator[str]:
    for line in textwrap.wrap(f"{table}: {TABLES.get(table, 'not described')}", 96):
        yield f"-- {line}"


def _tidied(sql: str) -> str:
    """As the migration wrote it, but from the left margin: SQLite writes the first words in
    capitals, quotes the name of a table that was renamed, and puts the columns that were added
    later behind the last line."""
    first, _, rest = sql.strip().partition("\n")
    first = re.sub(
        r'^CREATE( UNIQUE)? (\w+) "?(\w+)"?',
        lambda match: f"create{(match[1] or '').lower()} {match[2].lower()} {match[3]}",
        first,
    )
    sql = f"{first}\n{_dedented(rest)}" if rest else first
    return re.sub(r"\n, (.+)\) (strict.*)$", _with_added_columns, sql)


def _dedented(rest: str) -> str:
    """The last line of a statement stands at the margin, the others as far from it as they did."""
    margin = " " * min(len(line) - len(line.lstrip()) for line in rest.split("\n"))
    return "\n".join(line.removeprefix(margin) for line in rest.split("\n"))


def _with_added_columns(match: re.Match[str]) -> str:
    columns = re.split(r", (?=\w+ (?:text|integer|blob))", match[1])
    return "".join(f",\n    {column}" for column in columns) + f"\n) {match[2]}"
