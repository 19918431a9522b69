"""The rows of one tile: each with its row number, its cell, and what was found."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.contacts import SENTENCES
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import SHOWN_ROWS, Checked, ReadChoices
from pages.parts.contact_file.corrections import draw_rejected_table
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.contact_file.reading import keep_declined, split_cells
from pages.parts.contacts.check_tiles import TILES, opened_group
from pages.parts.contacts.saving import draw_downloads
from pages.parts.shared.tables import draw_rows_download
from pages.parts.styles.formatting import counted, plain

TABLE_HEIGHT = 320


def draw_rows(settings: Settings, held: HeldUpload, choices: ReadChoices, report: Checked) -> None:
    """This draws the rows of the opened group, with the way to download them."""
    opened = opened_group(report)
    if opened is None:
        return
    label, total = TILES[opened].label, getattr(report, opened)
    st.header(f"{label}: {counted(total, 'row')}", anchor=False)
    if opened == "rejected":
        _draw_reasons(report.reasons)
        _draw_split(report)
        draw_rejected_table(held, choices, report)
    else:
        if opened == "declined":
            _draw_keep_declined(report)
        frame = _frame(opened, report)
        _draw_table(label, frame)
        name = f"{PurePath(held.name).stem} {label.lower()}"
        draw_rows_download(frame, name=name, key="contacts.rows.download")
    if total > SHOWN_ROWS:
        st.caption(f"The first {with_commas(SHOWN_ROWS)} of {with_commas(total)}.")
    if opened == "rejected":
        draw_downloads(settings, held, choices, report)


def _draw_reasons(reasons: dict[str, int]) -> None:
    lines = [f"- **{with_commas(count)}** · {plain(reason)}" for reason, count in reasons.items()]
    st.markdown("\n".join(lines))


def _draw_split(report: Checked) -> None:
    if not report.splittable:
        return
    cells = counted(report.splittable, "cell")
    st.button(
        f"Make a row for each number of {cells}",
        key="contacts.split",
        icon=":material/call_split:",
        on_click=split_cells,
        help="Everyone's name and other values are repeated beside each of the numbers.",
    )


def _draw_keep_declined(report: Checked) -> None:
    st.button(
        f"Keep {counted(report.declined, 'row')} anyway",
        key="contacts.keep_declined",
        icon=":material/undo:",
        on_click=keep_declined,
        help="Only if these people have agreed to messages since the file was made.",
    )


def _draw_table(label: str, frame: pd.DataFrame) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        height="auto" if len(frame) < 8 else TABLE_HEIGHT,
        column_config={
            str(frame.columns[0]): st.column_config.NumberColumn(width="small"),
            "Reason": st.column_config.TextColumn(width="large"),
            "What was done": st.column_config.TextColumn(width="large"),
        },
        key="contacts.rows",
        alt=f"{label} rows of the contact file",
    )


def _frame(group: str, report: Checked) -> pd.DataFrame:
    if group == "accepted":
        return report.ready
    rows: list[tuple[Any, ...]]
    if group == "repaired":
        rows = [
            (r["row"], r["value"], f"+{r['number']}", SENTENCES[r["code"]]) for r in report.repairs
        ]
        return _table(rows, "Row", "Cell", "Sent to", "What was done")
    if group == "duplicates":
        rows = [
            (
                r["row"],
                f"+{r['number']}",
                f"Same number as row {with_commas(r['first_row'])}, which is kept.",
            )
            for r in report.duplicate_rows
        ]
        return _table(rows, "Row", "Number", "Reason")
    if group == "declined":
        rows = [(r["row"], f"+{r['number']}", _who_said_no(r)) for r in report.declined_rows]
        return _table(rows, "Row", "Number", "Reason")
    reason = "This person opted out, and gets no message."
    rows = [(r["row"], f"+{r['number']}", reason) for r in report.opted_out_rows]
    return _table(rows, "Row", "Number", "Reason")


def _who_said_no(declined: dict[str, Any]) -> str:
    where = (
        ""
        if declined["said_in"] == declined["row"]
        else f" in row {with_commas(declined['said_in'])}"
    )
    column, value = declined["column"], repr(declined["value"])
    return {
        "no": f"{column} says {value}{where}.",
        "categories": f"{column} says {value}{where}: a category of the DND register.",
        "error": f"{column} shows the error {value}{where} instead of an answer.",
    }[declined["said"]]


def _table(rows: list[tuple[Any, ...]], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))
