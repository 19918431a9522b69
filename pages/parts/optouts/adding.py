"""Opt-outs typed by hand or taken from a file, and what became of them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from jetmsg_core import optouts
from jetmsg_core.optouts import Added, ImportedOptOuts, Refused
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_reading import file_being_read
from pages.parts.shared.upload import READABLE, file_field, free
from pages.parts.styles.formatting import counted, plain, shortened

OUTCOME, ROUND, TYPED = "optouts.outcome", "optouts.round", "optouts.typed"
MOST_CHARACTERS = 500_000
SHOWN = 5

Outcome = tuple[str, tuple[str, ...]]
"""What was done, and what was not, each in a sentence."""


def draw_adding(settings: Settings) -> None:
    """This draws the form that takes typed numbers into the opt-outs."""
    turn = st.session_state.setdefault(TYPED, 0)
    with st.form("optouts.add", border=False):
        text = st.text_area(
            "Mobile numbers",
            key=f"optouts.numbers.{turn}",
            height=110,
            max_chars=MOST_CHARACTERS,
            placeholder="98765 43210\n+91 98765 43211",
            help="In any spelling: one a line, or with commas between them.",
        )
        source = st.text_input(
            "How they asked",
            key=f"optouts.source.{turn}",
            max_chars=120,
            placeholder="For example: replied STOP, called on 4 May",
        )
        if st.form_submit_button(
            "Add to opt-outs", type="primary", icon=":material/add:", key="optouts.add.go"
        ):
            _add(settings, text, source)


def _add(settings: Settings, text: str, source: str) -> None:
    numbers = optouts.split_typed(text)
    if not numbers:
        st.info("Write at least one number.", icon=":material/edit:")
        return
    with refusals_shown():
        added = optouts.add(settings, numbers, source=source.strip() or "added by hand")
        _say(_added(added), _refusals(added.refused))
        if added.added or added.already_opted_out:
            st.session_state[TYPED] += 1
        st.rerun()


def draw_importing(settings: Settings) -> None:
    """This draws the form that takes the numbers of a file into the opt-outs."""
    turn = st.session_state.setdefault(ROUND, 0)
    with st.form("optouts.import", border=False):
        label = f"File with the numbers ({READABLE})"
        file = file_field(settings, label, key=f"optouts.file.{turn}")
        left, right = st.columns(2)
        column = left.text_input(
            "Column of the numbers",
            key=f"optouts.column.{turn}",
            placeholder="Found by itself",
            help="Its name, if the file has several columns with numbers.",
        )
        source = right.text_input(
            "Where it comes from",
            key=f"optouts.origin.{turn}",
            max_chars=120,
            placeholder="The file's name if empty",
        )
        st.caption("Every number of the file is opted out. A file exported here keeps its dates.")
        if st.form_submit_button(
            "Import opt-outs", type="primary", icon=":material/upload_file:", key="optouts.file.go"
        ):
            if file is None:
                st.info("Choose a file first.", icon=":material/upload_file:")
            else:
                _import(settings, file, column.strip() or None, source.strip() or None)


def _import(settings: Settings, file: UploadedFile, column: str | None, source: str | None) -> None:
    with refusals_shown():
        with file_being_read("Reading every row…"):
            imported = optouts.import_file(
                settings, file.getvalue(), name=file.name, column=column, source=source
            )
        free(file)
        st.session_state[ROUND] += 1
        _say(_imported(file.name, imported), _left_in_the_file(imported))
        st.rerun()


def _say(done: str, not_done: tuple[str, ...]) -> None:
    say(OUTCOME, (done, not_done))


def draw_outcome() -> None:
    """This says what the last change did."""
    outcome: Outcome | None = read_outcome(OUTCOME)
    if outcome is None:
        return
    done, not_done = outcome
    if done:
        st.success(done, icon=":material/check_circle:")
    if not_done:
        lines = not_done if len(not_done) == 1 else [f"- {sentence}" for sentence in not_done]
        st.warning("\n".join(lines), icon=":material/warning:")


def _added(outcome: Added | ImportedOptOuts) -> str:
    if not outcome.added and not outcome.already_opted_out:
        return ""
    before = (
        f" {counted(outcome.already_opted_out, 'number')} had opted out already."
        if outcome.already_opted_out
        else ""
    )
    new = f"{counted(outcome.added, 'number')} opted out." if outcome.added else "Nothing new."
    return new + before


def _refusals(refused: tuple[Refused, ...]) -> tuple[str, ...]:
    return _listed(
        [
            f"{plain(shortened(number.value, 40))}: {plain(number.message)}"
            for number in refused[:SHOWN]
        ],
        len(refused),
        lambda more: f"And {counted(more, 'more number', 'more numbers')} that cannot be read.",
    )


def _imported(name: str, imported: ImportedOptOuts) -> str:
    done = _added(imported) or "No number was opted out."
    column = f", column {plain(imported.report.column)}" if imported.report.column else ""
    return f"{done} From {plain(name)}{column}, {counted(imported.report.rows, 'row')}."


def _left_in_the_file(imported: ImportedOptOuts) -> tuple[str, ...]:
    report = imported.report
    problems = [
        f"Row {with_commas(problem['row'])}: {plain(problem['message'])}"
        for problem in report.problems[:SHOWN]
    ]
    rows = _listed(
        problems,
        report.rejected,
        lambda more: f"And {counted(more, 'more row', 'more rows')} without a usable number.",
    )
    return (*(plain(warning.message) for warning in report.warnings[:SHOWN]), *rows)


def _listed(first: list[str], total: int, rest: Callable[[int], str]) -> tuple[str, ...]:
    more = total - len(first)
    return (*first, rest(more)) if more > 0 else tuple(first)
