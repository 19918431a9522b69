"""The formats that an .ods defines, as format codes (ODF 1.2, part 1, 16.27; ECMA-376, part 1,
18.8.31).

A format names further ones for some numbers (16.3), as LibreOffice writes what is less than
nothing: those are the sections of a code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from jetmsg_core.spreadsheets.guard.markup import Attributes, local
from jetmsg_core.spreadsheets.guard.open_document.format_parts import (
    CLOCK,
    MOMENTS,
    NoCounterpartError,
    are_told_apart,
    moment_code,
    number_code,
    quoted,
)
from jetmsg_core.spreadsheets.looks.codes import LONGEST_CODE

_PERCENTAGE, _TIME, _TEXT = "percentage-style", "time-style", "text-style"
_KINDS = ("number-style", "currency-style", _PERCENTAGE, "date-style", _TIME, _TEXT)
_NOT_FOLLOWED = (
    *("boolean", "scientific-number", "fraction", "era", "quarter", "week-of-year"),
    "boolean-style",
)
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_USUAL = ((">=0",), (">0", "<0"), (">0", "<0", "=0"))
"""The conditions of sections that have none of their own (18.8.31)."""
_MOST_CONDITIONS = 2


@dataclass
class _Format:
    """A format while it is read. `sections` are conditions, and the formats for what meets them."""

    kind: str
    is_elapsed: bool
    """Hours are shown beyond the day, or minutes beyond the hour."""
    code: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    is_known: bool = True


class DataStyles:
    """The formats of a document. `begins` and `ends` are what to do at its tags, by their local
    names; formats come before the sheets."""

    def __init__(self) -> None:
        self._formats: dict[str, _Format] = {}
        self._format: _Format | None = None
        self._number: Attributes = {}
        self._texts_within: dict[int, str] = {}
        self._following = 0
        self._words: list[str] | None = None
        self.begins: dict[str, Callable[[Attributes], None]] = {
            **{name: self._beginning(name, self._begin_format) for name in _KINDS},
            **{name: self._beginning(name, self._add_moment) for name in MOMENTS},
            **dict.fromkeys(_NOT_FOLLOWED, self._refuse),
            **dict.fromkeys(("text", "currency-symbol", "fill-character"), self._listen),
            "number": self._begin_number,
            "embedded-text": self._begin_text_within,
            "text-content": lambda _: self._add("@"),
            "am-pm": lambda _: self._add("AM/PM"),
            "text-properties": self._note_colour,
            "map": self._add_section,
        }
        self.ends: dict[str, Callable[[], None]] = {
            **dict.fromkeys(_KINDS, self._end_format),
            **dict.fromkeys(("text", "currency-symbol"), self._end_text),
            "fill-character": self._end_fill,
            "number": self._end_number,
            "embedded-text": self._end_text_within,
        }

    def add(self, characters: str) -> None:
        """Adds characters that stand between tags."""
        if self._words is not None:
            self._words.append(characters)

    def __contains__(self, name: str) -> bool:
        return name in self._formats

    def code_of(self, name: str) -> str | None:
        """Gives the code of a format; None where it has no counterpart."""
        own = self._formats[name]
        others = [self._formats.get(other) for _, other in own.sections]
        every = [*(other for other in others if other is not None), own]
        if len(every) <= len(others) or not all(map(_is_followed, every)):
            return None
        if any(other.sections for other in every[:-1]):
            return None
        conditions = tuple(condition for condition, _ in own.sections)
        if conditions in _USUAL:
            conditions = ("",) * len(conditions)
        elif len(conditions) > _MOST_CONDITIONS:
            return None
        begins = [*(f"[{condition}]" if condition else "" for condition in conditions), ""]
        code = ";".join(
            begin + "".join(section.code) for begin, section in zip(begins, every, strict=True)
        )
        return code if len(code) <= LONGEST_CODE else None

    def _beginning(
        self, name: str, begin: Callable[[str, Attributes], None]
    ) -> Callable[[Attributes], None]:
        return lambda attributes: begin(name, attributes)

    def _begin_format(self, kind: str, attributes: Attributes) -> None:
        own = _without_prefixes(attributes)
        is_elapsed = kind == _TIME and own.get("truncate-on-overflow") == "false"
        self._format = self._formats[own.get("name", "")] = _Format(kind, is_elapsed)
        if not own.get("language", "en").startswith("en"):
            self._format.code.append(f"[$-{own['language']}]")

    def _end_format(self) -> None:
        if self._format is not None and not are_told_apart(self._format.moments):
            self._format.is_known = False
        self._format = None

    def _add(self, code: str) -> None:
        if self._format is not None:
            self._format.code.append(code)

    def _refuse(self, attributes: Attributes) -> None:
        if self._format is not None:
            self._format.is_known = False

    def _add_moment(self, name: str, attributes: Attributes) -> None:
        if self._format is None:
            return
        is_first = CLOCK.isdisjoint(self._format.moments)
        is_elapsed = self._format.is_elapsed and name in CLOCK and is_first
        self._format.moments.append(name)
        try:
            self._add(moment_code(name, _without_prefixes(attributes), is_elapsed=is_elapsed))
        except NoCounterpartError:
            self._format.is_known = False

    def _begin_number(self, attributes: Attributes) -> None:
        self._number, self._texts_within = _without_prefixes(attributes), {}

    def _end_number(self) -> None:
        if self._format is None:
            return
        try:
            self._add(number_code(self._number, self._texts_within))
        except NoCounterpartError:
            self._format.is_known = False

    def _begin_text_within(self, attributes: Attributes) -> None:
        position = _without_prefixes(attributes).get("position", "")
        if not (position.isascii() and position.isdigit() and len(position) < 4):
            self._refuse(attributes)
            return
        self._following, self._words = int(position), []

    def _end_text_within(self) -> None:
        self._texts_within[self._following] = self._taken()

    def _listen(self, attributes: Attributes) -> None:
        if self._format is not None:
            self._words = []

    def _taken(self) -> str:
        words, self._words = self._words, None
        return "".join(words or ())

    def _end_text(self) -> None:
        """The sign of a percentage counts in hundreds only where the format is one."""
        text = self._taken()
        if self._format is not None and self._format.kind == _PERCENTAGE:
            self._add("%".join(map(quoted, text.split("%"))))
        else:
            self._add(quoted(text))

    def _end_fill(self) -> None:
        self._add(f"*{self._taken()[:1] or ' '}")

    def _note_colour(self, attributes: Attributes) -> None:
        if "color" in _without_prefixes(attributes):
            self._add("[Red]")

    def _add_section(self, attributes: Attributes) -> None:
        if self._format is None:
            return
        own = _without_prefixes(attributes)
        condition = _CONDITION.fullmatch(own.get("condition", "").strip())
        if condition is None:
            self._format.is_known = False
            return
        sign = "<>" if condition[1] == "!=" else condition[1]
        section = (f"{sign}{condition[2]}", own.get("apply-style-name", ""))
        self._format.sections.append(section)


def _is_followed(data_style: _Format) -> bool:
    if data_style.kind == _PERCENTAGE and "".join(data_style.code).count("%") != 1:
        return False
    return data_style.is_known


def _without_prefixes(attributes: Attributes) -> Attributes:
    return {local(name): value for name, value in attributes.items()}
