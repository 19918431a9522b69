"""The button that looks through all acts, and what it said."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.audit import verifying
from jetmsg_core.audit.verifying import Verification
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from pages.parts.page.flash import keep
from pages.parts.page.live import ARRIVED
from pages.parts.styles.formatting import plain

VERIFIED = "audit.verified"


def draw_verify(settings: Settings) -> None:
    """This draws the button."""
    st.button(
        "Verify",
        key="audit.verify",
        icon=":material/verified_user:",
        on_click=_verify,
        args=(settings,),
        help="Look whether anything was changed or removed afterwards",
    )


def draw_verified() -> None:
    """This draws what was said since the page was opened, in a container that is always there."""
    if st.session_state.get(ARRIVED):
        st.session_state.pop(VERIFIED, None)
    with st.container(key="audit.outcome"):
        verification: Verification | None = st.session_state.get(VERIFIED)
        if verification is None:
            return
        if verification.is_whole:
            st.success(plain(verifying.outcome(verification)), icon=":material/verified_user:")
        else:
            lines = [verifying.outcome(verification), *verification.faults]
            st.error("\n\n".join(map(plain, lines)), icon=":material/gpp_bad:")
        for note in verification.notes:
            st.info(plain(note), icon=":material/history:")


def _verify(settings: Settings) -> None:
    try:
        keep({VERIFIED: verifying.verify(settings)})
    except JetmsgError:
        return  # Signed out, or no admin any more: the page that is drawn now says so.
