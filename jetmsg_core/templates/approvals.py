"""Whether a portal calls a template approved.

Only words that are known to be good count: Approved, Active, Verified, Registered, Whitelisted and
the like, alone or together ("Approved and Active", "Registered on DLT"). Words that are known to be
bad are never taken. All others ("Processed", a word in Hindi, an empty cell) wait until a person
says that they are good. Every column that tells a status has a say, since portals export several:
"Approved" in one and "Blocked" in the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Verdict(StrEnum):
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GOOD = _words(
    "approved active activated verified registered whitelisted enabled authorised authorized"
)
_BESIDE = _words(
    "dlt by the and on at from with is all template templates content status operator operators"
    " registrar trai auto airtel jio trueconnect vi vodafone idea vilpower bsnl mtnl tata videocon"
    " smartping"
)
"""Say nothing by themselves."""
_BAD = re.compile(
    r"reject|declin|block|blacklist|draft|expir|suspend|delet|pending|revok|cancel|fail|hold|review"
    r"|await|submit|progress|initiat|withdraw|archiv|disabl|terminat|denied|invalid|incomplete"
    r"|return|(un|in|non|not|dis|de)(approv|activ|verif|regist|whitelist|enabl|authori|accept)"
)
_NO_BAD = re.compile(
    r"(un|not|non|no|never)(block|blacklist|suspend|reject|expir|delet|disabl)[a-z]*"
)
"""Not Blocked does not say that it is approved, nor that it is not."""
_DENIALS = _words("no not non never without")
_NOTHING = _words("- -- na n/a nil none null nan") | {""}
_YES, _NO = _words("yes y true 1"), _words("no n false 0")

_ABOUT_STATUS = re.compile(
    r"status|state|approv|verif|registered|whitelist|activ|block|blacklist|reject|suspend|expir"
    r"|delet|disabl|enabl"
)
_OF_BAD = re.compile(
    r"block|blacklist|reject|suspend|inactiv|deactiv|expir|delet|disabl|unapprov|disapprov"
)
_OF_GOOD = re.compile(r"(?<!un)(?<!dis)approv|verif|registered|whitelist|(?<!in)(?<!de)activ|enabl")
_DATED = re.compile(r"(block|blacklist|suspend|deactivat)(ed|ing)?(on|date|at|time|since)$")
_BESIDE_STATUS = re.compile(r"date|time|reason|remark|comment|updated|changed|code|by$")
_LONGEST = 60
"""Characters of a cell that is a status, and no text."""


@dataclass(frozen=True)
class StatusColumn:
    """`name` is its header. In one that `denies`, such as Blocked, *no* and nothing are good; in
    one that `asserts`, such as Active, *yes* is. In one of `dates`, such as Blocked On, any is bad.
    """

    name: str
    asserts: bool = False
    denies: bool = False
    dates: bool = False

    def judge(self, cell: str, said_good: Collection[str] = ()) -> Verdict:
        """`said_good` are the `status_key` of words a person has said to be good."""
        key = status_key(cell)
        found = self._known(key)
        if found is Verdict.UNKNOWN and key in said_good:
            return Verdict.GOOD
        return found

    def _known(self, key: str) -> Verdict:
        if key in _NOTHING:
            is_good = self.denies and not self.asserts
            return Verdict.GOOD if is_good else Verdict.UNKNOWN
        if self.dates:
            return Verdict.BAD
        if (key in _YES or key in _NO) and self.asserts is not self.denies:
            return Verdict.GOOD if (key in _YES) is self.asserts else Verdict.BAD
        return judge_words(key)


def judge_words(cell: str) -> Verdict:
    """What the words of a cell say, whatever its column is called."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"white[\s_-]+listed", "whitelisted", cell.casefold()))
    if _NO_BAD.fullmatch("".join(words)):
        return Verdict.UNKNOWN
    if _BAD.search("".join(words)) or _DENIALS.intersection(words):
        return Verdict.BAD
    if _GOOD.intersection(words) and _GOOD.union(_BESIDE).issuperset(words):
        return Verdict.GOOD
    return Verdict.UNKNOWN


def status_key(cell: str) -> str:
    """What two statuses are compared by: no case, and one space for any white space."""
    return " ".join(cell.split()).casefold()


def status_column(name: str, cells: Iterable[str]) -> StatusColumn | None:
    """The column as one of statuses; None when neither its name nor its cells say it is.

    A name with Status in it is enough. One such as Approved On or Active is when at least one cell
    is a status, and any other when half of its cells are.
    """
    key = re.sub(r"[^a-z]", "", name.casefold())
    found = StatusColumn(
        name,
        asserts="status" not in key and _OF_GOOD.search(key) is not None,
        denies="status" not in key and _OF_BAD.search(key) is not None,
    )
    if _DATED.search(key):
        return replace(found, denies=True, dates=True)
    filled = [cell for cell in map(status_key, cells) if cell not in _NOTHING]
    if not filled:
        return None
    if "status" in key and not _BESIDE_STATUS.search(key):
        return found
    if _ABOUT_STATUS.search(key):
        is_one = any(_is_known(found, cell) for cell in filled)
    else:
        is_one = 2 * sum(_is_known(found, cell) for cell in filled) >= len(filled)
    return found if is_one else None


def _is_known(column: StatusColumn, cell: str) -> bool:
    return len(cell) <= _LONGEST and column.judge(cell) is not Verdict.UNKNOWN


def first_against(
    columns: Sequence[StatusColumn], cells: Sequence[str], said_good: Collection[str]
) -> tuple[Verdict, int] | None:
    """The first bad status of a row, else its first unknown one, with its place; None: all are
    good."""
    verdicts = [column.judge(cell, said_good) for column, cell in zip(columns, cells, strict=True)]
    for wanted in (Verdict.BAD, Verdict.UNKNOWN):
        if wanted in verdicts:
            return wanted, verdicts.index(wanted)
    return None
