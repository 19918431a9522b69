"""A campaign put off to a later time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from jetmsg_core.campaigns import control
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def test_a_campaign_is_scheduled_put_off_and_taken_off_the_schedule(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(2)
    for hours in (1, 2):
        at = NOON + timedelta(hours=hours)
        found = control.schedule(settings, made, at, lambda: NOON).campaign
        assert (found.state, found.scheduled_at) == (
            CampaignState.SCHEDULED,
            f"2026-05-01T{12 + hours}:00:00.000+00:00",
        )
    found = control.unschedule(settings, made).campaign
    assert (found.state, found.scheduled_at) == (CampaignState.DRAFT, None)


def test_a_time_that_has_passed_is_refused_in_words(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    with pytest.raises(InputError, match="17:30 IST has passed"):
        control.schedule(settings, new_campaign(2), NOON, lambda: NOON)


def test_a_campaign_that_runs_cannot_be_scheduled(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(2)
    control.start(settings, made)
    with pytest.raises(StateError, match="running and cannot be scheduled"):
        control.schedule(settings, made, NOON + timedelta(days=400), lambda: NOON)
