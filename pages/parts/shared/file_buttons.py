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


def key_of(key: str, form: FileFormat) -> str:
    """The key of the button for a format; that of CSV is the bare one."""
    return key if form is FileFormat.CSV else f"{key}.{form}"


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
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """This draws the buttons. `make` is called after a click, with the format; `name` is the
    file's, without its ending."""
    with side_by_side():
        for form in OFFERED:
            st.download_button(
                label_of(label, form),
                data=partial(make, form),
                file_name=f"{name}{form.ending}",
                mime=form.media_type,
                on_click="ignore",
                icon=ICONS[form],
                type=kind,
                key=key_of(key, form),
                help=about,
            )
