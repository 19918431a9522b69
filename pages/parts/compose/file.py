"""A file taken in on the way: it is checked as on the contacts page, and becomes a list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import Checked, checked, save
from pages.parts.contact_file.checking import ReadChoices as Reading
from pages.parts.contact_file.corrections import draw_mended
from pages.parts.contact_file.findings import draw_findings, rows_read
from pages.parts.contact_file.mappings import recall, remember
from pages.parts.contact_file.questions import draw_question
from pages.parts.contact_file.reading import choices_made
from pages.parts.contact_file.typed_numbers import take
from pages.parts.draft.open_draft import attempt, current
from pages.parts.page.sentences import refusal
from pages.parts.shared import upload
from pages.parts.shared.file_reading import file_being_read
from pages.parts.shared.upload import HeldUpload
from pages.parts.styles.formatting import counted


def draw_file(settings: Settings) -> None:
    held = upload.held()
    if held is None:
        upload.draw_uploader(settings, "A CSV, Excel or text file with mobile numbers")
        upload.draw_sample(settings)
        return
    try:
        with file_being_read(upload.waiting_words(held)):
            take()
            recall(settings, held)
            choices = choices_made()
            found = checked(settings, held, choices)
    except JetmsgError as error:
        refusal(error)
        _draw_way_to_contacts()
        return
    upload.draw_held(settings, held, rows_read(found))
    _draw_counts(found)
    draw_mended(settings, held, choices, found)
    draw_findings(found)
    if draw_question(found):
        _draw_way_to_contacts("Choose another column or row in Contacts")
        return
    if found.blockers or not found.accepted:
        st.info(
            "This file needs a look first. It is open on the Contacts page.",
            icon=":material/group:",
        )
        _draw_way_to_contacts()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Write to these {counted(found.accepted, 'contact')}",
            key="compose.take",
            type="primary",
            icon=":material/check:",
            on_click=_take,
            args=(settings, held, choices),
        )
        _draw_way_to_contacts()


def _draw_way_to_contacts(label: str = "Look at its rows in Contacts") -> None:
    st.page_link("contacts.py", label=label, icon=":material/group:")


def _draw_counts(found: Checked) -> None:
    with st.grid(3, min_column_width=110):
        for label, count in (
            ("Ready", found.accepted),
            ("Rejected", found.rejected),
            ("Duplicates", found.duplicates),
        ):
            st.metric(label, f"{count:,}", border=True)


def _take(settings: Settings, held: HeldUpload, choices: Reading) -> None:
    """It is saved as a list, named as the file, and that list is chosen."""

    def take() -> Choices:
        name = PurePath(held.name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
        list_id = save(settings, held, choices, name or "Contacts")
        remember(settings, held, choices)
        upload.let_go(settings)
        return replace(current(), list_id=list_id, conditions=())

    attempt(take)
