"""A held upload, checked. Only what the page shows is kept between reruns, never the contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core import optouts, uploads
from jetmsg_core.acting import Permission, requires
from jetmsg_core.checking import check
from jetmsg_core.contacts import Audience, Correction, Reason, rejected_file
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding, RowsAre
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.rows.split_cells import can_be_split
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.settings import Settings
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.shared.memory import give_back
from pages.parts.shared.tables import beside

SHOWN_ROWS = 300
SHOWN_COLUMNS = 6
MANY_ROWS = 50_000
MOST_WORDS = 200


@dataclass(frozen=True)
class ReadChoices:
    """These are the choices of a person for the file that is held."""

    options: ReadOptions = GUESSED
    corrections: tuple[Correction, ...] = ()
    """Rejected cells typed anew."""


@dataclass(frozen=True)
class Checked:
    """This is the report of a check, cut to what one page shows. `repaired` is among `accepted`."""

    rows: int
    accepted: int
    repaired: int
    rejected: int
    duplicates: int
    opted_out: int
    declined: int
    """Rows that say no to messages in the file itself."""
    blank_rows: int
    encoding: str | None
    delimiter: str | None
    header_row: int | None
    rows_are: RowsAre
    column: str | None
    columns: tuple[str, ...]
    sheet: str | None
    sheets: tuple[str, ...]
    guesses: dict[str, str]
    consent_columns: tuple[str, ...]
    """Those that say, or may say, who wants no messages."""
    blockers: tuple[FileFinding, ...]
    warnings: tuple[FileFinding, ...]
    head: tuple[tuple[int, str], ...]
    """The first filled rows, one of which may hold the column names: row and words."""
    splittable: int
    """Of the rejected, cells with several numbers that can have a row each."""
    reasons: dict[str, int]
    """Why rows were rejected, with how many, the most frequent first."""
    ready: pd.DataFrame
    problems: pd.DataFrame
    """Index `row`; the number's cell, then the first other columns."""
    problem_columns: tuple[str, ...]
    """The column that each of the problems' cells stands in."""
    messages: tuple[str, ...]
    """Why each of the problems was rejected."""
    repairs: list[dict[str, Any]]
    duplicate_rows: list[dict[str, Any]]
    opted_out_rows: list[dict[str, Any]]
    declined_rows: list[dict[str, Any]]

    @property
    def is_readable(self) -> bool:
        """The rows mean something: there are columns, and one holds numbers."""
        return self.column is not None

    @property
    def says_no(self) -> bool:
        """Some rows say no to messages, if only to those of one channel."""
        codes = (
            FileFindingCode.DECLINED_CHANNEL,
            FileFindingCode.CONSENT_ERRORS_CHANNEL,
            FileFindingCode.DND_ZERO_UNCLEAR,
            FileFindingCode.NOBODY_WANTS,
            FileFindingCode.UNCLEAR_ABOVE_NAMES,
            FileFindingCode.ASK_CONSENT,
            FileFindingCode.ASK_WHOSE_CONSENT,
        )
        findings = (*self.blockers, *self.warnings)
        return bool(self.declined) or any(finding.code in codes for finding in findings)

    @property
    def is_workbook(self) -> bool:
        return bool(self.sheets)


def audience_of(settings: Settings, token: str, name: str, choices: ReadChoices) -> Audience:
    return check(
        settings,
        uploads.read(settings, token),
        name=name,
        corrections=choices.corrections,
        options=choices.options,
    )


@requires(Permission.PREPARE)
@st.cache_data(max_entries=4, show_spinner=False)
def _checked(
    _settings: Settings, token: str, name: str, choices: ReadChoices, opt_outs: object
) -> Checked:
    report = _summary(audience_of(_settings, token, name, choices))
    if report.rows > MANY_ROWS:
        give_back()
    return report


def _summary(audience: Audience) -> Checked:
    report = audience.report
    return Checked(
        rows=report.rows,
        accepted=report.accepted,
        repaired=len(report.repairs),
        rejected=report.rejected,
        duplicates=report.duplicates,
        opted_out=report.opted_out,
        declined=report.declined,
        blank_rows=report.blank_rows,
        encoding=report.encoding,
        delimiter=report.delimiter,
        header_row=report.header_row,
        rows_are=report.rows_are,
        column=report.column,
        columns=report.columns,
        sheet=report.sheet,
        sheets=report.sheets,
        guesses=report.guesses,
        consent_columns=report.consent_columns,
        blockers=report.blockers,
        warnings=report.warnings,
        head=tuple((row, _words(cells)) for row, cells in audience.head),
        splittable=_splittable(audience),
        reasons=_counted(audience.rejected["message"]) if report.rejected else {},
        ready=_ready(audience),
        problems=_problems(audience),
        problem_columns=tuple(map(str, report.problems.frame["column"].iloc[:SHOWN_ROWS])),
        messages=tuple(audience.rejected["message"].iloc[:SHOWN_ROWS].astype("str")),
        repairs=list(report.repairs[:SHOWN_ROWS]),
        duplicate_rows=_records(audience.duplicates),
        opted_out_rows=_records(audience.opted_out),
        declined_rows=_records(audience.declined),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): cell for name, cell in record.items()}
        for record in frame.head(SHOWN_ROWS).to_dict("records")
    ]


def _words(cells: list[str]) -> str:
    return ", ".join(" ".join(cell.split()) for cell in cells if cell.strip())[:MOST_WORDS]


def _ready(audience: Audience) -> pd.DataFrame:
    """`Row` and `Sent to`, then the first columns of the file."""
    table = pd.DataFrame(
        {
            "Row": audience.rows[:SHOWN_ROWS],
            "Sent to": [f"+{number}" for number in audience.numbers[:SHOWN_ROWS]],
        }
    )
    return beside(table, audience.contacts.iloc[:SHOWN_ROWS, :SHOWN_COLUMNS])


def _problems(audience: Audience) -> pd.DataFrame:
    cells = audience.rejected.iloc[:SHOWN_ROWS, : len(audience.columns)]
    cells.columns = pd.Index(audience.columns)
    if audience.column is None:
        return cells.iloc[:, :SHOWN_COLUMNS]
    others = [name for name in audience.columns if name != audience.column][:SHOWN_COLUMNS]
    texts = audience.report.problems.frame["value"].iloc[:SHOWN_ROWS].to_numpy()
    return cells[[audience.column, *others]].assign(**{audience.column: texts})


def _splittable(audience: Audience) -> int:
    several = audience.report.problems.frame
    several = several[several["code"] == Reason.MULTIPLE_NUMBERS]
    return can_be_split(several["value"].astype("str").tolist())


def _counted(messages: pd.Series[str]) -> dict[str, int]:
    counts = messages.value_counts()
    return {str(message): int(count) for message, count in counts.items() if count}


def checked(settings: Settings, held: HeldUpload, choices: ReadChoices) -> Checked:
    """The check is made once for the same file, choices and opt-outs. Raises InputError for a
    choice the file cannot follow, NotFoundError for a file that is gone."""
    return _checked(settings, held.token, held.name, choices, optouts.edition(settings))


def rejected_rows(
    settings: Settings, held: HeldUpload, choices: ReadChoices, form: FileFormat
) -> bytes:
    return rejected_file(audience_of(settings, held.token, held.name, choices), form)
