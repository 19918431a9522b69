"""What the words of a cell say about a template, whatever its column is called.

Words are judged one by one: "Admin Approved" is no "inapproved". A word of the status alone is one
anywhere; "Order cancelled" and "Payment failed" are what a message is about.
"""

from __future__ import annotations

import re
from enum import StrEnum


class StatusVerdict(StrEnum):
    """The meaning of a status: a template is approved, is not, or a person has to say so."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GOOD = _words(
    "approved active activated verified registered whitelisted enabled authorised authorized"
)
_BESIDE = _words(
    "dlt by the and on at from with via through is all template templates content status operator"
    " operators registrar trai auto successfully airtel jio trueconnect vi vodafone"
    " idea vilpower bsnl mtnl tata videocon smartping"
)
"""Say nothing by themselves."""
_DENYING = r"(un|in|non|not|dis|de)"
_BAD_WORD = re.compile(
    r".*(reject|declin|block|blacklist|expir|suspend|delet|pending|revok|cancel|await|submit"
    r"|progress|initiat|withdraw|archiv|disabl|terminat|denied|invalid|incomplete|scrutin|lapse"
    r"|dormant|discontinu|deprecat|obsolet|remov|retire|withh[eo]ld|cease)"
    r"|draft|fail|(on)?hold|review|return|stale|unused|closed|locked|frozen|freez(ed)?|stopped"
    rf"|banned|{_DENYING}"
    r"(approv|activ|verif|regist|whitelist|enabl|authori|accept)"
)
_UNDER = re.compile(r"under (approval|consideration|evaluation|examination|process|verification)")
_PREFIXED = re.compile(
    rf"\b{_DENYING} (?=(approv|activ|verif|regist|whitelist|enabl|authori|accept))"
)
_NO_BAD = re.compile(
    r"(un|not|non|no|never)(block|blacklist|suspend|reject|expir|delet|disabl)[a-z]*"
)
"""Not Blocked does not say that it is approved, nor that it is not."""
_DENIALS = _words("no not non never without")
_NEUTRAL = re.compile(r"\b(not|non|none) (applicable|available|needed|required)\b")
_NOTHING = _words("- -- na n/a n.a. nil none null nan") | {""}

_STATED = re.compile(
    r"(rejected|declined|blocked|blacklisted|drafts?|expired|suspended|deleted|pending|revoked"
    r"|cancell?ed|failed|hold|review|awaiting|submitted|progress|initiated|withdrawn|archived"
    r"|disabled|deactivated|terminated|denied|invalid|incomplete|scrutiny|returned|inactive"
    r"|lapsed?|dormant|discontinued|deprecated|obsolete|removed|retired|withheld"
    rf"|rejection|{_DENYING}(approved|active|activated|verified|registered|accepted))"
)
"""Of the bad words those that state something: Delete and Block are buttons of a portal."""
_BEFORE_REASON = re.compile(
    r"[\w\s-]*?(?=[:;,.(/|]|\s[-–—]|\s(by|on|due|because|since|as)\b)", re.I
)
_AROUND = _BESIDE | _DENIALS | _words("under in yet to be for approval verification process")
_LONGEST = 60
"""Characters of a cell that is a status, and no text."""


def status_key(cell: str) -> str:
    """Gives what two statuses are compared by: no case, and one space for any white space."""
    return " ".join(cell.split()).casefold()


def says_nothing(key: str) -> bool:
    """Tells whether a `status_key` is empty, or one of the ways to say so: NA, -, Not
    Applicable."""
    return key in _NOTHING or not _NEUTRAL.sub("", " ".join(_words_of(key)) or key).strip()


def judge_words(cell: str) -> StatusVerdict:
    """Judges what the words of a cell say, whatever its column is called."""
    text = _NEUTRAL.sub("", " ".join(_words_of(cell)))
    words = text.split()
    if _NO_BAD.fullmatch("".join(words)):
        return StatusVerdict.UNKNOWN
    if any(map(_BAD_WORD.match, words)) or _UNDER.search(text) or _DENIALS.intersection(words):
        return StatusVerdict.BAD
    if _GOOD.intersection(words) and _GOOD.union(_BESIDE).issuperset(words):
        return StatusVerdict.GOOD
    return StatusVerdict.UNKNOWN


def is_status(cell: str) -> bool:
    """Tells whether a cell says its status in words of a status only, or goes on after a bad one as
    a reason does: "Approved by Jio", "Rejected: wrong header"."""
    is_short = len(cell) <= _LONGEST
    return states_bad(cell) or (is_short and judge_words(cell) is StatusVerdict.GOOD)


def states_bad(cell: str) -> bool:
    """Tells whether a cell is, or begins with, what says that a template cannot be used."""
    if judge_words(cell) is not StatusVerdict.BAD:
        return False
    words = _words_of(cell)
    if len(cell) <= _LONGEST and _is_stated(words):
        return True
    head = _BEFORE_REASON.match(cell)
    return head is not None and _is_stated(_words_of(head[0]))


def _is_stated(words: list[str]) -> bool:
    states = any(map(_STATED.fullmatch, words)) or _UNDER.search(" ".join(words))
    denies = _DENIALS.intersection(words) and _GOOD.intersection(words)
    is_understood = all(
        word in _AROUND or word in _GOOD or _STATED.fullmatch(word) for word in words
    )
    return bool(states or denies) and (
        is_understood or _UNDER.fullmatch(" ".join(words)) is not None
    )


def _words_of(cell: str) -> list[str]:
    """Its words in small letters; NotApproved is two, and In-active, White Listed are one."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).casefold()
    text = " ".join(re.findall(r"[^\W\d_]+", parted))
    text = re.sub(r"\b(white|black) (?=list)", r"\1", text)
    return _PREFIXED.sub(r"\1", text).split()
