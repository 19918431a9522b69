"""With several numbers in a row, a refusal is about the number whose own column it is, or about the
whole row."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import RunJson

FATHER, MOTHER = 919876543210, 919876543211
EACH = ("--each-column", "Father Mobile", "--each-column", "Mother Mobile")
ONE, TWO = 919876543220, 919876543221


def check(cli_json: RunJson, tmp_path: Path, text: str, *options: str) -> list[int]:
    """The numbers that are declined."""
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    report = cli_json("contacts", "check", path, *options)
    assert report["accepted"] + report["declined"] == report["rows"]
    return [row["number"] for row in report["declined_rows"]]


@pytest.mark.parametrize(
    ("column", "declined"),
    [
        pytest.param("Mother SMS opt out", [MOTHER], id="hers"),
        pytest.param("Mother's DND", [MOTHER], id="hers with an apostrophe"),
        pytest.param("Mothers opt out", [MOTHER], id="hers without one"),
        pytest.param("Mom DND", [MOTHER], id="by another word"),
        pytest.param("Dads DND", [FATHER], id="his by another word"),
        pytest.param("Parents opt out", [FATHER, MOTHER], id="of both parents"),
        pytest.param("DND (Father)", [FATHER], id="his"),
        pytest.param("SMS opt out - Mother", [MOTHER], id="hers at the end"),
        pytest.param("Opt out", [FATHER, MOTHER], id="of the row"),
        pytest.param("DND", [FATHER, MOTHER], id="DND of the row"),
        pytest.param("Mobile DND", [FATHER, MOTHER], id="of any mobile"),
        pytest.param("Parent SMS opt out", [FATHER, MOTHER], id="of the parents"),
        pytest.param("SMS opt out father and mother", [FATHER, MOTHER], id="of both"),
    ],
)
def test_a_refusal_is_about_a_number_or_the_row(
    cli_json: RunJson, tmp_path: Path, column: str, declined: list[int]
) -> None:
    text = (
        f"Name,Father Mobile,Mother Mobile,{column}\n"
        f"A,{FATHER},{MOTHER},Yes\nB,{FATHER + 10},{MOTHER + 10},No\n"
    )
    assert check(cli_json, tmp_path, text, *EACH) == declined


def test_two_rows_of_names_say_whose_a_refusal_is(cli_json: RunJson, tmp_path: Path) -> None:
    text = (
        ",Father,,Mother,\nName,Mobile,DND,Mobile,DND\n"
        f"A,{FATHER},Y,{MOTHER},N\nB,{ONE},N,{TWO},Y\n"
    )
    each = ("--each-column", "Father / Mobile", "--each-column", "Mother / Mobile")
    assert check(cli_json, tmp_path, text, *each) == [FATHER, TWO]


def test_each_parent_is_heard(cli_json: RunJson, tmp_path: Path) -> None:
    text = (
        "Name,Father Mobile,Father accepts SMS,Mother Mobile,Mother accepts SMS\n"
        f"A,{FATHER},no,{MOTHER},yes\nB,{ONE},yes,{TWO},no\n"
    )
    assert check(cli_json, tmp_path, text, *EACH) == [FATHER, TWO]


@pytest.mark.parametrize(
    ("names", "columns", "declined"),
    [
        pytest.param("Mobile,Nominee Mobile,Nominee DND", (0, 1), [TWO], id="another person"),
        pytest.param("Mobile,Mobile 2,DND 2", (0, 1), [TWO], id="by number"),
        pytest.param("Phone 1 - Value,Phone 2 - Value,DND 1", (0, 1), [ONE], id="Google's"),
        pytest.param("पिता मोबाइल,माता मोबाइल,माता DND", (0, 1), [TWO], id="in Hindi"),
        pytest.param("Home Phone,Work Phone,Work opt out", (0, 1), [TWO], id="by place"),
        pytest.param("Home Phone,Office Phone,Work DND", (0, 1), [TWO], id="by another word"),
        pytest.param("Mobile,Spouse Mobile,Wife DND", (0, 1), [TWO], id="of a wife"),
        pytest.param("Primary Mobile,Alt Mobile,Primary DND", (0, 1), [ONE], id="of the first"),
        pytest.param("Primary Mobile,Alt Mobile,Secondary DND", (0, 1), [TWO], id="of the second"),
        pytest.param("Mobile,Home Phone,Mobile DND", (0, 1), [ONE], id="by kind"),
        pytest.param("Mobile,Home Phone,Phone DND", (0,), [ONE], id="of a kind that is not read"),
        pytest.param("Mobile,Alt Mobile,Mobile DND", (0, 1), [ONE, TWO], id="two of a kind"),
        pytest.param("Mobile,Alt Mobile,Alt DND", (0,), [], id="of a number that is not read"),
        pytest.param("Mobile,Alt Mobile,DND", (0,), [ONE], id="of the row, one read"),
        pytest.param("Mobile,Customer Phone,Customer opt out", (0,), [ONE], id="of the customer"),
        pytest.param("Mobile,Mobile,DND", (0,), [ONE], id="two columns of one name"),
    ],
)
def test_a_number_is_known_by_the_words_of_its_column(
    cli_json: RunJson, tmp_path: Path, names: str, columns: tuple[int, ...], declined: list[int]
) -> None:
    text = f"Name,{names}\nA,{ONE},{TWO},Y\n"
    read = [names.split(",")[index] for index in columns]
    options = ("--column", *read) if len(read) == 1 else ()
    for name in read if len(read) > 1 else ():
        options += ("--each-column", name)
    assert check(cli_json, tmp_path, text, *options) == declined


def test_the_number_that_stands_in_for_another_has_its_own_refusal(
    cli_json: RunJson, tmp_path: Path
) -> None:
    text = f"Name,Mobile,Alt Mobile,Alt DND\nA,{ONE},{TWO},Y\nB,,{FATHER},Y\nC,,{MOTHER},N\n"
    options = ("--column", "Mobile", "--else-column", "Alt Mobile")
    assert check(cli_json, tmp_path, text, *options) == [FATHER]


def test_a_channel_beside_a_number_may_say_who_wants_it(cli_json: RunJson, tmp_path: Path) -> None:
    text = (
        f"Name,Father Mobile,Mother Mobile,Mother SMS\nA,{FATHER},{MOTHER},No\nB,{ONE},{TWO},Yes\n"
    )
    assert check(cli_json, tmp_path, text, *EACH) == [MOTHER]


def test_messages_to_each_of_two_people_are_their_own(cli_json: RunJson, tmp_path: Path) -> None:
    text = (
        "Name,Father Mobile,Mother Mobile,SMS to Father,SMS to Mother\n"
        f"A,{FATHER},{MOTHER},Yes,No\nB,{ONE},{TWO},No,Yes\n"
    )
    assert check(cli_json, tmp_path, text, *EACH) == [MOTHER, ONE]


def test_two_questions_are_not_about_each_other(cli_json: RunJson, tmp_path: Path) -> None:
    text = (
        f"Mobile,Can we message you on WhatsApp?,Can we send you SMS?\n{ONE},Yes,No\n{TWO},No,Yes\n"
    )
    assert check(cli_json, tmp_path, text, "--column", "Mobile") == [ONE]
    whatsapp = ("--column", "Mobile", "--channel", "whatsapp")
    assert check(cli_json, tmp_path, text, *whatsapp) == [TWO]


BOTH = "Phone,Phone DND,Mobile,Mobile DND"
ALT = "Mobile,Mobile DND,Alt Mobile,Alt Mobile DND"


@pytest.mark.parametrize(
    ("names", "cells", "read", "declined"),
    [
        pytest.param(BOTH, f"{ONE},Y,{TWO},N", ("Mobile",), [], id="the phone's"),
        pytest.param(BOTH, f"{ONE},N,{TWO},Y", ("Mobile",), [TWO], id="its own"),
        pytest.param(BOTH, f"{ONE},Y,{TWO},N", ("Phone",), [ONE], id="the phone is read"),
        pytest.param(BOTH, f"{ONE},N,{TWO},Y", ("Phone",), [], id="the mobile's"),
        pytest.param(BOTH, f"{ONE},Y,{TWO},N", ("Phone", "Mobile"), [ONE], id="both read"),
        pytest.param(
            "Phone,Phone opt out,Mobile", f"{ONE},Y,{TWO}", ("Mobile",), [], id="no other"
        ),
        pytest.param(
            "Home Phone,Phone DND,Mobile,Mobile DND",
            f"{ONE},Y,{TWO},N",
            ("Mobile",),
            [],
            id="the mobile has its own",
        ),
        pytest.param(
            "Home Phone,Phone DND,Mobile,Mobile WhatsApp opt out",
            f"{ONE},Y,{TWO},N",
            ("Mobile",),
            [TWO],
            id="only of another channel",
        ),
        pytest.param(ALT, f"{ONE},Y,{TWO},N", ("Mobile", "Alt Mobile"), [ONE], id="two of a kind"),
        pytest.param(ALT, f"{ONE},N,{TWO},Y", ("Mobile", "Alt Mobile"), [TWO], id="the other"),
        pytest.param(ALT, f"{ONE},Y,{TWO},N", ("Alt Mobile",), [], id="the other one is read"),
        pytest.param(
            "Father Mobile,Mobile DND,Mother Mobile,Mother DND",
            f"{ONE},Y,{TWO},N",
            ("Mother Mobile",),
            [TWO],
            id="one that may be about both",
        ),
        pytest.param(
            "Phone,DND,Mobile,Mobile DND", f"{ONE},Y,{TWO},N", ("Mobile",), [TWO], id="of the row"
        ),
    ],
)
def test_a_refusal_of_another_number_does_not_count(
    cli_json: RunJson,
    tmp_path: Path,
    names: str,
    cells: str,
    read: tuple[str, ...],
    declined: list[int],
) -> None:
    option = "--column" if len(read) == 1 else "--each-column"
    options = [word for name in read for word in (option, name)]
    assert check(cli_json, tmp_path, f"Name,{names}\nA,{cells}\n", *options) == declined
