"""The formats of a SpreadsheetML file: of its styles, by the names it has for the usual ones.

A style without a format has that of its parent, or of the style `Default`. (Office 2003 XML
Reference Schemas, `ss:NumberFormat`.) Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.spreadsheets.guard.markup import Attributes
from jetmsg_core.spreadsheets.looks.builtin import GENERAL
from jetmsg_core.spreadsheets.looks.look import look_of

_FIRST_OWN = 164
"""Below it are the numbers of formats that every program knows."""
WHOLE, SHORT_DATE, SHORT_TIME, DATE_AND_TIME = 1, 14, 20, 22
_NUMBERS = {
    "": 0,
    GENERAL: 0,
    "General Number": 0,
    "0": WHOLE,
    "Fixed": 2,
    "Standard": 4,
    "Currency": 8,
    "Percent": 10,
    "Scientific": 11,
    "Short Date": SHORT_DATE,
    "Medium Date": 15,
    "Medium Time": 18,
    "Long Time": 19,
    "Short Time": SHORT_TIME,
    "General Date": DATE_AND_TIME,
    "@": 49,
}
_CODES = {
    "Long Date": "[$-F800]dddd, mmmm dd, yyyy",
    "Euro Currency": "[$€-2] #,##0.00;[Red]-[$€-2] #,##0.00",
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}
_DEFAULT = "Default"
_MOST_PARENTS = 10


@dataclass(frozen=True)
class Format:
    """A format by its number, and what is known of it beforehand."""

    number: int
    is_plain: bool
    is_dated: bool
    is_elapsed: bool
    """It shows hours beyond the day."""


class XmlStyles:
    """The styles of a file, while they are read and asked for. `codes` are the formats that it
    defines, by number."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self._style = ""
        self._own: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._numbers = dict(_NUMBERS)
        self._formats: dict[str, Format] = {}
        self._known: dict[int, Format] = {}

    def begin(self, attributes: Attributes) -> None:
        """Begins a style."""
        self._style = attributes.get("ID", "")
        self._parents[self._style] = attributes.get("Parent", _DEFAULT)

    def add_format(self, attributes: Attributes) -> None:
        """Adds the format of the style that was begun."""
        self._own[self._style] = attributes.get("Format", "")

    def format_of(self, style: str) -> Format:
        """Gives the format of a style; that of the style `Default` where there is none such."""
        form = self._formats.get(style)
        if form is None:
            form = self._formats[style] = self.format(self._number_of(style))
        return form

    def format(self, number: int) -> Format:
        """Gives a format by its number."""
        form = self._known.get(number)
        if form is None:
            look = look_of(number, self.codes)
            form = Format(number, look.is_plain, look.is_dated, look.is_elapsed)
            self._known[number] = form
        return form

    def _number_of(self, style: str) -> int:
        for _ in range(_MOST_PARENTS):
            if style in self._own:
                return self._number(self._own[style])
            if style == _DEFAULT:
                break
            style = self._parents.get(style, _DEFAULT)
        return self._number(self._own.get(_DEFAULT, ""))

    def _number(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = _FIRST_OWN + len(self.codes)
            self.codes[number] = _CODES.get(name, name)
        return number
