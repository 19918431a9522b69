"""What a stretch of days brought, over every campaign begun in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fixtures import NewCampaign, Send, StartGateway, WorkUntil
from report_helpers import report_of

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.reports import importing, rates
from jetmsg_core.reports.rates import Totals
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState

MANY = 105
"""More than a page of campaigns has ever held."""


def test_every_campaign_of_the_week_counts_and_none_from_before(
    start_gateway: StartGateway, new_campaign: NewCampaign, work_until: WorkUntil
) -> None:
    start_gateway()
    settings = configuration.load()
    made = [new_campaign(1) for _ in range(MANY)]
    for campaign_id in made:
        control.start(settings, campaign_id)
    new_campaign(4)  # never started

    def all_over() -> bool:
        newest = control.newest(settings, MANY + 1)
        return sum(status.campaign.state is CampaignState.FINISHED for status in newest) == MANY

    work_until(all_over, made[0])
    assert rates.totals(settings, 7) == Totals(sent=MANY, submitted=MANY, reported=0, delivered=0)
    in_eight_days = utc_now() + timedelta(days=8)
    assert rates.totals(settings, 7, lambda: in_eight_days) == Totals(0, 0, 0, 0)


def test_refused_and_unknown_were_sent_and_not_taken(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, monkeypatch: Any
) -> None:
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    start_gateway("--fault", "drop=1")
    send(new_campaign(3, "Hello"))
    assert rates.totals(configuration.load(), 7) == Totals(
        sent=3, submitted=0, reported=0, delivered=0
    )


def test_reports_say_how_many_were_delivered(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    sandbox = start_gateway()
    settings: Settings = configuration.load()
    made = new_campaign(40)
    send(made)
    importing.import_report(settings, report_of(sandbox.url))
    totals, counts = rates.totals(settings, 7), control.status(settings, made).recipients
    assert (totals.sent, totals.submitted) == (40, 40)
    assert totals.delivered == counts["delivered"]
    assert totals.reported == 40 - counts["submitted"]
