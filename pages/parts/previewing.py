"""The preview of what is written. Only the small result is kept, and only for a minute."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.briefs import Brief, check_brief
from jetmsg_core.campaigns.previewing import Preview, preview
from jetmsg_core.lists import ContactList
from jetmsg_core.settings import Settings

EXAMPLES = 3


def previewed(settings: Settings, chosen: ContactList, brief: Brief) -> Preview:
    """Raises InputError naming the field that is wrong."""
    brief = check_brief(settings, brief)
    sample = sampling.latest(settings)
    return _previewed(settings, chosen.id, brief, sample.taken_at if sample else "")


@st.cache_data(max_entries=8, ttl=60, show_spinner=False)
def _previewed(_settings: Settings, list_id: int, brief: Brief, balance_read_at: str) -> Preview:
    contacts = lists.read(_settings, list_id)
    return preview(_settings, contacts, brief, examples=EXAMPLES)
