"""Which posters make the calls, and how they are: only where a fleet does."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.fleet.packages import require_fleet
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings


def draw_posters(settings: Settings) -> None:
    """This draws a table of the posters, with a sentence where none of them gets calls."""
    st.header("Posters", anchor=False)
    try:
        rows, trouble = _rows(settings)
    except JetmsgError as error:
        st.warning(str(error), icon=":material/cloud_off:")
        return
    if trouble:
        st.warning(trouble, icon=":material/cloud_off:")
    if rows:
        st.dataframe(
            rows, hide_index=True, alt="The posters, the calls that each makes, and its state."
        )


def _rows(settings: Settings) -> tuple[list[dict[str, str]], str]:
    require_fleet(settings)
    # Only where a fleet is set up are its packages there.
    from jetmsg_core.fleet.status import fleet_status

    fleet = fleet_status(settings)
    rows = []
    for poster in fleet.posters:
        card = poster.seen.card
        latency = card.latency if card else None
        rows.append(
            {
                "Poster": poster.seen.name,
                "Machine": card.host if card else "",
                "Calls now": f"{with_commas(card.in_flight)} of {with_commas(card.slots)}"
                if card
                else "",
                "Made": with_commas(card.posted) if card else "",
                "Mean time": "" if latency is None else f"{with_commas(round(latency * 1000))} ms",
                "Last seen": f"{with_commas(round(poster.seen.ago))} s ago",
                "State": poster.why_not or "Ready",
            }
        )
    return rows, fleet.trouble
