"""Who of the list gets no message, and why: shown on demand, and as a file."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.left_out import left_out, left_out_file
from jetmsg_core.lists import ContactList
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.tables import beside
from pages.parts.styles.formatting import counted, people

SHOWN = 50
TABLE_HEIGHT = 260


def draw_left_out(
    settings: Settings, choices: Choices, count: int, spec: CampaignSpec | None = None
) -> None:
    """This draws the switch that shows the `count` people of the list who get no message, with
    their reasons; nothing where there are none. With a `spec` they are those it leaves out too."""
    if not count:
        return
    if not st.toggle(f"Show {people(count)} left out, and why", key="compose.left_out"):
        return
    with refusals_shown():
        facts = recipient_preview.facts(settings, choices.who)
        frame = _first(settings, choices.who, spec, facts)
        st.dataframe(
            frame,
            hide_index=True,
            height="auto" if len(frame) <= 6 else TABLE_HEIGHT,
            key="compose.left_out.table",
            alt="People of the list who get no message, and why",
        )
        if count > SHOWN:
            st.caption(f"The first {with_commas(SHOWN)} of {with_commas(count)}.")
        draw_file_buttons(
            f"Download {people(count)} left out",
            partial(left_out_file, settings, choices.who, spec),
            name="left out",
            key="compose.left_out.download",
            kind="tertiary",
        )


def draw_rejected_link(contact_list: ContactList) -> None:
    """This leads to the rows of the list's file that were rejected; nothing where none were."""
    rejected = contact_list.findings.get("rejected", 0)
    if rejected:
        st.page_link(
            "list.py",
            label=f"{counted(rejected, 'rejected row')}: correct them",
            icon=":material/edit:",
            query_params={"id": str(contact_list.id)},
        )


@requires(Permission.PREPARE)
@st.cache_data(max_entries=4, ttl=600, show_spinner="Looking…")
def _first(
    _settings: Settings, chosen: AudienceFilter, spec: CampaignSpec | None, facts: object
) -> pd.DataFrame:
    rows = left_out(_settings, chosen, spec)
    cells = rows.cells.slice(0, SHOWN).to_pandas()
    reason = cells.columns[-1]
    ours = pd.DataFrame({"Row": rows.rows[:SHOWN], "Why": cells[reason]})
    return beside(ours, cells.drop(columns=reason))
