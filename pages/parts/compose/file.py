"""A file taken in on the way: it is checked as on the contacts page, and becomes a list."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.contact_file import held_upload
from pages.parts.contact_file.checking import Checked, ReadChoices
from pages.parts.contact_file.corrections import draw_corrections
from pages.parts.contact_file.findings import draw_findings, rows_read
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.contact_file.opening import read_held
from pages.parts.contact_file.questions import draw_question
from pages.parts.contact_file.saving import save_list
from pages.parts.contact_file.typed_numbers import take
from pages.parts.draft.open_draft import attempt, current
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import counted

TAKEN = "composing.taken_files"


def files_taken() -> int:
    """It counts the files that became lists here: it is part of the name of the choice between a
    saved list and a file. With a click that follows at once the browser still says *file* of the
    one before."""
    return int(st.session_state.get(TAKEN, 0))


def draw_file(settings: Settings) -> None:
    """This draws the field for a file, or the check of the one that is held with the way to save
    it."""
    held = held_upload.held()
    if held is None:
        held_upload.draw_uploader(settings)
        held_upload.draw_sample(settings)
        return
    try:
        take()
        choices, report = read_held(settings, held)
    except JetmsgError as error:
        refusal(error)
        _draw_way_to_contacts()
        return
    held_upload.draw_held(settings, held, rows_read(report))
    _draw_counts(report)
    draw_corrections(settings, held, choices, report)
    draw_findings(report)
    if draw_question(report):
        _draw_way_to_contacts("Choose another column or row in Contacts")
        return
    if report.blockers or not report.accepted:
        st.info(
            "Check this file first. It is open on the Contacts page.",
            icon=":material/group:",
        )
        _draw_way_to_contacts()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Write to these {counted(report.accepted, 'contact')}",
            key="compose.take",
            type="primary",
            icon=":material/check:",
            on_click=_take,
            args=(settings, held, choices),
        )
        _draw_way_to_contacts()


def _draw_way_to_contacts(label: str = "Look at its rows in Contacts") -> None:
    st.page_link("contacts.py", label=label, icon=":material/group:")


def _draw_counts(report: Checked) -> None:
    counts = [
        ("Ready", report.accepted),
        ("Rejected", report.rejected),
        ("Duplicates", report.duplicates),
    ]
    if report.declined:
        counts.append(("Said no", report.declined))
    with st.grid(len(counts), min_column_width=110):
        for label, count in counts:
            st.metric(label, with_commas(count), border=True)


def _take(settings: Settings, held: HeldUpload, choices: ReadChoices) -> None:
    """It is saved as a list, named as the file, and that list is chosen."""

    def take() -> Choices:
        list_id = save_list(settings, held, choices, held.list_name or "Contacts")
        st.session_state[TAKEN] = files_taken() + 1
        return replace(current(), list_id=list_id, conditions=())

    attempt(take)
