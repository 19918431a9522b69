"""What a file of templates holds: what became of its rows, and what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Change = Literal["added", "changed", "unchanged"]

UNKNOWN_STATUS, NO_TYPE = "unknown_status", "no_type"
"""Codes of rows that a person's answer may bring in."""


@dataclass(frozen=True)
class Answers:
    """The answers of a person about a file: `route` of the templates whose type it does not say,
    and words of its status columns that mean approved ("" is an empty cell)."""

    route: int | None = None
    good_statuses: tuple[str, ...] = ()


NOTHING_SAID = Answers()


@dataclass(frozen=True)
class RowNote:
    """Something about one row; `row` is its number in Excel, `name` its template's."""

    row: int
    code: str
    message: str
    name: str = ""


@dataclass(frozen=True)
class RowTaken:
    """A row that was taken, and how it changed the templates."""

    row: int
    change: Change
    name: str
    dlt_id: str
    body: str


@dataclass(frozen=True)
class StatusCount:
    """A status of which nobody has said yet whether it means approved."""

    column: str
    word: str
    count: int


@dataclass(frozen=True)
class ImportedTemplates:
    """The outcome for a file of templates: `added`, `changed` and `unchanged` count those taken."""

    added: int
    changed: int
    unchanged: int
    refused: tuple[RowNote, ...]
    """Rows that were left out, and why."""
    warnings: tuple[RowNote, ...]
    """Of rows that were taken."""
    taken: tuple[RowTaken, ...]
    unknown_statuses: tuple[StatusCount, ...] = ()
    untyped: int = 0
    """Rows left out for want of a type."""
    status_columns: tuple[str, ...] = ()
    type_columns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """About the file as a whole."""
    lapsed: tuple[RowNote, ...] = ()
    """Of stored templates that the file no longer calls approved; each says who uses it."""
