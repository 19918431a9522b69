"""A dashboard with users against whoever is not signed in, or no longer: by plain requests at each
address that it has, and in a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from fixtures import NewCampaign
from plain_requests import Reply, request
from playwright.sync_api import expect
from server_routes import routes_of_server
from signed_in import PASSWORD, add_user, cookies_of, header_of

from jetmsg_core.accounts import sessions, users
from jetmsg_core.acting import Role
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from tests.ui.pages_opened import EVERY_PAGE

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
OPEN = {"/sign-in", "/sign-in/provider", "/sign-in/callback", "/_stcore/health", "/health"}
LEAD_ON = {"/sign-in/provider": 303, "/sign-in/callback": 303}
"""Without a provider there is nothing behind them."""
LINK = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def filled(path: str) -> str:
    return re.sub(r"\{.*?\}", "x", path)


def test_every_address_of_the_server_is_closed_to_whoever_is_signed_out(
    start_dashboard: Start, settings: Settings, tmp_path: Path
) -> None:
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)
    url = start_dashboard(JETMSG_HOSTS="https://desk.example").url
    routes = routes_of_server(os.environ, tmp_path)
    sockets = {path for path, methods in routes if not methods and "stream" in path}
    assert {"/exports/{token}", "/sign-in", "/password", "/_stcore/metrics"} <= {*dict(routes)}
    assert sockets == {"/_stcore/stream"}
    addresses = [(filled(path), methods or ["GET"]) for path, methods in routes]
    addresses += [(f"/{name}", ["GET"]) for name in ["", *EVERY_PAGE]]
    addresses += [("/static/js/x.js", ["GET"]), ("/contacts/_stcore/health", ["GET"])]
    strangers = {"nobody": "", "yesterday": header_of(yesterdays_cookies(settings))}
    removed = cookies_of(settings, "Ravi")
    users.remove(settings, "Ravi")
    strangers |= {"removed": header_of(removed), "forged": forged(removed)}
    for who, cookie in strangers.items():
        given = {"Cookie": cookie} if cookie else {}
        for path, methods in addresses:
            if path in OPEN or path in sockets:
                continue
            for method in methods:
                assert request(url, path, method, **given).status == 401, (who, method, path)
        for path in sockets:
            assert request(url, path, Origin=url, **given).status == 403, (who, path)
        led = request(url, "/campaign?id=7", **given, **LINK)
        assert (led.status, led.headers["location"]) == (303, "/sign-in?next=%2Fcampaign%3Fid%3D7")
    for path in OPEN - {"/health"}:
        assert request(url, path).status == LEAD_ON.get(path, 200), path
    assert request(url, "/health").text in ("ok\n", "not ok\n")
    is_open_to_whoever_is_signed_in(url, cookies_of(settings))


def is_open_to_whoever_is_signed_in(url: str, cookies: dict[str, str]) -> None:
    own = {"Cookie": header_of(cookies)}
    for path in ("/", "/contacts", "/_stcore/host-config", "/_stcore/metrics", "/password"):
        assert request(url, path, **own).status == 200, path
    assert request(url, "/_stcore/stream", Origin=url, **own).status == 101
    for stranger in ({"Host": "stranger.example"}, {"Origin": "http://stranger.example"}):
        for path in ("/", "/_stcore/stream", "/_stcore/host-config"):
            assert request(url, path, **({"Origin": url} | own | stranger)).status == 403
    framed = request(url, "/", **own, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="iframe")
    assert framed.status == 403


def yesterdays_cookies(settings: Settings) -> dict[str, str]:
    return cookies_of(settings, clock=lambda: utc_now() - timedelta(hours=12))


def forged(cookies: dict[str, str]) -> str:
    return header_of({name: f"x{value[1:]}" for name, value in cookies.items()})


def test_the_form_signs_in_whoever_it_was_given_to(
    start_dashboard: Start, settings: Settings
) -> None:
    add_user(settings)
    url = start_dashboard(JETMSG_HOSTS="https://desk.example").url
    form = request(url, "/sign-in?next=/contacts")
    cookie, token = form.cookie, token_in(form)
    assert {"HttpOnly", "SameSite=strict"} <= {*form.headers["set-cookie"].split("; ")}
    assert "script" not in form.headers["content-security-policy"]
    fields = {"token": token, "next": "/contacts", "name": "asha", "password": PASSWORD}
    for broken in (
        {"cookie": ""},
        {"cookie": request(url, "/sign-in").cookie},
        {"fields": fields | {"token": ""}},
        {"fields": fields | {"token": "0" * 64}},
        {"fields": fields | {"password": "x" * 9_000}},
        {"origin": "http://stranger.example"},
        {"origin": "null"},
    ):
        assert send_form(url, **({"cookie": cookie, "fields": fields} | broken)).status == 403
    with_host = {"X-Forwarded-For": "203.0.113.7"}
    wrong = send_form(url, cookie, fields | {"password": f"{PASSWORD}!"})
    assert (wrong.status, 'role="alert"' in wrong.text) == (403, True)
    assert PASSWORD not in wrong.text
    right = send_form(url, cookie, fields, **with_host)
    assert (right.status, right.headers["location"]) == (303, "/contacts")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {*right.headers["set-cookie"].split("; ")}
    assert "Secure" not in right.headers["set-cookie"]
    assert request(url, "/", Cookie=right.cookie).status == 200
    (session,) = sessions.everyone(settings)
    assert session.address == "127.0.0.1", "nobody is believed to speak for another address"
    proxied = {"Host": "desk.example"}
    form = request(url, "/sign-in", **proxied)
    fields |= {"token": token_in(form), "next": "//stranger.example"}
    right = send_form(url, form.cookie, fields, "https://desk.example", **proxied)
    assert right.headers["location"] == "/"
    assert right.headers["set-cookie"].startswith("__Host-jetmsg_session_")
    assert "Secure" in right.headers["set-cookie"].split("; ")


def token_in(form: Reply) -> str:
    field = re.search(r'name="token" value="(\w+)"', form.text)
    assert field is not None
    return field[1]


def send_form(
    url: str, cookie: str, fields: dict[str, str], origin: str = "", **headers: str
) -> Reply:
    named = {"Origin": origin or url, "Content-Type": "application/x-www-form-urlencoded"}
    if cookie:
        named["Cookie"] = cookie
    return request(url, "/sign-in", "POST", body=urlencode(fields), **named, **headers)


def test_a_page_goes_to_the_form_when_its_session_ends_and_comes_back(
    start_dashboard: Start, open_browser: Start, settings: Settings, new_campaign: NewCampaign
) -> None:
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)
    made = new_campaign(3)
    url = start_dashboard().url
    page = open_browser()
    page.goto(f"{url}/campaign?id={made}")
    page.get_by_label("Name").fill("Ravi")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Test", level=1)).to_be_visible()
    assert urlsplit(page.url).query == f"id={made}"
    expect(page.locator(".st-key-menu-account")).to_contain_text("Ravi · sender")
    users.set_role(settings, "Ravi", Role.VIEWER)
    page.get_by_test_id("stSidebarNavItems").get_by_role("link", name="Campaigns").click()
    expect(page.locator(".st-key-menu-account")).to_contain_text("Ravi · viewer")
    users.sign_out(settings, "Ravi")
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    assert urlsplit(page.url).query == "next=%2Fcampaigns"
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    page.get_by_label("Name").fill("Asha")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_test_id("stSidebarNavItems").get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Change password").click()
    page.get_by_label("Present password").fill(PASSWORD)
    for label in ("New password", "New password again"):
        page.get_by_label(label, exact=True).fill("kettle violin sunset tram")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert len(sessions.everyone(settings)) == 1, "the browser with the old password is out"
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    assert sessions.everyone(settings) == []
