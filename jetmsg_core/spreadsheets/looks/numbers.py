"""Numbers as a section of a format code shows them.

They are rounded half up on the fifteen digits that Excel keeps; digits are grouped the Indian way,
1,23,45,678. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from jetmsg_core.spreadsheets.looks.codes import Kind, Section, Token

_GENERAL_WIDTH = 11
"""Signs that a cell in the format General shows of a number, its point among them."""
_MOST_PLACES = 30
_TIE = 1e-6
_EVEN_GROUPS = 99_999.0
"""Below it, groups of two and groups of three are the same."""
_LAKH = 1e5
_EXACT = 1e15
_LARGEST_WHOLE = 2.0**53
_BLANKS = re.compile(" {2,}")
_KNOWN = frozenset(
    {
        Kind.LITERAL,
        Kind.BLANK,
        Kind.FILL,
        Kind.DIGIT,
        Kind.POINT,
        Kind.COMMA,
        Kind.PERCENT,
        Kind.GENERAL,
    }
)


class NumberSection:
    """A section that shows numbers, compiled. `is_known` tells whether it can be followed."""

    def __init__(self, section: Section) -> None:
        self.is_known = section.known and all(token.kind in _KNOWN for token in section.tokens)
        self.is_grouped = False
        self._tokens = section.tokens
        self._filled = section.has(Kind.FILL)
        self._scale = 0
        self._whole: list[Token] = []
        self._behind: list[Token] = []
        self._split()
        self._places = sum(token.kind is Kind.DIGIT for token in self._behind)
        if self._places > _MOST_PLACES or any(
            token.kind is Kind.FILL and token.signs[-1] != " " for token in section.tokens
        ):
            self.is_known = False
        self.large: Callable[[float], str | None] = _no_text
        """The same for numbers from 1,00,000 on whose digits are grouped."""
        self.usual = self._usual() if self.is_known else None
        """The fast way for most numbers, None for the others; None where the section has none."""

    @property
    def has_digits(self) -> bool:
        """Whether the number itself is shown, and not only words."""
        return any(token.kind in (Kind.DIGIT, Kind.GENERAL) for token in self._tokens)

    def rounded(self, value: float) -> tuple[Decimal, bool]:
        """Gives the number, 0 or more, as it is shown with this many places, and whether it lies
        just between two."""
        exact = _kept(value).scaleb(self._scale)
        if not self.has_digits or self._general:
            return exact, False
        unit = Decimal(1).scaleb(-self._places)
        with localcontext(prec=400):
            rounded_number = exact.quantize(unit, ROUND_HALF_UP)
            return rounded_number, abs(exact - rounded_number) * 2 == unit

    def text(self, number: Decimal) -> str:
        """Gives the text of a rounded number, 0 or more."""
        digits, _, decimals = f"{number:f}".partition(".")
        text = self._whole_text(digits.lstrip("0")) + self._places_text(decimals)
        return self._tidy(text if not self._general else self._general_text(number))

    @property
    def _general(self) -> bool:
        return any(token.kind is Kind.GENERAL for token in self._tokens)

    def _general_text(self, number: Decimal) -> str:
        text = general(float(number))
        return "".join(
            text if token.kind is Kind.GENERAL else _words(token) for token in self._tokens
        )

    def _split(self) -> None:
        """The tokens before the point and from it on. Commas behind the last digit of either divide
        by a thousand each, others group (18.8.31)."""
        kinds = [token.kind for token in self._tokens]
        point = kinds.index(Kind.POINT) if Kind.POINT in kinds else None
        if point is None:
            digits = [index for index, kind in enumerate(kinds) if kind is Kind.DIGIT]
            point = digits[-1] + 1 if digits else len(kinds)
            while point < len(kinds) and kinds[point] is Kind.COMMA:
                point += 1
        self._whole = self._without_commas(self._tokens[:point])
        self._behind = self._without_commas(self._tokens[point:])
        self._scale += 2 * kinds.count(Kind.PERCENT)
        if kinds.count(Kind.POINT) > 1:
            self.is_known = False

    def _without_commas(self, tokens: Sequence[Token]) -> list[Token]:
        digits = [position for position, token in enumerate(tokens) if token.kind is Kind.DIGIT]
        for index, token in enumerate(tokens):
            if token.kind is Kind.COMMA:
                if digits and index > digits[-1]:
                    self._scale -= 3
                else:
                    self.is_grouped = True
        return [token for token in tokens if token.kind is not Kind.COMMA]

    def _whole_text(self, digits: str) -> str:
        """The digits laid into their places from the right; what is left goes into the first."""
        first = next(
            (position for position, token in enumerate(self._whole) if token.kind is Kind.DIGIT),
            None,
        )
        zero = next(
            (position for position, token in enumerate(self._whole) if token.signs == "0"),
            len(self._whole),
        )
        pieces: list[str] = []
        laid = 0
        for index in range(len(self._whole) - 1, -1, -1):
            token = self._whole[index]
            if token.kind is not Kind.DIGIT:
                pieces.append(_words(token))
                continue
            wanted = max(1, len(digits) - laid) if index == first else 1
            for _ in range(wanted):
                if laid < len(digits) or index >= zero:
                    comma = "," if self.is_grouped and _is_group_end(laid) else ""
                    digit = digits[-1 - laid] if laid < len(digits) else "0"
                    pieces.append(digit + comma)
                    laid += 1
                elif token.signs == "?":
                    pieces.append(" ")
        return "".join(reversed(pieces))

    def _places_text(self, digits: str) -> str:
        pieces: list[str] = []
        laid = 0
        for token in self._behind:
            if token.kind is not Kind.DIGIT:
                pieces.append("." if token.kind is Kind.POINT else _words(token))
                continue
            rest = digits[laid:]
            if token.signs == "0" or rest.strip("0"):
                pieces.append(rest[:1])
            elif token.signs == "?":
                pieces.append(" ")
            laid += 1
        return "".join(pieces)

    def _tidy(self, text: str) -> str:
        return _BLANKS.sub(" ", text).strip() if self._filled else text.strip()

    def _usual(self) -> Callable[[float], str | None] | None:
        """The fast way, for what most amounts have: words, digits in a row, decimals, words."""
        kinds = [token.kind for token in (*self._whole, *self._behind)]
        digits = [index for index, kind in enumerate(kinds) if kind in (Kind.DIGIT, Kind.POINT)]
        if not digits or self._general or digits[-1] - digits[0] >= len(digits) or self._scale < 0:
            return None
        whole = [token.signs for token in self._whole if token.kind is Kind.DIGIT]
        least = len(whole) - (whole.index("0") if "0" in whole else len(whole))
        if (
            least < 1
            or "?" in whole
            or any(token.kind is Kind.DIGIT and token.signs != "0" for token in self._behind)
        ):
            return None
        if self.is_grouped and least > 1:
            return None
        before = self._tidy_start("".join(map(_words, self._leading())))
        after = "".join(map(_words, self._trailing())).rstrip()
        width = least + (self._places + 1 if self._places else 0)
        comma = "," if self.is_grouped else ""
        point = self._places or any(token.kind is Kind.POINT for token in self._behind)
        if point and not self._places:
            return None
        laid_out = f"{_braces(before)}{{:0{width}{comma}.{self._places}f}}{_braces(after)}".format
        if self.is_grouped:
            laid_out = f"{_braces(before)}{{:,.{self._places}f}}{_braces(after)}".format
        scale, decimals = 10.0**self._scale, 10.0**self._places
        most = _EVEN_GROUPS if self.is_grouped else _EXACT / decimals

        def usual(value: float) -> str | None:
            scaled = value * scale + 0.0  # less than nothing is no zero
            if 0 <= scaled < most and abs(scaled * decimals % 1 - 0.5) > _TIE:
                return laid_out(scaled)
            return None

        if self.is_grouped:
            self.large = _large(before, after, self._places, scale)
        return usual

    def _leading(self) -> list[Token]:
        leading: list[Token] = []
        for token in self._whole:
            if token.kind is Kind.DIGIT:
                break
            leading.append(token)
        return leading

    def _trailing(self) -> list[Token]:
        tokens = [*self._whole, *self._behind]
        last = max(
            index for index, token in enumerate(tokens) if token.kind in (Kind.DIGIT, Kind.POINT)
        )
        return tokens[last + 1 :]

    def _tidy_start(self, text: str) -> str:
        return (_BLANKS.sub(" ", text) if self._filled else text).lstrip()


def _no_text(value: float) -> str | None:
    return None


def _large(before: str, after: str, decimals: int, scale: float) -> Callable[[float], str | None]:
    unit, behind = 10.0**decimals, decimals + 1 if decimals else 0

    def large(value: float) -> str | None:
        scaled = value * scale
        if not _LAKH <= scaled < _EXACT / unit or abs(scaled * unit % 1 - 0.5) < _TIE:
            return None
        text = f"{scaled:.{decimals}f}"
        cut = len(text) - behind - 3
        display = text[cut:]
        while cut > 0:
            display = f"{text[max(cut - 2, 0) : cut]},{display}"
            cut -= 2
        return before + display + after

    return large


def general(value: float) -> str:
    """Gives a number, 0 or more, as a cell in the format General shows it, but with all its digits:
    where Excel writes 9.19877E+11, the digits are what is meant."""
    text = f"{value:.15g}"
    if len(text) <= _GENERAL_WIDTH:
        return text
    if value >= 10**_GENERAL_WIDTH or value < 1e-4:
        return digits_of(value)
    whole = len(str(int(value)))
    decimals = max(0, _GENERAL_WIDTH - 1 - whole)
    unit = Decimal(1).scaleb(-decimals)
    display = f"{Decimal(text).quantize(unit, ROUND_HALF_UP):f}"
    return display.rstrip("0").rstrip(".") if "." in display else display


def digits_of(value: float) -> str:
    """Gives the digits of a number, 0 or more, without an exponent."""
    return f"{_kept(value):f}"


def _kept(value: float) -> Decimal:
    """The fifteen digits that Excel keeps; more where the file has a whole number that it can hold
    exactly."""
    if _EXACT <= value < _LARGEST_WHOLE:
        return Decimal(int(value))
    return Decimal(f"{value:.15g}")


def _words(token: Token) -> str:
    if token.kind in (Kind.BLANK, Kind.FILL):
        return " "
    return token.signs


def _is_group_end(laid: int) -> bool:
    """A comma follows the digit when three are laid, and then each second (1,23,45,678)."""
    return laid >= 3 and laid % 2 == 1


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
