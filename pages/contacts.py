"""Upload a contact file, see everything that was noticed, save what can be sent to."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from pages.parts.contact_file import held_upload
from pages.parts.contact_file.corrections import draw_corrections
from pages.parts.contact_file.findings import draw_findings, rows_read
from pages.parts.contact_file.held_upload import draw_held, draw_sample, draw_uploader
from pages.parts.contact_file.kept_upload import bring_back, keep_upload
from pages.parts.contact_file.mappings import draw_recalled
from pages.parts.contact_file.opening import read_held
from pages.parts.contact_file.questions import draw_question
from pages.parts.contact_file.reading import draw_reading, draw_refused, draw_sheets
from pages.parts.contacts.check_tiles import draw_counts
from pages.parts.contacts.pasting import draw_pasting
from pages.parts.contacts.rows import draw_rows
from pages.parts.contacts.saved_lists import draw_just_saved, draw_lists
from pages.parts.contacts.saving import draw_save
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_tabs, draw_title

settings = signed_in.enter()


draw_title("Contacts")
bring_back(settings)
held = held_upload.held()
saved = lists.newest(settings)

if not may(Permission.PREPARE):
    st.caption("Your role may look at lists. A composer, a sender or an admin makes them.")
elif held is None:
    # Drawn last: a file that is refused now is not said beside a list that was saved before.
    just_saved = st.container()
    st.markdown(
        "Drop your contact file. Every row is checked at once, and nothing is sent from this page."
    )
    from_file, by_hand = draw_tabs("Upload a file", "Paste numbers")
    with from_file:
        draw_uploader(settings)
        draw_sample(settings)
    with by_hand:
        draw_pasting(settings)
    with just_saved:
        draw_just_saved(saved)
else:
    line = st.container()
    report = None
    try:
        choices, report = read_held(settings, held)
    except JetmsgError as error:
        draw_refused(error)
    with line:
        draw_held(settings, held, rows_read(report) if report else "")
    if report is not None:
        draw_sheets(report)
        if report.is_readable:
            draw_counts(report)
        sure = draw_corrections(settings, held, choices, report)
        draw_findings(report)
        if not draw_question(report):
            draw_save(settings, held, choices, report, sure=sure)
        draw_recalled()
        draw_reading(report, choices)
        if report.is_readable:
            draw_rows(settings, held, choices, report)

draw_lists(saved)
keep_upload(settings)
