"""A database that was put back, on the pages: what is known, the question, and what is offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, RunJson
from pages_opened import OpenPage, said

from jetmsg_core import optouts, templates
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.templates import TemplateDraft


@pytest.fixture
def restored(
    new_campaign: NewCampaign, settings: Settings, cli_json: RunJson, tmp_path: Path
) -> Any:
    """The id of a campaign that ran in a copy which was restored; done since: what `later` does."""

    def make(count: int = 5, later: Any = lambda: None) -> int:
        made = new_campaign(count)
        control.start(settings, made)
        cli_json("backup", tmp_path / "copy.db")
        later()
        cli_json("restore", tmp_path / "copy.db")
        return int(made)

    return make


def test_the_page_says_what_is_known_and_asks_before_it_goes_on(
    restored: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = restored()
    at = open_page("campaign", id=str(made))
    words = said(at)
    assert "This database was restored from an earlier copy" in words
    assert "5 people were waiting then and may have got the message since" in words
    assert "What is known about the 5 people still waiting" in words
    assert "The database that was put aside says that none of them was sent to." in words
    assert "No delivery report of this campaign" in words
    assert "This database was restored" in said(open_page("overview"))
    at.button(key="campaign.resume").click().run()
    assert "Up to 5 people may have got" in said(at)
    at.text_input(key="typed.word").set_value("yes")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    at.button(key="campaign.resume").click().run()
    at.text_input(key="typed.word").set_value("again")
    at.button(key="typed.yes").click().run()
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, None)


def test_it_can_be_stopped_instead(restored: Any, open_page: OpenPage, settings: Settings) -> None:
    made = restored()
    at = open_page("campaign", id=str(made))
    at.button(key="campaign.stop").click().run()
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.STOPPED


def test_newer_opt_outs_are_offered_and_taken_back(
    restored: Any, open_page: OpenPage, settings: Settings
) -> None:
    restored(later=lambda: optouts.add(settings, ["9876500002"], source="replied STOP"))
    words = said(open_page("overview"))
    assert "1 opt-out newer than the copy that was restored waits for you" in words
    at = open_page("optouts")
    assert "1 opt-out newer than the copy" in said(at)
    at.button(key="kept.optouts.take").click().run()
    assert "1 opt-out brought back." in said(at)
    assert optouts.count(settings) == 1
    assert "newer than the copy" not in said(open_page("optouts"))
    assert "newer than the copy" not in said(open_page("overview"))


def test_newer_templates_are_offered_and_can_be_left(
    restored: Any, open_page: OpenPage, settings: Settings
) -> None:
    restored(later=lambda: templates.add(settings, TemplateDraft(name="Diwali", body="Good day")))
    at = open_page("templates")
    assert "1 template newer than the copy" in said(at)
    assert "Diwali." in said(at)
    at.button(key="kept.templates.leave").click().run()
    assert "1 template left out." in said(at)
    assert templates.listing(settings) == []


def test_nothing_is_offered_where_nothing_was_restored(
    new_campaign: NewCampaign, open_page: OpenPage
) -> None:
    new_campaign(3)
    for page in ("overview", "optouts", "templates"):
        assert "newer than the copy" not in said(open_page(page))
