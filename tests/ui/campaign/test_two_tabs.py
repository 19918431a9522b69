"""The same campaign open in two tabs: what was pressed in one is harmless in the other, which may
show what was true a moment ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import ReadJournal, Send, StartGateway
from lost_calls import forget_readings
from pages_opened import OpenPage, errors, said
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState

NewCampaign = Callable[..., int]
Tabs = tuple[AppTest, AppTest]


def state(settings: Settings, made: int) -> CampaignState:
    return control.status(settings, made).campaign.state


def press(tabs: Tabs, *keys: str) -> None:
    """Each in the first tab, then in the second, which still shows what was there before."""
    for tab in tabs:
        for key in keys:
            if key in [button.key for button in tab.button]:
                tab.button(key=key).click().run()
        assert not tab.exception


@pytest.fixture
def two_tabs(open_page: OpenPage) -> Callable[[int], Tabs]:
    return lambda made: (
        open_page("campaign", id=str(made)),
        open_page("campaign", id=str(made)),
    )


def test_starting_pausing_resuming_and_stopping_in_both_is_done_once(
    two_tabs: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    start_gateway: StartGateway,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(5)
    for keys, after in (
        (("campaign.start", "typed.yes"), CampaignState.RUNNING),
        (("campaign.pause",), CampaignState.PAUSED),
        (("campaign.resume",), CampaignState.RUNNING),
    ):
        tabs = two_tabs(made)
        press(tabs, *keys)
        assert [errors(tab) for tab in tabs] == [[], []]
        assert state(settings, made) is after
    send(made)
    assert Counter(entry["number"] for entry in read_journal()).most_common(1)[0][1] == 1
    assert len(read_journal()) == 5


def test_both_confirm_a_start_that_was_asked_in_both(
    two_tabs: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    tabs = two_tabs(made)
    for tab in tabs:
        tab.button(key="campaign.start").click().run()
    press(tabs, "typed.yes")
    status = control.status(settings, made)
    assert status.campaign.state is CampaignState.RUNNING
    assert status.recipients[RecipientState.QUEUED] == 5


def test_a_start_confirmed_after_the_other_tab_stopped_it_says_so_and_sends_nothing(
    two_tabs: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    first, second = two_tabs(made)
    second.button(key="campaign.start").click().run()
    first.button(key="campaign.stop").click().run()
    first.button(key="typed.yes").click().run()
    assert state(settings, made) is CampaignState.STOPPED
    second.button(key="typed.yes").click().run()
    assert state(settings, made) is CampaignState.STOPPED
    assert second.session_state["typed.refused"] == (
        f"Campaign {made} is stopped and cannot be started."
    )
    assert control.status(settings, made).recipients[RecipientState.CANCELLED] == 5


def test_both_stop_it_and_what_is_queued_is_cancelled_once(
    two_tabs: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    control.start(settings, made)
    tabs = two_tabs(made)
    for tab in tabs:
        tab.button(key="campaign.stop").click().run()
    press(tabs, "typed.yes")
    status = control.status(settings, made)
    assert status.campaign.state is CampaignState.STOPPED
    assert status.recipients[RecipientState.CANCELLED] == 5
    assert sum(status.recipients.values()) == 5
    assert "5 cancelled before their turn" in said(two_tabs(made)[1])


@pytest.mark.usefixtures("never_held")
def test_both_send_again_and_it_goes_once_more_only(
    two_tabs: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    start_gateway: StartGateway,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(20, "Hello", chunk_size=10)
    send(made)
    forget_readings(settings)
    first, second = two_tabs(made)
    for tab in (first, second):
        tab.button(key="campaign.again.no_evidence.balance").click().run()
        tab.text_input(key="typed.word").set_value("AGAIN")
    first.button(key="typed.yes").click().run()
    second.button(key="typed.yes").click().run()
    assert second.session_state["typed.refused"].startswith("This was decided already")
    start_gateway()
    send_again = send(made)
    assert send_again.recipients[RecipientState.SUBMITTED] == 20
    assert set(Counter(entry["number"] for entry in read_journal()).values()) == {2}
    assert len(decisions.decisions(settings, made)) == 1
