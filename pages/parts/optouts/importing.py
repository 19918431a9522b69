"""Opt-outs of a file: what it holds is looked at, and only then taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from jetmsg_core import optouts, uploads
from jetmsg_core.acting import Permission, requires
from jetmsg_core.optouts import OptOutColumns, OptOutPreview, SeenOptOut
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from pages.parts.optouts.adding import SHOWN, added_words, not_taken, say_outcome
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.flash import keep
from pages.parts.page.held_files import FileNote, asked_file, keep_note, said_under
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_reading import file_being_read
from pages.parts.shared.upload import READABLE, file_field, free
from pages.parts.styles.formatting import counted, plain

HELD, ROUND, CHOSEN = "optouts.held", "optouts.round", "optouts.as."
NONE, PAGE = "No column", "optouts"


@dataclass(frozen=True)
class HeldFile:
    """This is an upload kept on disk, under its `token`."""

    token: str
    name: str


@dataclass(frozen=True)
class Chosen:
    """What a person said of the file: the column of the numbers, those of reasons and dates, and
    where it comes from. None is as guessed."""

    column: str | None
    columns: OptOutColumns
    source: str | None


def draw_importing(settings: Settings) -> None:
    """This draws the field for a file, or what the file that is held would do."""
    _bring_back(settings)
    held: HeldFile | None = st.session_state.get(HELD)
    if held is None:
        _draw_uploader(settings)
    else:
        _draw_held(settings, held)
    held = st.session_state.get(HELD)
    answers = said_under(CHOSEN)
    note = None if held is None else FileNote(PAGE, held.token, held.name, said=answers)
    keep_note(settings, note)


def _bring_back(settings: Settings) -> None:
    """After a reload the file is held again, with what was said of it."""
    note = asked_file(settings, PAGE)
    if note is not None and HELD not in st.session_state:
        st.session_state.update(note.said)
        st.session_state[HELD] = HeldFile(note.token, note.name)


def _draw_uploader(settings: Settings) -> None:
    turn = st.session_state.setdefault(ROUND, 0)
    file = file_field(settings, f"File with the numbers ({READABLE})", key=f"optouts.file.{turn}")
    st.caption(
        "You see what is in it before anything changes. Columns that say why and when are kept. "
        "You can import a file that was exported here."
    )
    if file is None:
        return
    with refusals_shown():
        held = HeldFile(uploads.keep(settings, file), file.name)
        free(file)
        keep({HELD: held, ROUND: turn + 1})
        st.rerun()


def _draw_held(settings: Settings, held: HeldFile) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: **{plain(held.name)}**", width="content")
        st.button(
            "Choose another file",
            key="optouts.replace",
            icon=":material/close:",
            type="tertiary",
            on_click=_let_go,
            args=(settings, held),
        )
    choices = _choices()
    with refusals_shown():
        with file_being_read("Reading every row…"):
            edition = optouts.edition(settings)
            preview, unread = _looked_at(settings, held, choices, edition)
        _draw_columns(preview, choices)
        if preview.refused:
            st.error(plain(preview.refused), icon=":material/error:")
            return
        _draw_preview(preview, unread)
        _draw_import(settings, held, choices, preview)


def _choices() -> Chosen:
    picked = {
        name: st.session_state.get(f"optouts.as.{name}") for name in ("column", "reason", "date")
    }
    reason, date = ("" if picked[name] == NONE else picked[name] for name in ("reason", "date"))
    source = str(st.session_state.get("optouts.as.source") or "").strip() or None
    return Chosen(picked["column"], OptOutColumns(reason, date), source)


@requires(Permission.PREPARE)
@st.cache_data(max_entries=2, show_spinner=False)
def _looked_at(
    _settings: Settings, held: HeldFile, choices: Chosen, edition: object
) -> tuple[OptOutPreview, int]:
    """The preview, cut to what is shown of it, and how many dates cannot be read."""
    preview = optouts.look(
        _settings,
        uploads.read(_settings, held.token),
        name=held.name,
        column=choices.column,
        columns=choices.columns,
        source=choices.source,
    )
    problems, repairs = preview.report.problems[:SHOWN], preview.report.repairs[:0]
    report = replace(preview.report, problems=problems, repairs=repairs)
    unread = preview.unread_dates
    return replace(preview, report=report, unread_dates=unread[:SHOWN]), len(unread)


def _draw_columns(preview: OptOutPreview, choices: Chosen) -> None:
    names = list(preview.report.columns)
    if not names:
        return
    with st.grid(4, min_column_width=190):
        _pick("Numbers", "column", names, preview.report.column)
        _pick("Why", "reason", [NONE, *names], preview.columns.reason or NONE)
        _pick("Since when", "date", [NONE, *names], preview.columns.date or NONE)
        st.text_input(
            "Where it comes from",
            key="optouts.as.source",
            max_chars=120,
            placeholder="The file's name if empty",
            live=PAUSE,
        )


def _pick(label: str, name: str, options: Sequence[str], guessed: str | None) -> None:
    st.selectbox(
        label,
        list(options),
        index=None,
        placeholder=f"{guessed} (found)" if guessed else "Choose a column",
        key=f"optouts.as.{name}",
    )


def _draw_preview(preview: OptOutPreview, unread: int) -> None:
    report = preview.report
    facts = [
        (preview.new, "to opt out"),
        (preview.known, "opted out already"),
        (report.duplicates, "in more than one row"),
        (report.rejected, "without a usable number"),
    ]
    rows = counted(report.rows, "row")
    lines = [
        f"- **{with_commas(count)}** {word}"
        for count, word in facts
        if count or word == "to opt out"
    ]
    st.markdown("\n".join([f"{rows} read.", "", *lines]))
    if refused := not_taken(report, preview.unread_dates, unread):
        st.warning("\n".join(f"- {sentence}" for sentence in refused), icon=":material/warning:")
    if preview.first:
        st.dataframe(
            _frame(preview.first),
            hide_index=True,
            key="optouts.preview",
            alt="The first rows as they are kept",
        )
        total = preview.new + preview.known
        if total > len(preview.first):
            st.caption(f"The first {with_commas(len(preview.first))} of {with_commas(total)}.")


def _frame(rows: Sequence[SeenOptOut]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Row": seen.row,
                "Number": f"+{seen.opt_out.number}",
                "How they asked": seen.opt_out.source,
                "Why": seen.opt_out.reason,
                "Since (IST)": in_ist(seen.opt_out.added_at),
                "Already": "opted out" if seen.is_known else "",
            }
            for seen in rows
        ]
    )


def _draw_import(
    settings: Settings, held: HeldFile, choices: Chosen, preview: OptOutPreview
) -> None:
    if not preview.first:
        st.info("No row of this file has a number to opt out.", icon=":material/block:")
        return
    if st.button(
        f"Opt out {counted(preview.new, 'number')}",
        key="optouts.file.go",
        type="primary",
        icon=":material/do_not_disturb_on:",
        disabled=not preview.new,
        help=None if preview.new else "Everybody in this file has opted out already.",
    ):
        _import(settings, held, choices)


def _import(settings: Settings, held: HeldFile, choices: Chosen) -> None:
    with file_being_read("Reading every row…"):
        done = optouts.import_file(
            settings,
            uploads.read(settings, held.token),
            name=held.name,
            column=choices.column,
            columns=choices.columns,
            source=choices.source,
        )
    _let_go(settings, held)
    words = added_words(done) or "No number was opted out."
    column = f", column {plain(done.report.column)}" if done.report.column else ""
    say_outcome(
        f"{words} From {plain(held.name)}{column}, {counted(done.report.rows, 'row')}.",
        not_taken(done.report, done.unread_dates, len(done.unread_dates)),
    )
    st.rerun()


def _let_go(settings: Settings, held: HeldFile) -> None:
    uploads.drop(settings, held.token)
    for key in [key for key in st.session_state if str(key).startswith(CHOSEN)]:
        del st.session_state[key]
    st.session_state.pop(HELD, None)
