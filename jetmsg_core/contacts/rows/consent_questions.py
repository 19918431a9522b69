"""What a person is asked about the columns of consent, and what the answers were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.consents.cells import REFUSALS
from jetmsg_core.contacts.columns.consents.dnd_register import category_beside_zero
from jetmsg_core.contacts.columns.consents.heard import ConsentColumn
from jetmsg_core.contacts.columns.consents.names import ConsentSense, channels_of, names_dnd
from jetmsg_core.contacts.columns.consents.senses import ConsentDoubt
from jetmsg_core.contacts.columns.list_sheets import says_no_to_messages
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_meanings import (
    MEANINGS,
    ZEROS,
    ConsentMeaning,
    choices_of,
)
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.states import Channel

_NAMED_ROWS = 100
_CODES = {
    ConsentDoubt.SUBJECT: FileFindingCode.ASK_CONSENT,
    ConsentDoubt.OWNER: FileFindingCode.ASK_WHOSE_CONSENT,
}
_MEANINGS = {
    ConsentSense.WANTS: ConsentMeaning.WANTS,
    ConsentSense.REFUSES: ConsentMeaning.REFUSES,
}


def meanings_said(file: ContactFile, options: ReadOptions) -> dict[str, ConsentMeaning]:
    """Gives what a person said of columns of consent, by their names in the file. Raises InputError
    for a column that it does not have."""
    if not file.columns:
        return {}
    return {find_column(file.columns, name): meaning for name, meaning in options.consents}


def without_answered(file: ContactFile, options: ReadOptions) -> ContactFile:
    """Gives the file without the questions about words above its names that a person answered, or
    that mean nothing where everybody is kept on purpose."""
    meanings = meanings_said(file, options)
    questions = tuple(
        question
        for question in file.questions
        if question.code is not FileFindingCode.UNCLEAR_ABOVE_NAMES
        or not (options.keep_declined or meanings.keys() >= set(question.columns))
    )
    return replace(file, questions=questions)


def consent_questions(
    file: ContactFile,
    source: NumberCells | None,
    columns: Sequence[ConsentColumn],
    options: ReadOptions,
) -> list[FileFinding]:
    """Gives what is asked about these columns of consent, and about a 0 that has two meanings."""
    if options.keep_declined:
        return []
    numbers = () if source is None else source.columns
    channels = tuple(Channel) if options.channel is None else (options.channel,)
    doubtful = [
        (column, rows)
        for column in columns
        if column.doubt is not None and (rows := _refusing(column, channels)).size
    ]
    return [
        *(_asked(file, numbers, column, rows) for column, rows in doubtful),
        *_unclear_zeros(file, numbers, meanings_said(file, options)),
    ]


def wholly_declined(file: ContactFile, options: ReadOptions) -> list[FileFinding]:
    """Gives what blocks a list of which a title, or the name of its only sheet of people, says that
    nobody there wants messages."""
    sheet = file.sheet if options.sheet is None else None
    titles = [file.refusal, sheet if sheet and says_no_to_messages(sheet) else ""]
    chosen = frozenset(Channel) if options.channel is None else {options.channel}
    refused = [title for title in titles if title and not chosen.isdisjoint(channels_of(title))]
    if options.keep_declined or not refused:
        return []
    return [FileFinding.of(FileFindingCode.NOBODY_WANTS, title=refused[0])]


def _refusing(column: ConsentColumn, channels: Sequence[Channel]) -> Integers:
    """The rows that a column leaves out of messages through any of the channels."""
    kinds = [(channel, kind) for channel in channels for kind in REFUSALS]
    refusing = [column.refusals[kind] for kind in kinds if kind in column.refusals]
    return np.unique(np.concatenate(refusing)) if refusing else np.empty(0, np.int64)


def _asked(
    file: ContactFile, numbers: Sequence[str], column: ConsentColumn, positions: Integers
) -> FileFinding:
    rows = file.cells.index.to_numpy(dtype=np.int64)[positions]
    first = _MEANINGS.get(column.sense, ConsentMeaning.WANTS)
    words = {first: MEANINGS[first]} | MEANINGS
    return FileFinding.of(
        _CODES[column.doubt or ConsentDoubt.SUBJECT],
        int(rows[0]),
        rows=tuple(rows[:_NAMED_ROWS].tolist()),
        columns=(column.name,),
        choices=choices_of(words),
        column=column.name,
        owners=" and ".join(map(quoted, numbers)),
        example=str(file.cells[column.name].iloc[int(positions[0])])[:40],
        count=len(positions),
    )


def _unclear_zeros(
    file: ContactFile, numbers: Sequence[str], meanings: Mapping[str, ConsentMeaning]
) -> list[FileFinding]:
    """What is asked of columns about DND in which 0 has two meanings."""
    examples = {
        name: category_beside_zero(name, pd.unique(file.cells[name]))
        for name in file.columns
        if name not in numbers and name not in meanings and names_dnd(name)
    }
    return [
        FileFinding.of(
            FileFindingCode.DND_ZERO_UNCLEAR,
            columns=(name,),
            choices=choices_of(ZEROS),
            column=name,
            example=example[:40],
        )
        for name, example in examples.items()
        if example is not None
    ]
