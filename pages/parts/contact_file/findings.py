"""What a check noticed about the file as a whole, in sentences that name the row."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.contacts.findings.codes import Effect, FileFindingCode
from jetmsg_core.contacts.findings.file_finding import (
    FileFinding,
    RowsAre,
    each_once,
    first_rows,
)
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.contact_file.checking import Checked
from pages.parts.styles.formatting import counted, plain

SHOWN_FINDINGS = 8
WORDS = {RowsAre.ROWS: "row", RowsAre.CARDS: "card", RowsAre.LINES: "line"}
SAID_ELSEWHERE = (FileFindingCode.RIVAL_NUMBER_COLUMNS, FileFindingCode.OTHER_SHEETS)
"""What the question about the column, and the choice of a sheet, say already."""


def draw_findings(report: Checked) -> None:
    """This draws what blocks and what warns, without what is asked or said elsewhere."""
    for blocker in report.blockers:
        if blocker.effect is Effect.ASKS:
            continue  # Asked with buttons, by `questions`.
        st.error(_said(blocker), icon=":material/error:")
    warnings = [warning for warning in report.warnings if warning.code not in SAID_ELSEWHERE]
    _draw_warnings(warnings, _word(report))


def rows_read(report: Checked) -> str:
    """This says how many rows were read, and how many blank ones were left out; empty where there
    is none."""
    if not report.rows:
        return ""
    word = _word(report)
    blank = f", {counted(report.blank_rows, f'blank {word}')} left out" if report.blank_rows else ""
    numbered = "" if report.rows_are is RowsAre.ROWS else f" (row numbers are {word} numbers)"
    return f"{counted(report.rows, word)} read{blank}{numbered}"


def _word(report: Checked) -> str:
    """What a row of the file is called."""
    return WORDS[report.rows_are]


def question(report: Checked, code: FileFindingCode) -> FileFinding | None:
    """The blocker of this code is what has to be decided before the file can be saved; None
    where that is not asked."""
    return next((blocker for blocker in report.blockers if blocker.code is code), None)


def with_rows(finding: FileFinding, report: Checked) -> str:
    """This says a finding with the first of its rows, by what they are called."""
    return _with_rows(finding.message, finding.rows, _word(report))


def _draw_warnings(warnings: Sequence[FileFinding], word: str) -> None:
    if not warnings:
        return
    sentences = [
        _with_rows(finding.message, finding.rows, word, more=finding.more)
        for finding in each_once(warnings)
    ]
    more = len(sentences) - SHOWN_FINDINGS
    if more > 0:
        sentences[SHOWN_FINDINGS:] = [f"And {counted(more, 'more finding')}."]
    lines = sentences if len(sentences) == 1 else [f"- {sentence}" for sentence in sentences]
    st.warning("\n".join(lines), icon=":material/warning:")


def _with_rows(message: str, rows: Sequence[int], word: str, *, more: int = 0) -> str:
    if not rows:
        return plain(message)
    plural = "s" if len(rows) + more > 1 else ""
    return f"{plain(message)} ({word}{plural} {first_rows(rows, more=more)})"


def _said(finding: FileFinding) -> str:
    return plain(finding.message) + (f" (row {with_commas(finding.row)})" if finding.row else "")
