"""The questions a campaign's page can ask: each stays open until it is answered."""

from __future__ import annotations

from collections.abc import Callable

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import Hold
from pages.parts.campaign.before_start import LATER, SEND, ask_to_send, ask_when
from pages.parts.campaign.controls import STOP, ask_to_stop
from pages.parts.campaign.restored import GO_ON, ask_to_go_on
from pages.parts.campaign.undecided.asking import (
    ASSUME_SENT,
    SEND_AGAIN,
    ask_assume_sent,
    ask_send_again,
)
from pages.parts.page import questions


def draw_questions(settings: Settings, status: Status) -> None:
    """This draws the question that is open; one about another campaign is closed."""
    campaign = status.campaign

    def here(ask: Callable[..., None]) -> Callable[..., None]:
        """This gives a way to draw a question that closes it where it is about another campaign."""

        def draw(campaign_id: int, *about: object) -> None:
            if campaign_id == campaign.id:
                ask(*about)
            else:
                questions.close()

        return draw

    asked = {
        ASSUME_SENT: here(lambda *about: ask_assume_sent(settings, campaign, *about)),
        SEND_AGAIN: here(lambda *about: ask_send_again(settings, campaign, *about)),
    }
    if not status.is_over:
        asked[STOP] = here(lambda: ask_to_stop(settings, status))
        asked[SEND] = here(lambda: ask_to_send(settings, campaign))
        asked[LATER] = here(lambda: ask_when(settings, campaign))
    if campaign.held is Hold.RESTORED:
        asked[GO_ON] = here(lambda: ask_to_go_on(settings, status))
    questions.draw_open(asked)
