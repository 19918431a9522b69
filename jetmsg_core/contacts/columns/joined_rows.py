"""Column names in two rows, the upper ones merged over several columns: `Parent` above `Mobile` and
`Email`, `Student` above `Mobile`.

Cells that are merged keep their text in the first of them, and in a text file nothing says how far
they reach. So two rows are joined only where the names of one alone would lose something: where the
lower ones repeat, where some stand in the upper row only, where several upper ones stand above
some columns and not the first, or where the upper one says who wants no messages: `Opt Out` above
`SMS`. Else an upper row is a title.

Who wants no messages is heard even where a person chose the row of the names, or blank rows stand
between: then only the names of these columns are joined, and the others stay as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jetmsg_core.contacts.columns.consents.names import ConsentSense, consent_sense
from jetmsg_core.contacts.columns.header_rows import Row
from jetmsg_core.contacts.columns.names import (
    header_key,
    may_be_name,
    number_likeness,
    says_none,
)
from jetmsg_core.contacts.numbers.inner_digits import holds_number
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

_CHANNELS = frozenset(("sms", "text", "texts", "textmessages", "message", "messages", "whatsapp"))
"""What a refusal may be about, each in a column of its own, by its `header_key`."""
_ROWS_ABOVE = 3
"""Filled rows above the names in which somebody may say what columns are about."""
_LONGEST_NAME = 60
"""Characters. What is longer is a sentence."""


@dataclass(frozen=True)
class JoinedRows:
    """Two rows that hold the names of columns together, as seen in Excel."""

    upper: int
    lower: int
    names: list[str]
    example: str
    """The first name that is made of both."""
    is_of_consent: bool = False
    """Whether only the names of columns that say who wants messages were joined."""


def join_rows(rows: list[Row], header: Row, *, is_chosen: bool = False) -> JoinedRows | None:
    """Gives the header joined with a row above it, or right below; None where it stands alone.
    `rows` are the first filled ones, `header` among them, which a person may have chosen."""
    header_index = next(index for index, (row, _) in enumerate(rows) if row == header[0])
    below = (
        rows[header_index + 1 : header_index + 2] if _may_be_names(rows[header_index + 1 :]) else []
    )
    joined = None
    if header_index and not is_chosen:
        joined = _joined(rows[header_index - 1], header)
    if below and not (joined or is_chosen):
        joined = _joined(header, below[0], is_lower_sure=False)
    if joined:
        return joined
    pairs = [
        (upper, header)
        for upper in reversed(rows[max(header_index - _ROWS_ABOVE, 0) : header_index])
    ]
    pairs += [(header, lower) for lower in below]
    joins = (_joined_consents(upper, lower, header) for upper, lower in pairs)
    return next(filter(None, joins), None)


def _joined_consents(upper: Row, lower: Row, header: Row) -> JoinedRows | None:
    """The names of the header, and what both rows say of consent together."""
    pair = _Pair(upper[1], lower[1])
    own = [cell.strip() for cell in header[1]] + [""] * (pair.width - len(header[1]))
    lost = pair.lost_consents(own)
    if header is upper:  # What stands below the names may be somebody's.
        lost = lost if pair.are_channels else []
    if not lost or (pair.is_title and not pair.is_channel(0)):
        return None
    consents = [*lost, *(column for column in range(pair.width) if pair.is_consent(column))]
    example = pair.name(min(consents))
    if header is upper:
        consents += [column for column in range(pair.width) if not own[column]]
    names = [
        pair.name(column) if column in consents else own[column] for column in range(pair.width)
    ]
    return JoinedRows(upper[0], lower[0], names, example, is_of_consent=True)


def _joined(upper: Row, lower: Row, *, is_lower_sure: bool = True) -> JoinedRows | None:
    if upper[0] + 1 != lower[0]:
        return None
    pair = _Pair(upper[1], lower[1])
    if not pair.can_be_joined or not (pair.are_some_only_above or is_lower_sure):
        return None
    names = [pair.name(column) for column in range(pair.width)]
    example = next((name for name in names if " / " in name), "")
    return JoinedRows(upper[0], lower[0], names, example) if example else None


def _may_be_names(rows: list[Row]) -> bool:
    """Whether the first of these rows below a header may hold names, and is nobody's."""
    if not rows:
        return False
    (_, cells), below = rows[0], rows[1:]
    filled = [(column, cell.strip()) for column, cell in enumerate(cells) if cell.strip()]
    if any(_holds_digits(cell) or says_none(cell) for _, cell in filled):
        return False
    repeated = any(
        column < len(others) and others[column].strip() == cell
        for column, cell in filled
        for _, others in below
    )
    return not repeated and any(_is_name(cell) for _, cell in filled)


