"""A file that is held outlives a reload: the address names it, and what it is called and what was
said of it lies beside it on the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from jetmsg_core import uploads
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from pages.parts.page.address import keep_address
from pages.parts.page.sentences import refusal

MET, WRITTEN = "held.met", "held.written"
"""The token this session met last, and the note it wrote last."""
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class FileNote:
    """This is what a page says of the file it holds; `size` is in bytes. Of `said`, the keys are
    those of the session, and the values are such as JSON holds."""

    page: str
    token: str
    name: str
    size: int = 0
    said: Mapping[str, Any] = field(default_factory=dict)


def asked_file(settings: Settings, page: str) -> FileNote | None:
    """It returns the note on the file that the address asks for, in a session that has not met it:
    after a reload. One that is no longer kept is said once."""
    token = str(st.query_params.get("file", ""))
    if not _TOKEN.fullmatch(token) or token == st.session_state.get(MET):
        return None
    st.session_state[MET] = token
    try:
        note = uploads.read_note(settings, token)
    except NotFoundError as error:
        refusal(error)
        return None
    values = json.loads(note or "{}")
    return FileNote(**values, token=token) if values.get("page") == page else None


def keep_note(settings: Settings, note: FileNote | None, **asked: str) -> None:
    """A page calls this with what it holds, None for nothing, and the address follows; `asked` is
    what else that says."""
    if note is None:
        keep_address(**asked)
        return
    keep_address(**asked, file=note.token)
    st.session_state[MET] = note.token
    text = json.dumps(
        {"page": note.page, "name": note.name, "size": note.size, "said": dict(note.said)}
    )
    if st.session_state.get(WRITTEN) != (note.token, text):
        uploads.write_note(settings, note.token, text)
        st.session_state[WRITTEN] = (note.token, text)


def said_under(*beginnings: str) -> dict[str, Any]:
    """It returns what widgets say whose keys begin so: words, numbers, ticks and lists of words."""
    return {
        str(key): value
        for key, value in st.session_state.items()
        if str(key).startswith(beginnings) and isinstance(value, str | int | list)
    }
