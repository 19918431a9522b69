"""Cells that are no real value, such as NULL: the rows they stand in, and the way to send them all
the same."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.messages.placeholders import header_key, placeholders
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.draft.open_draft import current, set_choices
from pages.parts.styles.formatting import plain

SHOWN = 12


def draw_rows_of(finding: CampaignFinding) -> None:
    """Whoever is left out has no text to be shown, so the rows are only named."""
    named = ", ".join(with_commas(row) for row in finding.rows[:SHOWN])
    more = finding.count - min(SHOWN, len(finding.rows))
    word = "Row" if finding.count == 1 else "Rows"
    st.caption(f"{word} {named}" + (f" and {with_commas(more)} more" if more > 0 else ""))


def draw_keep_cells(finding: CampaignFinding) -> None:
    """This draws the button that keeps the cells of the finding's column on purpose."""
    st.button(
        f"Send the cells of {plain(finding.column)} as they are",
        key=f"compose.keep_cells.{finding.column}",
        type="tertiary",
        icon=":material/lock:",
        on_click=_keep,
        args=(finding.column,),
        help="Choose this if they are right: somebody may be called Nil.",
    )


def draw_kept_cells(choices: Choices) -> None:
    """Each column that was kept and that the message uses still is named, with the way back."""
    used = set(map(header_key, placeholders(choices.message)))
    for index, column in enumerate(choices.keep_cells):
        if header_key(column) not in used:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f":material/lock: Cells of **{plain(column)}** are sent as they are, as you chose.",
                width="content",
            )
            st.button(
                "Ask me again",
                key=f"compose.ask_cells_again.{index}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_ask_again,
                args=(column,),
            )


def _keep(column: str) -> None:
    now = current()
    set_choices(replace(now, keep_cells=tuple(dict.fromkeys((*now.keep_cells, column)))))


def _ask_again(column: str) -> None:
    now = current()
    kept = tuple(other for other in now.keep_cells if other != column)
    set_choices(replace(now, keep_cells=kept))
