"""A number in the words of others: replies of the gateway, details, names of files. And in the
sender's own words, which nobody but a person changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from sqlite_utils import Database

from jetmsg_core.store.people.fitting import Fitting, fits

Cut = Callable[[str], str]

WORDS = (
    *(("replies", "body"), ("replies", "failure")),
    *(("chunks", "detail"), ("campaigns", "held_detail")),
    *(("audit", "detail"), ("report_words", "word"), ("report_words", "reason")),
    *(("report_words", "error"), ("explained_words", "written")),
    *(("otp_events", "raw"), ("otp_events", "sentence"), ("otp_events", "message_id")),
    *(("export_jobs", "problem"), ("report_files", "name"), ("approvals", "reason")),
    *(("opt_outs", "reason"), ("opt_outs", "source")),
    *(("kept_opt_outs", "reason"), ("kept_opt_outs", "source")),
    ("samples", "failure"),
)
"""Columns of texts that the gateway, a panel or a program wrote, or somebody about one person."""

OWN_WORDS = (
    ("campaigns", "message", "the message of campaign {}"),
    ("campaigns", "name", "the name of campaign {}"),
    ("campaigns", "choices", "the choices campaign {} was made with"),
    ("template_versions", "body", "a version of template {}"),
    ("kept_templates", "body", "a template that waits since a restore"),
    ("drafts", "choices", "draft {}"),
    ("lists", "name", "the name of list {}"),
    ("lists", "source", "the source of list {}"),
    ("setting_changes", "value", "a change of the settings"),
)
"""Columns of what people of the team wrote or chose, and what each is called with its id."""


def cut(db: Database, table: str, column: str, fitting: Fitting, without: Cut) -> int:
    """Cuts a number out of a column of `WORDS`, in the texts that fit: `without` gives a text
    without it. Returns how many different texts held it."""
    selected = db.conn.execute(
        f"select distinct {column} from {table} where {fits(column)}", fitting._asdict()
    )
    rests = {text: rest for (text,) in selected if (rest := without(text)) != text}
    for text, rest in rests.items():
        _put(db, table, column, text, rest)
    return len(rests)


def texts_of(db: Database, table: str, column: str) -> Iterator[str]:
    """Gives the different texts of a column of `WORDS`."""
    selected = db.conn.execute(f"select distinct {column} from {table} where {column} <> ''")
    yield from (text for (text,) in selected)


def _put(db: Database, table: str, column: str, text: str, rest: str) -> None:
    statement = f"update {table} set {column} = ? where {column} = ?"
    for turn in range(1, 1_000):
        try:
            db.conn.execute(statement, (rest, text))
        except sqlite3.IntegrityError:
            # Two words of reports that differed in the number alone stay two.
            rest = f"{rest.rstrip()} ({turn})"
        else:
            return


def in_own_words(db: Database, fitting: Fitting) -> Iterator[tuple[str, str]]:
    """Gives the texts that people of the team wrote and that fit, each with what it is."""
    for table, column, what in OWN_WORDS:
        key = "template_id" if table == "template_versions" else "id"
        for row_id, text in db.conn.execute(
            f"select {key}, {column} from {table} where {fits(column)}", fitting._asdict()
        ):
            yield what.format(row_id), text
