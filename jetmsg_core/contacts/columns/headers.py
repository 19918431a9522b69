"""How the rows of a file are to be read: where the header is, and what the columns are called.

A header that was guessed is shown with its reason, a doubtful one with a warning, and one with
contacts above it is asked about.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jetmsg_core.contacts.columns.above_header import contacts_above
from jetmsg_core.contacts.columns.header_rows import HeaderRow, Row, guess_header
from jetmsg_core.contacts.columns.joined_rows import JoinedRows, join_rows
from jetmsg_core.contacts.columns.list_sheets import title_says_no
from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.columns.unclear_groups import unclear_groups
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import GIVEN, FileFinding
from jetmsg_core.contacts.reading.encodings import REPLACEMENT
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import INVISIBLE
from jetmsg_core.primitives.numbers import with_commas

__all__ = ["Layout", "Row", "header_key", "lay_out"]

_LEFT_OUT = dict.fromkeys(map(ord, REPLACEMENT + INVISIBLE))
_HEAD_ROWS = 30
_CHOICES = 12
"""Rows that a person is offered to choose the header among."""


@dataclass(frozen=True)
class Layout:
    """The way in which the rows of a file are to be read."""

    header_row: int | None
    reason: str
    names: tuple[str, ...]
    """One name a column; columns the header does not name are `Column N`."""
    titled: tuple[bool, ...]
    """Which of them the header names."""
    usual: int
    """How many cells most rows have, at most `len(names)`."""
    own: int
    """How many cells the header itself has, empty ones too, at most `len(names)`; as many as there
    are columns where there is no header."""
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()
    """What a person has to decide before the file can be sent to."""
    head: tuple[Row, ...] = ()
    """The first filled rows, one of which may be the header."""
    header_rows: tuple[int, ...] = ()
    """The rows of the column names: none, `header_row`, or the one above it as well."""
    title_rows: int = 0
    """Other filled rows above `header_row`."""
    refusal: str = ""
    """The title above it that says that nobody here wants messages, if one does."""

    @property
    def named(self) -> int:
        """Gives the count of columns up to the last that the header names, or of all."""
        columns = [column for column, title in enumerate(self.titled, 1) if title]
        return columns[-1] if columns else len(self.names)

    def fit(self, records: list[list[str]]) -> float:
        """Gives the share, 0 to 1, of the rows below the header that have as many cells as it has.
        Empty ones at the end of a row do not count."""
        below = [record for record in records[self.header_row or 0 :] if any(record)]
        fitting = [
            record
            for record in below
            if len(record) >= self.own and not any(map(str.strip, record[self.own :]))
        ]
        return len(fitting) / len(below) if below else 1.0


def lay_out(
    records: list[list[str]], *, header: bool | int | None, columns: tuple[str, ...] = ()
) -> Layout:
    """Gives the layout the first records of a file suggest.

    `header` overrides the guess: False for none, True for the first filled row, else a row number
    as seen in Excel. Without it, a row that has all `columns`, which a person named, is the header
    where the guessed one has not. Raises InputError (`unknown_header_row`) for a row that is not
    there.
    """
    filled = [(row, record) for row, record in enumerate(records, 1) if any(map(str.strip, record))]
    widths = Counter(len(record) for _, record in filled)
    usual = max(widths, key=lambda width: (widths[width], width), default=1)
    head = tuple(filled[:_CHOICES])
    header_row = _choose_header(filled, usual, header, columns)
    if header_row.row is None:
        names, renamed = _distinct_names([""] * usual)
        return Layout(None, header_row.reason, names, (False,) * usual, usual, usual, head=head)
    is_chosen = header_row.reason == GIVEN
    joined = join_rows(filled, header_row.row, is_chosen=is_chosen)
    row, cells = (joined.lower, joined.names) if joined else header_row.row
    titles = [_clean(cell) for cell in cells]
    titles += [""] * (usual - len(titles))
    while len(titles) > usual and not titles[-1]:
        titles.pop()
    names, renamed = _distinct_names(titles)
    lost = contacts_above(filled, row)
    header_rows = (joined.upper, row) if joined else (row,)
    title_rows = tuple(above for above, _ in filled if above < row and above not in header_rows)
    warnings = [
        *_title_warnings(title_rows, header_rows[0], lost),
        *_joined_warnings(joined),
        *_duplicate_warnings(renamed, row),
    ]
    questions = unclear_groups(filled, row, joined, names)
    if lost and header_row.reason == GIVEN:
        warnings.append(
            FileFinding.of(
                FileFindingCode.CONTACTS_ABOVE_HEADER,
                lost[0],
                rows=lost,
                header_row=row,
                count=len(lost),
            )
        )
    elif lost or header_row.may_be_contact:
        questions.append(_ask_for_header(row, titles, lost))
    elif not header_row.is_sure and not joined:
        warnings.append(FileFinding.of(FileFindingCode.HEADER_GUESSED, row, titles=_shown(titles)))
    return Layout(
        row,
        header_row.reason,
        names,
        tuple(map(bool, titles)),
        usual,
        min(len(cells), len(names)),
        tuple(warnings),
        tuple(questions),
        head,
        header_rows,
        len(title_rows),
        _refusal_in([record for above, record in filled if above in title_rows]),
    )


def _choose_header(
    rows: list[Row], usual: int, header: bool | int | None, columns: tuple[str, ...]
) -> HeaderRow:
    if header is False:
        return HeaderRow(None, GIVEN)
    if not isinstance(header, bool) and header is not None:
        return HeaderRow(_row_called(header, rows), GIVEN, is_sure=True)
    if not rows:
        return HeaderRow(None, "There is nothing in the file.")
    if header:
        return HeaderRow(rows[0], GIVEN, is_sure=True)
    guess = guess_header(rows[:_HEAD_ROWS], usual)
    having = [row for row in rows[:_HEAD_ROWS] if _has_all(row, columns)] if columns else []
    if not having or guess.row in having:
        return guess
    return HeaderRow(having[0], f"Row {having[0][0]} has the column you named.", is_sure=True)


def _has_all(row: Row, columns: tuple[str, ...]) -> bool:
    return set(map(header_key, columns)) <= set(map(header_key, row[1]))


def _row_called(wanted: int, rows: list[Row]) -> Row:
    for row, cells in rows:
        if row == wanted:
            return row, cells
    sentence = f"Row {with_commas(wanted)} cannot hold the column names: "
    if rows and wanted > rows[-1][0]:
        sentence += f"they are looked for in rows 1 to {with_commas(rows[-1][0])} of this file."
    else:
        sentence += "there is nothing in it."
    raise InputError("unknown_header_row", sentence)


def _clean(title: str) -> str:
    """On one line, without what cannot be seen or stands for bytes that could not be decoded."""
    return " ".join(title.translate(_LEFT_OUT).split())


def _distinct_names(titles: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names without gaps and doubles: `Column 3`, `City (2)`; and the ones that were doubled."""
    names: list[str] = []
    renamed = []
    used: set[str] = set()
    given = set(titles)
    counts: Counter[str] = Counter()
    for number, title in enumerate(titles, 1):
        base = name = title or f"Column {number}"
        if name in used or (not title and name in given):
            renamed += [title] if title else []
            while name in given or name in used:
                counts[base] += 1
                name = f"{base} ({counts[base] + 1})"
        used.add(name)
        names.append(name)
    return tuple(names), renamed


