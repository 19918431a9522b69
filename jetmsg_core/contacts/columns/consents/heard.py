"""Which columns of a file speak of consent: such as *Accepts SMS marketing*, *DND* or *Opt out*, in
both senses of wording, and remarks such as *Unsubscribed*.

What a column or its cell says of SMS counts for SMS, what it says of WhatsApp for WhatsApp, and all
else for both. A column about one number of a row, such as *Alt DND* beside *Alt Mobile*, counts
where that number is sent to; any other one for all numbers of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.columns.belonging import owner_words, owners_of, words_of
from jetmsg_core.contacts.columns.consents.cells import (
    REFUSALS,
    ConsentReading,
    answers_by_name,
    is_answer,
    is_plain_no,
    reading_of,
    refused_channels,
)
from jetmsg_core.contacts.columns.consents.dnd_register import (
    holds_categories,
    reading_of_category,
)
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    channels_of,
    consent_sense,
    names_channels_only,
    names_dnd,
    tells_of_messages,
)
from jetmsg_core.contacts.columns.consents.unknown_words import likely_sense, may_mention
from jetmsg_core.contacts.columns.consents.whose import numbers_spoken_of, rows_spoken_of
from jetmsg_core.contacts.columns.names import LONGER, header_key, number_likeness
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import Channel

_OF_MAILCHIMP = frozenset(("leid", "euid"))
"""Columns that are in every export of it, whose other columns are about e-mail."""
_OF_EMAIL = ("unsub_", "optin_", "confirm_")
_OF_ZOHO, _OF_ZOHO_EMAIL = frozenset(("emailoptout",)), frozenset(("unsubscribedtime",))
_ACCEPTS_SMS = frozenset(("acceptssms", "acceptssmsmarketing"))
_ACCEPTS_EMAIL = frozenset(("acceptsmarketing", "acceptsemailmarketing"))
"""So shops call the consent to e-mail, where they have another one to SMS beside it."""
_DIGITS = re.compile(r"(?:\d\D{0,3}){7}")
_COUNT = re.compile(r"(?:\d\D{0,3}){7}|^\s*(?:[2-9]|\d{2,})(?:\.0*)?\s*$")
_ZERO_OR_ONE = re.compile(r"\s*[01](?:\.0*)?\s*")
_SAMPLE_ROWS = 1_000
_MOST_KINDS = 50
_MOST_ANSWERS = 30
"""Different cells; a column with more says something else than yes and no."""


@dataclass(frozen=True)
class ConsentColumn:
    """A column in which somebody says no, or something unclear, by position among the rows."""

    name: str
    refusals: dict[tuple[Channel, ConsentReading], Integers]
    """The rows that refuse messages through a channel, ascending, by how they do. A row whose
    number this column does not speak of is in none."""
    unclear: Integers
    example: str
    """The first unclear cell; empty without one."""
    channels: frozenset[Channel]
    """Those that its name speaks of."""
    is_free_text: bool
    """Whether it may be about anything: what is unclear there is perhaps a no."""


def consent_columns(
    cells: pd.DataFrame, numbers: Sequence[str], at: Integers | None = None
) -> Iterator[ConsentColumn]:
    """Gives the columns, but those of the `numbers`, in which anybody says no, or something that is
    neither yes nor no. `at` is which of `numbers` each row's number stands in; None: all in the
    first. Each different cell is read once."""
    names = [str(name) for name in cells.columns]
    owners = [name for name in names if name in numbers or _holds_numbers(name, cells[name])]
    senses = _senses(cells, [name for name in names if name not in numbers], owners)
    owned = {
        name: owned_by
        for name, (sense, owned_by) in senses.items()
        if sense is not ConsentSense.MENTIONS
    }
    spoken_of = numbers_spoken_of(owned, numbers, owners)
    for name, (sense, _) in senses.items():
        here = rows_spoken_of(spoken_of.get(name, ()), numbers, at, len(cells))
        column = _read_column(name, sense, cells[name], here)
        if column.refusals or column.unclear.size:
            yield column


def _senses(
    cells: pd.DataFrame, names: Sequence[str], owners: Sequence[str]
) -> dict[str, tuple[ConsentSense, tuple[str, ...]]]:
    """Those of the columns that speak of consent, as `_sense_of` tells it."""
    keys = {header_key(str(name)) for name in cells.columns}
    senses = {}
    for name in names:
        if not _is_of_email(name, keys):
            sense, owned_by = _sense_of(name, cells[name], owners)
            if sense is not None:
                senses[name] = (sense, owned_by)
    return senses


def speaks_of_consent(name: str, columns: Sequence[str], channel: Channel | None) -> bool:
    """Tells whether a column of this name, beside others, says who wants messages through a
    channel, or through any."""
    numbers = [column for column in columns if number_likeness(column) >= LONGER]
    sense, rest = _sense_by_name(name, numbers)
    speaks = sense is not None or likely_sense(rest) is not None
    return speaks and (channel is None or channel in channels_of(name))


def _holds_numbers(name: str, column: pd.Series[str]) -> bool:
    """Whether a column is named for numbers, and something like one is in it."""
    if number_likeness(name) < LONGER or consent_sense(name) is not None:
        return False
    return any(map(_DIGITS.search, column.iloc[:_SAMPLE_ROWS].tolist()))


def _is_of_email(name: str, keys: set[str]) -> bool:
    if not _OF_MAILCHIMP.isdisjoint(keys) and name.casefold().startswith(_OF_EMAIL):
        return True
    if not _OF_ZOHO.isdisjoint(keys) and header_key(name) in _OF_ZOHO_EMAIL:
        return True
    return header_key(name) in _ACCEPTS_EMAIL and not _ACCEPTS_SMS.isdisjoint(keys)


def _sense_of(
    name: str, column: pd.Series[str], owners: Sequence[str]
) -> tuple[ConsentSense | None, tuple[str, ...]]:
    """The sense of a column, and the columns of the numbers that it speaks of; none: all of the
    row. A word of such a column, as in `Nominee DND` beside `Nominee Mobile`, says whose it is."""
    owned_by = owners_of(name, [owner for owner in owners if owner != name])
    sense, rest = _sense_by_name(name, owned_by)
    if sense is None and names_channels_only(rest) and _are_answers(column):
        sense = ConsentSense.WANTS
    if sense is None and (likely := likely_sense(rest)) and _are_plain(rest, column):
        sense = likely.sense
    if sense is None and name not in owners and may_mention(rest) and _has_few_kinds(column):
        sense = ConsentSense.MENTIONS
    return sense, owned_by


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
    in_words = sum(rows[cell] for cell in answers if not _ZERO_OR_ONE.fullmatch(cell))
    if in_words:
        is_mostly = in_words * 2 >= sum(rows.values())
        return in_words > counts and (is_mostly or len(rows) <= _MOST_ANSWERS)
    return not counts and 0 < len(rows) <= min(len(answers) * 2, _MOST_ANSWERS)


def _has_few_kinds(column: pd.Series[str]) -> bool:
    """Whether the cells are of a few kinds, so that a name or an address is not among them."""
    return column.iloc[:_SAMPLE_ROWS].nunique() <= _MOST_KINDS


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


def _read_column(
    name: str, sense: ConsentSense, cells: pd.Series[str], here: Booleans | None
) -> ConsentColumn:
    texts: Any = pa.array(cells, type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded: Any = pc.dictionary_encode(texts)
    distinct: list[str] = encoded.dictionary.to_pylist()
    codes = np.asarray(encoded.indices)

    def places(wanted: list[int]) -> Integers:
        mask = np.isin(codes, wanted)
        return np.flatnonzero(mask if here is None else mask & here)

    readings, channels = _readings(name, sense, distinct), channels_of(name)
    refusals = {
        how: places(wanted)
        for how, wanted in _refusing(distinct, readings, sense, channels).items()
    }
    unclear = places(_codes_of(readings, ConsentReading.UNCLEAR))
    return ConsentColumn(
        name,
        {how: positions for how, positions in refusals.items() if positions.size},
        unclear,
        distinct[int(codes[unclear[0]])] if unclear.size else "",
        channels,
        sense in (ConsentSense.TELLS, ConsentSense.MENTIONS),
    )


def _codes_of(readings: list[ConsentReading], wanted: ConsentReading) -> list[int]:
    return [code for code, reading in enumerate(readings) if reading is wanted]


def _refusing(
    distinct: list[str],
    readings: list[ConsentReading],
    sense: ConsentSense,
    channels: frozenset[Channel],
) -> dict[tuple[Channel, ConsentReading], list[int]]:
    """The cells that say no, by their index, in a column that speaks of these channels."""
    refusing: dict[tuple[Channel, ConsentReading], list[int]] = {}
    for code, (cell, reading) in enumerate(zip(distinct, readings, strict=True)):
        if reading in REFUSALS:
            theirs = refused_channels(cell, sense) & channels
            is_of_others = sense is ConsentSense.WANTS and answers_by_name(cell, sense)
            for channel in theirs if theirs or is_of_others else channels:
                refusing.setdefault((channel, reading), []).append(code)
    return refusing


def _readings(name: str, sense: ConsentSense, distinct: list[str]) -> list[ConsentReading]:
    """An error is no yes where a column is about consent; one that may be about anything has to
    say no somewhere first."""
    if sense is ConsentSense.REFUSES and holds_categories(name, distinct):
        return list(map(reading_of_category, distinct))
    readings = [reading_of(cell, sense) for cell in distinct]
    if sense is ConsentSense.TELLS and tells_of_messages(name):
        readings = _with_plain_no(readings, distinct)
    if sense is ConsentSense.TELLS and ConsentReading.NO in readings:
        return [
            ConsentReading.ERROR
            if reading_of(cell, ConsentSense.REFUSES) is ConsentReading.ERROR
            else reading
            for cell, reading in zip(distinct, readings, strict=True)
        ]
    return readings


def _with_plain_no(readings: list[ConsentReading], distinct: list[str]) -> list[ConsentReading]:
    """A 0 is no where nothing but answers stands beside it, and else a code."""
    are_answers = all(is_answer(cell) for cell in distinct if cell.strip(" -/"))
    return [
        ConsentReading.NO
        if is_plain_no(cell) and (are_answers or not _ZERO_OR_ONE.fullmatch(cell))
        else reading
        for cell, reading in zip(distinct, readings, strict=True)
    ]
