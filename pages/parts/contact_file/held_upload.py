"""The contact file that is held: uploaded, pasted or the sample, until another takes its place.

Between reruns only the token, the name and the size are kept; its bytes lie in the data folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import streamlit as st

from jetmsg_core import uploads
from jetmsg_core.campaigns.draft.sample import SAMPLE_FILE
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Mode, Settings
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.upload import READABLE, file_field, free
from pages.parts.styles.formatting import file_size, plain

LARGE = 5_000_000
"""Bytes."""
HELD, ROUND, SAVED = "contacts.held", "contacts.round", "contacts.saved"
CORRECTIONS = "contacts.as.mending."
"""Whatever begins with `contacts.as.` is about the file that is held, and forgotten with it; what
was typed in place of its numbers outlives another reading."""


@dataclass(frozen=True)
class HeldUpload:
    """This is an upload kept on disk, under its `token`; `size` is in bytes."""

    token: str
    name: str
    size: int

    @property
    def is_large(self) -> bool:
        """The check takes long enough to say so."""
        return self.size > LARGE

    @property
    def list_name(self) -> str:
        """A list of its contacts is offered under this name: the file's, in words."""
        stem = PurePath(self.name).stem
        return cut_name(stem.replace("_", " ").replace("-", " ").strip().capitalize())


def held() -> HeldUpload | None:
    upload: HeldUpload | None = st.session_state.get(HELD)
    return upload


def draw_uploader(settings: Settings) -> None:
    """The field takes a file and shows the page again with it."""
    turn = st.session_state.setdefault(ROUND, 0)
    label = f"Contact file ({READABLE})"
    uploaded = file_field(settings, label, key=f"contacts.file.{turn}")
    if uploaded is None:
        return
    with refusals_shown():
        with st.spinner("Reading the file…"):
            hold(settings, uploaded, uploaded.name, uploaded.size)
        free(uploaded)
        st.session_state[ROUND] = turn + 1
        st.rerun()


def draw_sample(settings: Settings) -> None:
    """This says what a file may hold, and offers the sample file where there is one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        # Why the browser refused a file is seen by pointing at it only: the limit stands here.
        st.caption(
            "One column holds the mobile numbers; the others can be used in the message. At most "
            f"{with_commas(settings.max_file_mb)} MB and {with_commas(settings.max_rows)} rows."
        )
        # Live, a number that was made up may be somebody's.
        if settings.mode is Mode.SANDBOX and SAMPLE_FILE.exists():
            st.button(
                "Use the sample file",
                key="contacts.sample",
                icon=":material/science:",
                type="tertiary",
                on_click=hold_sample,
                args=(settings,),
            )


def draw_held(settings: Settings, kept: HeldUpload, rows: str) -> None:
    """A line names the file and what it holds, with the way to another."""
    with st.container(horizontal=True, vertical_alignment="center"):
        facts = [f":material/description: **{plain(kept.name)}**", file_size(kept.size), rows]
        st.markdown(" · ".join(word for word in facts if word))
        st.button(
            "Choose another file",
            key="contacts.replace",
            icon=":material/close:",
            type="tertiary",
            on_click=let_go,
            args=(settings,),
        )


def checking_words(kept: HeldUpload) -> str:
    if not kept.is_large:
        return "Checking every row…"
    return f"Checking every row of {file_size(kept.size)}. This takes some seconds…"


def hold(settings: Settings, data: IO[bytes], name: str, size: int) -> None:
    """An upload takes the place of the one before, and every choice about that one is forgotten."""
    let_go(settings)
    st.session_state.pop(SAVED, None)
    st.session_state[HELD] = HeldUpload(uploads.keep(settings, data), name, size)


def hold_sample(settings: Settings) -> None:
    with refusals_shown(), SAMPLE_FILE.open("rb") as data:
        hold(settings, data, SAMPLE_FILE.name, SAMPLE_FILE.stat().st_size)


def let_go(settings: Settings) -> None:
    """This forgets the held upload, the file on disk and every choice about it."""
    before = held()
    if before is not None:
        uploads.drop(settings, before.token)
    for key in [key for key in st.session_state if str(key).startswith("contacts.as.")]:
        del st.session_state[key]
    st.session_state.pop(HELD, None)
