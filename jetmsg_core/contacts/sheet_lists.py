"""Which sheets of a workbook are lists of people, and where their numbers stand. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from jetmsg_core.contacts.columns.list_sheets import (
    is_bad_number,
    is_cover,
    is_number,
    says_no_to_messages,
)
from jetmsg_core.contacts.columns.names import LONGER, header_key, number_likeness
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.looks import Looks
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.numbers.normalize_cell import is_landline

_HEAD_ROWS = 20


def are_lists(files: list[ContactFile]) -> list[bool]:
    """Tells which sheets are lists by themselves, or have all columns of the first of these."""
    by_themselves = [_is_list(file) for file in files]
    if not any(by_themselves):
        return by_themselves
    first = files[by_themselves.index(True)]
    keys = set(keys_of(first)) if first.header_row else None
    return [
        is_list or (keys is not None and len(file.cells) > 0 and keys <= set(keys_of(file)))
        for file, is_list in zip(files, by_themselves, strict=True)
    ]


def _is_list(file: ContactFile) -> bool:
    """Whether a sheet has a column for numbers, or numbers that are not those of an office."""
    if not len(file.cells):
        return False
    head = [list(file.columns)] if file.header_row else []
    head += file.cells.head(_HEAD_ROWS).to_numpy().tolist()
    if len(file.cells) < _HEAD_ROWS and is_cover(head):
        return False
    if file.header_row is not None and any(_is_named(file, name) for name in file.columns):
        return True
    return any(_holds_number(file.cells[name]) for name in file.columns)


def _is_named(file: ContactFile, column: str) -> bool:
    """Whether a column is called one of numbers. Where it is the only one, digits stand in it, too:
    `Contact` is the title of a notice as well."""
    if number_likeness(column) < LONGER:
        return False
    return len(file.columns) > 1 or any(map(is_bad_number, file.cells[column].head(_HEAD_ROWS)))


def _holds_mobiles(file: ContactFile) -> bool:
    """Whether a sheet holds a number that is not written as a landline."""
    likely_first = sorted(file.columns, key=number_likeness, reverse=True)
    return any(_holds_number(file.cells[name], but=is_landline) for name in likely_first)


def _holds_number(cells: pd.Series[str], *, but: Callable[[str], bool] | None = None) -> bool:
    """Whether there is a number in a column, not counting cells of which `but` is true."""
    read = normalize_column(cells)
    if any(but is None or not but(cell) for cell in cells[read.numbers > 0]):
        return True
    others = cells.iloc[read.rejections.positions].unique().tolist()
    return any(is_number(cell) and (but is None or not but(cell)) for cell in others)


def main_list(files: list[ContactFile]) -> ContactFile:
    """Gives the first sheet of people who may get messages: one of landlines only if all are."""
    wanted = [file for file in files if not says_no(file)]
    return next((file for file in wanted if _holds_mobiles(file)), (wanted or files)[0])


def says_no(file: ContactFile) -> bool:
    """Tells whether the name of the sheet, or a title in it, says that nobody in it wants
    messages."""
    return bool(file.refusal) or says_no_to_messages(file.sheet or "")


def number_columns(file: ContactFile) -> list[str]:
    """Gives the columns that are called ones of numbers, or else those that hold some."""
    named = [name for name in file.columns if number_likeness(name) >= LONGER]
    return named or [name for name in file.columns if _holds_number(file.cells[name])]


def aligned(files: list[ContactFile]) -> list[ContactFile]:
    """Gives the sheets, of which some have their numbers in the column of the others', whatever its
    name was. Those that say no: else nobody would know whom they mean. Those without a mobile
    number: each of their rows is judged by what stands there."""
    numbers = number_columns(main_list(files))
    return [
        _with_numbers_in(numbers[0], file)
        if (says_no(file) and len(numbers) == 1) or (numbers and not _holds_mobiles(file))
        else file
        for file in files
    ]


def _with_numbers_in(name: str, file: ContactFile) -> ContactFile:
    own = number_columns(file)
    if len(own) != 1 or header_key(name) in keys_of(file):
        return file
    columns = tuple(name if column == own[0] else column for column in file.columns)
    cells = file.cells.set_axis(list(columns), axis="columns")
    displayed, doubts = dict(file.looks.shown), file.looks.doubts
    if own[0] in displayed:
        displayed[name] = displayed.pop(own[0])
    doubts = tuple((name if column == own[0] else column, doubt) for column, doubt in doubts)
    return replace(file, columns=columns, cells=cells, looks=Looks(displayed, doubts))


def keys_of(file: ContactFile) -> dict[str, str]:
    """Gives the columns of one sheet by their key. Of two that are alike the second is known by its
    full name: `Due Date` and `due_date`."""
    keys: dict[str, str] = {}
    for name in file.columns:
        key = header_key(name) or name
        keys[key if key not in keys else f"={name}"] = name
    return keys
