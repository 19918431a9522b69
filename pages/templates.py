"""Approved texts under a name: all of them, or one with what fills its variables. Like the list
page, it never ends with `st.stop`: its dialog must go with what it asked about."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import templates
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from pages.parts.page import signed_in
from pages.parts.page.address import asked_id, keep_address
from pages.parts.page.heading import draw_tabs, heading
from pages.parts.shared.kept_back import draw_kept_templates
from pages.parts.templates.form import draw_form, draw_new_button, draw_new_form
from pages.parts.templates.head import (
    draw_head,
    draw_outcome,
    draw_versions,
    is_deleted,
)
from pages.parts.templates.importing import draw_importing
from pages.parts.templates.rows import draw_none, draw_rows
from pages.parts.templates.variables import draw_variables

settings = signed_in.enter()


def draw_all(settings: Settings) -> None:
    """This draws all templates, and beside them the import of approved ones."""
    with heading("Templates"):
        draw_new_button()
    st.markdown(
        "Texts as they were approved, ready to be sent. Each variable of a text is filled from a "
        "column of your contacts, or with the same words for everybody."
    )
    draw_outcome()
    draw_kept_templates(settings)
    all_templates, imported = draw_tabs(
        "All templates", "Import approved templates", key="templates.tab"
    )
    with all_templates:
        if stored := templates.listing(settings):
            draw_rows(stored)
        else:
            draw_none()
    with imported:
        draw_importing(settings)


def draw_one(settings: Settings, template_id: int) -> None:
    """This draws one template, or all when it was deleted here. Raises NotFoundError for others."""
    try:
        template = templates.get(settings, template_id)
    except NotFoundError:
        if not is_deleted(template_id):
            raise
        draw_all(settings)
        return
    st.page_link("templates.py", label="Templates", icon=":material/arrow_back:")
    draw_head(settings, template)
    draw_outcome()
    variables, text, versions = draw_tabs("Variables", "Text and details", "Versions")
    with variables:
        draw_variables(settings, template)
    with text:
        draw_form(settings, template)
    with versions:
        draw_versions(settings, template)


asked = asked_id("id")
if asked is not None:
    keep_address(id=str(asked))
    draw_one(settings, asked)
elif "new" in st.query_params:
    draw_new_form(settings)
else:
    keep_address()
    draw_all(settings)
