"""Who opted out: searched, a page at a time by key, removed after a question, exported."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from jetmsg_core import optouts
from jetmsg_core.acting import Permission, may
from jetmsg_core.optouts import OptOut
from jetmsg_core.primitives.masking import written_number
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from pages.parts.optouts.adding import OUTCOME
from pages.parts.page import questions
from pages.parts.page.flash import is_new, say, say_unless_told
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.paging import current, draw_paging
from pages.parts.styles.formatting import counted, plain

REMOVE = "optouts.remove"
PAGE = 50
TABLE_HEIGHT = 460


def draw_opt_outs(settings: Settings) -> None:
    """This draws the search field, a page of the opt-outs that fit it, and the way to remove
    some."""
    search = (
        ""
        if not may(Permission.SEE_NUMBERS)
        else st.text_input(
            "Find a number",
            key="optouts.search",
            placeholder="A number written in any way, a part of one, or words of how or why they "
            "asked",
            icon=":material/search:",
        )
    )
    after = current("optouts", search)
    page = optouts.listing(settings, search=search, after=after, limit=PAGE)
    if not page.opt_outs:
        st.markdown(f":gray[Nobody here matches *{plain(search)}*.]")
        return
    chosen = _draw_table(page.opt_outs, f"{search}.{after}")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"Remove {counted(len(chosen), 'number')}" if chosen else "Remove"
        st.button(
            label,
            key="optouts.remove",
            icon=":material/delete:",
            disabled=not chosen or not may(Permission.REMOVE_OPT_OUTS),
            help=None if may(Permission.REMOVE_OPT_OUTS) else "Only an admin removes opt-outs.",
            on_click=questions.ask,
            args=(REMOVE, chosen),
        )
        if not chosen:
            st.caption("Choose rows at their left edge to remove them.", width="content")
        draw_paging("optouts", page.next_after)
    questions.draw_open({REMOVE: partial(_ask_to_remove, settings)})


def _draw_table(opt_outs: tuple[OptOut, ...], view: str) -> list[OptOut]:
    """The rows that are chosen. Another page or search begins without a choice."""
    has_reasons = any(opt_out.reason for opt_out in opt_outs)
    rows = [
        {
            "Number": written_number(opt_out.number),
            "How they asked": opt_out.source,
            **({"Why": opt_out.reason} if has_reasons else {}),
            "Since (IST)": in_ist(opt_out.added_at),
        }
        for opt_out in opt_outs
    ]
    state = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="auto" if len(rows) <= 10 else TABLE_HEIGHT,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"optouts.table.{view}.{opt_outs[0].number}.{len(opt_outs)}",
        alt="Numbers that opted out, the newest first",
    )
    return [opt_outs[index] for index in state["selection"]["rows"] if index < len(opt_outs)]


@st.dialog("Remove from opt-outs?", icon=":material/delete:", dismissible=False)
def _ask_to_remove(settings: Settings, chosen: list[OptOut]) -> None:
    named = ", ".join(written_number(opt_out.number) for opt_out in chosen[:3])
    more = f" and {with_commas(len(chosen) - 3)} more" if len(chosen) > 3 else ""
    st.markdown(
        f"**{named}{more}** can then get messages again. Remove only people who asked for "
        f"messages again, or were added by mistake."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep", key="optouts.remove.no", shortcut="Esc", on_click=questions.close):
            st.rerun()
        st.button(
            "Remove",
            key="optouts.remove.yes",
            type="primary",
            on_click=remove,
            args=(settings, chosen),
        )
    if is_new(OUTCOME):
        st.rerun()


def remove(settings: Settings, chosen: list[OptOut]) -> None:
    """A second click finds them removed, which is as good."""
    questions.close()
    with refusals_shown():
        done = optouts.remove(settings, [str(opt_out.number) for opt_out in chosen])
        if done.removed:
            removed = counted(done.removed, "number")
            say(OUTCOME, (f"{removed} removed. They can be sent to again.", ()))
        else:
            say_unless_told(OUTCOME, ("They were removed already.", ()))


def draw_export(settings: Settings) -> None:
    draw_file_buttons(
        "Download all as CSV",
        partial(optouts.export, settings),
        name="opt-outs",
        key="optouts.export",
    )
