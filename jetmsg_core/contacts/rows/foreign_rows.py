"""Rows whose numbers belong to other countries, though the digits might pass for Indian ones.

A row is another country's where a column of countries says so, an address in a country of which its
digits are a mobile, or the sheet shows its code. In a column of mostly foreign numbers those with
ten digits and nothing in front are asked about: Singapore's and the Maldives' have ten digits with
their calling code, and a longer one that lost a digit has ten, too. Who says without being asked
that ten digits are foreign is obeyed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.country_columns import (
    CountryCell,
    CountryColumn,
    country_columns,
)
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.contacts.columns.places_abroad import places_abroad
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.countries import is_foreign_mobile, with_code
from jetmsg_core.contacts.numbers.normalize import NumberColumn
from jetmsg_core.contacts.numbers.normalize_cell import (
    COUNTRY,
    Number,
    carries_code,
    normalize,
    spelled_digits,
)
from jetmsg_core.contacts.numbers.prefixes import LONGEST_ABROAD
from jetmsg_core.contacts.read_options import ReadOptions, TenDigits
from jetmsg_core.contacts.rows.mostly_foreign import (
    bare_among_foreign,
    bare_by_sheet,
    spelled_bare,
)
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.contacts.rows.rejecting import accepted_at, rejected_at
from jetmsg_core.contacts.rows.rejection_sentences import (
    TEN_FOREIGN_DIGITS,
    column_sentence,
    shown_sentence,
)
from jetmsg_core.contacts.rows.shown_codes import as_in_sheet, number_abroad, shown_abroad
from jetmsg_core.primitives.arrays import Integers

_MOST_ROWS = 1_000
"""Rows that a question lists."""


@dataclass(frozen=True)
class ForeignRows:
    """The numbers of a file once foreign rows are told apart, and what is said of it."""

    read: NumberColumn
    sentences: dict[int, str] = field(default_factory=dict)
    """For rows rejected by what another column says, the sentence, by position."""
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()


def tell_foreign(
    file: ContactFile, source: NumberCells, read: NumberColumn, options: ReadOptions
) -> ForeignRows:
    """Rejects the rows of other countries, and asks about those that may be. Raises InputError for
    a column of countries that the file does not have."""
    spelled = _spelled_in_sheet(file, source)
    columns = _columns_of_countries(file, source, options)
    whole = _whole_numbers(file, spelled, read, columns) if options.international else {}
    foreign_rows = ForeignRows(accepted_at(read, whole))
    settled = _empty(read) | set(file.unreadable.tolist()) | whole.keys()
    foreign_rows = _by_look(file, source, spelled, foreign_rows, settled, options)
    settled |= foreign_rows.sentences.keys()
    for countries in columns:
        foreign_rows = _by_column(file, spelled, foreign_rows, countries, settled, options)
    is_foreign = options.ten_digits == TenDigits.FOREIGN
    doubtful = bare_among_foreign(spelled, foreign_rows.read, file.sheet)
    if file.sheet_column is not None:
        sheets = file.cells[file.sheet_column]
        doubtful = bare_by_sheet(spelled, foreign_rows.read, sheets, doubtful)
    if is_foreign:
        doubtful = np.union1d(doubtful, spelled_bare(spelled, foreign_rows.read))
    for countries in columns:
        doubtful = doubtful[~countries.says_india[doubtful]]
    if not doubtful.size or options.ten_digits == TenDigits.INDIAN:
        return foreign_rows
    if is_foreign:
        return _as_foreign(foreign_rows, doubtful, international=options.international)
    return replace(foreign_rows, questions=(_asked(file, source, doubtful),))


def _spelled_in_sheet(file: ContactFile, source: NumberCells) -> pd.Series[str]:
    """The cell of each row, with what the sheet shows in front of its digits."""
    looks = {
        name: as_in_sheet(file, name, file.cells[name])
        for name in source.columns
        if name in file.looks.numbers
    }
    return source.texts(file.cells.assign(**looks) if looks else file.cells)


def _by_look(
    file: ContactFile,
    source: NumberCells,
    spelled: pd.Series[str],
    foreign_rows: ForeignRows,
    settled: set[int],
    options: ReadOptions,
) -> ForeignRows:
    """Rejects what the sheet shows with the code of another country, or takes it as that whole
    number where this is wanted, but for the positions `settled`."""
    if not file.looks.numbers:
        return foreign_rows
    whole: dict[int, int] = {}
    sentences: dict[int, str] = {}
    spellings = spelled.tolist()
    for position in shown_abroad(source.texts(file.cells).tolist(), spellings):
        if position in settled:
            continue
        look = spellings[position]
        number = normalize(number_abroad(look), international=options.international)
        if options.international and isinstance(number, Number):
            whole[position] = number.value
        else:
            sentences[position] = shown_sentence(look, international=options.international)
    read = rejected_at(accepted_at(foreign_rows.read, whole), list(sentences))
    return replace(foreign_rows, read=read, sentences=foreign_rows.sentences | sentences)


def _columns_of_countries(
    file: ContactFile, source: NumberCells, options: ReadOptions
) -> list[CountryColumn]:
    if options.country_column is False:
        return []
    chosen = options.country_column
    named = None if chosen is None else find_column(file.columns, chosen)
    heard = country_columns(file.cells, source.columns, source.at, named)
    return heard if chosen else [*heard, *places_abroad(file.cells, source.columns)]


def _whole_numbers(
    file: ContactFile, cells: pd.Series[str], read: NumberColumn, columns: list[CountryColumn]
) -> dict[int, int]:
    """The numbers, by position, of a dial code and what is dialled behind it."""
    unreadable = set(file.unreadable.tolist())
    whole = {}
    for countries in columns:
        for position, cell in countries.foreign.items():
            spelled = str(cells.iloc[position])
            if position in unreadable or carries_code(spelled, int(read.numbers[position])):
                continue
            if (number := _dialled(cell, spelled)) is not None:
                whole[position] = number
    return whole


def _by_column(
    file: ContactFile,
    cells: pd.Series[str],
    foreign_rows: ForeignRows,
    countries: CountryColumn,
    settled: set[int],
    options: ReadOptions,
) -> ForeignRows:
    """Rejects what one column of countries says is foreign, but for the positions `settled`."""
    sentences: dict[int, str] = {}
    for position, cell in countries.foreign.items():
        if position in settled or position in foreign_rows.sentences:
            continue
        number = int(foreign_rows.read.numbers[position])
        if carries_code(str(cells.iloc[position]), number) and not _contradicts(cell, number):
            continue
        if cell.is_place and not is_foreign_mobile(f"{cell.code}{number - COUNTRY}"):
            continue
        sentences[position] = column_sentence(
            countries.name, cell.text, international=options.international
        )
    if not sentences:
        return foreign_rows
    rows = file.cells.index[sorted(sentences)].to_numpy(dtype=np.int64)
    return replace(
        foreign_rows,
        read=rejected_at(foreign_rows.read, list(sentences)),
        sentences=foreign_rows.sentences | sentences,
        warnings=(*foreign_rows.warnings, _country_says(countries.name, rows)),
    )


def _contradicts(cell: CountryCell, number: int) -> bool:
    """Whether a dial code is another one than that of the number, which a country need not be:
    people abroad keep Indian numbers."""
    return cell.is_dial_code and number > 0 and not str(number).startswith(cell.code or "?")


def _dialled(cell: CountryCell, spelled: str) -> int | None:
    """The whole number, of a dial code and what is dialled behind it."""
    digits = spelled_digits(spelled)
    if not cell.is_dial_code or cell.code is None or not digits.isdigit():
        return None
    whole = with_code(cell.code, digits)
    return int(whole) if whole is not None and len(whole) <= LONGEST_ABROAD else None


def _empty(read: NumberColumn) -> set[int]:
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    return {position for position, code in pairs if code is Reason.EMPTY}


def _country_says(name: str, rows: Integers) -> FileFinding:
    return FileFinding.of(
        FileFindingCode.COUNTRY_COLUMN,
        int(rows[0]),
        rows=tuple(rows[:_MOST_ROWS].tolist()),
        column=name,
        count=len(rows),
    )


def _asked(file: ContactFile, source: NumberCells, positions: Integers) -> FileFinding:
    rows = file.cells.index[positions].to_numpy(dtype=np.int64)
    return FileFinding.of(
        FileFindingCode.MOSTLY_FOREIGN,
        int(rows[0]),
        rows=tuple(rows[:_MOST_ROWS].tolist()),
        column=source.columns[0],
        count=len(rows),
        example=str(source.texts(file.cells).iloc[int(positions[0])])[:20],
    )


def _as_foreign(
    foreign_rows: ForeignRows, positions: Integers, *, international: bool
) -> ForeignRows:
    whole: dict[int, int] = {}
    sentences: dict[int, str] = {}
    for position in positions.tolist():
        digits = str(int(foreign_rows.read.numbers[position]) - COUNTRY)
        if international and is_foreign_mobile(digits):
            whole[position] = int(digits)
        else:
            sentences[position] = TEN_FOREIGN_DIGITS
    read = rejected_at(accepted_at(foreign_rows.read, whole), list(sentences))
    return replace(foreign_rows, read=read, sentences=foreign_rows.sentences | sentences)
