"""What a cell of an .ods shows (ODF 1.2, part 1, 9.1.4 and 19.385): its text, where it is believed.

LibreOffice writes what the sheet shows. Others may leave a text as it was before its value
changed, so theirs has to agree with the value; where they leave it out, the style says at least
that there is a format. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jetmsg_core.spreadsheets.guard.markup import Attributes, local
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\s*")
"""How a value is written that every reader takes for a number."""
_ERROR = re.compile(r"#[A-Z][A-Z0-9_/]*[!?]?|Err:[0-9]{3}")
_SHOWN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+")
_DIGITS = re.compile("[0-9]+")
_LONG_WHOLE = re.compile(r"([0-9]{7,30})(?:\.0*)?")
_NUMBERS = frozenset({"float", "percentage", "currency"})
_MOMENTS = {"date": "date-value", "time": "time-value"}
_LONGEST_COUNT = 9
_CONTENT = None
"""The place of the text among what a style shows around it."""
_GENERAL = "N0"
"""What LibreOffice calls the format that is none."""


def value_of(attributes: Attributes, name: str) -> str | None:
    """Gives an attribute by its name without a prefix."""
    found = attributes.get(f"office:{name}")
    if found is not None:
        return found
    return next((value for key, value in attributes.items() if local(key) == name), None)


def count_of(digits: str | None) -> int:
    """Gives how often something repeats; once where nothing is said. Raises RefusedWorkbookError
    for what is no count."""
    if digits is None:
        return 1
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_COUNT):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    return int(digits)


def error_of(attributes: Attributes, text: str) -> str | None:
    """Gives the error that a cell shows, None where it shows none."""
    if "error" in (attributes.get("calcext:value-type"), value_of(attributes, "value-type")):
        return text or "#N/A"
    formula = value_of(attributes, "formula")
    return text if formula is not None and _ERROR.fullmatch(text) else None


def has_odd_value(attributes: Attributes) -> bool:
    """Tells whether the value is none that a reader could take for a number."""
    value = value_of(attributes, "value")
    return value is not None and not NUMBER.fullmatch(value)


def is_number(kind: str | None) -> bool:
    """Tells whether a cell of this type has a value beside its text."""
    return kind in _NUMBERS or kind in _MOMENTS


def agrees(kind: str, attributes: Attributes, text: str) -> bool:
    """Tells whether a text shows the value of its cell, as far as digits can tell."""
    if kind in _MOMENTS:
        return _has_moment(value_of(attributes, _MOMENTS[kind]) or "", text)
    value = value_of(attributes, "value") or ""
    if (whole := _LONG_WHOLE.fullmatch(value)) and _ends_with(text, whole[1]):
        return True
    found = _SHOWN.findall(text)
    if not NUMBER.fullmatch(value) or len(found) != 1:
        return False
    digits = found[0].replace(",", "")
    places = len(digits.partition(".")[2])
    shown, unit = float(digits), 10.0**-places
    meant = abs(float(value)) * (100 if "%" in text else 1)
    return abs(meant - shown) <= unit * 0.5000001


def _ends_with(text: str, digits: str) -> bool:
    """The digits of a phone number may stand in groups, behind the code of a country."""
    return "".join(_DIGITS.findall(text)).endswith(digits)


def _has_moment(value: str, text: str) -> bool:
    """The day, or else the minutes, stand in the text as a number of their own."""
    pieces = [int(piece) for piece in _DIGITS.findall(value)[:6]]
    shown = [int(piece) for piece in _DIGITS.findall(text)]
    if "T" not in value or not value.startswith(("P", "-P")):
        return len(pieces) > 2 and pieces[2] in shown
    return len(pieces) > 1 and pieces[1] in shown


class TextStyles:
    """The styles of texts in a document, which show `+977 ` in front of a text that does not say it
    (ODF 1.2, part 1, 16.27). `begins` and `ends` are what to do at its tags, by their local names;
    styles come before the sheets."""

    def __init__(self) -> None:
        self.by_style: dict[str, list[str | None]] = {}
        self._style: list[str | None] | None = None
        self._is_text = False
        self.begins = {
            "text-style": self._begin_style,
            "text-content": self._place_content,
            "text": self._begin_text,
        }
        self.ends = {"text-style": self._end_style, "text": self._end_text}

    def add(self, characters: str) -> None:
        """Adds characters that stand between tags."""
        if self._is_text and self._style is not None:
            self._style.append(characters)

    def show(self, style: str, text: str) -> str:
        """Gives what is shown of a text under a style; a style that leaves texts out is not
        followed."""
        parts = self.by_style.get(style, [_CONTENT])
        if _CONTENT not in parts:
            return text
        return "".join(text if part is _CONTENT else part for part in parts)

    def _begin_style(self, attributes: Attributes) -> None:
        named = (value for key, value in attributes.items() if local(key) == "name")
        self._style = self.by_style[next(named, "")] = []

    def _end_style(self) -> None:
        self._style = None

    def _place_content(self, attributes: Attributes) -> None:
        if self._style is not None:
            self._style.append(_CONTENT)

    def _begin_text(self, attributes: Attributes) -> None:
        self._is_text = True

    def _end_text(self) -> None:
        self._is_text = False


class CellStyles:
    """Which styles name a format, and which cells have them: by themselves, or by their row or
    column. Styles come before the sheets, and columns before rows."""

    def __init__(self) -> None:
        self.name_formats = False
        """Any of them does."""
        self.texts = TextStyles()
        self._data_styles: dict[str, str] = {}
        self._formatted: set[str] = set()
        self._of_columns: dict[int, str] = {}
        self._of_row: str | None = None

    def add(self, attributes: Attributes) -> None:
        """Adds a style."""
        parent = value_of(attributes, "parent-style-name")
        name, inherited = value_of(attributes, "name") or "", self._data_styles.get(parent or "")
        if style := value_of(attributes, "data-style-name") or inherited:
            self._data_styles[name] = style
        named = value_of(attributes, "data-style-name") not in (None, _GENERAL)
        if named or parent in self._formatted:
            self._formatted.add(name)
            self.name_formats = True

    def begin_sheet(self) -> None:
        self._of_columns = {}

    def begin_columns(self, attributes: Attributes, places: Iterable[int]) -> None:
        """Takes down the style of these columns."""
        if style := value_of(attributes, "default-cell-style-name"):
            self._of_columns.update(dict.fromkeys(places, style))

    def begin_row(self, attributes: Attributes) -> None:
        self._of_row = value_of(attributes, "default-cell-style-name")

    def names_format(self, cell: Attributes, column: int) -> bool:
        """Tells whether the style of a cell in this column names a format."""
        return self._style_of(cell, column) in self._formatted

    def show_text(self, cell: Attributes, column: int, text: str) -> str:
        """Gives what a text shows in a cell of this column: with what its style has around it."""
        if not self.texts.by_style:
            return text
        style = self._data_styles.get(self._style_of(cell, column) or "", "")
        return self.texts.show(style, text)

    def _style_of(self, cell: Attributes, column: int) -> str | None:
        return value_of(cell, "style-name") or self._of_row or self._of_columns.get(column)
