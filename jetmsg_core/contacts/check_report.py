"""What `contacts check --json` prints about a file: counts, guesses and everything noticed.

A file may have a million rejected rows, so lists of rows stay columns until somebody reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
import pandas as pd

from jetmsg_core.contacts.findings.file_finding import FileFinding, RowsAre
from jetmsg_core.contacts.findings.reasons import SENTENCES

Entry = dict[str, Any]


class Listing(Sequence[Entry]):
    """Entries made from the rows of a frame with a `code`, each with the sentence of its code
    unless the frame has a `message`."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Listing: ...
    def __getitem__(self, index: int | slice) -> Entry | Listing:
        if isinstance(index, slice):
            return Listing(self.frame.iloc[index])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        position = index % len(self)
        return next(iter(Listing(self.frame.iloc[position : position + 1])))

    def __iter__(self) -> Iterator[Entry]:
        columns = [self.frame[name].tolist() for name in self.frame.columns]
        for values in zip(*columns, strict=True):
            entry = dict(zip(self.frame.columns, values, strict=True))
            entry["code"] = str(entry["code"])
            entry["message"] = entry.get("message") or SENTENCES[entry["code"]]
            yield entry

    def by_code(self) -> list[Entry]:
        """Gives an entry of `code, message, count, rows, value` for each sentence, in the order of
        its first row; `rows` are all it is about, `value` is the cell of the first."""
        keys, _ = pd.factorize(self.frame["code"])
        if "message" in self.frame:
            messages, sentences = pd.factorize(self.frame["message"])
            keys = keys * (len(sentences) + 1) + messages
        rows = self.frame["row"].to_numpy()
        entries = []
        for key in pd.unique(keys):
            positions = np.flatnonzero(keys == key)
            first = self[int(positions[0])]
            entries.append(
                {
                    "code": first["code"],
                    "message": first["message"],
                    "count": len(positions),
                    "rows": rows[positions].tolist(),
                    "value": first["value"],
                }
            )
        return entries

    def __repr__(self) -> str:
        return f"<Listing of {len(self)}>"


@dataclass(frozen=True)
class CheckReport:
    """The counts of a check, and what was found. `rows` = `accepted` + `rejected` + `duplicates` +
    `opted_out` + `declined`; blank rows are apart, and so are those above the first contact:
    `header_rows` and `title_rows`."""

    encoding: str | None
    delimiter: str | None
    header_row: int | None
    column: str | None
    columns: tuple[str, ...]
    rows: int
    blank_rows: int
    accepted: int
    rejected: int
    duplicates: int
    opted_out: int
    blockers: tuple[FileFinding, ...]
    problems: Listing
    """Entries of `row, column, value, code, message`, one a rejected row."""
    repairs: Listing
    """Entries of `row, value, number, code, message`."""
    warnings: tuple[FileFinding, ...]
    guesses: dict[str, str] = field(default_factory=dict)
    """Why this encoding, delimiter, sheet, header row and column."""
    sheet: str | None = None
    """The one that was read of a workbook's `sheets`, which are those Excel shows."""
    sheets: tuple[str, ...] = ()
    rows_are: RowsAre = RowsAre.ROWS
    declined: int = 0
    """Rows whose number says no to messages in the file itself, and that were not kept."""
    set_aside: int = 0
    """Of the rejected, those whose cells may stand in the wrong columns."""
    header_rows: tuple[int, ...] = ()
    """The rows of the column names: none, one or two."""
    title_rows: int = 0
    """Other filled rows above the first contact."""

    consent_columns: tuple[str, ...] = ()
    """The columns that say, or may say, who wants no messages."""

    def as_dict(self) -> Entry:
        """Gives the report as plain lists and dictionaries, in the order of the fields; `rows_are`
        only where they are no rows of a sheet."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        rows_are = plain.pop("rows_are")
        named = {} if rows_are is RowsAre.ROWS else {"rows_are": str(rows_are)}
        return (
            plain
            | named
            | {
                "columns": list(self.columns),
                "blockers": [blocker.as_dict() for blocker in self.blockers],
                "problems": list(self.problems),
                "repairs": list(self.repairs),
                "warnings": [warning.as_dict() for warning in self.warnings],
                "guesses": dict(self.guesses),
                "sheets": list(self.sheets),
                "header_rows": list(self.header_rows),
                "consent_columns": list(self.consent_columns),
            }
        )
