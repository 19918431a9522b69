"""What a newcomer sees where there is nothing yet: the way to a first message in a minute."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.draft.sample import SAMPLE_FILE, begin_sample
from jetmsg_core.settings import Mode, Settings
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusals_shown

STEPS = (
    (
        "1",
        "Contacts",
        "Drop a CSV, Excel or vCard file. Every row is checked, each problem shown.",
    ),
    ("2", "Compose", "Write the message and see what each person will read, and its cost."),
    ("3", "Send", "Follow it live. Close the tab whenever you like: sending continues."),
)


def draw_welcome(settings: Settings) -> None:
    """The overview draws this before there is a campaign."""
    with st.container(border=True, key="overview.welcome"):
        st.header("From a contact file to tracked messages", anchor=False)
        with st.grid(3, min_column_width=220):
            for number, name, about in STEPS:
                st.markdown(f":blue-badge[{number}] **{name}**  \n{about}")
        _draw_ways(settings, "overview")
    if settings.mode is Mode.SANDBOX:
        st.caption("The sample file holds made-up people. In the sandbox nothing leaves here.")


def draw_no_campaigns(settings: Settings) -> None:
    with st.container(border=True, key="campaigns.none"):
        st.markdown("**No campaign yet.** What you send appears here, with its progress.")
        _draw_ways(settings, "campaigns")


def _draw_ways(settings: Settings, page: str) -> None:
    if not may(Permission.PREPARE):
        return
    with st.container(horizontal=True):
        # Live, a number that was made up may be somebody's.
        with_sample = settings.mode is Mode.SANDBOX and SAMPLE_FILE.exists()
        if with_sample and st.button(
            "Try it with the sample file",
            key=f"{page}.sample",
            type="primary",
            icon=":material/science:",
        ):
            with refusals_shown():
                draft = begin_sample(settings)
                open_page("compose.py", draft=str(draft))
        if st.button(
            "Upload my contacts",
            key=f"{page}.upload",
            type="secondary" if with_sample else "primary",
            icon=":material/upload_file:",
        ):
            open_page("contacts.py")
