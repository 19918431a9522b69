"""Recipients in some states, kept as a list with the reasons."""

from __future__ import annotations

import hashlib
import secrets
from functools import partial

import streamlit as st

from jetmsg_core.campaigns.exports.state_list import save_in_states
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.errors import JetmsgError
from jetmsg_core.names import LONGEST_NAME, cut_name
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED, RECIPIENT_STATES, RecipientState
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.live import draw_alone, open_page
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import people
from pages.parts.styles.state_styles import segments, state_labels

NONCE, REFUSED, SAVED = "campaign.list.nonce", "campaign.list.refused", "campaign.list.saved"


def draw_save_list(settings: Settings, status: Status) -> None:
    """This draws the way to a list of those in some states, and opens the list once it is made."""
    draw_alone(
        partial(_draw, settings, status), key=f"campaign.list.{status.campaign.id}", width="content"
    )


def _draw(settings: Settings, status: Status) -> None:
    if (list_id := st.session_state.pop(SAVED, None)) is not None:
        open_page("list.py", id=str(list_id))
    campaign = status.campaign
    labels = state_labels([status])
    with st.popover("Save as a list", icon=":material/playlist_add:", key="campaign.list"):
        chosen: list[RecipientState] = st.pills(
            "People who are",
            list(labels),
            selection_mode="multi",
            default=[state for state in labels if state in FAILED],
            format_func=segments(labels),
            key=f"campaign.list.states.{campaign.id}",
        )
        st.text_input(
            "Name of the list",
            value=_named(chosen, campaign.name),
            key=f"campaign.list.name.{campaign.id}.{'.'.join(sorted(chosen))}",
            max_chars=LONGEST_NAME,
            live=PAUSE,
        )
        count = sum(status.recipients[state] for state in chosen)
        st.button(
            f"Save {people(count)} as a list" if chosen else "Choose who first",
            key="campaign.list.save",
            type="primary",
            icon=":material/save:",
            disabled=not chosen,
            on_click=_save,
            args=(settings, campaign.id, tuple(chosen)),
        )
        if refused := st.session_state.pop(REFUSED, None):
            refusal(refused)


def _named(chosen: list[RecipientState], name: str) -> str:
    if chosen and {*chosen} <= {*FAILED}:
        return cut_name(f"Failed in {name}")
    words = ", ".join(RECIPIENT_STATES[state].word for state in chosen)
    return cut_name(f"{words or 'Some'} in {name}")


def _save(settings: Settings, campaign_id: int, chosen: tuple[RecipientState, ...]) -> None:
    """As a callback it is over before the page is drawn. The same people under the same name are
    one list, however often this is clicked."""
    name = st.session_state[f"campaign.list.name.{campaign_id}.{'.'.join(sorted(chosen))}"]
    nonce = st.session_state.setdefault(NONCE, secrets.token_hex(16))
    token = hashlib.sha256(repr((nonce, campaign_id, chosen, name)).encode()).hexdigest()[:32]
    try:
        list_id = save_in_states(settings, campaign_id, chosen, name=name, token=token)
    except JetmsgError as error:
        st.session_state[REFUSED] = error
    else:
        st.session_state[SAVED] = list_id
