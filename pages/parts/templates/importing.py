"""Approved templates from a file of an operator's portal: looked at first, then taken."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from jetmsg_core import templates
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.templates import NO_TYPE, UNKNOWN_STATUS, Answers, ImportedTemplates, RowNote
from pages.parts.page.flash import say
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_reading import file_being_read
from pages.parts.shared.upload import file_field
from pages.parts.styles.formatting import counted, plain
from pages.parts.templates.asking import draw_good_statuses, draw_type, must_answer
from pages.parts.templates.head import OUTCOME

ROUND, IMPORTED = "templates.round", "templates.imported"
OFFERED = 3
TABLE_HEIGHT = 320
CHANGES = {"added": "New", "changed": "Changed", "unchanged": "Known already"}
SHOWN = 10
ANSWERABLE = (NO_TYPE, UNKNOWN_STATUS)
"""Left out only until the question about them is answered."""


def draw_importing(settings: Settings) -> None:
    """This draws the field for a file of approved templates, and what the file would add."""
    if not may(Permission.PREPARE):
        st.caption("A composer, a sender or an admin imports templates.")
        return
    turn = st.session_state.setdefault(ROUND, 0)
    _draw_imported(settings)
    file = file_field(
        settings, "File of approved templates (CSV or Excel)", key=f"templates.file.{turn}"
    )
    if file is None:
        st.caption(
            "As the operator's portal exports it, with columns such as Template Id, Template "
            "Name, Header, Template Content, Status and Content Type. Only templates that are "
            "approved in every status are imported. Importing the same file twice changes "
            "nothing: each template has its ID."
        )
        return
    with refusals_shown():
        _draw_file(settings, file, turn)


def _draw_file(settings: Settings, file: UploadedFile, turn: int) -> None:
    data, key = file.getvalue(), f"{turn}.{file.file_id}"
    with file_being_read("Reading every template…"):
        seen = templates.preview_import(settings, data, name=file.name)
    for remark in seen.remarks:
        st.caption(f":material/info: {remark}")
    words = draw_good_statuses(seen.unknown_statuses, key=key)
    if words:
        seen = templates.preview_import(
            settings, data, name=file.name, answers=Answers(None, words)
        )
    answers = Answers(draw_type(seen, key=key), words)
    preview = seen
    if answers.route is not None:
        preview = templates.preview_import(settings, data, name=file.name, answers=answers)
    _draw_counts(preview)
    changes = preview.added + preview.changed + len(preview.lapsed)
    to_take = 0 if must_answer(preview) else changes
    # Above the table, which comes late and pushes what is below it away from a click.
    st.button(
        _what_to_do(preview, to_take),
        type="primary",
        icon=":material/upload_file:",
        key="templates.import",
        disabled=not to_take,
        on_click=_import,
        args=(settings, data, file.name, turn, answers),
    )
    _draw_rows(preview)


def _what_to_do(preview: ImportedTemplates, to_take: int) -> str:
    if must_answer(preview):
        return "Answer the questions first"
    if to_take and to_take == len(preview.lapsed):
        return f"Mark {counted(to_take, 'template')} as no longer approved"
    return f"Import {counted(to_take, 'template')}" if to_take else "Nothing to import"


def _import(settings: Settings, data: bytes, name: str, turn: int, answers: Answers) -> None:
    if st.session_state[ROUND] != turn:
        return  # The second click of two: what the first did is said already.
    try:
        done = templates.import_file(settings, data, name=name, answers=answers)
    except JetmsgError:
        return  # The page, drawn next, reads the file again and says why.
    outcome = [
        f"{with_commas(count)} {what}"
        for count, what in (
            (done.added, "new"),
            (done.changed, "changed"),
            (done.unchanged, "known already"),
            (len(done.lapsed), "no longer approved"),
            (len(done.refused), "left out"),
        )
        if count
    ]
    ids = tuple(row.dlt_id for row in done.taken)
    say(OUTCOME, f"From {plain(name)}: {', '.join(outcome)}.", {ROUND: turn + 1, IMPORTED: ids})


def _draw_imported(settings: Settings) -> None:
    """Below the outcome of an import, the way from a template to a message with it."""
    ids = st.session_state.get(IMPORTED, ())
    imported = [template for template in templates.listing(settings) if template.dlt_id in ids]
    for template in imported[:OFFERED]:
        named = f": {plain(template.name)}" if len(imported) > 1 else ""
        st.page_link(
            "compose.py",
            label=f"Write a message with it{named}",
            icon=":material/edit_square:",
            query_params={"template": str(template.id)},
        )
    if len(imported) > OFFERED:
        st.caption(
            f"The others are under *All templates*: {with_commas(len(imported) - OFFERED)} more."
        )


def _draw_counts(preview: ImportedTemplates) -> None:
    tiles = {
        "New": preview.added,
        "Changed": preview.changed,
        "Known already": preview.unchanged,
        "Left out": len(preview.refused),
    }
    with st.grid(len(tiles), min_column_width=150):
        for label, count in tiles.items():
            st.metric(label, with_commas(count), border=True)


def _draw_rows(preview: ImportedTemplates) -> None:
    if preview.lapsed:
        st.warning(_listed("No longer approved", preview.lapsed), icon=":material/event_busy:")
    for_good = [note for note in preview.refused if note.code not in ANSWERABLE]
    if for_good:
        st.error(_listed("Left out", for_good), icon=":material/block:")
    if len(preview.refused) > min(len(for_good), SHOWN):
        _draw_refused(preview.refused)
    if preview.warnings:
        st.warning(_listed("To look at", preview.warnings), icon=":material/warning:")
    if preview.taken:
        rows = [
            {
                "Row": template.row,
                "What": CHANGES[template.change],
                "Name": template.name,
                "DLT template ID": template.dlt_id,
                "Text": template.body,
            }
            for template in preview.taken
        ]
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            height="auto" if len(rows) <= 8 else TABLE_HEIGHT,
            key="templates.preview",
            alt="Templates of the file, and whether each is new",
        )


def _draw_refused(notes: Sequence[RowNote]) -> None:
    """Every one of them, where the sentences above are about some."""
    rows = [{"Row": note.row, "Name": note.name, "Reason": note.message} for note in notes]
    with st.expander(f"All {counted(len(rows), 'row')} that are left out"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            height="auto" if len(rows) <= 8 else TABLE_HEIGHT,
            key="templates.refused",
            alt="Rows of the file that are left out, and why",
        )


def _listed(what: str, notes: Sequence[RowNote]) -> str:
    lines = [
        f"- Row {with_commas(note.row)}: {plain(note.message)}"
        + (f" ({plain(note.name)})" * bool(note.name))
        for note in notes[:SHOWN]
    ]
    if len(notes) > SHOWN:
        lines.append(f"- And {counted(len(notes) - SHOWN, 'more row')}.")
    return "\n".join([f"**{what}**", *lines])
