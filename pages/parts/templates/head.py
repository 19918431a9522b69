"""A template's name and what is doubtful about it; deleting it; how it was before."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core import templates
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import NotFoundError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.templates import Template
from pages.parts.page import questions
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.heading import heading
from pages.parts.styles.formatting import counted, plain
from pages.parts.templates.rows import described, draw_badges, draw_compose

DELETED, OUTCOME = "templates.deleted", "templates.outcome"
DELETE = "templates.delete"


def draw_head(settings: Settings, template: Template) -> None:
    """This draws the title of the template, its badges, its facts and its warnings, with the ways
    to delete and to write."""
    if is_deleted(template.id):
        del st.session_state[DELETED]  # The number of a deleted template has come again.
    with heading(template.name):
        draw_badges(template)
        if may(Permission.PREPARE):
            _draw_delete(template)
            draw_compose(template)
    st.caption(f"{described(template)} · saved {in_ist(template.saved_at)} IST")
    questions.draw_open({DELETE: partial(_draw_question, settings, template)})
    for warning in templates.warnings_of(template):
        st.warning(plain(warning), icon=":material/warning:")
    _draw_approval(settings, template)


def _draw_delete(template: Template) -> None:
    st.button(
        "Delete",
        key="templates.delete",
        icon=":material/delete:",
        on_click=questions.ask,
        args=(DELETE, template.id),
    )


def _draw_approval(settings: Settings, template: Template) -> None:
    """A list may be old or wrong: whoever knows better says so, and that stays to be seen."""
    if not may(Permission.PREPARE):
        return
    if template.lapsed:
        st.button(
            "Mark as approved",
            key="templates.approve",
            icon=":material/verified:",
            help="Do this if the DLT portal shows it as approved. A newer list can change this "
            "again.",
            on_click=_say_approved,
            args=(settings, template),
        )
    elif template.overruled:
        st.caption(
            f":material/verified: Marked as approved by hand on {in_ist(template.approved_at)} "
            f"IST. The list before said *{plain(template.overruled)}*."
        )


def _say_approved(settings: Settings, template: Template) -> None:
    try:
        templates.say_approved(settings, template.id)
    except NotFoundError:
        return  # Deleted in another window, which the page says.
    say(OUTCOME, f"**{plain(template.name)}** counts as approved.")


def _draw_question(settings: Settings, template: Template, asked_about: int) -> None:
    if asked_about == template.id:
        _ask_to_delete(settings, template)
    else:
        questions.close()


@st.dialog("Delete this template?", icon=":material/delete:", dismissible=False)
def _ask_to_delete(settings: Settings, template: Template) -> None:
    st.markdown(
        f"**{plain(template.name)}** and its {counted(template.version, 'version')} will be "
        f"deleted. Campaigns made from it keep their text."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(
            "Keep it", key="templates.delete.no", shortcut="Esc", on_click=questions.close
        ):
            st.rerun()
        st.button(
            "Delete for good",
            key="templates.delete.yes",
            type="primary",
            on_click=delete,
            args=(settings, template),
        )
    if is_deleted(template.id):
        st.rerun()


def delete(settings: Settings, template: Template) -> None:
    """A second click finds the template deleted, which is as good."""
    questions.close()
    try:
        templates.delete(settings, template.id)
    except NotFoundError:
        return
    say(OUTCOME, f"**{plain(template.name)}** is deleted.", {DELETED: template.id})


def is_deleted(template_id: int) -> bool:
    return bool(st.session_state.get(DELETED) == template_id)


def draw_outcome() -> None:
    """This says what the last change did."""
    if sentence := read_outcome(OUTCOME):
        st.success(sentence, icon=":material/check_circle:")


def draw_versions(settings: Settings, template: Template) -> None:
    """This draws every version of the template, with what fills its variables."""
    st.caption("Every change is kept. Campaigns keep the text they were made with.")
    for version in templates.versions(settings, template.id):
        with st.container(border=True, gap="xsmall"):
            now = " · now" if version.version == template.version else ""
            st.markdown(f"**Version {with_commas(version.version)}**{now}")
            st.caption(f"{in_ist(version.saved_at)} IST · {plain(version.name)}")
            st.text(version.body)
            filled = [name for name in map(_filled, version.fills) if name]
            if filled:
                st.caption(f"Filled with {', '.join(filled)}")


def _filled(fill: templates.Fill) -> str:
    if fill is None:
        return ""
    if isinstance(fill, templates.FromColumn):
        return f"column {plain(fill.column)}"
    return f"the words {plain(fill.text)}"
