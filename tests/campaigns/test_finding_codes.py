"""A table says all that belongs to a finding's code, another its icon: both cover the codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import pytest

from jetmsg_core.campaigns.checks.codes import FINDINGS, LEAVABLE, FindingCode, Remedy
from pages.parts.compose.findings import ICONS

TABLES = {
    "jetmsg_core.campaigns.checks.codes.FINDINGS": FINDINGS,
    "pages.parts.compose.findings.ICONS": ICONS,
}


def missing(members: Iterable[StrEnum], table: Mapping[Any, object], name: str) -> str:
    """A sentence naming the table and what it lacks; empty when it has a row for each member."""
    lacking = [member.name for member in members if member not in table]
    return f"{name} has no row for {', '.join(lacking)}: add one." if lacking else ""


@pytest.mark.parametrize("name", TABLES)
def test_every_code_has_its_row(name: str) -> None:
    assert not missing(FindingCode, TABLES[name], name)


def test_the_table_is_in_the_order_in_which_findings_are_shown() -> None:
    assert list(FINDINGS) == list(FindingCode)


@pytest.mark.parametrize("name", TABLES)
def test_a_new_code_without_a_row_is_told_of_by_the_name_of_the_table(name: str) -> None:
    grown = StrEnum("grown", {**{code.name: code.value for code in FindingCode}, "NEW": "new"})
    assert missing(grown, TABLES[name], name) == f"{name} has no row for NEW: add one."


@pytest.mark.parametrize("code", FindingCode)
def test_whoever_can_be_left_out_is_spoken_of_and_what_is_about_all_is_about_nobody(
    code: FindingCode,
) -> None:
    kind = FINDINGS[code]
    assert kind.title
    assert bool(kind.left_out) is (Remedy.LEAVE_OUT in kind.remedies) is (code in LEAVABLE)
    assert not (kind.about_all and kind.left_out)
