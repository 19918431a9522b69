"""Two people in two browsers: one prepares a campaign, the other approves and sends it;
a third reads who did what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from signed_in import add_user, cookies_of
from test_journey import READY, save_sample, write

from jetmsg_core.acting import Role
from jetmsg_core.audit import reading, verifying
from jetmsg_core.audit.reading import ActFilter
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Start = Callable[..., Any]
Journal = Callable[[], list[dict[str, Any]]]


def test_a_composer_prepares_and_a_sender_approves_and_sends(
    start_gateway: Start,
    start_dashboard: Start,
    chromium: Browser,
    settings: Settings,
    read_journal: Journal,
) -> None:
    start_gateway()
    add_user(settings, "Boss")
    url = start_dashboard(JETMSG_APPROVE_RECIPIENTS="10").url

    def browser_of(name: str, role: Role) -> Page:
        add_user(settings, name, role)
        context = chromium.new_context(viewport={"width": 1440, "height": 1000})
        context.set_default_timeout(240_000)
        context.add_cookies(
            [{"name": n, "value": v, "url": url} for n, v in cookies_of(settings, name).items()]
        )
        return context.new_page()

    asha, ravi = browser_of("Asha", Role.COMPOSER), browser_of("Ravi", Role.SENDER)
    save_sample(asha, url)
    write(asha, "Dear {{name}}")
    asha.get_by_role("button", name=f"Send to {READY} people").click()
    dialog = asha.get_by_role("dialog")
    expect(dialog).to_contain_text("A sender or an admin starts it.")
    dialog.get_by_role("button", name="Make it ready").click()
    asha.wait_for_url("**/campaign?id=*")
    expect(asha.get_by_text("Waiting for approval").first).to_be_visible()
    expect(asha.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    assert control.status(settings, 1).campaign.state is CampaignState.DRAFT

    ravi.goto(url)
    expect(ravi.get_by_text("It waits for your approval.")).to_be_visible()
    ravi.goto(f"{url}/campaign?{urlsplit(asha.url).query}")
    expect(ravi.get_by_role("button", name=f"Send to {READY} people")).to_be_disabled()
    ravi.get_by_role("button", name="Approve", exact=True).click()
    expect(ravi.get_by_text("Approved by Ravi")).to_be_visible()
    now = ravi.get_by_role("button", name=f"Send to {READY} people")
    # While the page is drawn anew, it is there twice.
    expect(now).to_have_count(1)
    now.click()
    ravi.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    expect(ravi.get_by_text(f"Done: the gateway took all {READY} messages")).to_be_visible()
    assert len(read_journal()) == READY
    told = reading.newest(settings, 100, ActFilter(campaign_id=1))[::-1]
    assert [(entry.actor, entry.role, entry.action) for entry in told] == [
        ("Asha", "composer", "campaign.made"),
        ("Ravi", "sender", "campaign.approved"),
        ("Ravi", "sender", "campaign.started"),
        ("worker", "admin", "campaign.finished"),
    ]
    assert {entry.origin for entry in told} == {"127.0.0.1", "worker"}
    assert verifying.verify(settings).is_whole

    meera = browser_of("Meera", Role.ADMIN)
    meera.goto(f"{url}/audit?campaign=1")
    for deed in ("Asha made", "Ravi approved", "Ravi started", "The worker finished"):
        expect(meera.get_by_text(f"{deed} campaign 1").first).to_be_visible()
    meera.get_by_role("button", name="Verify").click()
    expect(meera.get_by_text("each is as it was written down")).to_be_visible()
    for page in (asha, ravi, meera):
        page.context.close()
