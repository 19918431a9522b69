"""A delivery report whose columns nobody could guess, from the file to the state of each person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, ReadLedger, Send, StartGateway
from playwright.sync_api import Page, expect

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState

pytestmark = pytest.mark.browser


def test_columns_are_named_by_hand_and_the_preview_follows(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: ReadLedger,
    settings: Settings,
    start_dashboard: Any,
    open_browser: Callable[..., Page],
    tmp_path: Path,
) -> None:
    start_gateway()
    made = new_campaign(3, "Hello")
    send(made)
    rows = [f"{row['sms_id']},x,DELIVRD,gone" for row in ledger(made)]
    path = tmp_path / "panel.csv"
    path.write_text("\n".join(["ref,zone,first,final", *rows]))
    page = open_browser()
    page.goto(f"{start_dashboard().url}/reports")
    page.set_input_files("input[type=file]", path)
    expect(page.get_by_text("No column says which message is meant")).to_be_visible()
    choose(page, "id", "ref")
    expect(page.get_by_text(f"(campaign {made}: 3 rows)")).to_be_visible()
    expect(page.get_by_text("Delivered: 3")).to_be_visible()
    choose(page, "status", "final")
    expect(page.get_by_text("Words that are not known: gone (3)")).to_be_visible()
    choose(page, "status", "first")
    expect(page.get_by_text("Delivered: 3")).to_be_visible()
    page.locator(".st-key-reports-import button").click()
    expect(page.get_by_text("panel.csv imported: 3 recipients with something new")).to_be_visible()
    assert control.status(settings, made).recipients[RecipientState.DELIVERED] == 3


def choose(page: Page, role: str, column: str) -> None:
    page.locator(f".st-key-reports-as-{role} input").click()
    page.get_by_role("option", name=column, exact=True).click()
