"""Opt-outs typed by hand, one number after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, Facts, record
from jetmsg_core.contacts import number_of_line
from jetmsg_core.contacts.findings.reasons import SENTENCES, Reason
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.primitives.masking import last_digits
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import optouts
from jetmsg_core.store.saved.optouts import OptOut

NAMED = 5
"""Numbers of which the audit has the last four digits."""


@dataclass(frozen=True)
class Refused:
    """A text that was typed and is no number, and why."""

    value: str
    reason: Reason

    @property
    def message(self) -> str:
        return SENTENCES[self.reason]


@dataclass(frozen=True)
class Added:
    """The outcome of adding. Who was `already_opted_out` keeps source, reason and date."""

    added: int
    already_opted_out: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Removed:
    """The outcome of removing. `unknown` were not opted out."""

    removed: int
    unknown: int
    refused: tuple[Refused, ...] = ()


@requires(Permission.PREPARE)
def add(
    settings: Settings,
    numbers: Iterable[str],
    *,
    source: str,
    reason: str = "",
    clock: Clock = utc_now,
) -> Added:
    """Adds numbers in any spelling, each perhaps with a name beside it. What is no number is
    refused; the others are added all the same, because nobody who asked should be written to for
    another's typing error."""
    values, refused = _read(numbers)
    now = stamp(clock())
    entries = [OptOut(value, source.strip(), now, reason.strip()) for value in values]
    with open_database(settings.database_path) as db, transaction(db):
        added = optouts.insert(db, entries)
        if added:
            told: Facts = {"numbers": added, "source": source.strip(), "ends_in": _endings(values)}
            record(db, Act.OPT_OUTS_ADDED, after=told)
    return Added(added, len(values) - added, refused)


@requires(Permission.REMOVE_OPT_OUTS)
def remove(settings: Settings, numbers: Iterable[str]) -> Removed:
    """Removes numbers in any spelling: they can be sent to again."""
    values, refused = _read(numbers)
    with open_database(settings.database_path) as db, transaction(db):
        removed = optouts.delete(db, values)
        if removed:
            told: Facts = {"numbers": removed, "ends_in": _endings(values)}
            record(db, Act.OPT_OUTS_REMOVED, before=told)
    return Removed(removed, len(values) - removed, refused)


def _endings(values: Sequence[int]) -> str:
    """The last four digits of the first few, all that is kept of a number for ever."""
    named = ", ".join(f"{last_digits(value):04}" for value in values[:NAMED])
    return named if len(values) <= NAMED else f"{named} …"


def _read(numbers: Iterable[str]) -> tuple[list[int], tuple[Refused, ...]]:
    """The canonical numbers, each once, and what is none."""
    results = [(text, normalize(number_of_line(text), international=True)) for text in numbers]
    values = [result.value for _, result in results if isinstance(result, Number)]
    refused = [
        Refused(text, result.reason) for text, result in results if not isinstance(result, Number)
    ]
    return list(dict.fromkeys(values)), tuple(refused)
