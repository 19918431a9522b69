"""`balance`: the pools, what a day takes, how long they last."""

from __future__ import annotations

from datetime import timedelta

from fixtures import NewCampaign, RunCommand, RunJson, StartGateway

from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CREDIT_POOLS
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database


def test_without_a_course_nothing_is_claimed(
    start_gateway: StartGateway, cli_json: RunJson
) -> None:
    start_gateway("--balance", "tranx=100,promo=50,otp=7")
    answer = cli_json("balance")
    assert (answer["tranx"], answer["promo"], answer["otp"]) == (100, 50, 7)
    assert answer["burn_per_day"] == answer["days_left"] == dict.fromkeys(CREDIT_POOLS)
    assert answer["low"] == []


def test_use_per_day_and_days_left_are_said_for_each_pool(
    settings: Settings, start_gateway: StartGateway, cli_json: RunJson
) -> None:
    start_gateway("--balance", "tranx=600,promo=900,otp=7")
    with open_database(settings.database_path) as db:
        for day in (4, 3, 2, 1):
            taken_at = stamp(utc_now() - timedelta(days=day))
            samples.insert(db, "sandbox", Sample(taken_at, 600 + 100 * day, 500, 7))
    answer = cli_json("balance", "--sample", JETMSG_LOW_PROMO="1000")
    assert answer["tranx"] == 600
    assert answer["burn_per_day"] == {"tranx": 100.0, "promo": 0.0, "otp": 0.0}
    assert answer["days_left"] == {"tranx": 6.0, "promo": None, "otp": None}
    assert answer["days_left_low"]["tranx"] <= 6 <= answer["days_left_high"]["tranx"]
    assert answer["low"] == ["promo"]


def test_what_is_scheduled_is_compared_with_what_is_left(
    start_gateway: StartGateway, cli: RunCommand, cli_json: RunJson, new_campaign: NewCampaign
) -> None:
    start_gateway("--balance", "tranx=8,promo=50,otp=7")
    cli_json("campaign", "start", str(new_campaign(5)))
    answer = cli_json("balance")
    assert (answer["needed"]["tranx"], answer["left_after"]["tranx"]) == (5, 3)
    cli_json("campaign", "start", str(new_campaign(4)))
    answer = cli_json("balance")
    assert answer["left_after"]["tranx"] == -1
    assert answer["enough"] == {"tranx": False, "promo": True, "otp": True}
    assert "enough" in cli("balance").stdout


def test_a_script_cannot_use_up_the_live_calls_of_a_day(
    settings: Settings, cli: RunCommand
) -> None:
    with open_database(settings.database_path) as db:
        samples.insert(db, "live", Sample(stamp(utc_now()), 1, 2, 3))
    live = {"JETMSG_MODE": "live", "JETMSG_AUTH_KEY": "not-a-real-key"}
    done = cli("balance", "--sample", "--json", **live)
    assert done.returncode == 1
    assert "The balance was asked for just now. Ask again in" in done.stderr
    assert done.stdout == ""
    assert cli("balance", "--json", **live).returncode == 0, "the last reading needs no call"


def test_help_says_how_often_the_balance_is_read(cli: RunCommand) -> None:
    sentence = " ".join(cli("balance", "--help").stdout.split())
    assert "In live mode never more often, and at most 48 times in 24 hours" in sentence
