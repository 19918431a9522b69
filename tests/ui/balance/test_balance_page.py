"""The balance page with no reading, one, many, failed ones and a top-up; the overview's decisions
and counts; low pools on every page."""

from __future__ import annotations

import csv
import io
import time
import timeit
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import streamlit as st
from fixtures import NewCampaign, Send, StartGateway
from pages_opened import OpenPage, errors, numbers, offers, said, unescaped
from streamlit.testing.v1 import AppTest

from jetmsg_core import settings as configuration
from jetmsg_core.acting.identity_provider import NAMES
from jetmsg_core.balances import pool_status, sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import NO_SETTINGS, OWNED, Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database, transaction
from pages.parts.settings.settings_table import GROUPS

PAGES = ("overview", "contacts", "compose", "campaigns", "optouts", "otp", "balance", "settings")


@pytest.fixture
def read(settings: Settings) -> Callable[..., None]:
    """Keeps readings of the transactional pool, the last of them now; None is one that failed."""

    def keep(*credits: int | None, hours: float = 24) -> None:
        with open_database(settings.database_path) as db:
            for index, tranx in enumerate(credits, 1):
                at = stamp(utc_now() - timedelta(hours=hours * (len(credits) - index)))
                failed = Sample(at, None, None, None, "No *answer*.")
                samples.insert(db, "sandbox", failed if tranx is None else Sample(at, tranx, 9, 9))

    return keep


def facts(at: AppTest) -> dict[str, str]:
    """The table of the transactional pool."""
    rows = at.table[0].value.iloc[:, 0].to_dict()
    return {str(name).replace("\xa0", " "): unescaped(str(value)) for name, value in rows.items()}


def test_without_a_reading_the_way_to_one_is_shown(open_page: OpenPage) -> None:
    at = open_page("balance")
    assert "No reading in this time yet" in said(at)
    assert not at.table
    assert not offers(at)


def test_one_reading_claims_nothing(open_page: OpenPage, read: Any) -> None:
    read(500)
    at = open_page("balance")
    assert numbers(at)["Transactional"] == "500"
    assert facts(at)["Used a day"] == "known after two readings"
    assert facts(at)["Lasts"] == "known after two readings"
    assert "The chart appears after the next reading" in said(at)


def test_use_and_days_left_are_shown_with_their_band(open_page: OpenPage, read: Any) -> None:
    read(1000, 910, 800, 690, 600)
    at = open_page("balance")
    rows = facts(at)
    assert rows["Used a day"] == "100"
    assert rows["Lasts"] == "about 6 days, likely 5 to 7"
    assert rows["Planned"] == "nothing is scheduled or running"
    assert rows["Topped up"] == "not in this time"
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 3


def test_a_top_up_is_recognised_and_is_no_use(open_page: OpenPage, read: Any) -> None:
    read(1000, 900, 5800, 5700)
    rows = facts(open_page("balance"))
    assert rows["Used a day"] == "100"
    assert rows["Topped up"] == "by 4,900 or more"


def test_failed_readings_are_counted_with_the_last_reason(open_page: OpenPage, read: Any) -> None:
    read(1000, None, None, 700)
    at = open_page("balance")
    assert "2 of 4 readings failed in this time" in said(at)
    assert "No *answer*." in said(at)
    assert facts(at)["Used a day"] == "100"


YEARS = 100_000
"""One each half hour for nearly six years."""
SECONDS_A_PAGE = 0.9
"""Of the processor, three times the goal: other tests run at the same time."""


