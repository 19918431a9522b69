"""The column of the numbers is taken without a question only where nobody would ask."""

from __future__ import annotations

import random

import pytest

from jetmsg_core.contacts import Audience, ReadOptions, check_contacts


def read(text: str, column: str | None = None) -> Audience:
    return check_contacts(text.encode(), name="contacts.csv", options=ReadOptions(column=column))


def asked(audience: Audience) -> tuple[str, ...]:
    """The columns among which a person has to choose, none if nothing is asked."""
    questions = [
        blocker for blocker in audience.report.blockers if blocker.code == "ask_number_column"
    ]
    return questions[0].columns if questions else ()


FIVE = tuple(str(7_000_012_345 + 7 * index) for index in range(5))
IDS = ("7000012345", "7000012391", "7000012402")
PEOPLE = ("9876543210", "9012345671", "8123456789")


def table(header: str, *columns: tuple[str, ...]) -> str:
    rows = [",".join(cells) for cells in zip(*columns, strict=True)]
    return "\n".join([header, *rows] if header else rows) + "\n"


@pytest.mark.parametrize(
    "name",
    [
        *("Customer ID", "Lead ID", "A/c No", "Account Number", "Aadhaar", "Aadhar No", "Order ID"),
        *("Roll No", "Invoice", "PIN", "Sl No", "Serial", "Policy No", "Customer No", "Code"),
        *("Contact ID", "Reference", "Sampark", "Guardian", ""),
    ],
)
@pytest.mark.parametrize("numbers", [IDS, PEOPLE], ids=["ids", "people"])
def test_a_column_no_word_speaks_for_is_asked_about(name: str, numbers: tuple[str, ...]) -> None:
    audience = read(table(f"{name},Name,Amount", numbers, ("A", "B", "C"), ("1", "2", "3")))
    assert asked(audience) == (audience.column,) == (name or "Column 1",)
    assert not asked(read(f"{name},Name\n9876543210,A\n", column=name or "Column 1"))


@pytest.mark.parametrize(
    "name", ["Mobile", "Phone 1 - Value", "Parent Mobile", "billing_phone", "Mobile (10 digits)"]
)
@pytest.mark.parametrize("numbers", [IDS, PEOPLE], ids=["in sequence", "people"])
def test_a_column_a_word_speaks_for_is_taken(name: str, numbers: tuple[str, ...]) -> None:
    audience = read(table(f"Name,{name}", ("A", "B", "C"), numbers))
    assert (asked(audience), audience.column) == ((), name)


@pytest.mark.parametrize("other", ["Roll No", "Customer ID", "Account No", "Aadhaar"])
def test_ids_beside_good_numbers_are_no_rivals(other: str) -> None:
    audience = read(table(f"{other},Name,Phone", IDS, ("A", "B", "C"), PEOPLE))
    assert (asked(audience), audience.column) == ((), "Phone")
    assert not audience.report.warnings


def test_ids_do_not_win_over_a_column_of_few_numbers() -> None:
    audience = read(table("Roll No,Phone", IDS, ("9876543210", "98765", "x")))
    assert asked(audience) == ("Phone", "Roll No"), "the guess first"


def test_two_columns_that_both_hold_numbers_are_asked_about() -> None:
    other = ("9898989801", "9797979702", "9696969603")
    audience = read(table("Name,Mobile,WhatsApp", ("A", "B", "C"), PEOPLE, other))
    assert asked(audience) == ("Mobile", "WhatsApp")
    assert [warning.code for warning in audience.report.warnings] == ["rival_number_columns"]
    assert asked(read(table("Name,Mobile,Alternate", ("A", "B", "C"), PEOPLE, other)))


