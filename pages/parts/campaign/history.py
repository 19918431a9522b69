"""What was done to a campaign: by whom, and when."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.audit import reading
from jetmsg_core.audit.sentences import changes
from jetmsg_core.primitives.times import second_in_ist
from jetmsg_core.settings import Settings
from pages.parts.styles.act_lines import draw_act

MOST = 30


def draw_history(settings: Settings, campaign_id: int) -> None:
    """This draws the last acts about a campaign, the newest first; nothing where there is none, as
    of a campaign from before acts were kept."""
    entries = reading.of_campaign(settings, campaign_id, MOST)
    if not entries:
        return
    with st.expander("Who did what", icon=":material/history:"):
        for entry in entries:
            draw_act(second_in_ist(entry.at), entry, changes(entry))
