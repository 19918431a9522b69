"""What yes means in a column of consent, where it is asked, and as a person says it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fixtures import RunCommand

from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.errors import InputError
from jetmsg_core.states import Channel

ASHA, RAVI, MEENA = 919876543210, 919823456712, 919922334415
REFUSES, WANTS, CATEGORIES, IGNORED = ConsentMeaning


def checked(text: str, *consents: tuple[str, ConsentMeaning], **options: object) -> Audience:
    options = {"channel": Channel.SMS} | options
    return check_contacts(text.encode(), options=ReadOptions(consents=consents, **options))


def asked(audience: Audience) -> list[str]:
    return [str(blocker.code) for blocker in audience.report.blockers]


def people(column: str, *cells: str) -> str:
    numbers = (ASHA, RAVI, MEENA)
    rows = "".join(f"P,{number},{cell}\n" for number, cell in zip(numbers, cells, strict=False))
    return f"Name,Mobile,{column}\n{rows}"


@pytest.mark.parametrize(
    ("column", "asha", "ravi", "words", "numbers"),
    [
        pytest.param(
            *("Om Traders opt in", "Yes", "No", "Yes means wants messages", [ASHA]), id="a firm"
        ),
        pytest.param(
            *("Birthday SMS", "Yes", "No", "Yes means wants messages", [ASHA]), id="a channel"
        ),
        pytest.param(
            *("Reunion opt-out", "No", "Yes", "Yes means no messages", [ASHA]), id="a feast"
        ),
        pytest.param(
            *("I would not like offers", "No", "Yes", "Yes means no messages", [ASHA]), id="turned"
        ),
        pytest.param(
            *("Want a message on the cake?", "Yes", "No", "Yes means wants messages", [ASHA]),
            id="a cake",
        ),
    ],
)
def test_what_may_be_about_something_else_is_asked(
    column: str, asha: str, ravi: str, words: str, numbers: list[int]
) -> None:
    text = people(column, asha, ravi)
    audience = checked(text)
    assert (asked(audience), audience.numbers.tolist()) == (["ask_consent"], numbers)
    (question,) = audience.report.blockers
    assert (question.columns, question.rows, question.choices[0][1]) == ((column,), (3,), words)
    assert audience.report.consent_columns == (column,)
    left = checked(text, (column, IGNORED))
    assert (asked(left), left.numbers.tolist()) == ([], [ASHA, RAVI])
    meaning = ConsentMeaning(question.choices[0][0])
    answered = checked(text, (column, meaning))
    assert (asked(answered), answered.numbers.tolist()) == ([], numbers)
    assert asked(checked(text, keep_declined=True)) == []


def test_nothing_is_asked_where_nobody_would_be_left_out() -> None:
    audience = checked(people("Reunion opt-out", "No", "No"))
    assert (asked(audience), audience.numbers.tolist()) == ([], [ASHA, RAVI])


@pytest.mark.parametrize(
    ("names", "column"),
    [
        pytest.param("Mobile,Alt Mobile,Mom DND", "Mobile", id="one of two"),
        pytest.param("Father Mobile,Mother Consent", "Father Mobile", id="somebody else"),
        pytest.param("Father Mobile,Mother Mobile,M DND", "Father Mobile", id="an initial"),
        pytest.param("Mobile,Home Phone,Work opt out", "Mobile", id="another place"),
    ],
)
def test_whose_refusal_it_is_is_asked_where_no_number_is_theirs(names: str, column: str) -> None:
    answer = "No" if "Consent" in names else "Yes"
    numbers = [str(ASHA), str(RAVI)][: names.count(",")]
    text = f"Name,{names}\nA,{','.join(numbers)},{answer}\nB,{MEENA},{',' * (len(numbers) - 1)}\n"
    audience = checked(text, column=column)
    assert asked(audience) == ["ask_whose_consent"]
    consent = names.split(",")[-1]
    assert checked(text, (consent, IGNORED), column=column).numbers.tolist() == [ASHA, MEENA]
    meaning = WANTS if "Consent" in names else REFUSES
    assert checked(text, (consent, meaning), column=column).numbers.tolist() == [MEENA]


def test_zeros_beside_categories_are_what_a_person_says() -> None:
    text = people("DND", "0", "2", "1")
    audience = checked(text)
    assert asked(audience) == ["dnd_zero_unclear"]
    assert [words for _, words in audience.report.blockers[0].choices] == [
        "0 blocks all promotions",
        "0 blocks none",
        "Leave as it is: nobody is left out for it",
    ]
    blocking = checked(text, ("DND", CATEGORIES))
    assert blocking.declined["said"].tolist() == ["no", "categories", "categories"]
    free = checked(text, ("dnd", REFUSES))
    assert (free.numbers.tolist(), asked(free)) == ([ASHA], [])
    assert free.declined["said"].tolist() == ["categories", "no"]
    assert checked(text, ("DND", IGNORED)).numbers.tolist() == [ASHA, RAVI, MEENA]


def test_words_above_are_answered_for_every_column_below_them() -> None:
    text = f",,Exclude,\nName,Mobile,SMS,WhatsApp\nA,{ASHA},Y,N\nB,{RAVI},Y,Y\nC,{MEENA},N,N\n"
    (question,) = checked(text).report.blockers
    assert (question.code, question.columns) == ("unclear_above_names", ("SMS", "WhatsApp"))
    half = checked(text, ("SMS", REFUSES))
    assert asked(half) == ["unclear_above_names"]
    whole = checked(text, ("SMS", REFUSES), ("WhatsApp", REFUSES))
    assert (asked(whole), whole.declined["number"].tolist()) == ([], [ASHA, RAVI])
    turned = checked(text, ("SMS", WANTS), ("WhatsApp", WANTS), channel=Channel.WHATSAPP)
    assert (asked(turned), turned.declined["number"].tolist()) == ([], [ASHA, MEENA])


@pytest.mark.parametrize(
    ("second", "code"),
    [
        pytest.param([["", "", "Exclude"]], "unclear_above_names", id="the same words"),
        pytest.param([], "consents_differ", id="no words"),
        pytest.param([["", "", "Not interested in"]], "consents_differ", id="other words"),
    ],
)
def test_sheets_of_one_list_have_one_meaning(second: list[list[str]], code: str) -> None:
    book, names = openpyxl.Workbook(), ["Name", "Mobile", "SMS"]
    for cells in (["", "", "Exclude"], names, ["A", ASHA, "Y"], ["B", RAVI, "N"]):
        book.active.append(cells)
    sheet = book.create_sheet("Goa")
    for cells in (*second, names, ["C", MEENA, "N"]):
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    options = ReadOptions(all_sheets=True, channel=Channel.SMS)
    report = check_contacts(data.getvalue(), options=options).report
    assert {str(blocker.code) for blocker in report.blockers} == {code}
    answered = replace(options, consents=(("SMS", REFUSES),))
    audience = check_contacts(data.getvalue(), options=answered)
    is_one_list = code == "unclear_above_names"
    assert audience.numbers.tolist() == ([RAVI, MEENA] if is_one_list else [])
    assert asked(audience) == ([] if is_one_list else [code])


def test_a_person_may_say_it_of_any_column_and_the_others_stay_heard() -> None:
    text = f"Name,Mobile,Terms,DND\nA,{ASHA},n,N\nB,{RAVI},y,Y\nC,{MEENA},y,N\n"
    assert checked(text).numbers.tolist() == [ASHA, MEENA]
    assert checked(text, ("Terms", WANTS)).numbers.tolist() == [MEENA]
    assert checked(text, ("Terms", WANTS), ("DND", IGNORED)).numbers.tolist() == [RAVI, MEENA]
    with pytest.raises(InputError, match="Consent"):
        checked(text, ("Consent", WANTS))


def test_the_command_line_answers_alike(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(people("Reunion opt-out", "No", "Yes"))
    done = cli("contacts", "check", path, "--json")
    (blocker,) = json.loads(done.stdout)["blockers"]
    assert (done.returncode, blocker["code"]) == (1, "ask_consent")
    assert "--consent NAME=refuses" in done.stderr
    answered = cli("contacts", "check", path, "--json", "--consent", "reunion opt-out=ignore")
    report = json.loads(answered.stdout)
    assert (answered.returncode, report["accepted"]) == (0, 2)
    wrong = cli("contacts", "check", path, "--consent", "Reunion opt-out=maybe")
    assert (wrong.returncode, "refuses, wants, categories, ignore" in wrong.stderr) == (2, True)