def many(first: str, second: str, of: int, numbered: int) -> str:
    """People of whom so many have a second number."""
    pick = random.Random(3)
    rows = [f"Name,{first},{second}"]
    for index in range(of):
        number, other = (pick.randrange(8 * 10**9, 10**10) for _ in range(2))
        rows.append(f"P{index},{number},{other if index < numbered else ''}")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("first", "second", "of", "numbered"),
    [
        ("Mobile", "Alternate Mobile", 200, 1),
        ("Phone 1 - Value", "Phone 2 - Value", 200, 1),
        ("Mobile", "WhatsApp", 10, 3),
    ],
)
def test_second_numbers_of_some_people_are_said_and_not_asked_about(
    first: str, second: str, of: int, numbered: int
) -> None:
    audience = read(many(first, second, of, numbered))
    assert (asked(audience), audience.column) == ((), first)
    (finding,) = [warning for warning in audience.report.warnings if warning.code == "more_numbers"]
    assert finding.columns == (first, second)
    assert asked(read(many(first, second, of, of * 6 // 10))) == (first, second)


@pytest.mark.parametrize("name", ["CIF", "MRN", "CRN", "UHID", "login", "CIF No", "Khata"])
def test_beside_good_mobiles_a_name_without_a_word_for_numbers_is_no_rival(name: str) -> None:
    audience = read(table(f"{name},Name,Mobile No", IDS[::-1], ("A", "B", "C"), PEOPLE))
    assert (asked(audience), audience.column) == ((), "Mobile No")
    assert asked(read(table(f"{name},Name,Mobile No", PEOPLE, ("A", "B", "C"), ("x", "1", "2"))))


@pytest.mark.parametrize("name", ["Number", "Num", "Numbers", "Destination", "Recipient"])
def test_a_word_that_other_things_have_too_is_only_a_hint(name: str) -> None:
    names = ("A", "B", "C")
    assert asked(read(table(f"{name},Name", PEOPLE, names))) == ()
    assert asked(read(table(name, PEOPLE))) == ()
    assert asked(read(table(f"{name},Name", IDS, names))) == (name,)
    for phones in (("", "", ""), ("020-25678901", "", "020-25678902"), ("", "", PEOPLE[0])):
        for numbers in (IDS, PEOPLE):
            audience = read(table(f"{name},Name,Phone", numbers, names, phones))
            assert asked(audience) == (audience.column, name) == ("Phone", name)


def test_two_numbers_that_are_close_are_no_sequence() -> None:
    assert asked(read("9876543210\n9876543213\n")) == ()
    assert asked(read("9876543210,Asha\n9876543213,Ravi\n")) == ()


@pytest.mark.parametrize("name", ["Moblie No", "M.No.", "Parent's no."])
def test_of_a_misspelt_name_nothing_untrue_is_said(name: str) -> None:
    (asked_about,) = read(table(f"Name,{name}", ("A", "B", "C"), PEOPLE)).report.blockers
    assert "does not say that it holds mobile numbers" in asked_about.message


def test_a_rival_really_holds_numbers() -> None:
    names = ("Asha Rao", "Om Lal", "Zed Das")
    for header in ("Contact,Mobile", "Contact,Phone Number", "Contact Name,Phone"):
        audience = read(table(header, names, PEOPLE))
        assert asked(audience) == ()
        assert audience.column == header.split(",")[1]
    audience = read(table("Contact,Kuch", names, PEOPLE))
    assert asked(audience) == ("Kuch",), "Contact holds none, and Kuch says nothing"


def test_the_same_numbers_in_another_column_are_no_rivals() -> None:
    same = ("+91 98765 43210", "", "08123456789")
    audience = read(table("Phone,Name,Mobile", PEOPLE, ("A", "B", "C"), same))
    assert (asked(audience), audience.column) == ((), "Phone")
    assert asked(read(table("Phone,Name,Mobile", PEOPLE, ("A", "B", "C"), PEOPLE[::-1])))
    audience = read(table("number,Name,Mobile", PEOPLE, ("A", "B", "C"), PEOPLE))
    assert (asked(audience), audience.column) == ((), "Mobile")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param(table("", PEOPLE), "Column 1", id="a list of numbers"),
        pytest.param("9876543210\n", "Column 1", id="one number"),
        pytest.param("9876543210\n" * 5, "Column 1", id="one number five times"),
        pytest.param("9876543210\n12\nx\n0\n9012345671\n", "Column 1", id="half of it wrong"),
        pytest.param(table("", ("A", "B", "C"), PEOPLE), "Column 2", id="names and numbers"),
        pytest.param(table("", IDS, ("A", "B", "C"), PEOPLE), "Column 3", id="ids beside them"),
        pytest.param("Ravi,98765\nAsha,9876543210\n", "Column 2", id="a short one"),
    ],
)
def test_without_a_header_the_one_column_of_mobiles_is_taken(text: str, column: str) -> None:
    audience = read(text)
    assert (asked(audience), audience.column) == ((), column)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param(table("", FIVE), ("Column 1",), id="ids alone"),
        pytest.param(table("", FIVE, tuple("ABCDE")), ("Column 1",), id="ids and names"),
        pytest.param(table("", PEOPLE, PEOPLE[::-1]), ("Column 1", "Column 2"), id="two of them"),
        pytest.param(
            table("", ("A", "B", "C"), ("7000012345",) * 3),
            ("Column 2",),
            id="the same in all",
        ),
        pytest.param(
            table("", ("A", "B", "C"), ("9876543210", "12", "13")), ("Column 2",), id="few of them"
        ),
    ],
)
def test_without_a_header_what_may_be_something_else_is_asked_about(
    text: str, columns: tuple[str, ...]
) -> None:
    assert asked(read(text)) == columns


def test_numbers_of_one_town_are_people_and_filtered_ids_are_not() -> None:
    pick = random.Random(7)
    town = [9_822_000_000 + pick.randrange(30_000_000) for _ in range(1_000)]
    assert asked(read("\n".join(map(str, town)))) == ()
    ids = sorted(pick.sample(range(7_000_000_000, 7_000_400_000), 1_000))
    pick.shuffle(ids)
    assert asked(read("\n".join(map(str, ids)))) == ("Column 1",)


def test_a_file_without_numbers_is_blocked_as_before() -> None:
    audience = read("Name,City\nA,Pune\n")
    assert [blocker.code for blocker in audience.report.blockers] == ["no_number_column"]
