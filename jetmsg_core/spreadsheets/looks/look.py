"""The look of a cell: its format code, followed for the values under it.

Whatever is in doubt has a text too, and the doubt is told: the cell holds what no reader can show
(`UNSHOWN`), or what readers of such files show in different ways (`DISPUTED`), or what depends on
the region of whoever looks (`REGIONAL`). Pure.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from jetmsg_core.spreadsheets.looks.builtin import (
    BUILTIN,
    EAST_ASIAN,
    GENERAL,
    REGIONAL_DATES,
    REGIONAL_MONEY,
)
from jetmsg_core.spreadsheets.looks.codes import Kind, Section, sections_of
from jetmsg_core.spreadsheets.looks.dates import DateSection, Moment
from jetmsg_core.spreadsheets.looks.numbers import NumberSection, digits_of, general

_DIGITS_KEPT = 10**15
_SHORTENED = 10**11
_LAKH = 100_000
"""From 1,00,000 on, Indian groups differ from others."""
_MOST_REMEMBERED = 50_000
_INDIAN_LONG_DATE = "dd mmmm yyyy"
_MOMENTS = (dt.date, dt.time, dt.timedelta)


class Doubt(Enum):
    """The kinds of doubt about what a sheet shows. `LOST`: the file keeps fifteen digits and the
    number has more. `SHORTENED`: Excel shows 9.19877E+11, and the digits are given.
    `REGIONAL_DATE`: a date as it is written in India."""

    UNSHOWN = auto()
    DISPUTED = auto()
    LOST = auto()
    SHORTENED = auto()
    REGIONAL = auto()
    REGIONAL_DATE = auto()


@dataclass(frozen=True)
class Shown:
    """The text of a value, None where the plain one stands for it; and the doubt about it."""

    text: str | None
    doubt: Doubt | None = None


class Look:
    """A format, ready to be followed. `code` is as the file spells it."""

    def __init__(self, code: str, *, number: int | None = None) -> None:
        self.code = code
        self._doubt = Doubt.REGIONAL_DATE if number in REGIONAL_DATES else None
        self._money = number in REGIONAL_MONEY
        self._sections = sections_of(code)
        self._known = number not in EAST_ASIAN and len(self._sections) <= 4
        self._remembered: dict[Any, Shown] = {}
        self._numbers = [NumberSection(section) for section in self._sections]
        self._dates = [_date_section(section) for section in self._sections]
        self.is_plain = code.lower() in (GENERAL.lower(), "@", "")
        """It shows every value as it stands: General, or Text."""
        self.usual = self._usual()
        """The fast way for most numbers; None where there is none."""
        self._dated = next((section for section in self._dates if section is not None), None)
        self.usual_moment = self._usual_moment()
        """The fast way for most dates, times and durations, None for the others."""

    def show(self, value: Any) -> Shown:
        """Gives what a cell shows that holds a number, a date, a time or a duration."""
        display = self._remembered.get(value)
        if display is None:
            display = self._show(value)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[value] = display
        return display

    def show_text(self, value: str) -> str:
        """Gives what a cell shows that holds a text, which the last section may surround."""
        section = self._text_section()
        if section is None:
            return value
        pieces = [
            value if token.kind is Kind.TEXT else _surrounding(token.kind, token.signs)
            for token in section.tokens
        ]
        return "".join(pieces).strip()

    @property
    def is_dated(self) -> bool:
        """Whether numbers are shown as dates or times."""
        return self._dates[0] is not None

    @property
    def is_elapsed(self) -> bool:
        """Whether hours are shown beyond the day."""
        return any(section.has(Kind.ELAPSED) for section in self._sections)

    @property
    def changes_texts(self) -> bool:
        """Whether texts are shown otherwise than they stand."""
        return self._text_section() is not None

    def _text_section(self) -> Section | None:
        last = self._sections[-1]
        if len(self._sections) == 4 or (last.has(Kind.TEXT) and not last.is_date):
            kinds = {token.kind for token in last.tokens} - {Kind.BLANK, Kind.FILL}
            return last if last.known and kinds != {Kind.TEXT} else None
        return None

    def _usual(self) -> Callable[[float], str | None] | None:
        first = self._sections[0]
        if not self._known or self._money or self.is_plain or first.is_date or first.condition:
            return None
        if any(section.condition for section in self._sections):
            return None
        usual = self._numbers[0].usual
        if usual is None or len(self._sections) < 3:
            return usual
        return lambda value: usual(value) if value else None

    def _usual_moment(self) -> Callable[[Moment], str | None]:
        regional = any(section.regional for section in self._sections)
        if not self._known or self._dated is None or self._doubt is not None or regional:
            return _nothing
        return self._dated.usual

    def _show(self, value: Any) -> Shown:
        if isinstance(value, _MOMENTS):
            return self._moment(value)
        number = float(value)
        if not self._known or not math.isfinite(number):
            return Shown(None, Doubt.UNSHOWN)
        if self.is_plain:
            return _general(number)
        index = self._section_of(number)
        if index is None or self._dates[index] is not None:
            return Shown(None, Doubt.UNSHOWN)
        return self._number(number, index)

    def _moment(self, value: Any) -> Shown:
        dated = self._dated
        if not self._known or dated is None or not dated.is_known:
            return Shown(None, Doubt.UNSHOWN)
        text, disputed = dated.shown(value)
        if text is None or dated.cuts_fractions:
            return Shown(text, Doubt.UNSHOWN)
        regional = any(section.regional for section in self._sections)
        doubt = Doubt.REGIONAL_DATE if regional else self._doubt
        return Shown(text, Doubt.DISPUTED if disputed else doubt)

    def _number(self, number: float, index: int) -> Shown:
        section = self._numbers[index]
        if not self._money and (text := section.large(number)) is not None:
            return Shown(text, Doubt.REGIONAL)
        if not section.is_known:
            if self._sections[index].has(Kind.POWER):
                return Shown(_signed(number, digits_of(abs(number))), Doubt.SHORTENED)
            return Shown(None, Doubt.UNSHOWN)
        rounded, between = section.rounded(abs(number))
        text = section.text(rounded)
        minus = number < 0 and self._keeps_minus(index)
        text = f"-{text}" if minus else text
        return Shown(text, self._number_doubt(number, index, rounded, between))

    def _number_doubt(
        self, number: float, index: int, rounded: Decimal, between: bool
    ) -> Doubt | None:
        section = self._numbers[index]
        if abs(number) >= _DIGITS_KEPT and section.has_digits:
            return Doubt.LOST
        if between or (number < 0 and (self._is_minus_doubtful(index) or not rounded)):
            return Doubt.DISPUTED
        if self._money or (section.is_grouped and rounded >= _LAKH):
            return Doubt.REGIONAL
        return None

    def _is_minus_doubtful(self, index: int) -> bool:
        """A condition leaves open who writes the minus, and a colour that means one is not sent."""
        if any(section.condition for section in self._sections):
            return True
        own = self._sections[index]
        return index > 0 and own.coloured and own.tokens == self._sections[0].tokens

    def _keeps_minus(self, index: int) -> bool:
        """The second of several sections says itself how less than nothing is written."""
        return index == 0 or self._is_minus_doubtful(index)

    def _section_of(self, number: float) -> int | None:
        """Which section shows the number (18.8.31); None where none does."""
        sections = [
            section
            for position, section in enumerate(self._sections)
            if position < 3 and not (position and section.has(Kind.TEXT))
        ]
        if len(sections) == 1:
            only = sections[0].condition
            return 0 if only is None or only(number) else None
        if not any(section.condition for section in sections):
            if number < 0:
                return 1
            return 2 if number == 0 and len(sections) > 2 else 0
        for index, section in enumerate(sections[:2]):
            condition = section.condition or (
                (lambda value: value > 0) if index == 0 else (lambda value: value < 0)
            )
            if (index < len(sections) - 1 or section.condition) and condition(number):
                return index
        last = len(sections) - 1
        return None if sections[last].condition else last


def look_of(number: int, defined: dict[int, str]) -> Look:
    """Gives the look of a format by its number, as the file defines it or as every program
    knows it."""
    if number in defined:
        return Look(defined[number])
    return Look(BUILTIN.get(number, GENERAL), number=number)


def _nothing(value: Moment) -> None:
    return None


def _date_section(section: Section) -> DateSection | None:
    if section.regional == "F800":
        section = sections_of(_INDIAN_LONG_DATE)[0]
    return DateSection(section) if section.is_date else None


def _general(number: float) -> Shown:
    if abs(number) >= _DIGITS_KEPT:
        return Shown(_signed(number, digits_of(abs(number))), Doubt.LOST)
    text = _signed(number, general(abs(number)))
    return Shown(text, Doubt.SHORTENED if abs(number) >= _SHORTENED else None)


def _signed(number: float, text: str) -> str:
    return f"-{text}" if number < 0 else text


def _surrounding(kind: Kind, signs: str) -> str:
    return " " if kind in (Kind.BLANK, Kind.FILL) else signs