@pytest.mark.parametrize("chosen", ["Day", "Week", "Month", "All"])
def test_years_of_readings_cost_a_page_little(
    open_page: OpenPage, settings: Settings, chosen: str
) -> None:
    now = utc_now()
    with open_database(settings.database_path) as db, transaction(db):
        db.conn.executemany(
            "insert into samples (mode, taken_at, tranx, promo, otp)"
            " values ('sandbox', ?, ?, 9, 9)",
            (
                (stamp(now - timedelta(minutes=30 * index)), 1_000_000 + index % 5_000)
                for index in range(YEARS)
            ),
        )
    at = open_page("balance")
    at.segmented_control(key="balance.range").set_value(chosen).run()
    assert not at.exception
    readings_shown = {"Day": 48, "Week": 336, "Month": 1_440, "All": YEARS}[chosen]
    assert f"{with_commas(readings_shown)} readings" in said(at)
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 3
    if chosen == "All":
        assert facts(at)["Topped up"] == "19 times, by 94,981 or more"
    spent = min(timeit.repeat(at.run, number=1, repeat=3, timer=time.process_time))
    assert spent < SECONDS_A_PAGE


def test_a_shorter_range_says_the_week_as_well(open_page: OpenPage, read: Any) -> None:
    read(1000, 900, 800, 700)
    at = open_page("balance")
    at.segmented_control(key="balance.range").set_value("Day").run()
    assert facts(at)["Used a day"] == "100; in the last 7 days 100"
    assert not at.exception


