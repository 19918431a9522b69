"""Why a row of a report belongs to no message, and one table of all that belongs to each. Pure."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class UnmatchedReason(IntEnum):
    """The reasons why a row is nobody's. They are numbers, since a report has as many of them as
    rows; nothing outside a run knows them."""

    NO_SUCH_ID = 0
    NO_ID = 1
    NOT_IN_CAMPAIGN = 2
    TWICE_IN_CAMPAIGN = 3
    TOO_OLD = 4
    RIVALS = 5
    NOBODY = 6
    OTHER_MODE = 7


class UnmatchedRule(NamedTuple):
    """The rule of a reason. Rows that are not kept are skipped: nothing that comes later could say
    whose they are."""

    sentence: str
    is_kept: bool = True


UNMATCHED: dict[UnmatchedReason, UnmatchedRule] = {
    UnmatchedReason.NO_SUCH_ID: UnmatchedRule("no message has this smsId"),
    UnmatchedReason.NO_ID: UnmatchedRule("no smsId, and no campaign was named"),
    UnmatchedReason.NOT_IN_CAMPAIGN: UnmatchedRule("the number is not in the campaign"),
    UnmatchedReason.TWICE_IN_CAMPAIGN: UnmatchedRule(
        "the number is in the campaign more than once"
    ),
    UnmatchedReason.TOO_OLD: UnmatchedRule(
        "no message of the campaign to the number had left by then"
    ),
    UnmatchedReason.RIVALS: UnmatchedRule(
        "it may be about another campaign's message to the number"
    ),
    UnmatchedReason.NOBODY: UnmatchedRule("neither an smsId nor a number", is_kept=False),
    UnmatchedReason.OTHER_MODE: UnmatchedRule(
        "about a message that was sent in the other mode", is_kept=False
    ),
}
