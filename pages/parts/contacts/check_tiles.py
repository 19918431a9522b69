"""What became of the rows: one tile each, and each opens its rows."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from jetmsg_core.primitives.numbers import with_commas
from pages.parts.contact_file.checking import Checked

OPENED = "contacts.as.opened"


class Tile(NamedTuple):
    label: str
    icon: str
    about: str


TILES = {
    "accepted": Tile("Ready", ":material/check_circle:", "Rows a message can be sent to."),
    "repaired": Tile(
        "Repaired",
        ":material/healing:",
        "Ready rows whose number was repaired. They are counted in Ready too.",
    ),
    "rejected": Tile("Rejected", ":material/block:", "Rows without a usable mobile number."),
    "duplicates": Tile(
        "Duplicates",
        ":material/content_copy:",
        "Rows that repeat a number. The first row of each number is kept.",
    ),
    "opted_out": Tile(
        "Opted out",
        ":material/do_not_disturb_on:",
        "People who do not want messages. They are left out.",
    ),
    "declined": Tile(
        "Said no",
        ":material/thumb_down:",
        "Rows that say no to messages in the file itself. They are left out.",
    ),
}
ONLY_IF_ANY = ("declined",)
"""Most files have no such rows, and no tile for them."""
FIRST = ("rejected", "duplicates", "opted_out", "declined", "repaired", "accepted")
"""Which rows are open when nobody has chosen: those that need a person."""


def draw_counts(report: Checked) -> None:
    """This draws a tile for each group of rows, with the button that shows them."""
    opened = opened_group(report)
    tiles = {
        name: tile
        for name, tile in TILES.items()
        if name not in ONLY_IF_ANY or getattr(report, name)
    }
    with st.grid(len(tiles), min_column_width=150, key="contacts.counts"):
        for name, tile in tiles.items():
            with st.container(border=True, gap="xxsmall", key=f"contacts.tile.{name}"):
                count = getattr(report, name)
                st.metric(tile.label, with_commas(count), icon=tile.icon, help=tile.about)
                st.button(
                    "Shown below" if name == opened else "Show rows" if count else "None",
                    key=f"contacts.open.{name}",
                    type="tertiary",
                    icon=":material/arrow_downward:" if name == opened else None,
                    disabled=not count or name == opened,
                    on_click=_open,
                    args=(name,),
                    help=None if name == opened or not count else f"{tile.label}: show these rows",
                )


def _open(name: str) -> None:
    st.session_state[OPENED] = name


def opened_group(report: Checked) -> str | None:
    """The rows of this group are shown; None when there is no row at all."""
    chosen = st.session_state.get(OPENED)
    wanted = (chosen, *FIRST) if chosen in TILES else FIRST
    return next((name for name in wanted if getattr(report, name)), None)
