"""A name that holds DND, opt-out or consent beside other words: its plain answers are heard where
these are of a person, and not where they are of what people also agree to: a photo, a treatment."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import RunJson

FATHER, MOTHER = 919876543210, 919876543211


def check(cli_json: RunJson, path: Path, text: str, *options: str) -> list[int]:
    """The numbers that are declined."""
    path.write_text(text, encoding="utf-8")
    report = cli_json("contacts", "check", path, *options)
    assert report["accepted"] + report["declined"] == report["rows"]
    return [row["number"] for row in report["declined_rows"]]


@pytest.mark.parametrize(
    ("column", "no", "yes"),
    [
        *((name, "Yes", "No") for name in ("Donor Opt-out", "Owner DND", "Tenant DND", "Mom DND")),
        *((name, "Y", "N") for name in ("Office DND", "Voter DND", "M DND", "Trustee_opt_out")),
        *((name, "No", "Yes") for name in ("Buyer consent", "Doctor opt-in", "SMS opt-in (Acme)")),
        ("Investor consent", "0", "1"),
        ("Donor opt-out", "Yes - told us", "No"),
    ],
)
def test_plain_answers_are_heard_beside_a_word_that_is_not_known(
    cli_json: RunJson, tmp_path: Path, column: str, no: str, yes: str
) -> None:
    text = f"Name,Mobile,{column}\nA,{FATHER},{no}\nB,{MOTHER},{yes}\nC,9876543212,{yes}\n"
    assert check(cli_json, tmp_path / "contacts.csv", text) == [FATHER]


@pytest.mark.parametrize("answer", ["No", "Yes"])
@pytest.mark.parametrize(
    "column",
    [
        *("Photo consent", "Consent form", "Trip consent", "Treatment consent", "Consent required"),
        *("Lunch opt-out", "Insurance opt in", "DND check date", "DND scrubbed", "Opt out reason"),
        *("Parent consent for excursion", "Video consent", "Email opt out", "Call opt out"),
        *(
            "Hostel consent",
            "Blood donation consent",
            "CIBIL consent",
            "PF opt out",
            "Locker opt-out",
        ),
        *("80G receipt consent", "Auto debit consent", "Personal training opt in"),
    ],
)
def test_what_people_also_agree_to_leaves_nobody_out(
    cli_json: RunJson, tmp_path: Path, column: str, answer: str
) -> None:
    text = f"Name,Mobile,{column}\nA,{FATHER},{answer}\nB,{MOTHER},Yes\nC,9876543212,No\n"
    assert check(cli_json, tmp_path / "contacts.csv", text) == []


@pytest.mark.parametrize(
    "cells", [("Ravi", "Yes", "Asha"), ("12 Jan", "3", "4")], ids=["names", "dates"]
)
def test_a_column_of_anything_else_is_not_asked(
    cli_json: RunJson, tmp_path: Path, cells: tuple[str, ...]
) -> None:
    rows = "".join(f"P,{FATHER + index},{cell}\n" for index, cell in enumerate(cells))
    text = f"Name,Mobile,Donor opt-out\n{rows}"
    assert check(cli_json, tmp_path / "contacts.csv", text) == []
