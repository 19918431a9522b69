"""Which columns of a file speak of consent, in which sense, and of whose number.

A name says it, or the cells below it do, or a person has said what yes means there. What may as
well be about something else, or about another number, is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from jetmsg_core.contacts.columns.belonging import (
    names_another,
    owner_words,
    owners_of,
    words_of,
)
from jetmsg_core.contacts.columns.consents.cells import (
    REFUSALS,
    ConsentReading,
    is_answer,
    is_list_of_channels,
    reading_of,
)
from jetmsg_core.contacts.columns.consents.dnd_register import reading_of_category
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    channels_of,
    consent_sense,
    names_channels_only,
    names_dnd,
    words_in,
)
from jetmsg_core.contacts.columns.consents.unknown_words import likely_sense, may_mention
from jetmsg_core.contacts.columns.names import LONGER, header_key, number_likeness
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.states import Channel

ZERO_OR_ONE = re.compile(r"\s*[01](?:\.0*)?\s*")
_OF_MAILCHIMP = frozenset(("leid", "euid"))
"""Columns that are in every export of it, whose other columns are about e-mail."""
_OF_EMAIL = ("unsub_", "optin_", "confirm_")
_OF_ZOHO, _OF_ZOHO_EMAIL = frozenset(("emailoptout",)), frozenset(("unsubscribedtime",))
_ACCEPTS_SMS = frozenset(("acceptssms", "acceptssmsmarketing"))
_ACCEPTS_EMAIL = frozenset(("acceptsmarketing", "acceptsemailmarketing"))
"""So shops call the consent to e-mail, where they have another one to SMS beside it."""
_DIGITS = re.compile(r"(?:\d\D{0,3}){7}")
_COUNT = re.compile(r"(?:\d\D{0,3}){7}|^\s*(?:[2-9]|\d{2,})(?:\.0*)?\s*$")
_SAMPLE_ROWS = 1_000
_MOST_KINDS = 50
_WAYS = frozenset(("via", "by", "through", "from"))
_MOST_ANSWERS = 30
"""Different cells; a column with more says something else than yes and no."""


class ConsentDoubt(StrEnum):
    """What is not certain of a column that most likely speaks of consent."""

    SUBJECT = "subject"
    """It may be about something else than messages: `Locker opt-out`."""
    OWNER = "owner"
    """It may be about another number than that of the row: `Mother consent` beside `Father
    Mobile`."""


@dataclass(frozen=True)
class ColumnSense:
    """What a column says of consent, and how that is known."""

    sense: ConsentSense
    owned_by: tuple[str, ...] = ()
    """The columns of the numbers whose own words it has; none: it may be of all of the row."""
    doubt: ConsentDoubt | None = None
    meaning: ConsentMeaning | None = None
    """What a person said of it."""


_SENSES = {
    ConsentMeaning.REFUSES: ConsentSense.REFUSES,
    ConsentMeaning.CATEGORIES: ConsentSense.REFUSES,
    ConsentMeaning.WANTS: ConsentSense.WANTS,
}


def senses_of(
    cells: pd.DataFrame,
    numbers: Sequence[str],
    owners: Sequence[str],
    meanings: Mapping[str, ConsentMeaning],
) -> dict[str, ColumnSense]:
    """Gives those of the columns, but the `numbers`, that speak of consent. `owners` are all that
    hold numbers, and `meanings` what a person said of some."""
    names = [str(name) for name in cells.columns]
    keys = set(map(header_key, names))
    senses = {}
    for name in names:
        if name in numbers or meanings.get(name) is ConsentMeaning.IGNORED:
            continue
        if name in meanings:
            meaning = meanings[name]
            owned_by = owners_of(name, [owner for owner in owners if owner != name])
            senses[name] = ColumnSense(_SENSES[meaning], owned_by, meaning=meaning)
        elif not _is_of_email(name, keys) and (sense := _sense_of(name, cells[name], owners)):
            senses[name] = sense
    return senses


def speaks_of_consent(name: str, columns: Sequence[str], channel: Channel | None) -> bool:
    """Tells whether a column of this name, beside others, says who wants messages through a
    channel, or through any."""
    numbers = [column for column in columns if number_likeness(column) >= LONGER]
    sense, rest = _sense_by_name(name, numbers)
    speaks = sense is not None or likely_sense(rest) is not None
    return speaks and (channel is None or channel in channels_of(name))


def holds_numbers(name: str, column: pd.Series[str]) -> bool:
    """Tells whether a column is named for numbers, and something like one is in it."""
    if number_likeness(name) < LONGER or consent_sense(name) is not None:
        return False
    return any(map(_DIGITS.search, column.iloc[:_SAMPLE_ROWS].tolist()))


def _is_of_email(name: str, keys: set[str]) -> bool:
    if not _OF_MAILCHIMP.isdisjoint(keys) and name.casefold().startswith(_OF_EMAIL):
        return True
    if not _OF_ZOHO.isdisjoint(keys) and header_key(name) in _OF_ZOHO_EMAIL:
        return True
    return header_key(name) in _ACCEPTS_EMAIL and not _ACCEPTS_SMS.isdisjoint(keys)


def _sense_of(name: str, column: pd.Series[str], owners: Sequence[str]) -> ColumnSense | None:
    """The sense of a column, if it has one. A word of a column of numbers, as in `Nominee DND`
    beside `Nominee Mobile`, says whose it is."""
    others = [owner for owner in owners if owner != name]
    owned_by = owners_of(name, others)
    sense, rest = _sense_by_name(name, owned_by)
    doubt = ConsentDoubt.OWNER if names_another(name, others) else None
    if sense is None and names_channels_only(rest) and _are_answers(column):
        sense = ConsentSense.WANTS
    if sense is None and (likely := likely_sense(rest)) and _are_plain(rest, column):
        sense = likely.sense
        doubt = doubt or (ConsentDoubt.SUBJECT if likely.is_doubtful else None)
    if sense is ConsentSense.WANTS and _are_lists(rest, column):
        sense = ConsentSense.LISTS
    if sense is not None:
        return ColumnSense(sense, owned_by, doubt)
    if name not in owners and may_mention(rest) and _has_few_kinds(column):
        return ColumnSense(ConsentSense.MENTIONS)
    return None


def _sense_by_name(name: str, owners: Sequence[str]) -> tuple[ConsentSense | None, str]:
    """The sense of a name, perhaps without the words that say whose it is, and what remains."""
    sense = consent_sense(name)
    owned_by = owners_of(name, [owner for owner in owners if owner != name])
    if sense is not None or not owned_by:
        return sense, name
    own = owner_words(owned_by[0]) | {"s"}
    rest = " ".join(word for word in words_of(name) if word not in own)
    return consent_sense(rest), rest


def _are_answers(column: pd.Series[str]) -> bool:
    """Whether a column holds answers rather than numbers, counts or texts. One in words counts by
    its rows, whatever a few other cells say; 0 and 1 are answers where no number stands beside."""
    rows = _rows_by_cell(column)
    counts = sum(count for cell, count in rows.items() if _COUNT.search(cell))
    answers = [cell for cell in rows if _is_answer(cell)]
    in_words = sum(rows[cell] for cell in answers if not ZERO_OR_ONE.fullmatch(cell))
    if in_words:
        is_mostly = in_words * 2 >= sum(rows.values())
        return in_words > counts and (is_mostly or len(rows) <= _MOST_ANSWERS)
    return not counts and 0 < len(rows) <= min(len(answers) * 2, _MOST_ANSWERS)


def _are_lists(name: str, column: pd.Series[str]) -> bool:
    """Whether the cells list channels, though not those by which somebody has agreed, or answer."""
    if not _WAYS.isdisjoint(words_in(name)) or len(channels_of(name)) < len(Channel):
        return False
    cells = list(_rows_by_cell(column))
    lists = [cell for cell in cells if is_list_of_channels(cell)]
    others = (cell for cell in cells if not is_list_of_channels(cell))
    return bool(lists) and all(
        reading_of(cell, ConsentSense.WANTS) is not ConsentReading.UNCLEAR for cell in others
    )


def _has_few_kinds(column: pd.Series[str]) -> bool:
    """Whether the cells, from the first to the last, are of a few kinds, so that no name or address
    is among them: of a million such cells each would be read."""
    every = max(1, len(column) // _SAMPLE_ROWS)
    return column.iloc[::every].nunique() <= _MOST_KINDS


def _are_plain(name: str, column: pd.Series[str]) -> bool:
    """Whether most cells that say something are answers, or categories of the DND register."""
    rows = _rows_by_cell(column)
    plain = sum(
        count
        for cell, count in rows.items()
        if is_answer(cell)
        or (names_dnd(name) and reading_of_category(cell) is not ConsentReading.UNCLEAR)
    )
    return plain * 2 > sum(rows.values())


def _rows_by_cell(column: pd.Series[str]) -> dict[str, int]:
    """How many rows have each cell that says something."""
    counts = column.value_counts()
    return {
        cell: int(count)
        for cell, count in zip(map(str, counts.index), counts.tolist(), strict=True)
        if cell.strip(" -/")
    }


def _is_answer(cell: str) -> bool:
    return is_answer(cell) or reading_of(cell, ConsentSense.WANTS) in REFUSALS
