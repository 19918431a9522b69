"""The tables of series we carry say what libphonenumber says."""

from __future__ import annotations

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberType, carrier

from jetmsg_core.contacts.findings.reasons import Caution
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.numbers.normalize_cell import suspicions
from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
SERIES = {Caution.POSSIBLE_LANDLINE, Caution.UNASSIGNED_SERIES}


def verdict(national: int) -> Caution | None:
    number = PhoneNumber(country_code=91, national_number=national)
    if phonenumbers.number_type(number) not in MOBILE:
        return Caution.POSSIBLE_LANDLINE
    return None if carrier.name_for_number(number, "en") else Caution.UNASSIGNED_SERIES


def test_every_series_agrees_with_libphonenumber() -> None:
    verdicts = [verdict(series * 100_000 + 54_321) for series in range(FIRST, 100_000)]
    assert len(IS_LANDLINE) == len(IS_UNASSIGNED) == 40_000
    why = "run `make number-series`"
    assert [v is Caution.POSSIBLE_LANDLINE for v in verdicts] == IS_LANDLINE.tolist(), why
    assert [v is Caution.UNASSIGNED_SERIES for v in verdicts] == IS_UNASSIGNED.tolist(), why


@given(st.integers(6_000_000_000, 9_999_999_999))
def test_the_last_five_digits_do_not_matter(national: int) -> None:
    expected = {verdict(national)} - {None}
    assert SERIES.intersection(suspicions(national)) == expected
    cautions = normalize_column([str(national)]).cautions
    assert {caution for caution in SERIES if len(cautions[caution])} == expected


def test_most_series_hold_mobiles() -> None:
    assert 0.05 < IS_LANDLINE.mean() < 0.3
    assert 0.05 < IS_UNASSIGNED.mean() < 0.3
