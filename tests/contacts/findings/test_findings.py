"""The sentences of findings, and where a report files them."""

from __future__ import annotations

import json
import string

import pytest

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.findings.codes import Effect, FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.rules import FINDINGS


@pytest.mark.parametrize("code", list(FileFindingCode))
def test_a_sentence_is_one_and_ends(code: FileFindingCode) -> None:
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
    plain = FileFinding.of(FileFindingCode.UNCLOSED_QUOTE, 7).as_dict()
    assert type(plain["code"]) is str
    assert json.loads(json.dumps(plain))["code"] == "unclosed_quote"
    assert "in row 7 is" in plain["message"]
