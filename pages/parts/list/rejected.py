"""The rows of a list's file that were rejected when it was saved: why, and the ways to put them
right."""

from __future__ import annotations

import io
from functools import partial

import pandas as pd
import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.lists import ContactList
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.contact_file import held_upload
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.tables import beside
from pages.parts.styles.formatting import counted

SHOWN = 50
TABLE_HEIGHT = 320


def draw_rejected(settings: Settings, contact_list: ContactList) -> None:
    """This draws the rejected rows that are kept with the list; nothing where none are."""
    if not may(Permission.SEE_NUMBERS):
        return
    total = contact_list.findings.get("rejected", 0)
    rejected = lists.rejected(settings, contact_list.id, SHOWN) if total else None
    if rejected is None:
        return
    with st.expander(f"{counted(total, 'rejected row')}: why, and how to correct them"):
        frame = beside(pd.DataFrame({"Row": rejected.rows}), rejected.cells.to_pandas())
        st.dataframe(
            frame,
            hide_index=True,
            height="auto" if len(frame) <= 8 else TABLE_HEIGHT,
            key=f"list.rejected.{contact_list.id}",
            alt="Rows of the file without a usable number, and why",
        )
        if total > SHOWN:
            st.caption(f"The first {with_commas(SHOWN)} of {with_commas(total)}.")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Correct them", key="list.mend", type="primary", icon=":material/edit:"):
                _open(settings, contact_list)
            draw_file_buttons(
                f"Download {counted(total, 'row')}",
                partial(lists.rejected_file, settings, contact_list.id),
                name=f"{contact_list.name} rejected",
                key="list.rejected.download",
            )
        st.caption(
            "They open under Contacts, where you type the right numbers and save them as a list. "
            "Then merge the two lists."
        )


def _open(settings: Settings, contact_list: ContactList) -> None:
    """They are read again as a file of their own."""
    with refusals_shown():
        data = lists.rejected_file(settings, contact_list.id, FileFormat.CSV)
        name = f"{cut_name(f'{contact_list.name}, corrected')}.csv"
        held_upload.hold(settings, io.BytesIO(data), name, len(data))
        open_page("contacts.py")
