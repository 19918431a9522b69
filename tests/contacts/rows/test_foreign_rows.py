"""Nobody abroad becomes an Indian stranger: what the number, its column and its row say."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from examples import examples
from fixtures import RunCommand, RunJson
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.contacts.columns.country_columns import read_country
from jetmsg_core.contacts.numbers.calling_codes import RELEASE
from jetmsg_core.contacts.numbers.countries import (
    CODE_OF_REGION,
    country_of,
    is_foreign_mobile,
    is_foreign_number,
)
from jetmsg_core.contacts.numbers.country_names import (
    INDIAN,
    NAMES,
    REGION_OF,
    STATES_OF_INDIA,
)
from jetmsg_core.contacts.read_options import TenDigits

MESSAGE = ("--name", "N", "--message", "Hello", "--sender", "JETMSG")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return path


def checked(cli: RunCommand, path: Path, *options: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(cli("contacts", "check", path, "--json", *options).stdout)
    ends = ("accepted", "rejected", "duplicates", "opted_out")
    assert report["rows"] == sum(report[end] for end in ends)
    return report


# Sentences


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("971501234567", "971, the code of another country (United Arab Emirates)"),
        ("9779841234567", "977, the code of another country (Nepal)"),
        ("923001234567", "92, the code of another country (Pakistan)"),
        ("94771234567", "94, the code of another country (Sri Lanka)"),
        ("8801712345678", "880, the code of another country (Bangladesh)"),
        ("96550123456", "965, the code of another country (Kuwait)"),
        ("966501234567", "966, the code of another country (Saudi Arabia)"),
        ("97455123456", "974, the code of another country (Qatar)"),
        ("96892123456", "968, the code of another country (Oman)"),
        ("97336123456", "973, the code of another country (Bahrain)"),
        ("+1 415 555 2671", "1, the code of another country (United States or Canada)"),
        ("0044 7911 123456", "44, the code of another country (United Kingdom)"),
        ("9.71501234567E+11", "971, the code of another country (United Arab Emirates)"),
    ],
)
def test_a_foreign_number_is_told_with_its_country(cell: str, named: str) -> None:
    report = check_contacts(f"Name,Mobile\nA,{cell}\nB,9876543210\n".encode()).report
    (problem,) = report.problems
    assert problem["code"] == "foreign_or_unknown_country"
    assert named in problem["message"]


@pytest.mark.parametrize("cell", ["98765432101", "9876543210123", "1" * 40])
def test_nobody_is_told_to_cut_digits(cell: str) -> None:
    (problem,) = check_contacts(f"Mobile\n{cell}\n9876543210\n".encode()).report.problems
    assert "emove" not in problem["message"]


def test_the_file_of_rejected_rows_says_the_same(cli: RunCommand, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Mobile\nA,971501234567\nB,9876543210\nC,9876543211\n")
    out = tmp_path / "bad.csv"
    (problem,) = checked(cli, path, "--rejected", str(out))["problems"]
    (row,) = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert row["Why it was not accepted"] == problem["message"]
    assert "United Arab Emirates" in problem["message"]


# Columns


@pytest.mark.parametrize(
    ("column", "foreign", "indian"),
    [
        ("Country Code", "+1", "+91"),
        ("country_code", "1", "91"),
        ("ISD Code", "001", "0091"),
        ("ISD", "971", "91.0"),
        ("Dial Code", "(+44)", "(+91)"),
        ("Phone Code", "65", "91"),
        ("Country", "United States", "India"),
        ("Country", "USA", "IND"),
        ("Country/Region", "United Arab Emirates", "INDIA"),
        ("Billing Country", "US", "IN"),
        ("Default Address Country Code", "GB", "IN"),
        ("Address 1 - Country", "Nepal", "Bharat"),
        ("Country", "Elsewhere", "भारत"),
        ("Country", "United States (+1)", "India (+91)"),
        # No name that says so, but nothing else in it.
        ("Code", "+1", "+91"),
    ],
)
def test_a_row_whose_column_says_another_country_is_rejected(
    column: str, foreign: str, indian: str
) -> None:
    rows = [("John", foreign, "7185550123"), ("Asha", indian, "9876543210")]
    rows += [("Ravi", "", "9876543211"), ("Om", indian, "9876543212")]
    text = "\n".join([f"Name,{column},Mobile", *map(",".join, rows)])
    audience = check_contacts(text.encode())
    assert audience.contacts["Name"].tolist() == ["Asha", "Ravi", "Om"]
    (problem,) = audience.report.problems
    assert (problem["row"], problem["code"]) == (2, "foreign_or_unknown_country")
    assert repr(column) in problem["message"]
    assert repr(foreign) in problem["message"]
    (warning,) = audience.report.warnings
    assert (warning.code, warning.rows) == ("country_column", (2,))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("Preferred Country", "Canada", id="where somebody wants to go"),
        pytest.param("Area Code", "212", id="an area"),
        pytest.param("Pin Code", "411001", id="a PIN code"),
        pytest.param("Phone Code", "A1", id="a product"),
        pytest.param("Country", "N/A", id="nothing"),
        pytest.param("WhatsApp (Country Code)", "919876543210", id="numbers with their code"),
        pytest.param("Country", "Maharashtra, India", id="a state before it"),
    ],
)
def test_other_columns_and_words_say_nothing_of_the_country(column: str, cell: str) -> None:
    report = check_contacts(f'Name,{column},Mobile\nA,"{cell}",9876543210\n'.encode()).report
    assert (report.accepted, report.warnings) == (1, ())


def accepted_rows(cli: RunCommand, tmp_path: Path, column: str, cells: list[str]) -> list[int]:
    """The rows that are accepted where a column has these cells, counted from 0."""
    rows = [f'P,"{cell}",98765432{at:02}' for at, cell in enumerate(cells)]
    path = written(tmp_path, "\n".join([f"Name,{column},Mobile", *rows, ""]))
    rejected = {problem["row"] - 2 for problem in checked(cli, path)["problems"]}
    return [at for at in range(len(cells)) if at not in rejected]


@pytest.mark.parametrize(
    ("column", "cells", "indian"),
    [
        ("Dial Code", ["+91", "977", "N/A", "44"], [0, 2]),
        ("Dial Code", ["+91", "977", "-", "44"], [0, 2]),
        ("Dial Code", ["+91", "977", "+91 9876500000", "+977 9841234567"], [0, 2]),
        ("Phone Code", ["IN +91", "NP +977"], [0]),
        ("Code", ["+91", "+977", "N/A"], [0, 2]),
        ("STD/ISD Code", ["022", "080", "+977", "91"], [0, 1, 3]),
    ],
)
def test_an_odd_cell_does_not_silence_a_column_of_codes(
    cli: RunCommand, tmp_path: Path, column: str, cells: list[str], indian: list[int]
) -> None:
    assert accepted_rows(cli, tmp_path, column, cells) == indian


@pytest.mark.parametrize(
    "column",
    [
        *("Mob Country Code", "Guest Country Code", "STD/ISD Code", "Ctry Code", "MobCountryCode"),
        *("Guest Country", "Your country", "Which country do you live in?", "Nationality"),
    ],
)
def test_columns_of_countries_have_many_names(cli: RunCommand, tmp_path: Path, column: str) -> None:
    cells = ["+91", "977", "0091"] if "ode" in column else ["India", "Nepal", "IN"]
    assert accepted_rows(cli, tmp_path, column, cells) == [0, 2]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("ISD", ["Yes", "No", "Yes"]),
        ("ISD", ["No", "No"]),
        ("ISD", ["1", "2", "3"]),
        ("ISD", ["0", "1", "0"]),
        ("Mobile Plan Code", ["44", "65", "99", "12"]),
        ("Country", ["Yes", "No"]),
        ("Code", ["+91", "A1", "B2"]),
        ("Country Head", ["Ravi", "Om"]),
        ("Which country do you want to study in?", ["UK", "Canada"]),
    ],
)
def test_answers_running_numbers_and_wishes_say_nothing_of_the_country(
    cli: RunCommand, tmp_path: Path, column: str, cells: list[str]
) -> None:
    assert accepted_rows(cli, tmp_path, column, cells) == [*range(len(cells))]


def test_a_country_without_a_known_name_is_another_one(cli: RunCommand, tmp_path: Path) -> None:
    assert accepted_rows(cli, tmp_path, "देश", ["नेपाल", "भारत", "भूटान"]) == [1]


def test_india_is_known_by_its_states_and_its_people(cli: RunCommand, tmp_path: Path) -> None:
    cells = [
        "INDIAN",
        "IN-KA",
        "Pan India",
        "Karnataka",
        "tamil nadu",
        "Bhutan",
        "Punjab, Pakistan",
    ]
    assert accepted_rows(cli, tmp_path, "Country", cells) == [0, 1, 2, 3, 4]
    assert STATES_OF_INDIA.isdisjoint(REGION_OF)
    assert INDIAN.isdisjoint(REGION_OF)


def test_a_number_with_its_own_code_is_believed_where_a_country_is_where_somebody_lives() -> None:
    text = "Name,Country,Mobile\nA,US,+91 98765 43210\nB,US,919876543211\nC,US,9876543212.00\n"
    assert check_contacts(text.encode()).rows.tolist() == [2, 3]
    dialled = "Name,ISD,Mobile\nA,+1,+91 98765 43210\nB,+91,9876543211\n"
    assert check_contacts(dialled.encode()).rows.tolist() == [3]


def test_the_column_that_shares_a_word_with_the_numbers_is_theirs() -> None:
    text = "Billing Country,Billing Phone,Shipping Country\nIN,9876543210,US\nUS,9876543211,IN\n"
    assert check_contacts(text.encode()).rows.tolist() == [2]


def test_a_column_of_countries_is_chosen_or_refused_on_the_command_line(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = written(
        tmp_path, "Name,Country,From,Mobile\nA,Canada,India,9876543210\nB,India,US,9876543211\n"
    )
    report = checked(cli, path)
    assert [problem["row"] for problem in report["problems"]] == [2]
    assert report["warnings"][0]["code"] == "country_column"
    assert checked(cli, path, "--no-country-column")["accepted"] == 2
    other = checked(cli, path, "--country-column", "from")
    assert [problem["row"] for problem in other["problems"]] == [3]
    refused = cli("contacts", "check", path, "--country-column", "Land")
    assert (refused.returncode, "no column 'Land'" in refused.stderr) == (1, True)
    made = cli_json("campaign", "create", path, *MESSAGE, "--no-country-column")
    assert made["recipients"] == 2


@pytest.mark.parametrize(
    ("cell", "code"),
    [("US", "1"), ("usa", "1"), ("U.K.", "44"), ("Dubai, UAE", "971"), ("Côte d’Ivoire", "225")],
)
def test_countries_are_known_by_names_and_codes(cell: str, code: str) -> None:
    read = read_country(cell)
    assert not isinstance(read, bool)
    assert read.code == code


# Mostly foreign columns

KUWAIT = "".join(f"P{n},9655012345{n}\n" for n in range(9))


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        pytest.param(KUWAIT + "Short,9655012345\n", [11], id="a Kuwait number that lost a digit"),
        pytest.param(
            "A,+971501234567\nB,+971501234568\nC,9876543210\n", [4], id="one bare among two"
        ),
        pytest.param("A,6591234567\nB,6581234567\n", [2, 3], id="Singapore"),
        pytest.param("A,9607771234\nB,9609991234\n", [2, 3], id="Maldives"),
        pytest.param("A,6421234567\nB,6421345678\n", [2, 3], id="New Zealand"),
        pytest.param("A,9595012345\nB,9595112345\n", [2, 3], id="Myanmar"),
        pytest.param(
            "A,7185550123\nB,2125550124\nC,4155550125\nD,9175550126\nE,(646) 555-0127\n",
            [2, 5, 6],
            id="the United States, without a code",
        ),
        pytest.param(
            "A,(718) 555-0123\nB,(917) 555-0123\nC,718-555-0188\nD,9175550199\n",
            [2, 3, 4, 5],
            id="the United States, none of them impossible in India",
        ),
        pytest.param(
            "A,07911 123456\nB,07700 900123\nC,07400 123456\nD,07912 345678\nE,07500 123456\n",
            [2, 3, 4, 5, 6],
            id="the United Kingdom",
        ),
        pytest.param("A,6591234567\n", [2], id="one, of a series of Indian landlines"),
    ],
)
def test_ten_digits_among_foreign_numbers_are_asked_about(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path, numbers: str, rows: list[int]
) -> None:
    path = written(tmp_path, "Name,Mobile\n" + numbers)
    (blocker,) = checked(cli, path)["blockers"]
    assert (blocker["code"], blocker["rows"]) == ("mostly_foreign", rows)
    refused = cli("campaign", "create", path, *MESSAGE)
    assert refused.returncode == 1
    assert "--ten-digits indian or --ten-digits foreign" in refused.stderr
    accepted = checked(cli, path, "--ten-digits", "indian")
    assert (accepted["accepted"], accepted["blockers"]) == (len(rows), [])
    made = cli_json("campaign", "create", path, *MESSAGE, "--ten-digits", "indian")
    assert made["recipients"] == len(rows)
    rejected = checked(cli, path, "--ten-digits", "foreign")
    assert (rejected["accepted"], rejected["blockers"]) == (0, [])
    codes = {problem["code"] for problem in rejected["problems"]}
    assert "foreign_or_unknown_country" in codes
    assert codes <= {"foreign_or_unknown_country", "not_mobile_series"}


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param("A,+14155552671\nB,9876543210\n", id="half of them"),
        pytest.param("A,+14155552671\nB,+14155552672\nC,+919876543210\n", id="with +91"),
        pytest.param("A,+14155552671\nB,+14155552672\nC,919876543210\n", id="with 91"),
        pytest.param("A,+14155552671\nB,+14155552672\n", id="nobody passes"),
        pytest.param("A,9591234567\nB,9607771234\nC,9876543210\n", id="alike by chance"),
        pytest.param(
            "A,4023456789\nB,2025551234\nC,9876543210\nD,9012345671\nE,9845512345\n",
            id="mobiles and landlines",
        ),
        pytest.param("A,9595012345\n", id="one of an Indian series"),
        pytest.param(
            "A,(987) 654-3210\nB,(982) 234-5678\nC,(981) 234-5678\nD,(720) 634-5678\n",
            id="written as Excel writes phone numbers",
        ),
        pytest.param(
            "A,07206 345678\nB,07506 345679\nC,07387 345670\nD,07021 345671\n",
            id="with the 0 of long distance",
        ),
    ],
)
def test_what_is_certain_or_likely_indian_is_not_asked_about(numbers: str) -> None:
    assert check_contacts(f"Name,Mobile\n{numbers}".encode()).report.blockers == ()


def test_a_row_that_says_india_is_not_asked_about() -> None:
    text = "Name,ISD,Mobile\nA,971,501234567\nB,1,7185550123\nC,91,9876543210\n"
    report = check_contacts(text.encode()).report
    assert (report.accepted, report.blockers) == (1, ())


def test_who_says_unasked_that_ten_digits_are_foreign_is_obeyed(
    cli: RunCommand, tmp_path: Path
) -> None:
    bare = "A,7185550123,\nB,9876543219,India\n"
    text = f"Name,Mobile,Country\n{bare}C,+91 9876543210,\nD,919876543211,\nE,09876543212,\n"
    path = written(tmp_path, text)
    assert checked(cli, path)["accepted"] == 5
    report = checked(cli, path, "--ten-digits", "foreign")
    (problem,) = report["problems"]
    assert (problem["row"], problem["code"]) == (2, "foreign_or_unknown_country")
    assert "As you said" in problem["message"]


# Numbers in other columns


def test_a_row_whose_number_stands_in_another_column_says_so(
    cli: RunCommand, tmp_path: Path
) -> None:
    text = "Name,Mobile Phone,Home Phone,Policy No\nA,9876543210,,\nB,,9876543211,9876543212\n"
    path = written(tmp_path, text + "C,,,9876543213\n")
    report = checked(cli, path, "--column", "Mobile Phone")
    messages = {problem["row"]: problem["message"] for problem in report["problems"]}
    assert "'Home Phone' has one" in messages[3]
    assert "'Home Phone'" not in messages[4]
    assert "Policy" not in messages[4]
    (warning,) = report["warnings"]
    assert (warning["code"], warning["rows"]) == ("numbers_elsewhere", [3])
    assert {problem["code"] for problem in report["problems"]} == {"empty"}


# The tables


def test_the_numbering_plans_are_those_of_the_locked_release() -> None:
    assert phonenumbers.__version__ == RELEASE, "run `make number-series`"
    assert set(CODE_OF_REGION) >= set(NAMES)
    assert country_of("919876543210") is None


_CODES = st.sampled_from(sorted({*CODE_OF_REGION.values(), "999", "0"}))


@examples(300)
@given(_CODES, st.text("0123456789", min_size=4, max_size=12))
def test_numbers_and_mobiles_agree_with_libphonenumber(code: str, national: str) -> None:
    digits = f"{code}{national}"
    mobile = {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    country = country_of(digits)
    if country is None or len(digits) > 15:
        assert not is_foreign_number(digits)
        return
    rest = digits[len(country.code) :]
    number = phonenumbers.PhoneNumber(
        country_code=int(country.code),
        national_number=int(rest),
        italian_leading_zero=rest.startswith("0") or None,
        number_of_leading_zeros=len(rest) - len(rest.lstrip("0")) or None,
    )
    if phonenumbers.is_valid_number(number) and rest.strip("0"):
        assert is_foreign_number(digits)
        if phonenumbers.number_type(number) in mobile:
            assert is_foreign_mobile(digits)


@pytest.mark.parametrize("answer", [*TenDigits])
def test_the_answer_is_asked_for_where_two_of_three_are_foreign(answer: TenDigits) -> None:
    data = b"Mobile\n+14155552671\n+14155552672\n9876543210\n"
    audience = check_contacts(data, options=ReadOptions(ten_digits=answer))
    assert len(audience.numbers) == (answer is TenDigits.INDIAN)
