"""Numbers of another country that look Indian once their 0 is gone are asked about where the file
gives a sign of it; an ordinary Indian list never is."""

from __future__ import annotations

import pytest
from command_line_check import Check
from workbook_files import xlsx

# Of series that Ofcom names for mobiles, the first for nobody (07700 900xxx).
BRITISH = ("7700900123", "7911123456", "7400123456", "7912345678", "7500123456")
BRITISH += ("7823456789", "7789123456", "7590123456", "7985123456", "7456123456")
NEPALESE = ("9841234567", "9801234567", "9851234567", "9861234567")
INDIAN = ("9876543210", "9812345678", "7206345678", "8806345679", "7506345679")


def listed(*numbers: str) -> str:
    rows = "".join(f"P{at},{number}\n" for at, number in enumerate(numbers))
    return f"Name,Mobile\n{rows}"


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        pytest.param(BRITISH, 10, id="all without their 0"),
        pytest.param(
            (*BRITISH[:6], *(f"0{number}" for number in BRITISH[6:])), 10, id="some with it"
        ),
        pytest.param((*BRITISH[:3], "+447911123457"), 3, id="beside one with +44"),
        pytest.param((*BRITISH[:3], "447911123457"), 3, id="beside one with 44"),
        pytest.param((*BRITISH[:3], "00447911123457"), 3, id="beside one with 0044"),
        pytest.param(
            ("7700900123", "7700900456", "07700900789"), 3, id="numbers that are kept for drama"
        ),
        pytest.param((*NEPALESE, "+9779813456789"), 4, id="Nepal, beside one with +977"),
    ],
)
def test_numbers_that_are_mobiles_of_one_other_country_are_asked_about(
    check: Check, numbers: tuple[str, ...], asked: int
) -> None:
    found = check(listed(*numbers), name="contacts.csv")
    (blocker,) = found["blockers"]
    assert (blocker["code"], len(blocker["rows"])) == ("mostly_foreign", asked)
    assert "--ten-digits indian or --ten-digits foreign" in found["said"]
    answered = check(listed(*numbers), "--ten-digits", "indian", name="contacts.csv")
    assert (answered["accepted"], answered["blockers"]) == (asked, [])
    assert check(listed(*numbers), "--ten-digits", "foreign", name="c.csv")["accepted"] == 0


@pytest.mark.parametrize(
    ("sheet", "is_asked"),
    [("UK", True), ("Leads UK", True), ("Sheet1", False), ("India", False), ("Nepal", False)],
)
def test_a_sheet_that_is_named_for_a_country_is_a_sign(
    check: Check, sheet: str, is_asked: bool
) -> None:
    rows = [["Name", "Mobile"], ["A", "7911123456"], ["B", "7400123456"]]
    found = check(xlsx({sheet: rows}), name="contacts.xlsx")
    assert bool(found["blockers"]) is is_asked


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(INDIAN, id="without 0"),
        pytest.param(tuple(f"0{number}" for number in INDIAN), id="with 0"),
        pytest.param((*INDIAN[:3], *(f"0{number}" for number in INDIAN[3:])), id="some with 0"),
        pytest.param((*INDIAN, "+447911123456"), id="beside one with +44"),
        pytest.param(
            ("7206345678", "7506345679", "7387345670", "7021345671", "7738345671", "07045345671"),
            id="all of series that begin with 7",
        ),
        pytest.param(
            ("7922345678", "7926345678", "7940345678", "7925345678", "7927345678"),
            id="landlines of Ahmedabad without their 0",
        ),
        pytest.param(NEPALESE, id="Nepal without a sign, which nobody can know"),
        pytest.param(("7911123456", "9876543210"), id="one that could be British"),
    ],
)
def test_an_ordinary_list_is_not_asked_about(check: Check, numbers: tuple[str, ...]) -> None:
    assert check(listed(*numbers), name="contacts.csv")["blockers"] == []
