"""What is measured is what the ledger holds, each call once, and names nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from fixtures import NewCampaign, Send, StartGateway
from prometheus_client.parser import text_string_to_metric_families

from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.monitoring.call_counts import BOUNDS
from jetmsg_core.monitoring.metrics import Metrics
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import transitions

Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def scraped(settings: Settings, metrics: Metrics | None = None, **how: Any) -> Values:
    """Each sample by its name and its labels, as a scraper reads the page."""
    page = (metrics or Metrics()).read(settings, **how).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def by_label(values: Values, name: str) -> dict[str, float]:
    return {labels[0][1]: value for (sample, labels), value in values.items() if sample == name}


def test_recipients_by_state_are_the_sum_of_what_every_campaign_says(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway("--fault", "missing=1")
    made = [new_campaign(30, "Hello", chunk_size=5), new_campaign(12, "Hello")]
    send(made[0])
    counted = by_label(scraped(settings), "jetmsg_recipients")
    statuses = [control.status(settings, campaign_id) for campaign_id in made]
    assert counted == {
        state.value: sum(status.recipients[state] for status in statuses)
        for state in RecipientState
    }
    assert sum(counted.values()) == 42
    assert counted["not_accepted"] > 0


def test_calls_are_counted_once_by_outcome_and_time_however_often_they_are_asked_for(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway()
    metrics = Metrics()
    assert ("jetmsg_calls_total", ()) not in scraped(settings, metrics)
    accepted = (("channel", "sms"), ("outcome", "accepted"))
    send(new_campaign(20, "Hello", chunk_size=5))
    for _ in range(2):
        values = scraped(settings, metrics)
        assert values["jetmsg_calls_total", accepted] == 4
        assert values["jetmsg_call_seconds_count", accepted] == 4
    buckets = [
        values["jetmsg_call_seconds_bucket", (accepted[0], ("le", str(bound)), accepted[1])]
        for bound in BOUNDS
    ]
    assert buckets == sorted(buckets)
    assert values["jetmsg_call_seconds_bucket", (accepted[0], ("le", "+Inf"), accepted[1])] == 4

    send(new_campaign(10, "Hello again", chunk_size=5))
    assert scraped(settings, metrics)["jetmsg_calls_total", accepted] == 6
    assert scraped(settings)["jetmsg_calls_total", accepted] == 6


def test_what_waits_and_what_is_held_is_told(new_campaign: NewCampaign, settings: Settings) -> None:
    made = new_campaign(20, "Hello", chunk_size=5)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        transitions.hold(db, made, Hold.KEY, "", None)
    jobs.ask(settings, made, only=Only.ALL, name="c.csv")
    values = scraped(settings)
    assert values["jetmsg_queued_calls", ()] == 4
    assert values["jetmsg_queued_recipients", ()] == 20
    assert values["jetmsg_calls_in_flight", ()] == 0
    assert by_label(values, "jetmsg_held_campaigns")["key"] == 1
    assert by_label(values, "jetmsg_held_campaigns").keys() == {hold.value for hold in Hold}
    assert by_label(values, "jetmsg_campaigns") == {
        state.value: float(state is CampaignState.RUNNING) for state in CampaignState
    }
    assert by_label(values, "jetmsg_export_files") == {"asked": 1, "making": 0}


def test_balances_have_their_age_and_a_worker_its_heartbeat(settings: Settings) -> None:
    now = utc_now()
    with open_database(settings.database_path) as db:
        sample = Sample("2026-05-01T06:30:00.000+00:00", 1200, 40, 7)
        samples.insert(db, settings.mode, sample)
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=now)
    values = scraped(settings, clock=lambda: now + timedelta(seconds=4))
    assert by_label(values, "jetmsg_credits") == {"tranx": 1200, "promo": 40, "otp": 7}
    assert values["jetmsg_balance_age_seconds", ()] > 0
    assert values["jetmsg_worker_up", ()] == 1
    assert 3.9 < values["jetmsg_worker_heartbeat_age_seconds", ()] < 4.1
    assert values["jetmsg_database_bytes", ()] > 0
    assert values["jetmsg_disk_free_bytes", ()] > 0


def test_an_empty_ledger_is_measured_too(settings: Settings) -> None:
    values = scraped(settings)
    assert values["jetmsg_worker_up", ()] == 0
    assert ("jetmsg_worker_heartbeat_age_seconds", ()) not in values
    assert by_label(values, "jetmsg_credits") == {}


def test_nobody_is_named(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway()
    made = new_campaign(5, "Dear {{name}} of Pune")
    send(made)
    page = Metrics().read(settings).decode()
    for told in (
        "Dear",
        "Name0",
        "contacts.csv",
        "JETMSG",
        "City0",
        control.status(settings, made).campaign.name,
    ):
        assert told not in page, told
    labels = re.findall(r'="([^"]*)"', page)
    assert labels
    assert not [label for label in labels if not re.fullmatch(r"[a-z_]+|[\d.]+|\+Inf", label)]
