"""The words of delivery reports. Pure: tables.

Words are compared in upper case without spaces, hyphens and underscores. What is in no table is
*unrecognised*: it is shown as it came and changes no state.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jetmsg_core.states import RecipientState

SUBMITTED = RecipientState.SUBMITTED
DELIVERED = RecipientState.DELIVERED
UNDELIVERED = RecipientState.UNDELIVERED
REJECTED = RecipientState.REJECTED
DND = RecipientState.DND

WORDS = {
    SUBMITTED: "SUBMITTED ENROUTE ACCEPTD QUEUED SENT/PENDING SENT PENDING AWAITING",
    DELIVERED: "DELIVRD DELIVERED DLV DELIVEREDTOTERMINAL",
    UNDELIVERED: "UNDELIV UNDELIVERED FAILED ABSENTSUB HANDSETERR MEMEXEC MOBOFF NETERR BARRED",
    RecipientState.EXPIRED: "EXPIRED EXPIRE FORCEEXPIRED",
    REJECTED: "REJECTD REJECTED DELETED NACK SPAM BLACKLIST BLOCKED INVTEMPLATEMATCH"
    " 620 621 622 623 624 625 626 627 628 629 630 631 632 633 634 635 636 637",
    DND: "NDNC DND DNDNUMB DNDFAIL PREFERENCENOTMATCHED 650",
    RecipientState.INVALID_NUMBER: "INVNUMBER INVALIDSUB UNKNOWNSUBSCRIBER",
    RecipientState.OUTSIDE_HOURS: "TIMEOUTPROM OUTSIDEWORKINGHOURS 651",
    RecipientState.NO_CREDIT: "NOCREDITS",
}
STATE_OF = {word: state for state, words in WORDS.items() for word in words.split()}

_VAGUE = (UNDELIVERED, REJECTED)
"""States of which an error code may tell more: UNDELIV with 650 is a person on the DND list."""

_NO_ERROR = re.compile(r"0*|NONE|NULL|NA|N/A|NOERROR|SUCCESS|OK")
_LOOSE = re.compile(r"[\s\-_\u2010-\u2015\u2212]+")
LONGEST = 60


class ReportedStatus(NamedTuple):
    """A status and an error code as a report gave them, and what they mean. `state` None is
    unrecognised; `reason` is a code that `reasons.advice_on` explains."""

    state: RecipientState | None
    word: str
    error: str
    reason: str


def word_key(word: str) -> str:
    """Gives what is compared of a word."""
    return _LOOSE.sub("", word).upper()


def read_words(status: str, error: str) -> ReportedStatus:
    """Gives the meaning of a row: its status, or where that is silent or vague its error code."""
    word, code = " ".join(status.split())[:LONGEST], " ".join(error.split())[:LONGEST]
    code = "" if _NO_ERROR.fullmatch(word_key(code)) else code
    state, finer = STATE_OF.get(word_key(word)), STATE_OF.get(word_key(code))
    if finer not in (None, SUBMITTED, DELIVERED) and (not word or state in _VAGUE):
        state = finer
    reason = "" if state in (SUBMITTED, DELIVERED) else word_key(code) or word_key(word)
    return ReportedStatus(state, word, code, reason)
