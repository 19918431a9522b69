"""Numbers, shares, money and times have one form, that of `en_IN` or of thousands."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal

import numpy as np
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.primitives import times
from jetmsg_core.primitives.numbers import (
    LOCALES,
    Grouping,
    cost,
    counted,
    grouping_in_use,
    percent,
    rupees,
    with_commas,
    with_rupees,
    write_with,
)


@pytest.fixture
def international() -> None:
    write_with(Grouping.INTERNATIONAL)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (-1, "-1"),
        (999, "999"),
        (1000, "1,000"),
        (-1234, "-1,234"),
        (99_999, "99,999"),
        (1_00_000, "1,00,000"),
        (10_00_000, "10,00,000"),
        (1_23_45_678, "1,23,45,678"),
        (np.int64(12_34_567), "12,34,567"),
        (1_234_567.6, "12,34,568"),
    ],
)
def test_a_number_has_lakhs_and_crores(number: float, expected: str) -> None:
    assert with_commas(number) == expected


@pytest.mark.usefixtures("international")
@pytest.mark.parametrize(
    ("number", "expected"),
    [(1000, "1,000"), (1_00_000, "100,000"), (-10_00_000, "-1,000,000"), (12, "12")],
)
def test_a_number_has_thousands_where_that_is_chosen(number: int, expected: str) -> None:
    assert with_commas(number) == expected


@given(st.integers(-(10**18), 10**18), st.sampled_from(Grouping))
def test_the_short_way_gives_what_babel_gives(number: int, grouping: Grouping) -> None:
    before = grouping_in_use()
    write_with(grouping)
    try:
        assert with_commas(number) == format_decimal(number, locale=LOCALES[grouping])
    finally:
        write_with(before)


def test_digits_behind_the_point_are_as_many_as_asked_for() -> None:
    assert with_commas(1_23_456.55, 1) == "1,23,456.6"
    assert with_commas(3, 2) == "3.00"


def test_a_number_stands_with_its_word() -> None:
    assert counted(1, "call") == "1 call"
    assert counted(1_00_000, "person", "people") == "1,00,000 people"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(0, "0%", id="none"),
        pytest.param(1, "100%", id="all"),
        pytest.param(0.5, "50%", id="no digit that says nothing"),
        pytest.param(0.125, "12.5%", id="one digit"),
        pytest.param(0.99996, "99.9%", id="nearly all is not all"),
        pytest.param(0.00001, "0.1%", id="hardly any is not none"),
        pytest.param(1.5, "150%", id="more than all"),
    ],
)
def test_a_share_has_one_form(share: float, expected: str) -> None:
    assert percent(share) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "₹0.00"),
        ("0.18", "₹0.18"),
        ("0.1825", "₹0.1825"),
        ("123456.5", "₹1,23,456.50"),
        ("-5", "-₹5.00"),
    ],
)
def test_money_is_in_rupees(amount: str, expected: str) -> None:
    assert rupees(Decimal(amount)) == expected


@pytest.mark.usefixtures("international")
def test_shares_and_money_follow_the_choice_too() -> None:
    assert rupees(Decimal("1234567.5")) == "₹1,234,567.50"
    assert percent(1234.5) == "123,450%"
    assert with_commas(1_234_567.25, 1) == "1,234,567.2"


def test_a_cost_shows_rupees_where_a_part_has_a_price() -> None:
    assert cost(1) == "1 credit"
    assert with_rupees(1_00_000) == "1,00,000"
    write_with(Grouping.INDIAN, Decimal("0.175"))
    assert cost(1) == "1 credit (₹0.175)"
    assert cost(1_00_000) == "1,00,000 credits (₹17,500.00)"
    assert with_rupees(1.25, 2) == "1.25 (₹0.2188)"


def test_times_have_one_form() -> None:
    moment = datetime(2026, 5, 1, 9, 30, 9, tzinfo=UTC)
    assert times.in_ist(moment) == "01 May 2026, 15:00"
    assert times.second_in_ist(moment) == "01 May 2026, 15:00:09"
    assert times.weekday_in_ist(moment) == "Fri, 01 May 2026, 15:00"
    assert times.day_in_ist(times.stamp(moment)) == "01 May 2026"
    assert times.clock_in_ist(moment) == "15:00:09"
    assert times.time_of_day(time(20, 45)) == "20:45"
