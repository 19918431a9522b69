"""One recipient's real text to one's own number, as a small campaign of its own."""

from __future__ import annotations

import secrets
import time

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.lifecycle import control, launch
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, RecipientState
from pages.parts.compose.previews import spec_of_choices, text_of
from pages.parts.compose.promotional_hours import hours, is_promotional
from pages.parts.compose.recipient_cursor import index_shown
from pages.parts.draft.open_draft import current, widget_value
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.live import draw_alone
from pages.parts.page.sentences import FIRST_RED, refusal
from pages.parts.shared.phones import draw_bubble
from pages.parts.styles.formatting import plain
from pages.parts.styles.state_styles import RECIPIENTS, of_campaign

TURN, TESTED, REFUSED = "composing.test_turn", "composing.tested", "composing.test_refused"
SAME_CLICK_SECONDS = 3
LOOK_SECONDS = 2


def draw_test(settings: Settings, choices: Choices, preview: RecipientPreview) -> None:
    """This draws the text of the person last looked at, with the way to send it to one's own
    number."""
    index = index_shown(preview)
    example = text_of(settings, preview.recipients, spec_of_choices(settings, choices), index)
    st.markdown(
        f"You get the text of **row {with_commas(example.row)}**, the person you last looked at in "
        "*Check*, and nobody else gets anything."
    )
    draw_bubble(example.text)
    if is_promotional(choices):
        st.caption(f":material/schedule: {hours(settings)}")
    number = widget_value("compose.test", choices.test_number or settings.test_number)
    st.text_input(
        "My mobile number",
        number,
        key="compose.test",
        placeholder="98765 43210",
        width=260,
        live=PAUSE,
    )
    st.button(
        "Send me a test",
        key="compose.test.send",
        icon=":material/phone_iphone:",
        type="primary",
        disabled=bool(preview.preview.blockers),
        help=FIRST_RED if preview.preview.blockers else None,
        on_click=_send,
        args=(settings, preview, index),
    )
    if refused := st.session_state.pop(REFUSED, None):
        refusal(refused)
    if TESTED in st.session_state:
        _draw_tested(settings, *st.session_state[TESTED])


def _send(settings: Settings, preview: RecipientPreview, index: int) -> None:
    """A second click within some seconds has the same token, so it sends nothing again."""
    token, clicked = st.session_state.get(TURN, ("", 0.0))
    if time.monotonic() - clicked > SAME_CLICK_SECONDS:
        token = secrets.token_hex(16)
        st.session_state[TURN] = (token, time.monotonic())
    choices = current()
    number = choices.test_number
    try:
        campaign_id = launch.send_test(
            settings, choices, preview.recipients, index, number, token=token
        )
    except JetmsgError as error:
        st.session_state.pop(TURN, None)
        st.session_state[REFUSED] = error
    else:
        st.session_state[TESTED] = (campaign_id, number)


def _draw_tested(settings: Settings, campaign_id: int, number: str) -> None:
    over = control.status(settings, campaign_id).is_over

    def follow() -> bool:
        """This draws how the test goes, and returns whether it ended since the page was drawn."""
        status = control.status(settings, campaign_id)
        state = next(state for state, count in status.recipients.items() if count)
        look = of_campaign(status)[0]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/phone_iphone: Test to {plain(number)}", width="content")
            word = RECIPIENTS[RecipientState(state)].word if status.is_over else look.word
            st.badge(word, color=look.color, icon=look.icon)
            st.page_link("campaign.py", label="Look at it", query_params={"id": str(campaign_id)})
        if status.campaign.held:
            st.caption(HOLDS[status.campaign.held].sentence)
        return status.is_over and not over

    draw_alone(follow, key="compose.tested", every=None if over else LOOK_SECONDS)
