"""Who is in a list: searched, a page at a time."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may
from jetmsg_core.lists import ContactList, ContactPage
from jetmsg_core.primitives.masking import written_number
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.list.changing import OUTCOME
from pages.parts.list.editing import draw_editor
from pages.parts.page.flash import is_new
from pages.parts.page.live import draw_alone
from pages.parts.shared.paging import current, draw_paging, pages_before
from pages.parts.shared.tables import beside, draw_rows_download
from pages.parts.styles.formatting import counted, plain

PAGE = 50
TABLE_HEIGHT = 420


def draw_contacts(settings: Settings, contact_list: ContactList, *, is_changing: bool) -> None:
    """The table is drawn alone: turning a page redraws nothing else. While the list is being
    changed its cells can be typed in."""
    name = f"list.{contact_list.id}"

    def table() -> bool:
        """This draws the search field, and a page of the contacts that fit it. It returns whether
        they were changed since the page was drawn."""
        if is_new(OUTCOME):
            return True
        search = (
            ""
            if not may(Permission.SEE_NUMBERS)
            else st.text_input(
                "Find a contact",
                key=f"list.search.{contact_list.id}",
                placeholder="A number written in any way, or a word of any column",
                icon=":material/search:",
            )
        )
        after = current(name, search)
        with st.spinner("Looking…"):
            page = lists.page(
                settings, contact_list.id, search=search, after=after or 0, limit=PAGE
            )
        if not len(page.numbers):
            nobody = f"Nobody in this list matches *{plain(search)}*."
            st.markdown(
                f":gray[{nobody if search.strip() else 'Nobody is in this list any more.'}]"
            )
            return False
        if is_changing:
            draw_editor(settings, contact_list, page, view=f"{search}.{after}")
        else:
            _draw_table(settings, contact_list, page)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_where(contact_list, page, search, pages_before(name)), width="content")
            draw_paging(name, page.next_after)
        return False

    draw_alone(table, key="list.contacts")


def _where(contact_list: ContactList, page: ContactPage, search: str, before: int) -> str:
    first = before * PAGE + 1
    span = f"{with_commas(first)} to {with_commas(first + len(page.numbers) - 1)}"
    if not search.strip():
        return f"{span} of {with_commas(contact_list.contacts)}"
    if before or page.next_after is not None:
        return f"Matches {span}"
    return counted(len(page.numbers), "match", "matches")


def _draw_table(settings: Settings, contact_list: ContactList, page: ContactPage) -> None:
    ours = {"Sent to": [*map(written_number, page.numbers.tolist())]}
    if page.opted_out.any():
        ours["Opted out"] = ["Opted out, not sent to" if out else "" for out in page.opted_out]
    frame = beside(pd.DataFrame(ours), page.cells)
    st.dataframe(
        frame,
        hide_index=True,
        height="auto" if len(frame) <= 10 else TABLE_HEIGHT,
        key=f"list.table.{contact_list.id}",
        alt=f"Contacts of the list {contact_list.name}",
    )
    draw_rows_download(
        frame,
        name=contact_list.name,
        key=f"list.rows.{contact_list.id}",
        permission=Permission.EXPORT,
        make=partial(lists.shown_file, settings, contact_list.id),
    )
