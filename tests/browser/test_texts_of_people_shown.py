"""Names and words of people's making on real pages: shown letter by letter, and never a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from jetmsg_core import lists
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

NAME = "Buy 1 -- get 1 -> https://shop.example.in/x?a=b or www.example.in, me@example.in <= 5 ~= 4"

Start = Callable[..., Any]


@pytest.mark.parametrize("path", ["campaigns", "campaign?id=1", "contacts", "list?id=1"])
def test_a_name_is_shown_letter_by_letter_and_is_no_link(
    settings: Settings,
    start_dashboard: Start,
    open_browser: Start,
    path: str,
) -> None:
    contacts = contacts_of(check_contacts(b"mobile,x\n9876543210,y\n"), "c.csv")
    lists.save(settings, contacts, name=NAME, token="t")
    create.create(settings, contacts, CampaignSpec(name=NAME, message="Hello", sender_id="JETMSG"))
    page = open_browser()
    page.goto(f"{start_dashboard().url}/{path}")
    expect(page.get_by_text(NAME).first).to_be_visible()
    assert page.locator("a[href*='example.in']").count() == 0
