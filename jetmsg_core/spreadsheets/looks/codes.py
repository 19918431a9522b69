"""A format code to its sections, and each section to tokens (ECMA-376, part 1, 18.8.31). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from operator import eq, ge, gt, le, lt, ne

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<blank>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General)"
    r"|(?P<half>AM/PM|A/P)"
    r"|(?P<power>E[+-])"
    r"|(?P<fraction>(?<=[sS])\.0+|(?<=[sS]\])\.0+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<next>;)"
    r"|(?P<slash>/)"
    r"|(?P<date>y+|m+|d+|h+|s+|[beg]+)"
    r"|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s*[0-9]+", re.IGNORECASE
)
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-([^\]]*))?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[0-9A-Fa-f]{1,5}")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": le,
    ">=": ge,
    "<>": ne,
    "<": lt,
    ">": gt,
    "=": eq,
}
LONGEST_CODE = 255
"""Signs of a format code, which is the most that Excel keeps."""


class Kind(Enum):
    """The kinds of tokens. `LITERAL` stands as it is; `BLANK` is as wide as a sign; `FILL` fills
    the cell; `DATE` is a run of one letter and `ELAPSED` one in brackets."""

    LITERAL = auto()
    BLANK = auto()
    FILL = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    SLASH = auto()
    POWER = auto()
    GENERAL = auto()
    TEXT = auto()
    DATE = auto()
    HALF = auto()
    ELAPSED = auto()
    FRACTION = auto()


@dataclass(frozen=True)
class Token:
    """A piece of a section, with its signs: `yyyy`, `0`, or the text of a literal."""

    kind: Kind
    signs: str


@dataclass(frozen=True)
class Section:
    """One section of a format code."""

    tokens: tuple[Token, ...]
    condition: Callable[[float], bool] | None = None
    coloured: bool = False
    english: bool = True
    """Names of months and days are in English, as far as the code says."""
    regional: str = ""
    """`F400` or `F800`: the time or the long date of the region."""
    known: bool = True
    """Nothing in it is left unread."""

    def has(self, *kinds: Kind) -> bool:
        """Tells whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has(Kind.DATE, Kind.ELAPSED, Kind.HALF)


_KINDS = {
    "blank": Kind.BLANK,
    "fill": Kind.FILL,
    "general": Kind.GENERAL,
    "half": Kind.HALF,
    "power": Kind.POWER,
    "fraction": Kind.FRACTION,
    "digit": Kind.DIGIT,
    "point": Kind.POINT,
    "comma": Kind.COMMA,
    "percent": Kind.PERCENT,
    "slash": Kind.SLASH,
    "text": Kind.TEXT,
    "date": Kind.DATE,
}


def sections_of(code: str) -> list[Section]:
    """Gives the sections of a format code, at most as much of it as Excel keeps."""
    reading = _SectionReading()
    sections = []
    for match in _TOKEN.finditer(code[:LONGEST_CODE]):
        kind, signs = str(match.lastgroup), match[match.lastgroup or 0]
        if kind == "next":
            sections.append(reading.section())
            reading = _SectionReading()
        else:
            reading.take(kind, signs)
    return [*sections, reading.section()]


class _SectionReading:
    """One section while its tokens are taken in."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._condition: Callable[[float], bool] | None = None
        self._coloured = False
        self._english = self._known = True
        self._regional = ""

    def section(self) -> Section:
        return Section(
            tuple(self._tokens),
            self._condition,
            self._coloured,
            self._english,
            self._regional,
            self._known,
        )

    def take(self, kind: str, signs: str) -> None:
        if kind == "bracket":
            self._bracket(signs)
        else:
            self._tokens.append(Token(_KINDS.get(kind, Kind.LITERAL), signs))

    def _bracket(self, inside: str) -> None:
        if condition := _CONDITION.fullmatch(inside.strip()):
            self._condition = _condition(condition[1], float(condition[2]))
        elif _COLOUR.fullmatch(inside.strip()):
            self._coloured = True
        elif _ELAPSED.fullmatch(inside):
            self._tokens.append(Token(Kind.ELAPSED, inside.lower()))
        elif currency := _CURRENCY.fullmatch(inside):
            if currency[1]:
                self._tokens.append(Token(Kind.LITERAL, currency[1]))
            self._language((currency[2] or "").partition(",")[0])
        else:
            self._known = False

    def _language(self, name: str) -> None:
        """A language by its number (MS-LCID), whose last two digits are 09 for every English, or by
        its name. Longer numbers ask for other digits or another calendar."""
        if name.upper() in ("F400", "F800"):
            self._regional = name.upper()
        elif name == "" or name.lower().startswith("en"):
            return
        elif _LANGUAGE.fullmatch(name):
            self._english = int(name, 16) & 0x3FF == 0x09
        elif re.fullmatch("[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*", name):
            self._english = False
        else:
            self._known = False


def _condition(sign: str, bound: float) -> Callable[[float], bool]:
    compare = _COMPARISONS[sign]
    return lambda value: compare(value, bound)
