"""*Test the connection*: one click asks for every family of calls. Nothing is sent to anybody."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.probing import Family, Probe, probe
from pages.parts import context
from pages.parts.words import plain


@st.fragment
def draw_connections() -> None:
    with st.container(border=True):
        st.markdown("**Test the connection**")
        st.caption("One call for each family, that can reach nobody and costs nothing.")
        if st.button("Test now", key="settings.test", icon=":material/lan:"):
            for family in Family:
                with st.spinner(f"Asking about {family}…"):
                    _draw_one(family, _found(family))


def _found(family: Family) -> Probe:
    try:
        return probe(context.settings_for_calls(), family)
    except JetmsgError as error:
        return Probe(False, str(error))


def _draw_one(family: Family, found: Probe) -> None:
    said = f"**{family}**: {plain(found.sentence)}"
    if found.works:
        st.success(said, icon=":material/check_circle:")
    else:
        st.error(said, icon=":material/error:")
