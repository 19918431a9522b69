"""How the file was read, with the reason for each guess, and the way to read it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from jetmsg_core.contacts import Duplicates
from jetmsg_core.contacts.findings.codes import Effect
from jetmsg_core.contacts.findings.consent_meanings import MEANINGS, ZEROS, ConsentMeaning
from jetmsg_core.contacts.findings.file_finding import RowsAre
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions, TenDigits
from jetmsg_core.errors import JetmsgError, NotFoundError
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.contact_file.checking import Checked, ReadChoices
from pages.parts.contact_file.held_upload import CORRECTIONS
from pages.parts.contact_file.typed_numbers import corrections, take
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain, shortened

DELIMITERS = {",": "Comma  ,", ";": "Semicolon  ;", "\t": "Tab", "|": "Pipe  |"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows (CP1252)",
    "latin-1": "LATIN-1",
    "mac_roman": "Old Mac (MacRoman)",
    "cp437": "DOS (CP437)",
}
MOST_CONSENTS = 8
REPEATS = {Duplicates.ALL: "Keep every row of a number"}
SEVERAL = {True: "A row for each number"}
DECLINED = {True: "Keep them"}
ABROAD = {True: "Keep them, for WhatsApp"}
TEN_DIGITS = {
    TenDigits.INDIAN: "Indian numbers",
    TenDigits.FOREIGN: "Foreign numbers",
}
SHEETS = {False: "Read one", True: "Read all as one list"}
USUAL = ("duplicates", "split", "keep_declined", "ten_digits", "international", "all_sheets")
"""What is not guessed, but done in one way unless a person says otherwise."""
ASKED = "contacts.as."
CONSENTS = "contacts.as.consent."
"""Before the name of a column of consent."""
RECALLED = "contacts.as.recalled"
"""Whether the choices are those of an earlier file; unset until that was looked up."""


def choices_made() -> ReadChoices:
    """The widgets below say these choices; they are drawn after the check they ask for."""
    chosen = st.session_state.get
    options = ReadOptions(
        column=chosen(f"{ASKED}column"),
        delimiter=chosen(f"{ASKED}delimiter"),
        encoding=chosen(f"{ASKED}encoding"),
        header=chosen(f"{ASKED}header"),
        sheet=chosen(f"{ASKED}sheet"),
        all_sheets=bool(chosen(f"{ASKED}all_sheets")),
        duplicates=chosen(f"{ASKED}duplicates") or Duplicates.FIRST,
        split=bool(chosen(f"{ASKED}split")),
        else_columns=tuple(chosen(f"{ASKED}else_columns") or ()),
        each_columns=tuple(chosen(f"{ASKED}each_columns") or ()),
        keep_declined=bool(chosen(f"{ASKED}keep_declined")),
        consents=_consents(),
        country_column=chosen(f"{ASKED}country_column"),
        ten_digits=chosen(f"{ASKED}ten_digits"),
        international=bool(chosen(f"{ASKED}international")),
    )
    return ReadChoices(options, corrections())


def _consents() -> tuple[tuple[str, ConsentMeaning], ...]:
    """What was said of columns of consent."""
    chosen = {
        str(key).removeprefix(CONSENTS): meaning
        for key, meaning in st.session_state.items()
        if str(key).startswith(CONSENTS) and meaning is not None
    }
    return tuple(sorted(chosen.items()))


def draw_refused(error: JetmsgError) -> None:
    """A choice the file cannot follow, or a file that is gone, is said with the way back to the
    guesses."""
    refusal(error)
    if not isinstance(error, NotFoundError):
        st.button(
            "Read it as guessed",
            key="contacts.guessed",
            icon=":material/undo:",
            on_click=forget_choices,
        )


def draw_sheets(report: Checked) -> None:
    """A workbook with more than one sheet says which was read, and offers the others, or all."""
    joined = bool(st.session_state.get(f"{ASKED}all_sheets"))
    if len(report.sheets) < 2 or (report.sheet is None and not joined):
        return
    with st.container(border=True, key="contacts.sheets"):
        left, middle, right = st.columns([2, 2, 3], vertical_alignment="center")
        if report.sheet is not None:
            with left:
                _pick("Sheet of the workbook", "sheet", list(report.sheets), str, report.sheet)
        with left if report.sheet is None else middle:
            _pick("Several sheets", "all_sheets", list(SHEETS), SHEETS.get, "Read one")
        right.markdown(_which_sheets(report))


def _which_sheets(report: Checked) -> str:
    reason = f":gray[{plain(report.guesses.get('sheet', ''))}]" if report.columns else ""
    many = f"This workbook has {len(report.sheets)} sheets"
    if report.sheet is None:
        return f"{many}, read as one list. {reason}"
    was = "was read" if report.columns else "cannot be read. Choose another sheet"
    return f"{many}, and **{plain(report.sheet)}** {was}. {reason}"


def draw_reading(report: Checked, choices: ReadChoices) -> None:
    """This draws how the file was read, with fields to choose otherwise; nothing where no column
    was found."""
    if not report.columns:
        return
    undecided = report.column is None
    label = "How the file was read" if not undecided else "Choose the column of mobile numbers"
    chosen = choices.options != GUESSED
    asked = any(blocker.effect is Effect.ASKS for blocker in report.blockers)
    with st.expander(label, icon=":material/tune:", expanded=undecided or chosen or asked):
        _draw_guesses(report, choices.options)
        with st.grid(4, min_column_width=210):
            if not choices.options.each_columns:
                _pick("Number column", "column", list(report.columns), str, report.column)
            if report.delimiter is not None and not report.is_workbook:
                _pick("Columns are separated by", "delimiter", list(DELIMITERS), DELIMITERS.get)
            if report.encoding is not None:
                _pick("Letters are stored as", "encoding", list(ENCODINGS), ENCODINGS.get)
            rows = {
                row: f"Row {with_commas(row)}: {shortened(words, 60)}" for row, words in report.head
            }
            rows = {False: "In no row: all are contacts"} | rows
            if report.rows_are is RowsAre.ROWS:
                _pick("Column names", "header", _header_options(rows), rows.get)
            _pick("Duplicate numbers", "duplicates", list(REPEATS), REPEATS.get, "Keep the first")
            _pick("Several numbers in a cell", "split", list(SEVERAL), SEVERAL.get, "Reject it")
            if report.says_no or choices.options.keep_declined:
                label = "Rows that say no to messages"
                _pick(label, "keep_declined", list(DECLINED), DECLINED.get, "Leave them out")
            countries = {False: "No column says it"} | {name: name for name in report.columns}
            _pick("Country of a number", "country_column", list(countries), countries.get)
            _pick("Ten digits without +91", "ten_digits", list(TEN_DIGITS), TEN_DIGITS.get, "Ask")
            abroad = "Reject them"
            _pick("Numbers of other countries", "international", list(ABROAD), ABROAD.get, abroad)
        _draw_consents(report, choices.options)
        if len(report.columns) > 1:
            _draw_more_columns(report, choices.options)


def _draw_consents(report: Checked, options: ReadOptions) -> None:
    """What yes means in each column that says who wants no messages."""
    columns = [name for name, _ in options.consents if name in report.columns]
    names = list(dict.fromkeys([*report.consent_columns, *columns]))[:MOST_CONSENTS]
    if not names:
        return
    meanings = MEANINGS | ZEROS | MEANINGS
    with st.grid(4, min_column_width=210):
        for name in names:
            label, key = f"Yes in {plain(shortened(name, 40))}", f"consent.{name}"
            _pick(label, key, list(meanings), meanings.get, "As its name and cells say")


def _draw_more_columns(report: Checked, options: ReadOptions) -> None:
    """The other columns that numbers are taken from; one way shuts out the other."""
    with st.grid(2, min_column_width=320):
        if not options.each_columns:
            others = [name for name in report.columns if name != report.column]
            _pick_several("If it has no number, take it from", "else_columns", others)
        if not options.else_columns:
            names = list(report.columns)
            _pick_several("Or make a row for each of these columns", "each_columns", names)


def _header_options(rows: dict[int, str]) -> list[int]:
    """The rows, and the one that was chosen where it stands further down."""
    chosen = st.session_state.get(f"{ASKED}header")
    return [*rows, *([] if chosen is None or chosen in rows else [chosen])]


def _draw_guesses(report: Checked, options: ReadOptions) -> None:
    lines = []
    if report.column is not None:
        each = " and ".join(f"**{plain(name)}**" for name in options.each_columns)
        where = f"columns {each}" if each else f"column **{plain(report.column)}**"
        lines.append(("Numbers", where, "column"))
    if report.is_workbook:
        sheet = "all sheets" if report.sheet is None else f"**{plain(report.sheet)}**"
        lines.append(("Sheet", sheet, "sheet"))
    if report.delimiter is not None:
        lines.append(
            (
                "Columns are separated by",
                DELIMITERS.get(report.delimiter, report.delimiter),
                "delimiter",
            )
        )
    if report.encoding is not None:
        lines.append(("Letters are stored as", report.encoding.upper(), "encoding"))
    row = "none" if report.header_row is None else f"row {with_commas(report.header_row)}"
    lines.append(("Column names", row, "header_row"))
    st.markdown(
        "\n".join(
            f"- {name}: {value}  \n  :gray[{plain(report.guesses.get(why, ''))}]"
            for name, value, why in lines
        )
    )


def _pick(
    label: str,
    name: str,
    options: list[Any],
    label_for: Callable[[Any], str | None],
    guessed: str | None = None,
) -> None:
    usual = f"{guessed} (usual)" if name in USUAL else f"{guessed} (guessed)"
    # What is chosen is its default too: a browser that missed the run in which a callback chose it
    # would say that nothing is.
    chosen = st.session_state.get(f"{ASKED}{name}")
    st.selectbox(
        label,
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=lambda option: label_for(option) or str(option),
        placeholder=usual if guessed else "As guessed",
        key=f"contacts.as.{name}",
        persist_state="session",
        on_change=_changed,
        args=(name,),
    )


def _pick_several(label: str, name: str, options: list[str]) -> None:
    key = f"{ASKED}{name}"
    chosen = [option for option in st.session_state.get(key) or () if option in options]
    if key in st.session_state:
        st.session_state[key] = chosen
    st.multiselect(
        label,
        options,
        default=chosen,
        placeholder="None",
        key=key,
        persist_state="session",
        on_change=_changed,
        args=(name,),
    )


def _changed(name: str) -> None:
    """A column's name belongs to the reading it was found in."""
    take()
    if name in ("delimiter", "header", "sheet", "all_sheets", "encoding"):
        for key in [key for key in st.session_state if str(key).startswith(CONSENTS)]:
            del st.session_state[key]
        st.session_state[f"{ASKED}column"] = None
        st.session_state[f"{ASKED}country_column"] = None
        for several in ("else_columns", "each_columns"):
            st.session_state[f"{ASKED}{several}"] = []


def choose(**choices: object) -> None:
    """A button answers with this what is asked about the file, by the name of the choice."""
    for name, value in choices.items():
        st.session_state[f"{ASKED}{name}"] = value
        _changed(name)


def split_cells() -> None:
    """The offer beside the rejected rows is taken: each number of a cell gets a row."""
    take()
    st.session_state[f"{ASKED}split"] = True


def keep_declined() -> None:
    """The rows that say no to messages are kept, on purpose."""
    take()
    st.session_state[f"{ASKED}keep_declined"] = True


def forget_choices() -> None:
    """A callback makes the file be read as guessed again; corrections of numbers stay."""
    take()
    for key in [key for key in st.session_state if str(key).startswith(ASKED)]:
        if not str(key).startswith(CORRECTIONS):
            del st.session_state[key]
    st.session_state[RECALLED] = False
