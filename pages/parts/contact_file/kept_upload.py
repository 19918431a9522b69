"""The contact file that is held comes back after a reload, with its choices and what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from jetmsg_core.contacts import Correction, Duplicates
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.read_options import TenDigits
from jetmsg_core.settings import Settings
from pages.parts.contact_file.held_upload import CORRECTIONS, HELD, HeldUpload, held
from pages.parts.contact_file.reading import ASKED, CONSENTS
from pages.parts.contact_file.typed_numbers import CHECKED, TYPED
from pages.parts.page.held_files import FileNote, asked_file, keep_note, said_under

PAGE = "contacts"
_MEANT: Mapping[str, Callable[[str], object]] = {
    f"{ASKED}duplicates": Duplicates,
    f"{ASKED}ten_digits": TenDigits,
}


def bring_back(settings: Settings) -> None:
    """Every run of the page calls this first."""
    note = asked_file(settings, PAGE)
    if note is None or held() is not None:
        return
    for key, value in note.said.items():
        st.session_state[key] = _from_note(key, value)
    st.session_state[HELD] = HeldUpload(note.token, note.name, note.size)


def _from_note(key: str, value: Any) -> object:
    if key in (CHECKED, TYPED):
        return tuple(Correction(**cell) for cell in value)
    if key.startswith(CONSENTS):
        return ConsentMeaning(value)
    return _MEANT[key](value) if key in _MEANT else value


def keep_upload(settings: Settings) -> None:
    """Every run of the page calls this last, with whatever is chosen and typed by then."""
    upload = held()
    if upload is None:
        keep_note(settings, None)
        return
    answers = {
        key: value for key, value in said_under(ASKED).items() if not key.startswith(CORRECTIONS)
    }
    for key in (CHECKED, TYPED):
        if cells := st.session_state.get(key):
            answers[key] = [asdict(cell) for cell in cells]
    keep_note(settings, FileNote(PAGE, upload.token, upload.name, upload.size, answers))
