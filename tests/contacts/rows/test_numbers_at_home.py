"""Numbers of another country that look Indian once their 0 is gone are asked about where the file
gives a sign of it; an ordinary Indian list never is."""

from __future__ import annotations

import random

import pytest
from command_line_check import Check
from workbook_files import xlsx

from jetmsg_core.contacts import check_contacts

# Of series that Ofcom names for mobiles, the first for nobody (07700 900xxx).
BRITISH = ("7700900123", "7911123456", "7400123456", "7912345678", "7500123456")
BRITISH += ("7823456789", "7789123456", "7590123456", "7985123456", "7456123456")
NEPALESE = ("9841234567", "9801234567", "9851234567", "9861234567")
NINES = ("9810249523", "9811621429", "9818570665", "9820136758", "9821387926", "9822960437")
NINES += ("9823633256", "9845497081", "9880656115", "9886609067", "9900068711", "9901635017")
NINES += ("9916013807", "9448952965", "9447878149", "9419492025", "9412271952")
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
    report = check(listed(*numbers), name="contacts.csv")
    (blocker,) = report["blockers"]
    assert (blocker["code"], len(blocker["rows"])) == ("mostly_foreign", asked)
    assert "--ten-digits indian or --ten-digits foreign" in report["said"]
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
    report = check(xlsx({sheet: rows}), name="contacts.xlsx")
    assert bool(report["blockers"]) is is_asked


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
        pytest.param(NINES, id="real series that all begin with 9"),
        pytest.param(tuple(f"0{number}" for number in NINES), id="the same with 0"),
        pytest.param((*NINES[:6], "+79031234567"), id="beside one with +7"),
        pytest.param(
            (*NINES, "+79031234567", "+79031234568", "+79031234569"), id="beside three with +7"
        ),
        pytest.param(
            tuple(f"+91{number}" if at % 2 else number for at, number in enumerate(NINES)),
            id="every second with +91",
        ),
        pytest.param(
            (*NEPALESE, "+9779813456789", "+919876543210"),
            id="beside one with +977 and one with +91",
        ),
        pytest.param(
            (*(f"0{number}" for number in NEPALESE), "+9779813456789"),
            id="dialled with 0, which Nepal does not, beside one with +977",
        ),
        pytest.param(NEPALESE, id="Nepal without a sign, which nobody can know"),
        pytest.param(("7911123456", "9876543210"), id="one that could be British"),
    ],
)
def test_an_ordinary_list_is_not_asked_about(check: Check, numbers: tuple[str, ...]) -> None:
    assert check(listed(*numbers), name="contacts.csv")["blockers"] == []


@pytest.mark.parametrize(
    ("column", "numbers", "is_asked"),
    [
        ("Mobile (India)", (*NEPALESE, "+9779813456789"), False),
        ("Indian Mobile", (*BRITISH[:3], "+447911123456"), False),
        ("Mobile (India)", NINES, False),
        ("Mobile (UK)", BRITISH[:3], True),
        ("Nepal Mobile", NEPALESE, True),
        ("MOBILE NO", NINES, False),
        ("PH NO", NINES, False),
        ("CONTACT US", NINES, False),
    ],
)
def test_a_column_that_is_named_for_a_country_speaks_of_it(
    check: Check, column: str, numbers: tuple[str, ...], is_asked: bool
) -> None:
    text = listed(*numbers).replace("Mobile", column, 1)
    report = check(text, "--column", column, name="contacts.csv")
    assert bool(report["blockers"]) is is_asked


SERIES = {
    "9": "98102 98116 98185 98201 98213 98229 98236 98454 98806 98866 99000 99016 99160 94489",
    "8": "80087 81056 82204 83088 84089 85278 86005 87008 88008 89711",
    "7": "70117 72040 73047 74060 75065 76009 77382 78299 79776",
    "6": "62003 63001 70040 62820",
}


def randomly(seed: int, nines: float, front: str) -> tuple[str, ...]:
    """Gives numbers of Indian operators' series, as many beginning with 9 as said, 3 to 100."""
    draw = random.Random(seed)
    firsts = [
        "9" if draw.random() < nines else draw.choice("876") for _ in range(3 + 31 * seed % 98)
    ]
    series = [draw.choice(SERIES[first].split()) for first in firsts]
    return tuple(f"{front}{first_five}{draw.randrange(10**5):05}" for first_five in series)


@pytest.mark.parametrize("front", ["", "0"])
@pytest.mark.parametrize("nines", [1.0, 0.9, 0.75, 0.5, 0.0])
def test_no_list_of_indian_series_is_asked_about(nines: float, front: str) -> None:
    for seed in range(8):
        numbers = randomly(seed, nines, front)
        for more in ((), ("+79031234567",), ("+447911123456",), ("+9779813456789",)):
            if more and len(numbers) < 5:
                continue
            report = check_contacts(listed(*numbers, *more).encode()).report
            assert report.blockers == (), (seed, more)
