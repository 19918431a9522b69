"""Whatever is said of a refusal, an outcome or a family stands in a table that covers its enum."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.gateway.replies import REFUSALS, Outcome, RefusalReason
from jetmsg_core.gateway.replies.reasons import REASON_WORDS
from jetmsg_core.otp.sentences import BEGINNINGS, WAYS, OtpAction
from jetmsg_core.probing import CALLS_TO_NOBODY, CallFamily

TABLES: dict[str, tuple[type[StrEnum], Mapping[Any, object]]] = {
    "jetmsg_core.gateway.replies.reasons.REFUSALS": (RefusalReason, REFUSALS),
    "jetmsg_core.probing.CALLS_TO_NOBODY": (CallFamily, CALLS_TO_NOBODY),
    "jetmsg_core.otp.sentences.BEGINNINGS": (OtpAction, BEGINNINGS),
    "jetmsg_core.otp.sentences.WAYS": (OtpMethod, WAYS),
}


def lacking(name: str, members: Mapping[str, StrEnum]) -> str:
    rowless = [member for member, value in members.items() if value not in TABLES[name][1]]
    return f"{name} has no row for {', '.join(rowless)}: add one." if rowless else ""


@pytest.mark.parametrize("name", TABLES)
def test_every_member_has_its_row_and_a_new_one_is_missed_by_the_name_of_the_table(
    name: str,
) -> None:
    enum = TABLES[name][0]
    assert lacking(name, enum.__members__) == ""
    grown = StrEnum("grown", {**{one.name: one.value for one in enum}, "NEW": "new"})  # type: ignore[misc]
    assert lacking(name, grown.__members__) == f"{name} has no row for NEW: add one."


@pytest.mark.parametrize("action", OtpAction)
def test_every_outcome_but_success_begins_a_sentence(action: OtpAction) -> None:
    assert BEGINNINGS[action].keys() == set(Outcome) - {Outcome.ACCEPTED}


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_class_of_refusals_is_known_by_some_words_and_what_holds_goes_back(
    reason: RefusalReason,
) -> None:
    assert reason in {known for known, _ in REASON_WORDS}
    assert REFUSALS[reason].goes_back or REFUSALS[reason].hold is None
