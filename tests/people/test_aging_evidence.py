"""Unmatched rows of reports go after their days, unless a call waits that they may tell about."""

from __future__ import annotations

import pytest
from fixtures import NewCampaign, Send, StartGateway
from test_aging import FIRST, in_days
from whole_store import cells_with

from jetmsg_core import configuration
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.people import aging
from jetmsg_core.reports import importing

REPORT = f"Sms Id,Mobile,Status\n99999999,{FIRST},DELIVRD\n"


def test_unmatched_rows_stay_while_a_call_has_no_clear_answer(
    new_campaign: NewCampaign,
    start_gateway: StartGateway,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_KEEP_NUMBERS_DAYS", "30")
    start_gateway("--fault", "http500=1")
    settings = configuration.load()
    campaign_id = new_campaign(2)
    send(campaign_id)
    importing.import_report(settings, REPORT.encode())
    assert aging.age_ended(settings, clock=in_days(31)) == 0
    assert "parked_reports.number" in cells_with(settings, FIRST)
    decisions.assume_sent(settings, campaign_id)
    aging.age_ended(settings, clock=in_days(62))
    assert "parked_reports.number" not in cells_with(settings, FIRST)