class _Pair:
    """An upper and a lower row of the same width."""

    def __init__(self, upper: list[str], lower: list[str]) -> None:
        self.width = max(len(upper), len(lower))
        self._upper = _padded(upper, self.width)
        self._lower = _padded(lower, self.width)
        self._above = [column for column in range(self.width) if self._upper[column]]
        keys = Counter(header_key(name) for name in self._lower if name)
        self._repeated = {key for key, count in keys.items() if count > 1}
        only_above = [column for column in self._above if not self._lower[column]]
        reaching = [column for column in self._above if self._reach(column) > 1]
        self.are_some_only_above = bool(reaching) and any(
            _is_name(self._upper[column]) for column in only_above
        )
        """Whether names of single columns stand in the upper row, beside one over several."""
        self._is_group_of_some = not only_above and bool(reaching) and len(self._above) > 1

    @property
    def can_be_joined(self) -> bool:
        """True where the names of the lower row alone would lose something."""
        if not self._above or any(
            _holds_digits(name) or len(name) > _LONGEST_NAME for name in self._upper
        ):
            return False
        if not self.is_title and (self._repeated or self._is_consent_lost):
            return True
        return self.are_some_only_above or (self._is_group_of_some and self._above[0] > 0)

    @property
    def _is_consent_lost(self) -> bool:
        return any(self._lower[column] for column in self.lost_consents(self._lower))

    @property
    def is_title(self) -> bool:
        """True where nothing stands in the upper row but for its first cell."""
        return len(self._above) == 1 and self._above[0] == 0

    def lost_consents(self, own: list[str]) -> list[int]:
        """Gives the columns whose joined name says who wants messages, where their `own` does
        not."""
        return [
            column
            for column in range(self.width)
            if _sense(name := self.name(column)) and _sense(name) is not _sense(own[column])
        ]

    @property
    def are_channels(self) -> bool:
        """True where nothing but channels stands in the lower row."""
        return all(self.is_channel(column) for column in range(self.width) if self._lower[column])

    def is_channel(self, column: int) -> bool:
        """Tells whether the lower name of a column is one of what messages go through."""
        return header_key(self._lower[column]) in _CHANNELS

    def is_consent(self, column: int) -> bool:
        """Tells whether a column says who wants messages through one channel."""
        return self.is_channel(column) and _sense(self.name(column)) is not None

    def name(self, column: int) -> str:
        """Gives the joined name of a column."""
        upper, lower = self._group_of(column), self._lower[column]
        if not upper or not lower or header_key(upper) == header_key(lower):
            return lower or self._upper[column]
        return f"{upper} / {lower}"

    def _group_of(self, column: int) -> str:
        """What stands above a column, or was merged to stand above it."""
        if self._upper[column]:
            return self._upper[column]
        before = [above for above in self._above if above < column]
        if not before or not self._lower[before[-1]]:
            return ""
        is_within = column < self._above[-1]
        is_repeated = header_key(self._lower[column]) in self._repeated
        is_consent = self.is_channel(column) and bool(
            _sense(f"{self._upper[before[-1]]} / {self._lower[column]}")
        )
        reaches = is_within or is_repeated or self.are_some_only_above or is_consent
        return self._upper[before[-1]] if reaches else ""

    def _reach(self, column: int) -> int:
        """How many columns with a lower name an upper one may reach over."""
        after = [above for above in self._above if above > column]
        end = after[0] if after else self.width
        return sum(bool(name) for name in self._lower[column:end]) if self._lower[column] else 0


def _sense(name: str) -> ConsentSense | None:
    """Of a name that says by itself what yes and no mean."""
    sense = consent_sense(name)
    return sense if sense in (ConsentSense.WANTS, ConsentSense.REFUSES) else None


def _padded(cells: list[str], width: int) -> list[str]:
    return [" ".join(cell.split()) for cell in cells] + [""] * (width - len(cells))


def _is_name(cell: str) -> bool:
    return bool(may_be_name(cell) or number_likeness(cell))


def _holds_digits(cell: str) -> bool:
    return holds_number(cell) or isinstance(normalize(cell), Number)
