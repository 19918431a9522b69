"""How the file was read, with the reason for each guess, and the way to read it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts.checking import Checked, Choices
from pages.parts.words import plain

DELIMITERS = {",": "Comma  ,", ";": "Semicolon  ;", "\t": "Tab", "|": "Pipe  |"}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1")
HEADER = {True: "First row holds column names", False: "First row is a contact"}


def choices_made() -> Choices:
    """What the widgets below say; they are drawn after the check they ask for."""
    chosen = st.session_state.get
    return Choices(
        column=chosen("contacts.as.column"),
        delimiter=chosen("contacts.as.delimiter"),
        encoding=chosen("contacts.as.encoding"),
        header=chosen("contacts.as.header"),
    )


def draw_reading(found: Checked, choices: Choices) -> None:
    if not found.columns:
        return
    undecided = found.column is None
    label = "How the file was read" if not undecided else "Choose the column of mobile numbers"
    with st.expander(label, icon=":material/tune:", expanded=undecided or choices != Choices()):
        _draw_guesses(found)
        with st.grid(4, min_column_width=210):
            _pick("Number column", "column", list(found.columns), str, found.column)
            if not found.is_workbook:
                _pick("Columns are divided by", "delimiter", list(DELIMITERS), DELIMITERS.get)
                _pick("Letters are stored as", "encoding", list(ENCODINGS), str.upper)
            _pick("Column names", "header", list(HEADER), HEADER.get)


def _draw_guesses(found: Checked) -> None:
    lines = []
    if found.column is not None:
        lines.append(("Numbers", f"column **{plain(found.column)}**", "column"))
    if found.is_workbook:
        lines.append(("Sheet", "of the workbook", "sheet"))
    if found.delimiter is not None:
        lines.append(("Divided by", DELIMITERS.get(found.delimiter, found.delimiter), "delimiter"))
    if found.encoding is not None:
        lines.append(("Encoding", found.encoding.upper(), "encoding"))
    row = "none" if found.header_row is None else f"row {found.header_row:,}"
    lines.append(("Column names", row, "header_row"))
    st.markdown(
        "\n".join(
            f"- {name}: {value}  \n  :gray[{plain(found.guesses.get(why, ''))}]"
            for name, value, why in lines
        )
    )


def _pick(
    label: str,
    name: str,
    options: list[Any],
    shown: Callable[[Any], str | None],
    guessed: str | None = None,
) -> None:
    st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda option: shown(option) or str(option),
        placeholder=f"{guessed} (guessed)" if guessed else "As guessed",
        key=f"contacts.as.{name}",
    )
