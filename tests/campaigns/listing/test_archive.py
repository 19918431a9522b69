"""Campaigns that are hidden from lists, and those that must not be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fixtures import NewCampaign, Send, StartGateway

from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, launch
from jetmsg_core.campaigns.lifecycle.needs_action import waiting
from jetmsg_core.campaigns.listing import archive
from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.reports import rates
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState

LATER = datetime(2099, 1, 1, tzinfo=UTC)


def test_what_is_over_or_not_begun_is_archived_and_brought_back(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2)
    control.stop(settings, new_campaign(1))
    for campaign_id in (made, made + 1):
        first = archive.archive(settings, campaign_id).campaign.archived_at
        assert first is not None
        assert archive.archive(settings, campaign_id).campaign.archived_at == first
        assert archive.unarchive(settings, campaign_id).campaign.archived_at is None
        assert archive.unarchive(settings, campaign_id).campaign.archived_at is None
    for change in (archive.archive, archive.unarchive):
        with pytest.raises(NotFoundError, match="no campaign 9"):
            change(settings, 9)


def test_what_runs_or_will_run_is_not_archived_and_why(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2)
    control.schedule(settings, made, LATER)
    _refused(settings, made, "is scheduled and will start by itself")
    control.start(settings, made)
    _refused(settings, made, "it is running. Wait until it is finished, or stop it first.")
    control.pause(settings, made)
    _refused(settings, made, "it is paused and not finished")
    control.stop(settings, made)
    assert archive.archive(settings, made).campaign.archived_at


def test_what_waits_for_a_decision_is_not_archived(
    new_campaign: NewCampaign,
    start_gateway: StartGateway,
    send: Send,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    start_gateway("--fault", "drop=1")
    made = new_campaign(3, "Hello")
    assert send(made).recipients[RecipientState.UNKNOWN] == 3
    _refused(settings, made, "for 3 people it is unknown whether the message was sent")


def _refused(settings: Settings, campaign_id: int, why: str) -> None:
    with pytest.raises(StateError, match=why):
        archive.archive(settings, campaign_id)
    assert control.status(settings, campaign_id).campaign.archived_at is None


def test_an_archived_draft_that_is_started_or_scheduled_is_in_the_lists_again(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    """Else something would be sent that no list shows."""
    started, scheduled = new_campaign(2), new_campaign(2)
    for campaign_id in (started, scheduled):
        archive.archive(settings, campaign_id)
    assert control.start(settings, started).campaign.archived_at is None
    assert control.schedule(settings, scheduled, LATER).campaign.archived_at is None
    assert control.stop(settings, scheduled).campaign.state is CampaignState.STOPPED


def test_an_archived_draft_waits_for_nobody(new_campaign: NewCampaign, settings: Settings) -> None:
    made = new_campaign(2)
    assert [campaign.id for campaign in waiting(settings)] == [made]
    archive.archive(settings, made)
    assert waiting(settings) == []


def test_the_archived_are_counted_all_the_same(
    new_campaign: NewCampaign, start_gateway: StartGateway, send: Send, settings: Settings
) -> None:
    start_gateway()
    made = new_campaign(3, "Hello")
    send(made)
    archive.archive(settings, made)
    assert rates.totals(settings, 7).submitted == 3
    same = CampaignSpec(name="Again", message="Hello", sender_id="JETMSG")
    twin = launch.sent_before(settings, same, "contacts.csv")
    assert twin is not None
    assert twin.id == made
