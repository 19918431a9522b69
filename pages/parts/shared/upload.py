"""The field that takes a file, and what was dropped there out of the server's memory.

Streamlit keeps an upload in memory for the whole session; so it is copied to disk, freed, and the
uploader gets a new key.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from jetmsg_core.primitives.numbers import counted, with_commas
from jetmsg_core.settings import Settings

READABLE = "CSV, Excel, vCard, JSON and others"
"""What a file of contacts may be, in words."""


def file_field(settings: Settings, label: str, *, key: str) -> UploadedFile | None:
    """A file is dropped here, whatever its name: what it is, its bytes say, and one that is no list
    gets a sentence with the way to one. Streamlit would refuse a name by its ending, or without
    one, and say no more. The browser refuses a file larger than the settings allow before a byte
    of it leaves; `uploads.keep` asks again."""
    return st.file_uploader(
        label,
        key=key,
        max_upload_size=settings.max_file_mb,
        help=f"At most {with_commas(settings.max_file_mb)} MB and "
        f"{counted(settings.max_rows, 'row')}. "
        "Your administrator can raise this.",
    )


def free(uploaded: UploadedFile) -> None:
    """The upload leaves the server's memory, which keeps every upload as long as its session."""
    script = get_script_run_ctx()
    if script is not None and isinstance(script.uploaded_file_mgr, MemoryUploadedFileManager):
        script.uploaded_file_mgr.remove_file(script.session_id, uploaded.file_id)
