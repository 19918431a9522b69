"""The overview where there is more to decide than fits, however long ago it was sent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import streamlit as st
from fixtures import NewCampaign, Send, StartGateway
from pages_opened import OpenPage, numbers, said, unescaped
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database

MANY = 55


def decided_about(at: AppTest) -> list[str]:
    """What waits for a person, each in its words, in the order of the page."""
    return [
        unescaped(element.value)
        for element in at.markdown
        if "never started" in element.value or "No clear answer" in element.value
    ]


def test_what_is_undecided_comes_first_however_many_campaigns_are_newer(
    open_page: OpenPage,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    start_gateway("--fault", "drop=1")
    send(new_campaign(3, "Hello"))
    for _ in range(MANY):
        new_campaign(1)
    at = open_page("overview")
    decided = decided_about(at)
    assert len(decided) == 10
    assert "No clear answer came back for 3 people" in decided[0]
    assert "and 46 more" in said(at)
    for count in (20, 30, 40, 50):
        at.button(key="overview.more_decisions").click().run()
        assert len(decided_about(at)) == count
    assert at.button(key="overview.more_decisions").label == "Show 6 more"
    at.button(key="overview.more_decisions").click().run()
    assert len(decided_about(at)) == MANY + 1
    assert "overview.more_decisions" not in [button.key for button in at.button]


def test_ten_decisions_are_shown_without_a_way_to_more(
    open_page: OpenPage, new_campaign: NewCampaign
) -> None:
    for _ in range(10):
        new_campaign(1)
    at = open_page("overview")
    assert len(decided_about(at)) == 10
    assert "overview.more_decisions" not in [button.key for button in at.button]


def test_the_next_scheduled_are_shown_though_newer_ones_are_later(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    for hour in range(1, 14):
        control.schedule(settings, new_campaign(hour), utc_now() + timedelta(hours=hour))
    words = said(open_page("overview"))
    is_shown = [f"\n{hour} recipient" in words for hour in range(1, 14)]
    assert is_shown == [True] * 10 + [False] * 3
    assert words.index("\n1 recipient ") < words.index("\n2 recipients ")


def test_live_nobody_is_led_to_made_up_numbers(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "overview.sample" in [button.key for button in open_page("overview").button]
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    st.cache_resource.clear()
    buttons = [button.key for button in open_page("overview").button]
    assert "overview.upload" in buttons
    assert "overview.sample" not in buttons
    assert "contacts.sample" not in [button.key for button in open_page("contacts").button]


def test_without_a_message_this_week_no_share_is_claimed(
    open_page: OpenPage, new_campaign: NewCampaign
) -> None:
    new_campaign(1)
    assert "Submitted" not in numbers(open_page("overview"))


def test_a_balance_that_was_never_read_says_why(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    assert "has not been read yet" in said(open_page("overview"))
    with open_database(settings.database_path) as db:
        failed = Sample(stamp(utc_now()), None, None, None, "The API *key* was refused.")
        samples.insert(db, "sandbox", failed)
    words = said(open_page("overview"))
    assert re.search(r"The balance could not be read .+: The API \*key\* was refused\.", words)
    assert "has not been read yet" not in words


@pytest.mark.parametrize(("last", "is_said"), [(None, True), (400, False)], ids=["failed", "read"])
def test_credits_shown_from_before_a_failure_say_so(
    open_page: OpenPage,
    new_campaign: NewCampaign,
    settings: Settings,
    last: int | None,
    is_said: bool,
) -> None:
    new_campaign(1)
    now = utc_now()
    with open_database(settings.database_path) as db:
        for hour, tranx in enumerate([500, None, last]):
            failure = None if tranx else "No answer."
            pools = (tranx, tranx, tranx)
            at = stamp(now - timedelta(hours=3 - hour))
            samples.insert(db, "sandbox", Sample(at, *pools, failure))
    at_page = open_page("overview")
    assert numbers(at_page)["Transactional"] == str(last or 500)
    assert ("could not be read 1 hour ago: No answer." in said(at_page)) is is_said
