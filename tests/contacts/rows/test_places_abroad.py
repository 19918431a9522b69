"""Addresses and towns of other countries, in a list whose numbers have no code in front."""

from __future__ import annotations

import pytest

from jetmsg_core.contacts import Audience, ReadOptions, check_contacts

ASHA, RAVI, MEENA = 919876543210, 919012345671, 919922334415
SITA, HARI, JOHN = 9841234567, 9861234567, 7911123456


def checked(column: str, *rows: tuple[str, int], country_column: bool = True) -> Audience:
    lines = "".join(f'P,"{row}",{number}\n' for row, number in rows)
    options = ReadOptions(country_column=None if country_column else False)
    return check_contacts(f"Name,{column},Mobile\n{lines}".encode(), options=options)


@pytest.mark.parametrize(
    ("column", "address", "number"),
    [
        pytest.param("City", "Kathmandu", SITA, id="a town"),
        pytest.param("Address", "Lakeside, Pokhara 33700, Nepal", HARI, id="an address"),
        pytest.param("Billing Address", "12 High Street, Leeds, UK", JOHN, id="of Britain"),
        pytest.param("Delivery Town", "london", JOHN, id="in small letters"),
    ],
)
def test_who_lives_abroad_and_has_a_mobile_of_there_is_rejected(
    column: str, address: str, number: int
) -> None:
    rows = (("Pune", ASHA), (address, number), ("Goa", RAVI))
    audience = checked(column, *rows)
    assert audience.numbers.tolist() == [ASHA, RAVI]
    (problem,) = audience.report.problems
    assert (problem["row"], problem["code"]) == (3, "foreign_or_unknown_country")
    assert repr(column) in problem["message"]
    (told,) = [warning for warning in audience.report.warnings if warning.code == "country_column"]
    assert told.rows == (3,)
    kept = checked(column, *rows, country_column=False)
    assert kept.numbers.tolist() == [ASHA, 910_000_000_000 + number, RAVI]


@pytest.mark.parametrize(
    ("column", "address", "number"),
    [
        pytest.param("Address", "Nepalganj Road, Lucknow", SITA, id="a road"),
        pytest.param("Address", "4 London Street, Nagpur", JOHN, id="a street"),
        pytest.param("City", "Lalitpur", SITA, id="a town in India, too"),
        pytest.param("City", "London", 919876543210 - 910_000_000_000, id="no mobile of there"),
        pytest.param("City", "Kathmandu", 910_000_000_000 + SITA, id="with India's code"),
        pytest.param("Company", "Nepal", SITA, id="another column"),
        pytest.param("Preferred City", "London", JOHN, id="where somebody wants to go"),
    ],
)
def test_who_does_not_is_sent_to(column: str, address: str, number: int) -> None:
    audience = checked(column, (address, number), ("Pune", RAVI), ("Goa", MEENA))
    assert (audience.report.accepted, audience.report.blockers) == (3, ())


def test_the_others_of_a_list_from_abroad_are_asked_about() -> None:
    rows = (("Kathmandu", SITA), ("Pokhara", HARI), ("Lalitpur", SITA + 1))
    assert [asked.code for asked in checked("City", *rows).report.blockers] == ["mostly_foreign"]
