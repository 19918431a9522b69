"""*Test connection*, a button for each family of calls. Nothing is sent to anybody."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.probing import Family, Probe, probe
from pages.parts import context
from pages.parts.words import plain


def draw_connections() -> None:
    with st.container(border=True):
        st.markdown("**Test the connection**")
        st.caption("One call each, that can reach nobody and costs nothing.")
        for family in Family:
            _draw_one(family)


@st.fragment
def _draw_one(family: Family) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(family.value)
        pressed = st.button("Test", key=f"settings.test.{family.name}", icon=":material/lan:")
    if pressed:
        with st.spinner("Asking the gateway…"):
            _say(_found(family))


def _found(family: Family) -> Probe:
    try:
        return probe(context.settings_for_calls(), family)
    except JetmsgError as error:
        return Probe(False, str(error))


def _say(found: Probe) -> None:
    if found.works:
        st.success(plain(found.sentence), icon=":material/check_circle:")
    else:
        st.error(plain(found.sentence), icon=":material/error:")
