"""A file offered in each format, with a button for CSV and one for a workbook beside it.

The buttons are links to a route of ours (`web/offered_files.py`), which the browser follows by
itself: the file arrives also when the page is left or drawn again at once. `st.download_button`
asks for the file by the page, and it is lost then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import streamlit as st

from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.offers import Offer, offer_file
from pages.parts.page.live import PAGE

AS_EXCEL = "As Excel"
ICONS = {FileFormat.CSV: ":material/download:", FileFormat.XLSX: ":material/table_view:"}
OFFERED = tuple(ICONS)
ROUTE = "/files/"
HELD = "files.held"
LAST = 200
"""Offers. A page draws a dozen at most, and its timers draw some of them again each second."""

Make = Callable[[FileFormat], bytes]
Kind = Literal["secondary", "tertiary"]


@dataclass
class _Held:
    """The offers of a browser session: those of the page it shows, by their buttons, and the last
    ones, of which one may have been pressed just before its button was drawn again or left."""

    page: str = ""
    drawn: dict[str, Offer] = field(default_factory=dict)
    last: deque[Offer] = field(default_factory=lambda: deque(maxlen=LAST))

    def hold(self, offered: Offer, page: str, key: str) -> None:
        if page != self.page:
            self.page, self.drawn = page, {}
        self.drawn[key] = offered
        self.last.append(offered)


def label_of(label: str, form: FileFormat) -> str:
    """The words on the button for a format; those for CSV say what the file holds."""
    return label if form is FileFormat.CSV else AS_EXCEL


@contextmanager
def side_by_side() -> Iterator[None]:
    """The buttons that are drawn within stay together, also where there is little room."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
        yield


def draw_file_buttons(
    label: str,
    make: Make,
    *,
    name: str,
    key: str,
    about: str | None = None,
    kind: Kind = "secondary",
) -> None:
    """This draws the buttons. `make` is called after a click with the format, in a thread that
    can draw nothing; `name` is the file's, without its ending; `key` is that of the button for
    CSV."""
    with side_by_side():
        for form in OFFERED:
            _draw_button(
                label_of(label, form),
                partial(make, form),
                form,
                name=f"{name}{form.ending}",
                key=key if form is FileFormat.CSV else f"{key}.{form}",
                about=about,
                kind=kind,
            )


def _draw_button(
    label: str,
    make: Callable[[], bytes],
    form: FileFormat,
    *,
    name: str,
    key: str,
    about: str | None,
    kind: Kind,
) -> None:
    offered = offer_file(make, name=name, form=form)
    held: _Held = st.session_state.setdefault(HELD, _Held())
    held.hold(offered, st.session_state.get(PAGE, ""), key)
    st.link_button(
        label,
        f"{ROUTE}{offered.token}",
        icon=ICONS[form],
        type=kind,
        key=key,
        help=about,
    )
