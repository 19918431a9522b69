"""The table of landline series we carry says what libphonenumber says."""

from __future__ import annotations

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberType

from jetmsg_core.contacts.landlines import FIRST, IS_LANDLINE
from jetmsg_core.contacts.numbers import normalize_column
from jetmsg_core.contacts.reasons import Caution
from jetmsg_core.contacts.spellings import suspicions

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def kind(national: int) -> int:
    return phonenumbers.number_type(PhoneNumber(country_code=91, national_number=national))


def test_every_series_agrees_with_libphonenumber() -> None:
    verdicts = [kind(series * 100_000 + 54_321) not in MOBILE for series in range(FIRST, 100_000)]
    wrong = [FIRST + place for place, v in enumerate(verdicts) if v != IS_LANDLINE[place]]
    assert len(IS_LANDLINE) == 40_000
    assert not wrong, "run scripts/make_landline_series.py"


@given(st.integers(6_000_000_000, 9_999_999_999))
def test_the_last_five_digits_do_not_matter(national: int) -> None:
    landline = kind(national) not in MOBILE
    assert (Caution.POSSIBLE_LANDLINE in suspicions(national)) == landline
    found = normalize_column([str(national)]).cautions[Caution.POSSIBLE_LANDLINE]
    assert found.tolist() == [0] * landline


def test_most_series_hold_mobiles() -> None:
    assert 0.05 < IS_LANDLINE.mean() < 0.3
