"""Upload a contact file, see everything that was noticed, save what can be sent to."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from pages.parts import context, upload
from pages.parts.checking import checked
from pages.parts.findings import draw_counts, draw_findings, draw_rows
from pages.parts.heading import draw_title
from pages.parts.reading import choices_made, draw_reading
from pages.parts.saved_lists import draw_just_saved, draw_lists
from pages.parts.saving import draw_downloads, draw_save
from pages.parts.words import file_size, plain

settings = context.settings()

draw_title("Contacts")
held = upload.held()

if held is None:
    draw_just_saved()
    st.markdown(
        "Drop your contact file. Every row is checked at once, and nothing is sent from this page."
    )
    upload.draw_uploader(settings, "Contact file (CSV or Excel)")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("One column holds the mobile numbers; the others can be used in the message.")
        if upload.SAMPLE.exists():
            st.button(
                "Use the sample file",
                key="contacts.sample",
                icon=":material/science:",
                type="tertiary",
                on_click=upload.hold_sample,
                args=(settings,),
            )
else:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: **{plain(held.name)}** · {file_size(held.size)}")
        st.button(
            "Choose another file",
            key="contacts.replace",
            icon=":material/close:",
            type="tertiary",
            on_click=upload.let_go,
            args=(settings,),
        )
    choices = choices_made()
    with st.spinner("Checking every row…"):
        found = checked(settings, held, choices)
    if found.is_readable:
        draw_counts(found)
    draw_findings(found)
    draw_save(settings, held, choices, found)
    draw_reading(found, choices)
    if found.is_readable:
        draw_rows(found)
        draw_downloads(settings, held, choices, found)

draw_lists(lists.newest(settings))
