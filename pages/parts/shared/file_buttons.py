"""A file offered in each format, with a button for CSV and one for a workbook beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

import streamlit as st

from jetmsg_core.files.file_format import FileFormat

AS_EXCEL = "As Excel"
ICONS = {FileFormat.CSV: ":material/download:", FileFormat.XLSX: ":material/table_view:"}
OFFERED = tuple(ICONS)

Make = Callable[[FileFormat], bytes]
Kind = Literal["secondary", "tertiary"]


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
    """This draws the buttons. `make` is called after a click, with the format; `name` is the
    file's, without its ending; `key` is that of the button for CSV."""
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
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=form.media_type,
        on_click="ignore",
        icon=ICONS[form],
        type=kind,
        key=key,
        help=about,
    )