def test_too_few_credits_for_what_is_planned(
    open_page: OpenPage, read: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(12)
    control.schedule(settings, made, utc_now() + timedelta(hours=2))
    read(20, 10)
    assert "Not enough**]: 12 for 1 campaign, 2 missing" in facts(open_page("balance"))["Planned"]
    words = said(open_page("overview"))
    assert "1 campaign running or scheduled: 12 credits needed, 2 missing" in words
    assert "Scheduled" in words
    assert "12 recipients · JETMSG · starts" in words


def test_enough_credits_for_what_is_planned(
    open_page: OpenPage, read: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    control.schedule(settings, new_campaign(12), utc_now() + timedelta(hours=2))
    read(30, 20)
    assert "Enough]: 12 for 1 campaign, 8 left then" in facts(open_page("balance"))["Planned"]
    assert "are missing" not in said(open_page("overview"))


@pytest.mark.parametrize(
    ("calls", "words"),
    [(1, "Just read; try again in "), (48, "All calls for 24 hours are used; try again in 2")],
    ids=["just read", "used up"],
)
def test_when_the_balance_can_be_asked_for_again_is_shown_in_place_of_the_button(
    open_page: OpenPage,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    calls: int,
    words: str,
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    with open_database(settings.database_path) as db:
        for _ in range(calls):
            # A little ahead, so that a slow test is still within its first minute.
            samples.insert(db, "live", Sample(stamp(utc_now() + timedelta(seconds=25)), 5, 5, 5))
    at = open_page("balance")
    assert words in said(at)
    assert "balance.ask" not in [button.key for button in at.button]


def test_a_campaign_is_reconciled_on_the_page(
    open_page: OpenPage, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    sampling.sample(configuration.load())
    send(new_campaign(5))
    words = said(open_page("balance"))
    assert "1 of 1 campaign match" in words
    assert "Predicted 5 · submitted 5 · balance fell by 5" in words


def test_a_held_campaign_that_sent_nothing_is_no_difference(
    open_page: OpenPage, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=100,promo=50,otp=7")
    sampling.sample(configuration.load())
    send(new_campaign(150, "Hello", chunk_size=150))
    send(new_campaign(5))
    words = said(open_page("balance"))
    assert "1 of 2 campaigns matches · 1 sent nothing" in words
    assert "Nothing was sent yet." in words


def test_those_that_differ_come_first_and_the_rest_on_asking(
    open_page: OpenPage,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    sampling.sample(configuration.load())
    send(new_campaign(2))
    start_gateway("--balance", "tranx=990,promo=50,otp=7")  # others took 8 meanwhile
    for _ in range(10):
        send(new_campaign(3))
    at = open_page("balance")
    rows = [element.value for element in at.markdown if "**Test**" in element.value]
    assert len(rows) == 8
    words = said(at)
    assert "10 of 11 campaigns match · **1 differs**" in words
    assert words.index("8 more than submitted") < words.index("Matches.")
    assert "and 3 more" in words
    at.button(key="balance.more_campaigns").click().run()
    assert len([markdown for markdown in at.markdown if "**Test**" in markdown.value]) == 11
    assert "balance.more_campaigns" not in [button.key for button in at.button]


def test_one_line_for_the_page_of_a_campaign(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    def script(campaign_id: int) -> None:
        from pages.parts.balance.reconciliation import draw_reconciled
        from pages.parts.page import context

        draw_reconciled(context.settings(), campaign_id)

    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    made = new_campaign(5)
    draw = partial(AppTest.from_function, script, args=(made,))
    assert not draw().run().caption, "not started"
    sampling.sample(configuration.load())
    send(made)
    (line,) = draw().run().caption
    assert "Balance: it fell by 5. Matches." in line.value


def test_the_export_has_every_reading_and_no_formula(read: Any, settings: Settings) -> None:
    read(500, None, 400)
    with open_database(settings.database_path) as db:
        samples.insert(db, "sandbox", Sample(stamp(utc_now()), None, None, None, "=1+1"))
    data = pool_status.export(settings, pool_status.EVER).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(data))
    assert header == ["read_at_ist", "read_at_utc", "tranx", "promo", "otp", "failure"]
    assert [row[2] for row in rows] == ["500", "", "400", ""]
    assert [row[5] for row in rows] == ["", "No *answer*.", "", "'=1+1"]


@pytest.mark.parametrize("page", PAGES)
def test_a_low_pool_is_said_on_every_page(
    open_page: OpenPage, read: Any, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("JETMSG_LOW_TRANX", "1000")
    read(999)
    assert "Transactional credits are low: 999 left" in said(open_page(page))


def test_a_pool_at_its_threshold_is_not_low(
    open_page: OpenPage, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_LOW_TRANX", "1000")
    read(1000)
    assert "are low" not in said(open_page("balance"))


def test_the_overview_says_what_the_week_brought(
    open_page: OpenPage, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway()
    send(new_campaign(5))
    metrics = numbers(open_page("overview"))
    assert (metrics["Messages"], metrics["Submitted"]) == ("5", "100%")
    assert metrics["Delivered"] == "no report yet"


def test_decisions_come_before_everything_else(
    open_page: OpenPage, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--fault", "key=1")
    send(new_campaign(3, "Hello"))
    new_campaign(3)
    at = open_page("overview")
    assert at.header[0].value.endswith("Needs a decision")
    words = said(at)
    assert words.index("refused the API key") < words.index("never started")
    assert not errors(at)


def test_the_settings_page_has_every_setting_with_where_it_came_from(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_LOW_WEBHOOK_URL", "https://example.invalid/not-a-real-secret")
    monkeypatch.setenv("JETMSG_CONFIRM_ABOVE", "77")
    named = {row.name.lower() for rows in GROUPS.values() for row in rows}
    owned = {name.removeprefix("JETMSG_").lower() for name in OWNED}
    fields = set(Settings.__dataclass_fields__) - set(NO_SETTINGS)
    assert named | owned == fields | {f"oidc_{name.lower()}" for name in NAMES}
    words = "\n".join(str(table.value.to_dict()) for table in open_page("settings").table)
    assert "77 :small[from environment]" in words
    assert "yes :small[from environment]" in words
    assert "not-a-real-secret" not in words


def test_the_settings_page_says_how_often_the_balance_is_read_in_live_mode(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_BALANCE_MINUTES", "5")
    words = "\n".join(str(table.value.to_dict()) for table in open_page("settings").table)
    assert "5 min" in words
    assert "live, 30 minutes or more" in words
    monkeypatch.setenv("JETMSG_MODE", "live")
    st.cache_resource.clear()
    words = "\n".join(str(table.value.to_dict()) for table in open_page("settings").table)
    assert "30 min" in words
    assert "5 min :gray" not in words
