"""The acts that fit, newest first: a sentence for each, when and from where, and what changed."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from jetmsg_core.audit import exporting, reading
from jetmsg_core.audit.reading import ActPage, Entry
from jetmsg_core.audit.sentences import came_from, changes
from jetmsg_core.primitives.times import clock_in_ist, day_in_ist
from jetmsg_core.settings import Settings
from pages.parts.audit.address import FIELDS, Asked
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.paging import draw_newer_and_older
from pages.parts.styles.act_lines import draw_act

PAGE = 25


def draw_export(settings: Settings, asked: Asked) -> None:
    """This draws the links to a file of what is asked for."""
    draw_file_buttons(
        "Download",
        lambda form: exporting.export(settings, form, asked.filter),
        name="who did what",
        key="audit.export",
        about="What the filters leave, oldest first, with the hashes",
    )


def draw_acts(settings: Settings, asked: Asked) -> None:
    """This draws a page of acts by their days, and the ways to the others."""
    page = reading.page(settings, asked.filter, PAGE, asked.below)
    if not page.entries:
        st.markdown(":gray[Nothing that was done fits.]")
    for day, entries in groupby(page.entries, lambda entry: day_in_ist(entry.at)):
        st.header(day, anchor=False)
        with st.container(border=True, key=f"audit.day.{day}"):
            for entry in entries:
                _draw_act(entry)
    _draw_ways(page)


def _draw_act(entry: Entry) -> None:
    draw_act(clock_in_ist(entry.at), entry, [came_from(entry), *changes(entry)])


def _draw_ways(page: ActPage) -> None:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        draw_newer_and_older(page, "act", FIELDS.turn, key="audit")
