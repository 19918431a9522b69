"""Each code of a contact file has one table of all that belongs to it, and it has all codes."""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Mapping
from enum import StrEnum

import pytest

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.finding_codes import FINDINGS, Effect, FindingCode
from jetmsg_core.contacts.findings import FileFinding
from jetmsg_core.contacts.reasons import CAUTIONS, REJECTIONS, REPAIRS, Caution, Reason, Repair
from jetmsg_core.spreadsheets.notes import NoteCode
from jetmsg_core.spreadsheets.refusals import WorkbookRefusal

TABLES: list[tuple[type[StrEnum], str, Mapping[StrEnum, object]]] = [
    (FindingCode, "contacts.finding_codes.FINDINGS", FINDINGS),
    (Reason, "contacts.reasons.REJECTIONS", REJECTIONS),
    (Repair, "contacts.reasons.REPAIRS", REPAIRS),
    (Caution, "contacts.reasons.CAUTIONS", CAUTIONS),
]
EVERY_TABLE = pytest.mark.parametrize(
    ("enum", "name", "table"), [pytest.param(*row, id=row[1]) for row in TABLES]
)


def missing(members: Iterable[str], name: str, table: Mapping[StrEnum, object]) -> str:
    """What to do about members without an entry; empty where there are none."""
    absent = [member for member in members if member not in table]
    return f"Add {', '.join(absent)} to {name}." if absent else ""


@EVERY_TABLE
def test_the_table_has_every_code(
    enum: type[StrEnum], name: str, table: Mapping[StrEnum, object]
) -> None:
    assert not missing(enum, name, table)
    assert set(table) == set(enum)


@EVERY_TABLE
def test_a_new_code_alone_is_told_which_table_wants_it(
    enum: type[StrEnum], name: str, table: Mapping[StrEnum, object]
) -> None:
    copy = StrEnum(enum.__name__, {**{one.name: one.value for one in enum}, "NEW": "new_one"})  # type: ignore[misc]
    assert missing(copy, name, table) == f"Add new_one to {name}."


def test_what_a_workbook_is_refused_for_and_what_is_noticed_in_it_are_codes_of_findings() -> None:
    """A sheet that is not there is a wrong choice, and no finding."""
    said = {*WorkbookRefusal, *NoteCode} - {WorkbookRefusal.NO_SUCH_SHEET}
    assert not missing(sorted(said), "contacts.finding_codes.FINDINGS", FINDINGS)


@pytest.mark.parametrize("code", list(FindingCode))
def test_a_sentence_is_one_and_ends(code: FindingCode) -> None:
    rule = FINDINGS[code]
    for sentence in filter(None, (rule.sentence, rule.of_a_sheet, rule.answer)):
        assert sentence[-1] in ".?", sentence
    assert all(field != "" for _, field, _, _ in string.Formatter().parse(rule.sentence))


def test_only_what_a_person_can_decide_has_an_answer() -> None:
    answered = {code for code, rule in FINDINGS.items() if rule.answer}
    assert {code for code in answered if FINDINGS[code].effect is Effect.WARNS} == set()
    assert {code for code, rule in FINDINGS.items() if rule.effect is Effect.ASKS} <= answered


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"Name,Mobile,WhatsApp\nA,9876543210,9012345671\n", id="a question"),
        pytest.param(b"Mobile\n9876500000\n6000000000\n", id="cautions"),
        pytest.param(b"Name,Mobile\nA,9876543210,b,c\nB\n", id="uneven rows"),
    ],
)
def test_a_report_files_each_finding_under_what_it_does(data: bytes) -> None:
    report = check_contacts(data).report
    assert report.blockers or report.warnings
    assert all(finding.effect is not Effect.WARNS for finding in report.blockers)
    assert all(finding.effect is Effect.WARNS for finding in report.warnings)


def test_codes_are_spelled_in_json_as_ever() -> None:
    plain = FileFinding.of(FindingCode.UNCLOSED_QUOTE, 7).as_dict()
    assert type(plain["code"]) is str
    assert json.loads(json.dumps(plain))["code"] == "unclosed_quote"
    assert "in row 7 is" in plain["message"]