def _refusal_in(titles: list[list[str]]) -> str:
    firsts = (next(filter(None, map(_clean, cells)), "") for cells in titles)
    return next(filter(title_says_no, firsts), "")


def _title_warnings(
    above: tuple[int, ...], header_row: int, lost: tuple[int, ...]
) -> list[FileFinding]:
    rows = tuple(row for row in above if row not in lost)
    if not rows:
        return []
    return [FileFinding.of(FileFindingCode.TITLE_ROWS, rows[0], rows=rows, header_row=header_row)]


def _joined_warnings(joined: JoinedRows | None) -> list[FileFinding]:
    if joined is None:
        return []
    code = FileFindingCode.JOINED_HEADER_ROWS
    return [
        FileFinding.of(
            FileFindingCode.CONSENT_ABOVE_NAMES if joined.is_of_consent else code,
            joined.lower,
            rows=(joined.upper, joined.lower),
            upper=joined.upper,
            example=joined.example,
        )
    ]


def _ask_for_header(row: int, titles: list[str], lost: tuple[int, ...]) -> FileFinding:
    """The question which row is the header: `lost` are contacts above it; where there are none, it
    may be a contact itself."""
    if lost:
        hold = "holds a number" if len(lost) == 1 else "hold numbers"
        doubt = (
            f"looks like the column names, but {_rows(lost)} above it {hold} and would be left out"
        )
    else:
        doubt = "was taken for the column names, but it may be a contact without a number"
    rows = lost or (row,)
    return FileFinding.of(
        FileFindingCode.ASK_HEADER_ROW,
        rows[0],
        rows=rows,
        header_row=row,
        titles=_shown(titles),
        doubt=doubt,
    )


def _rows(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    first = ", ".join(map(str, rows[:5]))
    return f"rows {first}" + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")


def _shown(titles: list[str]) -> str:
    return ", ".join(title for title in titles if title)[:80]


def _duplicate_warnings(renamed: list[str], row: int) -> list[FileFinding]:
    return [
        FileFinding.of(FileFindingCode.DUPLICATE_HEADERS, row, name=name)
        for name in dict.fromkeys(renamed)
    ]
