"""Which columns of a file speak of consent: such as *Accepts SMS marketing*, *DND* or *Opt out*, in
both senses of wording, and remarks such as *Unsubscribed*.

What a column or its cell says of SMS counts for SMS, what it says of WhatsApp for WhatsApp, and all
else for both. A column about one number of a row, such as *Alt DND* beside *Alt Mobile*, counts
where that number is sent to; any other one for all numbers of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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
    reading_beside_zero,
    reading_of_category,
)
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    channels_of,
    names_dnd,
    tells_of_messages,
)
from jetmsg_core.contacts.columns.consents.senses import (
    ZERO_OR_ONE,
    ColumnSense,
    ConsentDoubt,
    holds_numbers,
    senses_of,
)
from jetmsg_core.contacts.columns.consents.whose import numbers_spoken_of, rows_spoken_of
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import Channel


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
    sense: ConsentSense
    doubt: ConsentDoubt | None
    """What a person has to say before anybody is sent to; None where nothing is in doubt."""


def consent_columns(
    cells: pd.DataFrame,
    numbers: Sequence[str],
    at: Integers | None = None,
    meanings: Mapping[str, ConsentMeaning] | None = None,
) -> Iterator[ConsentColumn]:
    """Gives the columns, but those of the `numbers`, in which anybody says no, or something that is
    neither yes nor no. `at` is which of `numbers` each row's number stands in; None: all in the
    first. `meanings` are what a person said of columns. Each different cell is read once."""
    names = [str(name) for name in cells.columns]
    owners = [name for name in names if name in numbers or holds_numbers(name, cells[name])]
    senses = senses_of(cells, numbers, owners, meanings or {})
    owned = {
        name: spoken.owned_by
        for name, spoken in senses.items()
        if spoken.sense is not ConsentSense.MENTIONS
    }
    spoken_of = numbers_spoken_of(owned, numbers, owners)
    for name, spoken in senses.items():
        here = rows_spoken_of(spoken_of.get(name, ()), numbers, at, len(cells))
        column = _read_column(name, spoken, cells[name], here)
        if column.refusals or column.unclear.size:
            yield column


def _read_column(
    name: str, spoken: ColumnSense, cells: pd.Series[str], here: Booleans | None
) -> ConsentColumn:
    texts: Any = pa.array(cells, type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded: Any = pc.dictionary_encode(texts)
    distinct: list[str] = encoded.dictionary.to_pylist()
    codes = np.asarray(encoded.indices)

    def positions_of(wanted: list[int]) -> Integers:
        mask = np.isin(codes, wanted)
        return np.flatnonzero(mask if here is None else mask & here)

    sense, channels = spoken.sense, channels_of(name)
    readings = _readings(name, spoken, distinct)
    refusals = {
        how: positions_of(wanted)
        for how, wanted in _refusing(distinct, readings, sense, channels).items()
    }
    unclear = positions_of(_codes_of(readings, ConsentReading.UNCLEAR))
    return ConsentColumn(
        name,
        {how: positions for how, positions in refusals.items() if positions.size},
        unclear,
        distinct[int(codes[unclear[0]])] if unclear.size else "",
        channels,
        sense in (ConsentSense.TELLS, ConsentSense.MENTIONS),
        sense,
        spoken.doubt,
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


def _readings(name: str, spoken: ColumnSense, distinct: list[str]) -> list[ConsentReading]:
    """An error is no yes where a column is about consent; one that may be about anything has to
    say no somewhere first."""
    sense, meaning = spoken.sense, spoken.meaning
    if sense is ConsentSense.REFUSES and _are_categories(name, meaning, distinct):
        return list(map(reading_of_category, distinct))
    if meaning is ConsentMeaning.REFUSES and names_dnd(name):
        return list(map(reading_beside_zero, distinct))
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


def _are_categories(name: str, meaning: ConsentMeaning | None, distinct: list[str]) -> bool:
    if meaning is None:
        return holds_categories(name, distinct)
    return meaning is ConsentMeaning.CATEGORIES


def _with_plain_no(readings: list[ConsentReading], distinct: list[str]) -> list[ConsentReading]:
    """A 0 is no where nothing but answers stands beside it, and else a code."""
    are_answers = all(is_answer(cell) for cell in distinct if cell.strip(" -/"))
    return [
        ConsentReading.NO
        if is_plain_no(cell) and (are_answers or not ZERO_OR_ONE.fullmatch(cell))
        else reading
        for cell, reading in zip(distinct, readings, strict=True)
    ]
