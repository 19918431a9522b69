"""The bytes of a contact file to columns of text, with everything that was noticed on the way.

Nothing here knows what a valid number is worth: `audience` decides about rows. Every guess
(encoding, delimiter, header row) comes with its reason and can be overridden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.columns import long_rows
from jetmsg_core.contacts.columns.consents.refusals import uncalculated_findings
from jetmsg_core.contacts.columns.headers import Layout, lay_out
from jetmsg_core.contacts.columns.list_sheets import ENOUGH, SURELY, weigh_sheet
from jetmsg_core.contacts.columns.pasted_lines import (
    LINES_HAVE_NO_ROWS,
    is_pasted,
    read_pasted,
)
from jetmsg_core.contacts.columns.pasted_lines import NUMBER_COLUMN_REASON as PASTED_REASON
from jetmsg_core.contacts.columns.text_layouts import lay_out_text
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import Effect, FileFindingCode
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.findings.file_finding import FileFinding, Guess, RowsAre
from jetmsg_core.contacts.limits import (
    USUAL,
    Limits,
    too_large,
    too_many_columns,
    too_many_rows,
)
from jetmsg_core.contacts.looks import looks_of
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.reading import dialects, loose_quotes, one_cell, pasting
from jetmsg_core.contacts.reading.encodings import Decoded, decode
from jetmsg_core.contacts.reading.error_cells import errors_of_text
from jetmsg_core.contacts.reading.formats import binary_blocker, format_blocker, is_workbook
from jetmsg_core.contacts.reading.loose_quotes import Quotes
from jetmsg_core.contacts.reading.mixed import read_rows
from jetmsg_core.contacts.reading.quoting.backslashes import without_backslashes
from jetmsg_core.contacts.reading.readers import Rows, Shape, resized
from jetmsg_core.contacts.reading.tables import (
    still_shifted,
    unescape_table,
    unreadable_rows,
    used_columns,
)
from jetmsg_core.contacts.reading.vcards.cards import (
    CARDS_HAVE_NO_ROWS,
    NUMBER_COLUMN,
    NUMBER_COLUMN_REASON,
    is_vcards,
    read_cards,
)
from jetmsg_core.contacts.reading.workbooks import Sheet, Weighing, decoded_document, read_sheet
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.spreadsheets.document_kinds import document_kind

_NO_ROWS = np.empty(0, dtype=np.int64)
_WIDEST_SHEET = 16_384  # Excel may fill a row with empty cells up to here


@dataclass(frozen=True)
class _Text:
    """What a file of text was read from."""

    utf8: bytes
    delimiter: str
    quotes: Quotes


def read_contacts(
    data: bytes,
    *,
    name: str = "",
    options: ReadOptions = GUESSED,
    limits: Limits = USUAL,
) -> ContactFile:
    """Reads the rows of a file, whose `name` may be empty. Of the options those about rows and
    numbers (`column`, `duplicates`, `split`) are not for here. Raises InputError for one that
    cannot be followed."""
    if blocker := too_large(len(data), limits):
        return ContactFile(blockers=(blocker,))
    chosen = None if options.delimiter is None else dialects.chosen_delimiter(options.delimiter)
    if blocker := format_blocker(data, name):
        return ContactFile(blockers=(blocker,))
    if is_pasted(data):
        return _read_pasted(data, limits)
    if is_vcards(data):
        return _read_cards(data, options, limits)
    if is_workbook(data) or document_kind(data) is not None:
        return _read_workbook(data, options, limits)
    decoded = decode(data, encoding=options.encoding)
    if blocker := binary_blocker(decoded.utf8):
        return ContactFile(blockers=(blocker,))
    if chosen is None and (rows := pasting.in_rows(decoded.utf8)) is not None:
        decoded = replace(decoded, utf8=rows)
    return _read_text(decoded, chosen, options, limits)


def _read_text(
    decoded: Decoded,
    chosen: Guess | None,
    options: ReadOptions,
    limits: Limits,
    *,
    may_be_divided: bool = True,
) -> ContactFile:
    named, utf8 = dialects.take_sep_line(decoded.utf8)
    utf8 = without_backslashes(dialects.with_even_line_ends(utf8))
    head = dialects.first_rows(utf8)
    sign = chosen or named or dialects.guess_delimiter(head)
    quotes = loose_quotes.look(utf8, sign.value)
    ways = loose_quotes.ways(head, quotes, sign.value)
    way, layout = lay_out_text(
        head, sign.value, ways, header=options.header, columns=options.named_columns
    )
    utf8 = loose_quotes.made_plain(utf8, sign.value, way)
    if may_be_divided and (inner := one_cell.text_within(utf8, head, sign.value)) is not None:
        return _read_divided(replace(decoded, utf8=inner), chosen, options, limits)
    width = len(layout.names)
    if width > _WIDEST_SHEET and (blocker := too_many_columns(width, limits)):
        return ContactFile(blockers=(blocker,))
    first_row = (layout.header_row or 0) + 1
    shape = Shape(sign.value, first_row, layout.usual, width, layout.named)
    text = _Text(utf8, sign.value, quotes)
    file = _assemble(read_rows(utf8, shape), layout, limits, text)
    guesses = {"delimiter": sign.reason} | file.guesses
    return _as_decoded(replace(file, delimiter=sign.value, guesses=guesses), decoded)


def _read_divided(
    decoded: Decoded, chosen: Guess | None, options: ReadOptions, limits: Limits
) -> ContactFile:
    """The text that stood in the cells of another."""
    file = _read_text(decoded, chosen, options, limits, may_be_divided=False)
    if file.delimiter is None:
        return file
    sign = dialects.DELIMITERS.get(file.delimiter, file.delimiter)
    finding = FileFinding.of(FileFindingCode.ROWS_IN_ONE_CELL, sign=sign)
    return replace(file, warnings=(finding, *file.warnings))


def _read_pasted(data: bytes, limits: Limits) -> ContactFile:
    """Lines that were typed or pasted. No line of them holds names: the columns have ours."""
    pasted = read_pasted(data)
    width = len(pasted.names)
    layout = Layout(None, LINES_HAVE_NO_ROWS, pasted.names, (True,) * width, width, width)
    return replace(
        _assemble(Rows(pasted.table, pasted.lines), layout, limits, None),
        rows_are=RowsAre.LINES,
        number_column=Guess(pasted.names[0], PASTED_REASON),
    )


def _read_cards(data: bytes, options: ReadOptions, limits: Limits) -> ContactFile:
    """A vCard file, whose rows are its cards. No row of it holds names: the columns have ours."""
    cards = read_cards(
        data, encoding=options.encoding, limits=limits, international=options.international
    )
    if cards.blocker is not None:
        return ContactFile(blockers=(cards.blocker,))
    width = len(cards.names)
    layout = Layout(None, CARDS_HAVE_NO_ROWS, cards.names, (True,) * width, width, width)
    rows = Rows(cards.table, np.arange(1, len(cards.table) + 1, dtype=np.int64))
    file = replace(
        _assemble(rows, layout, limits, None),
        rows_are=RowsAre.CARDS,
        number_column=Guess(NUMBER_COLUMN, NUMBER_COLUMN_REASON),
    )
    return _as_decoded(file, cards.decoded)


def _read_workbook(data: bytes, options: ReadOptions, limits: Limits) -> ContactFile:
    decoded = decoded_document(data, encoding=options.encoding)
    text = data if decoded is None else decoded.utf8
    how = Weighing(weigh_sheet, ENOUGH, SURELY)
    read = read_sheet(text, sheet=options.sheet, how=how, limits=limits)
    return file_of_sheet(read, decoded, options, limits)


def file_of_sheet(
    read: Sheet, decoded: Decoded | None, options: ReadOptions, limits: Limits
) -> ContactFile:
    """Gives the file that a sheet is, of a document that was `decoded` where it is one of text."""
    file = replace(
        ContactFile(blockers=(read.blocker,))
        if read.blocker is not None
        else _read_sheet(read, options, limits),
        sheet=read.guess.value or None,
        sheets=read.names,
    )
    guesses = {"sheet": read.guess.reason} | file.guesses
    file = replace(file, warnings=(*read.warnings, *file.warnings), guesses=guesses)
    return file if decoded is None else _as_decoded(file, decoded)


def _read_sheet(sheet: Sheet, options: ReadOptions, limits: Limits) -> ContactFile:
    """The rows of a sheet, or the text that stands in its first column."""
    table, head = sheet.table, sheet.head()
    every = np.arange(1, len(table) + 1, dtype=np.int64)
    if (inner := one_cell.text_of_column(table, every, head)) is not None:
        file = _read_divided(Decoded(inner, Guess("utf-8", "")), None, options, limits)
        guesses = {name: why for name, why in file.guesses.items() if name != "encoding"}
        return replace(file, encoding=None, guesses=guesses)
    layout = lay_out(head, header=options.header, columns=options.named_columns)
    first_row = (layout.header_row or 0) + 1
    table = resized(table.slice(first_row - 1), len(layout.names))
    rows = Rows(table, every[first_row - 1 :], sheet=sheet.guess.value)
    file = _assemble(rows, layout, limits, None)
    looks = looks_of(sheet, layout.names, file.columns, file.cells.index.to_numpy())
    ignored = {name for name, says in options.consents if says is ConsentMeaning.IGNORED}
    asked = [name for name in looks.uncalculated if name not in ignored]
    asked = [] if options.keep_declined else asked
    unknown = uncalculated_findings(asked, file.columns, options.channel)
    blockers, warnings = (*file.blockers, *unknown), (*looks.warnings, *file.warnings)
    return replace(file, looks=looks, blockers=blockers, warnings=warnings)


def _as_decoded(file: ContactFile, decoded: Decoded) -> ContactFile:
    return replace(
        file,
        encoding=decoded.encoding.value,
        warnings=(*decoded.warnings, *file.warnings),
        questions=(*decoded.questions, *file.questions),
        guesses={"encoding": decoded.encoding.reason} | file.guesses,
    )


def _assemble(rows: Rows, layout: Layout, limits: Limits, text: _Text | None) -> ContactFile:
    """A file of the rows that are not blank and the columns that are used. In a workbook, which
    is no text, every cell has its column and none can have shifted."""
    long = _NO_ROWS if text is None else long_rows.long_rows(rows, layout)
    filled = long_rows.filled_of(rows, long)
    table = rows.table if filled is None else rows.table.filter(pa.array(filled))
    numbers = rows.rows if filled is None else rows.rows[filled]
    used = used_columns(table, layout.titled)
    blocker = too_many_rows(len(numbers), limits) or too_many_columns(len(used), limits)
    if blocker:
        return ContactFile(blockers=(blocker,))
    shifted, doubts = _shifted_rows(rows, layout, text, long, of=len(numbers))
    names = [layout.names[column] for column in used]
    table = unescape_table(table.select(used).rename_columns(names), rows.sheet)
    cells = table.to_pandas()
    cells.index = pd.Index(numbers, name="row")
    shifted = np.union1d(shifted, still_shifted(cells))
    blockers = [] if rows.blocker is None else [rows.blocker]
    blockers += [doubt for doubt in doubts if doubt.effect is Effect.BLOCKS]
    if not len(cells) and not blockers:
        blockers = [FileFinding.of(FileFindingCode.NO_CONTACTS)]
    return ContactFile(
        columns=tuple(table.column_names),
        cells=cells,
        unreadable=np.union1d(
            unreadable_rows(table, None if text is None else text.utf8),
            np.flatnonzero(np.isin(numbers, shifted)),
        ),
        shifted_rows=shifted,
        header_row=layout.header_row,
        header_rows=layout.header_rows,
        title_rows=layout.title_rows,
        refusal=layout.refusal,
        blank_rows=rows.blank_lines + len(rows.rows) - len(numbers),
        blockers=tuple(blockers),
        warnings=(
            *layout.warnings,
            *long_rows.short_rows(rows, layout),
            *(doubt for doubt in doubts if doubt.effect is Effect.WARNS),
            *errors_of_text(table, numbers, None if text is None else text.utf8),
        ),
        questions=layout.questions,
        head=layout.head,
        guesses={"header_row": layout.reason},
    )


def _shifted_rows(
    rows: Rows, layout: Layout, text: _Text | None, long: Integers, *, of: int
) -> tuple[Integers, list[FileFinding]]:
    """The rows of a text in which it is not certain where cells end, or in which column they
    stand, `long` ones among them, and what is said of them. `of` is how many rows are filled."""
    if text is None:
        return _NO_ROWS, []
    is_long = np.isin(rows.rows, long) if long.size else np.zeros(len(rows.rows), np.bool_)
    opened = rows.rows[loose_quotes.rows_with_open_quotes(rows.table, text.quotes, is_long)]
    opened = np.union1d(opened, np.array(rows.doubtful, np.int64))
    findings = [
        *long_rows.findings(long, layout, text.delimiter, of=of),
        *loose_quotes.open_quotes(opened),
    ]
    return np.union1d(long, opened), findings
