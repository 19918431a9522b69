"""Saving the accepted contacts under a name, and downloading the rows that were rejected."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

import streamlit as st

from jetmsg_core.names import LONGEST_NAME
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import Checked, ReadChoices, rejected_rows
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.contact_file.saving import save_list
from pages.parts.contact_file.typed_numbers import take, typed
from pages.parts.contacts.saved_lists import remember_saved
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.file_reading import file_being_read
from pages.parts.styles.formatting import counted

NOT_YET = (
    "The list is not saved yet: some numbers you typed cannot be used. Correct them below, or "
    "press again to leave those rows out."
)


def draw_save(
    settings: Settings,
    held: HeldUpload,
    choices: ReadChoices,
    report: Checked,
    *,
    sure: bool = True,
) -> None:
    """The form saves the accepted contacts. What is typed in place of numbers is checked first;
    while any of it is still wrong (not `sure`) nothing is saved with that click."""
    if report.blockers:
        return
    if not report.accepted:
        st.error("No row of this file can be sent to.", icon=":material/error:")
        return
    with st.form("contacts.save", border=True):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        name = left.text_input(
            "Name of the list",
            value=held.list_name,
            key=f"contacts.name.{held.token}",
            max_chars=LONGEST_NAME,
        )
        label = f"Save {counted(report.accepted, 'contact')}"
        if typed():
            label = "Check what you typed and save"
        left_out = report.rows - report.accepted
        if right.form_submit_button(
            label,
            type="primary",
            icon=":material/save:",
            width="stretch",
            key="contacts.save.go",
            on_click=take,
        ):
            if sure:
                _save(settings, held, choices, name)
            else:
                st.warning(NOT_YET, icon=":material/warning:")
        if left_out:
            st.caption(
                f"Left out of the list: {with_commas(left_out)} of {counted(report.rows, 'row')}."
            )


def _save(settings: Settings, held: HeldUpload, choices: ReadChoices, name: str) -> None:
    with refusals_shown():
        with file_being_read("Saving…"):
            list_id = save_list(settings, held, choices, name)
        remember_saved(list_id)
        st.rerun()


def draw_downloads(
    settings: Settings, held: HeldUpload, choices: ReadChoices, report: Checked
) -> None:
    draw_file_buttons(
        f"Download {counted(report.rejected, 'rejected row')} with reasons",
        partial(rejected_rows, settings, held, choices),
        name=f"{PurePath(held.name).stem} rejected",
        key="contacts.rejected",
    )
    st.caption("Correct them in Excel and upload that file as it is: the reason column is ignored.")
