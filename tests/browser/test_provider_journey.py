"""Somebody signs in through an identity provider that runs, in a browser, goes back, and out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from jetmsg_core import settings as configuration
from jetmsg_core.accounts import users
from jetmsg_core.acting import Role
from tests.accounts.provider.running_provider import environment_of, front_before, running_mock

pytestmark = pytest.mark.browser

Start = Callable[..., Any]


def without_styles_from_elsewhere(status: int, page: bytes) -> tuple[int, bytes]:
    """The provider's own page asks another machine for its looks."""
    return status, re.sub(rb"<link[^>]*>", b"", page)


def test_a_person_of_the_provider_comes_in_goes_back_and_out(
    start_dashboard: Start, open_browser: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_mock() as port, front_before(port) as front:
        for name, value in environment_of(front).items():
            monkeypatch.setenv(name, value)
        front.bends["/oauth2/authorize"] = without_styles_from_elsewhere
        front.set_user("asha-1", email="asha@example.in", email_verified=True)
        url = start_dashboard(**os.environ).url
        page = open_browser()
        page.goto(f"{url}/contacts")
        page.get_by_role("link", name="Sign in with Example ID").click()
        page.locator('input[name="sub"]').fill("asha-1")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(f"{url}/contacts")
        expect(page.get_by_text("asha@example.in")).to_be_visible()
        page.go_back()
        page.goto(f"{url}/sign-in/callback?code=old&state=old")
        expect(page.get_by_text("asha@example.in")).to_be_visible()
        users.set_role(configuration.load(), "asha@example.in", Role.ADMIN)
        page.goto(f"{url}/settings")
        expect(page.get_by_text("Your account")).to_be_visible()
        expect(page.get_by_text("asha@example.in, admin")).to_be_visible()
        expect(page.get_by_text("Change password")).to_have_count(0)
        page.get_by_role("button", name="Sign out", exact=True).last.click()
        expect(page.get_by_role("link", name="Sign in with Example ID")).to_be_visible()
        page.goto(f"{url}/contacts")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
