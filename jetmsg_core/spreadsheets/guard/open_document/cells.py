"""What a cell of an .ods shows (ODF 1.2, part 1, 9.1.4 and 19.385): its text, where it is believed.

LibreOffice writes what the sheet shows. Others may leave a text as it was before its value
changed, so theirs has to agree with the value. Pure.
"""

from __future__ import annotations

import re

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


def value_of(attributes: Attributes, name: str) -> str | None:
    """Gives an attribute by its name without a prefix."""
    value_found = attributes.get(f"office:{name}")
    if value_found is not None:
        return value_found
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
    amounts = _SHOWN.findall(text)
    if not NUMBER.fullmatch(value) or len(amounts) != 1:
        return False
    digits = amounts[0].replace(",", "")
    decimals = len(digits.partition(".")[2])
    amount, unit = float(digits), 10.0**-decimals
    meant = abs(float(value)) * (100 if "%" in text else 1)
    return abs(meant - amount) <= unit * 0.5000001


def _ends_with(text: str, digits: str) -> bool:
    """The digits of a phone number may stand in groups, behind the code of a country."""
    return "".join(_DIGITS.findall(text)).endswith(digits)


def _has_moment(value: str, text: str) -> bool:
    """The day, or else the minutes, stand in the text as a number of their own."""
    pieces = [int(piece) for piece in _DIGITS.findall(value)[:6]]
    numbers = [int(piece) for piece in _DIGITS.findall(text)]
    if "T" not in value or not value.startswith(("P", "-P")):
        return len(pieces) > 2 and pieces[2] in numbers
    return len(pieces) > 1 and pieces[1] in numbers
