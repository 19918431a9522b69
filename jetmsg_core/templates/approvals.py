"""Whether a portal calls a template approved.

Only words that are known to be good count: Approved, Active, Verified, Registered, Whitelisted and
the like, alone or together ("Approved and Active", "Registered on DLT"). Words that are known to be
bad are never taken. All others ("Processed", a word in Hindi, an empty cell) wait until a person
says that they are good. Every column that tells a status has a say, since portals export several:
"Approved" in one and "Blocked" in the next. In a column of anything else, such as Note or Action,
a cell that states a bad status ("Blocked by operator") stops its own row, and no other cell counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from jetmsg_core.templates.status_words import (
    StatusVerdict,
    is_status,
    judge_words,
    says_nothing,
    states_bad,
    status_key,
)

_YES, _NO = frozenset(("yes", "y", "true", "1")), frozenset(("no", "n", "false", "0"))

_ABOUT_STATUS = re.compile(
    r"status|state|approv|verif|registered|whitelist|activ|block|blacklist|reject|suspend|expir"
    r"|delet|disabl|enabl|result|stage|outcome|decision"
)
_ASKED_WHEN_EMPTY = re.compile(r"(is|template)?(approval|approved|active|verified)(state)?")
_OF_BAD = re.compile(
    r"block|blacklist|reject|suspend|inactiv|deactiv|expir|delet|disabl|unapprov|disapprov"
)
_OF_GOOD = re.compile(r"(?<!un)(?<!dis)approv|verif|registered|whitelist|(?<!in)(?<!de)activ|enabl")
_DATED = re.compile(r"(block|blacklist|suspend|deactivat)(ed|ing)?(on|date|at|time|since)$")
_BESIDE_STATUS = re.compile(r"date|time|reason|remark|comment|updated|changed|code|by$")
_OF_SOMETHING_ELSE = re.compile(
    r"name|title|text|content|message|body|header|sender|subject|tag|usecase|purpose|event|trigger"
    r"|topic|campaign|keyword|label|descri|sample|example"
)
"""Of these, a cell is about what the template says: `Order cancelled` is a use of it."""


@dataclass(frozen=True)
class StatusColumn:
    """A column that says whether a template may be used. `name` is its header. In one that
    `denies`, such as Blocked, *no* and nothing are good; in one that `asserts`, such as Active,
    *yes* is. In one of `dates`, such as Blocked On, any is bad. One that `only_stops` is about
    something else: all but a stated bad status is good in it."""

    name: str
    asserts: bool = False
    denies: bool = False
    dates: bool = False
    only_stops: bool = False

    def judge(self, cell: str, said_good: Collection[str] = ()) -> StatusVerdict:
        """Judges the status in a cell. `said_good` are the `status_key` of words a person has said
        to be good."""
        if self.only_stops:
            return StatusVerdict.BAD if states_bad(cell) else StatusVerdict.GOOD
        key = status_key(cell)
        verdict = self._known(cell, key)
        if verdict is StatusVerdict.UNKNOWN and key in said_good:
            return StatusVerdict.GOOD
        return verdict

    def _known(self, cell: str, key: str) -> StatusVerdict:
        if says_nothing(key):
            is_good = self.denies and not self.asserts
            return StatusVerdict.GOOD if is_good else StatusVerdict.UNKNOWN
        if self.dates:
            return StatusVerdict.BAD
        if (key in _YES or key in _NO) and self.asserts is not self.denies:
            return StatusVerdict.GOOD if (key in _YES) is self.asserts else StatusVerdict.BAD
        return judge_words(cell)


def status_column(name: str, cells: Iterable[str]) -> StatusColumn | None:
    """Gives the column as one of statuses; None when neither its name nor its cells say it is.

    A name with Status in it is enough, though nothing is in it; one about consent is of something
    else. A column such as Approved On or Result is one when at least one cell is a status, and any
    other when half of its cells are nothing but that, more than half where some are empty.
    """
    key, every = re.sub(r"[^a-z]", "", name.casefold()), list(cells)
    if "consent" in key:
        return None
    column = StatusColumn(
        name,
        asserts="status" not in key and _OF_GOOD.search(key) is not None,
        denies="status" not in key and _OF_BAD.search(key) is not None,
    )
    if _DATED.search(key):
        return replace(column, denies=True, dates=True)
    if _is_one(key, column, every):
        return column
    if _OF_SOMETHING_ELSE.search(key) or not any(map(states_bad, every)):
        return None
    return replace(column, only_stops=True)


def _is_one(key: str, column: StatusColumn, cells: Sequence[str]) -> bool:
    is_beside = _BESIDE_STATUS.search(key) is not None
    if "status" in key and not is_beside:
        return True
    filled = [cell for cell in cells if not says_nothing(status_key(cell))]
    if not filled:
        return _ASKED_WHEN_EMPTY.fullmatch(key) is not None
    if _ABOUT_STATUS.search(key) and not is_beside:
        return any(is_status(cell) or _answers(column, cell) for cell in filled)
    if _OF_SOMETHING_ELSE.search(key):
        return False
    # Where cells are empty, a remark on half of the rows is still a remark.
    doubled = 2 * sum(map(is_status, filled))
    return doubled > len(cells) or (doubled == len(cells) == len(filled))


def _answers(column: StatusColumn, cell: str) -> bool:
    key = status_key(cell)
    return column.asserts is not column.denies and (key in _YES or key in _NO)


def first_against(
    columns: Sequence[StatusColumn], cells: Sequence[str], said_good: Collection[str]
) -> tuple[StatusVerdict, int] | None:
    """Gives the first bad status of a row, else its first unknown one, with its place; None where
    all are good."""
    verdicts = [column.judge(cell, said_good) for column, cell in zip(columns, cells, strict=True)]
    for wanted in (StatusVerdict.BAD, StatusVerdict.UNKNOWN):
        if wanted in verdicts:
            return wanted, verdicts.index(wanted)
    return None
