"""Which format a cell of an .ods has, and what it shows of what the cell holds (ODF 1.2, part 1,
16.2 and 16.27): the format of its style, which it has by itself, by its row or its column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.open_document.cells import NUMBER, agrees, value_of
from jetmsg_core.spreadsheets.guard.open_document.formats import DataStyles
from jetmsg_core.spreadsheets.looks.look import Doubt, Look, Shown

_CELLS = "table-cell"
_DEFAULT = "Default"
"""The style of a cell that has none."""
_GENERAL = "N0"
"""What LibreOffice calls the format that is none."""
_MOST_PARENTS = 10
_DURATION = re.compile(r"(-?)PT([0-9]{1,9})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]*)?S")
_LONGEST_DURATION = 10_000_000
"""Hours."""
_DIGITS_KEPT = 15
_UNSHOWN = Shown(None, Doubt.UNSHOWN)
UNKNOWN = Shown(None)
"""A number in a format of which nobody says what it shows."""


class CellStyles:
    """The styles of a document, and which cells have them. `begins` and `ends` are what to do at
    the tags of styles, by their local names. Styles come before the sheets, and columns before
    rows."""

    def __init__(self) -> None:
        self._formats = DataStyles()
        self.begins = {**self._formats.begins, "style": self._add}
        self.ends = self._formats.ends
        self.add_characters = self._formats.add
        self._own: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._looks: dict[str, Look | None] = {}
        self._of_columns: dict[int, str] = {}
        self._of_row: str | None = None

    @property
    def name_formats(self) -> bool:
        """Whether any of them does."""
        return bool(self._own)

    def read(self, pieces: Iterable[bytes]) -> None:
        """Reads the styles that a document has in a part of their own. Raises RefusedWorkbookError
        for one that is not well-formed."""

        def start(name: str, attributes: Attributes) -> None:
            """Takes what belongs to a style."""
            if (take := self.begins.get(local(name))) is not None:
                take(attributes)

        def end(name: str) -> None:
            """Ends what was begun."""
            if (finish := self.ends.get(local(name))) is not None:
                finish()

        parser = parser_for(start)
        parser.EndElementHandler = end
        parser.CharacterDataHandler = self.add_characters
        feed(parser, pieces)

    def _add(self, attributes: Attributes) -> None:
        if value_of(attributes, "family") not in (_CELLS, None):
            return
        name = value_of(attributes, "name") or ""
        self._parents[name] = value_of(attributes, "parent-style-name") or _DEFAULT
        if data_style := value_of(attributes, "data-style-name"):
            self._own[name] = data_style

    def begin_sheet(self) -> None:
        self._of_columns = {}

    def begin_columns(self, attributes: Attributes, columns: Iterable[int]) -> None:
        """Takes down the style of these columns."""
        if style := value_of(attributes, "default-cell-style-name"):
            self._of_columns.update(dict.fromkeys(columns, style))

    def begin_row(self, attributes: Attributes) -> None:
        self._of_row = value_of(attributes, "default-cell-style-name")

    def shown(
        self, kind: str, cell: Attributes, column: int, text: str, *, is_trusted: bool
    ) -> Shown | None:
        """Gives what a cell in this column shows of a number, date or time: its text where that is
        trusted or shows the value, else what its format makes of it; None where that is no more
        than the digits of the value, and `UNKNOWN`."""
        is_plain = kind == "float" and text in ("", value_of(cell, "value"))
        says_more = not is_plain or len(text) > _DIGITS_KEPT
        if is_trusted:
            return Shown(text) if says_more or not text else None
        if not is_plain and agrees(kind, cell, text):
            return Shown(text)
        data_style = self._data_style_of(cell, column)
        look = self._look_of(data_style)
        if look is not None and not look.is_plain:
            value = _value(kind, cell)
            is_moment = not isinstance(value, float)
            return look.show(value) if is_moment == look.is_dated else _UNSHOWN
        if not is_plain:
            return _UNSHOWN
        if look is None and data_style not in (None, _GENERAL):
            return UNKNOWN
        return Shown(text) if says_more else None

    def show_text(self, cell: Attributes, column: int, text: str) -> str:
        """Gives what a cell in this column shows of a text: with what its format has around it."""
        look = self._look_of(self._data_style_of(cell, column))
        return text if look is None or not look.changes_texts else look.show_text(text)

    def _look_of(self, data_style: str | None) -> Look | None:
        if data_style is None or data_style not in self._formats:
            return None
        if data_style not in self._looks:
            code = self._formats.code_of(data_style)
            self._looks[data_style] = None if code is None else Look(code)
        return self._looks[data_style]

    def _data_style_of(self, cell: Attributes, column: int) -> str | None:
        style = value_of(cell, "style-name") or self._of_row or self._of_columns.get(column)
        style = style or _DEFAULT
        for _ in range(_MOST_PARENTS):
            if style in self._own:
                return self._own[style]
            style = self._parents.get(style, _DEFAULT)
        return None


def _value(kind: str, cell: Attributes) -> Any:
    """What a number, date or time holds; None for what is none."""
    if kind == "date":
        return _date(value_of(cell, "date-value") or "")
    if kind == "time":
        return _duration(value_of(cell, "time-value") or "")
    digits = value_of(cell, "value") or ""
    return float(digits) if NUMBER.fullmatch(digits) else None


def _date(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _duration(text: str) -> dt.timedelta | None:
    written = _DURATION.fullmatch(text)
    if written is None or int(written[2]) > _LONGEST_DURATION:
        return None
    hours, minutes, seconds = (int(written[index]) for index in (2, 3, 4))
    duration = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -duration if written[1] else duration
