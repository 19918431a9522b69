"""Choose a list, write, see what each person will read and what it costs, send."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.errors import JetmsgError
from pages.parts import context
from pages.parts.confirming import draw_send
from pages.parts.facts import draw_facts
from pages.parts.heading import draw_title
from pages.parts.message_field import draw_message
from pages.parts.phones import draw_phones
from pages.parts.previewing import previewed
from pages.parts.sentences import refusal
from pages.parts.writing import choose_list, draw_sender, written_brief

settings = context.settings()

draw_title("Compose")
saved = lists.newest(settings)
if not saved:
    with st.container(border=True):
        st.markdown("**There is nobody to write to yet.**")
        st.markdown("Upload a contact file first; the sample file is fine for a try.")
        st.page_link("contacts.py", label="Go to contacts", icon=":material/group:")
    st.stop()

editor, phone = st.columns([3, 2], gap="large")
with editor:
    chosen = choose_list(saved)
    draw_sender(settings)
    draw_message(chosen)
brief = written_brief(settings, chosen)

preview = refused = None
if brief.message.strip():
    try:
        with editor, st.spinner("Working out the preview…"):
            preview = previewed(settings, chosen, brief)
    except JetmsgError as error:
        refused = error

with phone:
    draw_phones(brief, preview)
if refused is not None:
    with editor:
        refusal(refused)
if preview is not None:
    draw_facts(preview)
    draw_send(settings, chosen, brief, preview)
