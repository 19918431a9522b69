"""Everything ever sent to one number, and campaigns side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import ReadLedger, RunJson, Send, StartGateway
from pages_opened import OpenPage, errors, said

from jetmsg_core.reports import importing
from jetmsg_core.settings import Mode, Settings

FIRST = "919000000000"


@pytest.mark.parametrize("page", ["reports", "numbers", "compare"])
def test_each_opens_with_nothing_there(open_page: OpenPage, page: str) -> None:
    at = open_page(page)
    assert not errors(at)
    assert at.title


@pytest.mark.parametrize("typed", [FIRST, "+91 90000 00000", "09000000000"])
def test_a_number_in_any_spelling_shows_every_message_and_report(
    open_page: OpenPage, new_campaign: Callable[..., int], start_gateway: StartGateway, send: Send,
    settings: Settings, ledger: ReadLedger, typed: str,
) -> None:  # fmt: skip
    start_gateway()
    first, second = new_campaign(2, "Hello"), new_campaign(1, "Again")
    send(first)
    send(second)
    sms_id = ledger(first)[0]["sms_id"]
    importing.import_report(settings, f"Sms Id,Status\n{sms_id},DELIVRD\n".encode())
    at = open_page("numbers")
    at.text_input(key="numbers.search").set_value(typed).run()
    words = said(at)
    assert f"+{FIRST}" in words
    assert "2 messages" in words
    assert sms_id in words
    assert "Report: DELIVRD" in words
    assert "Again" in words


def test_what_is_no_number_is_a_sentence(open_page: OpenPage) -> None:
    at = open_page("numbers")
    at.text_input(key="numbers.search").set_value("12345").run()
    assert "is not a mobile number" in "\n".join([*errors(at), said(at)])


def test_campaigns_that_sent_are_compared_and_no_others(
    open_page: OpenPage, new_campaign: Callable[..., int], start_gateway: StartGateway, send: Send,
    settings: Settings,
) -> None:  # fmt: skip
    start_gateway()
    first, second = new_campaign(4, "Hello"), new_campaign(3, "Again")
    assert "once two of them were sent" in said(open_page("compare"))
    send(first)
    send(second)
    new_campaign(2, "Never sent")
    new_campaign(2, "Practice of another kind", settings=replace(settings, mode=Mode.LIVE))
    at = open_page("compare")
    offered = at.multiselect(key="compare.campaigns")
    assert len(offered.options) == 2
    table = at.table[0].value
    assert table.loc["Recipients"].tolist() == ["3", "4"]
    assert table.loc["Submitted"].tolist() == ["3 (100%)", "4 (100%)"]
    assert table.loc["Delivered"].tolist() == ["no report yet"] * 2


def test_a_message_by_whatsapp_is_named_so_and_has_no_parts(
    open_page: OpenPage, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("mobile\n9876543210\n")
    words = ("--name", "Hello", "--message", "Hello", "--channel", "whatsapp")
    cli_json("campaign", "create", path, *words)
    captions = [caption.value for caption in open_page("numbers", number="9876543210").caption]
    assert "WhatsApp · sandbox, no real phone" in captions
