"""What a person changes holds at once, below the environment and secrets.toml, and is kept with who
and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from jetmsg_core import configuration
from jetmsg_core import settings as configured
from jetmsg_core.configuration import changing
from jetmsg_core.configuration.changing import WrongValuesError
from jetmsg_core.configuration.words import OWNED_SETTINGS
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.primitives.numbers import Grouping, cost, with_commas
from jetmsg_core.settings import OWNED, Settings, field_of
from jetmsg_core.settings_source import KEPT
from jetmsg_core.store.database import open_database

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
AWAITED = {
    "JETMSG_SENDER_ID": ("ABCDEF", "ABCDEF"),
    "JETMSG_TEST_NUMBER": ("98765 43210", "98765 43210"),
    "JETMSG_PART_PRICE": ("₹0.1825", Decimal("0.1825")),
    "JETMSG_LOW_TRANX": ("5,00,000", 500_000),
    "JETMSG_LOW_PROMO": ("500", 500),
    "JETMSG_LOW_OTP": (" 7 ", 7),
    "JETMSG_APPROVE_RECIPIENTS": ("50,000", 50_000),
    "JETMSG_APPROVE_CREDITS": ("1,00,000", 100_000),
    "JETMSG_KEEP_NUMBERS_DAYS": ("1,000", 1_000),
    "JETMSG_KEEP_TEXTS_DAYS": (" 90 ", 90),
    "JETMSG_PROMO_STOPS": ("19:30", time(19, 30)),
    "JETMSG_WHITELIST": ("shop.example.in, 98765 43210", "shop.example.in, 98765 43210"),
    "JETMSG_GROUPING": ("International", Grouping.INTERNATIONAL),
}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("JETMSG_SENDER_ID")
    return configuration.load()


def test_all_that_can_be_changed_has_words() -> None:
    assert tuple(OWNED_SETTINGS) == OWNED == tuple(AWAITED)


@pytest.mark.parametrize("name", OWNED)
def test_a_change_holds_at_once_and_says_where_it_came_from(loaded: Settings, name: str) -> None:
    typed, expected = AWAITED[name]
    assert changing.change(loaded, {name: typed}, by="Asha") == [name]
    now = configuration.load()
    assert now.value_of(name) == expected
    assert now.sources[name] == KEPT
    assert replace(now, **{field_of(name): loaded.value_of(name)}, sources={}) == replace(
        loaded, sources={}
    ), "nothing else changed"


def test_taken_back_the_usual_value_holds(loaded: Settings) -> None:
    changing.change(loaded, {"JETMSG_PROMO_STOPS": "19:30"}, by="Asha")
    changing.change(configuration.load(), {"JETMSG_PROMO_STOPS": None}, by="Ravi")
    assert configuration.load() == loaded


def test_who_changed_what_and_when_is_kept(loaded: Settings) -> None:
    for value, by in (("AAAAAA", "Asha"), ("BBBBBB", " Ravi  Rao "), (None, "Om")):
        changing.change(loaded, {"JETMSG_SENDER_ID": value}, by=by, clock=lambda: NOW)
    assert [
        (change.value_before, change.value, change.changed_by, change.changed_at)
        for change in changing.history(loaded, 10)
    ] == [
        ("BBBBBB", None, "Om", "2026-05-01T09:30:00.000+00:00"),
        ("AAAAAA", "BBBBBB", "Ravi Rao", "2026-05-01T09:30:00.000+00:00"),
        (None, "AAAAAA", "Asha", "2026-05-01T09:30:00.000+00:00"),
    ]


def test_the_same_value_again_is_no_change(loaded: Settings) -> None:
    changing.change(loaded, {"JETMSG_LOW_PROMO": "500"}, by="Asha")
    assert changing.change(loaded, {"JETMSG_LOW_PROMO": "500"}, by="Ravi") == []
    assert len(changing.history(loaded, 10)) == 1


@pytest.mark.parametrize("origin", ["environment", "secrets.toml"])
def test_the_environment_and_the_file_win_and_are_not_changed_here(
    loaded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    changing.change(loaded, {"JETMSG_SENDER_ID": "KEPTID"}, by="Asha")
    secrets = tmp_path / "secrets.toml"
    if origin == "environment":
        monkeypatch.setenv("JETMSG_SENDER_ID", "FIXEDI")
    else:
        secrets.write_text('JETMSG_SENDER_ID = "FIXEDI"\n')
    settings = configuration.load(None, secrets)
    assert (settings.sender_id, settings.sources["JETMSG_SENDER_ID"]) == ("FIXEDI", origin)
    assert "JETMSG_SENDER_ID" not in settings.changeable
    with pytest.raises(StateError, match=f"JETMSG_SENDER_ID is set in .*{origin}, which wins"):
        changing.change(settings, {"JETMSG_SENDER_ID": "OTHERS"}, by="Asha")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("JETMSG_SENDER_ID", "ABC", "exactly 6 letters or digits"),
        ("JETMSG_TEST_NUMBER", "12345", "The test number '12345'"),
        ("JETMSG_PART_PRICE", "0", "JETMSG_PART_PRICE is '0': write rupees above 0"),
        ("JETMSG_PART_PRICE", "0.12345", "with 4 digits behind the point at most"),
        (
            "JETMSG_LOW_TRANX",
            "many",
            "JETMSG_LOW_TRANX is 'many': write a whole number from 1 to 1000000000000.",
        ),
        ("JETMSG_PROMO_STOPS", "22:00", "JETMSG_PROMO_STOPS is '22:00': write a time from 10:00"),
        ("JETMSG_GROUPING", "roman", "JETMSG_GROUPING is 'roman': write indian for 10,00,000"),
        ("JETMSG_WHITELIST", "a" * 2_001, "one line of up to 2,000 characters"),
        ("JETMSG_WHITELIST", "a\nb", "one line of up to 2,000 characters"),
    ],
)
def test_a_wrong_value_is_a_sentence_and_changes_nothing(
    loaded: Settings, name: str, value: str, sentence: str
) -> None:
    right = "JETMSG_LOW_OTP" if name != "JETMSG_LOW_OTP" else "JETMSG_LOW_PROMO"
    with pytest.raises(WrongValuesError) as refused:
        changing.change(loaded, {right: "5", name: value}, by="Asha")
    assert sentence in refused.value.reasons[name]
    assert right not in refused.value.reasons
    assert configuration.load() == loaded
    assert changing.history(loaded, 10) == []


@pytest.mark.parametrize("name", ["AUTH_KEY", "JETMSG_DATA_DIR", "MAX_DAY_CREDITS", "x"])
def test_keys_addresses_and_limits_are_not_changed_here(name: str) -> None:
    with pytest.raises(InputError, match="is not changed here"):
        changing.name_of(name)


def test_nobody_changes_anything_without_a_name(loaded: Settings) -> None:
    with pytest.raises(InputError, match="Write your name"):
        changing.change(loaded, {"JETMSG_LOW_OTP": "5"}, by="  ")
    with pytest.raises(InputError, match="longer than 60"):
        changing.change(loaded, {"JETMSG_LOW_OTP": "5"}, by="A" * 61)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(loaded: Settings) -> None:
    seen = changing.kept_values(loaded)
    changing.change(loaded, {"JETMSG_LOW_OTP": "5"}, by="Asha", before=seen)
    with pytest.raises(StateError, match="Somebody else has just changed JETMSG_LOW_OTP"):
        changing.change(loaded, {"JETMSG_LOW_PROMO": "9"}, by="Ravi", before=seen)
    assert configuration.load().low_promo is None


def test_what_this_version_does_not_take_is_passed_over(loaded: Settings) -> None:
    changing.change(loaded, {"JETMSG_LOW_OTP": "5"}, by="Asha")
    with open_database(loaded.database_path) as db:
        db.conn.execute(
            "insert into setting_changes (name, value, changed_by, changed_at)"
            " values ('JETMSG_PROMO_STOPS', 'late', 'Asha', '2026-05-01T09:30:00.000+00:00')"
        )
    now = configuration.load()
    assert (now.promo_stops, now.low_otp) == (time(20, 45), 5)


def test_loading_makes_no_database(loaded: Settings) -> None:
    assert not loaded.database_path.exists()


def test_a_worker_of_the_dashboard_takes_changes_up(
    loaded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_LOW_PROMO", "100")
    changing.change(loaded, {"JETMSG_LOW_OTP": "5"}, by="Asha")
    there = configured.load(configuration.load().as_environment(), tmp_path / "none.toml")
    assert (there.low_otp, there.low_promo) == (5, 100)
    changing.change(there, {"JETMSG_LOW_OTP": "6", "JETMSG_LOW_TRANX": "7"}, by="Asha")
    now = configuration.current(there)
    assert (now.low_otp, now.low_tranx, now.low_promo) == (6, 7, 100)
    changing.change(now, {"JETMSG_LOW_OTP": None}, by="Asha")
    assert configuration.current(now).low_otp is None
    with pytest.raises(StateError):
        changing.change(now, {"JETMSG_LOW_PROMO": "1"}, by="Asha")


def test_numbers_and_costs_are_written_by_the_settings(loaded: Settings) -> None:
    assert cost(1_00_000) == "1,00,000 credits"
    changing.change(
        loaded, {"JETMSG_GROUPING": "international", "JETMSG_PART_PRICE": "0.18"}, by="Asha"
    )
    configuration.load()
    assert with_commas(1_00_000) == "100,000"
    assert cost(1_00_000) == "100,000 credits (₹18,000.00)"
