"""*Test the connection*: one click asks for every family of calls. Nothing is sent to anybody."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.times import in_ist, utc_now
from jetmsg_core.probing import CallFamily, Probe, probe
from pages.parts.page import context
from pages.parts.page.live import draw_alone
from pages.parts.styles.formatting import plain

FOUND, BEGUN = "settings.found", "settings.begun"


def draw_connections() -> None:
    draw_alone(_draw, key="settings.connections")


def _draw() -> None:
    with st.container(border=True):
        st.markdown("**Test the connection**")
        st.caption("One call of each kind. They reach nobody and cost nothing.")
        st.button("Test now", key="settings.test", icon=":material/lan:", on_click=_begin)
        if BEGUN not in st.session_state:
            return
        probes = st.session_state[FOUND]
        for family in CallFamily:
            if family not in probes:
                with st.spinner(f"Asking about {family}…"):
                    probes[family] = _found(family)
            _draw_one(family, probes[family])
        st.caption(f"Tested {st.session_state[BEGUN]} IST.")


def _begin() -> None:
    """What is found is kept, so that a page drawn again meanwhile goes on where it was."""
    st.session_state[FOUND] = {}
    st.session_state[BEGUN] = in_ist(utc_now())


def _found(family: CallFamily) -> Probe:
    try:
        return probe(context.settings_for_calls(), family)
    except JetmsgError as error:
        return Probe(False, str(error))


def _draw_one(family: CallFamily, result: Probe) -> None:
    sentence = f"**{family}**: {plain(result.sentence)}"
    if result.works:
        st.success(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence, icon=":material/error:")
