"""All templates: searched, a page at a time, each with the way to it and to a message."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core import templates
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.states import Channel
from jetmsg_core.templates import Template
from pages.parts.shared.paging import current, draw_paging
from pages.parts.styles.formatting import counted, plain, shortened
from pages.parts.styles.state_styles import CHANNELS, ROUTES

PAGE = 20
TEXT_SHOWN = 180


def draw_rows(stored: Sequence[Template]) -> None:
    """This draws the search field, and a page of the templates that fit it."""
    search = st.text_input(
        "Find a template",
        key="templates.search",
        placeholder="Words of its name or text, its DLT template ID, or its sender ID",
        icon=":material/search:",
    )
    fitting = templates.search(stored, search)
    if not fitting:
        st.markdown(f":gray[No template matches *{plain(search)}*.]")
        return
    start = current("templates", search) or 0
    for template in fitting[start : start + PAGE]:
        _draw_row(template)
    with st.container(horizontal=True, vertical_alignment="center"):
        of = "" if len(fitting) == len(stored) else f" of {with_commas(len(stored))}"
        st.caption(f"{counted(len(fitting), 'template')}{of}", width="content")
        draw_paging("templates", start + PAGE if start + PAGE < len(fitting) else None)


def _draw_row(template: Template) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{plain(template.name)}**", width="content")
                draw_badges(template)
            st.markdown(f":gray[{plain(shortened(template.body, TEXT_SHOWN))}]")
            st.caption(described(template))
        st.page_link(
            "templates.py",
            label="Open",
            icon=":material/draft:",
            query_params={"id": str(template.id)},
            help=f"Text, variables and versions of {plain(template.name)}",
        )
        draw_compose(template)


def draw_badges(template: Template) -> None:
    """This draws whether the template is ready, or how many variables are to fill, and whether it
    is approved no longer."""
    if template.lapsed:
        st.badge("No longer approved", icon=":material/event_busy:", color="red")
    missing = template.fills.count(None)
    if missing:
        to_fill = f"{counted(missing, 'variable')} to fill"
        st.badge(to_fill, icon=":material/edit_note:", color="orange")
    elif not template.lapsed:
        st.badge("Ready", icon=":material/check_circle:", color="green")


def described(template: Template) -> str:
    """A line describes the template. The DLT id stays text: read as a number it would lose its
    last digits."""
    facts = [CHANNELS[template.channel]]
    if template.channel is Channel.SMS:
        facts += [
            f"DLT {template.dlt_id}" if template.dlt_id else "no DLT template ID",
            plain(template.header) or "no sender ID",
            ROUTES[template.route],
        ]
    return " · ".join([*facts, f"version {with_commas(template.version)}"])


def draw_compose(template: Template) -> None:
    st.page_link(
        "compose.py",
        label="Write a message with it",
        icon=":material/edit_square:",
        query_params={"template": str(template.id)},
    )


def draw_none() -> None:
    with st.container(border=True, key="templates.none"):
        st.markdown("**There is no template yet.**")
        st.markdown(
            "Import the templates your operator approved from a file of its portal, or write one "
            "yourself. You can also write a message without a template."
        )
