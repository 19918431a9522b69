"""Which column of a report holds what, by its name and else by what is in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from jetmsg_core.contacts import Number, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.reports.reading.words import STATE_OF, word_key

NAMES = {
    "id": "smsid msgid messageid id transid externalid requestid",
    "number": "mobileno mobile mobilenumber number phone msisdn recipient destaddr smsto mbl to",
    "status": "status dlrstatus deliverystatus smsstatus eventtype desc stat",
    "error": "errorcode errcode err cause failedreason reason description",
    "time": "dlrtime delivtime donedate deliverytime deliveredat datetime date dt",
}
_LOOKED_AT = 200
_MOSTLY = 0.8


@dataclass(frozen=True)
class ReportColumns:
    """Names of columns; None for what the file does not have."""

    id: str | None = None
    number: str | None = None
    status: str | None = None
    error: str | None = None
    time: str | None = None


def column_key(name: str) -> str:
    """Gives the name with everything but letters and digits removed, in one case."""
    return re.sub(r"[\W_]+", "", name).casefold()


def guess_columns(cells: pd.DataFrame) -> ReportColumns:
    """Gives the likely column of each part: by name first, the names in the order of how much they
    say; then status and number by what most of their cells are."""
    free = {name: column_key(str(name)) for name in reversed(cells.columns)}
    column_of: dict[str, str | None] = {}
    for role, names in NAMES.items():
        wanted = names.split()
        named = [name for name, key in free.items() if key in wanted]
        column_of[role] = min(reversed(named), key=lambda n: wanted.index(free[n]), default=None)
        free.pop(column_of[role] or "", None)
    head = cells.iloc[:_LOOKED_AT]
    for role, fits in (("status", _is_word), ("number", _is_number)):
        if column_of[role] is None:
            likely = (name for name in reversed(free) if _mostly(head[name], fits))
            column_of[role] = next(likely, None)
            free.pop(column_of[role] or "", None)
    return ReportColumns(**column_of)


def choose_columns(cells: pd.DataFrame, chosen: Mapping[str, str | None]) -> ReportColumns:
    """Gives the guess, but what a person said of some of them; a column they gave a part to has no
    other."""
    guessed = {
        role: None if name in chosen.values() else name
        for role, name in vars(guess_columns(cells)).items()
    }
    return ReportColumns(**guessed | dict(chosen))


def check_columns(columns: ReportColumns, names: Sequence[str]) -> None:
    """Refuses columns that say too little. Raises InputError (`no_such_column`, `no_status_column`,
    `no_id_column`)."""
    for name in vars(columns).values():
        if name is not None and name not in names:
            raise InputError("no_such_column", f"The file has no column called {name!r}.")
    if columns.status is None:
        raise InputError(
            "no_status_column", "No column says how each message ended. Choose the status column."
        )
    if columns.id is None and columns.number is None:
        raise InputError(
            "no_id_column", "No column says which message is meant. Choose the smsId or the number."
        )


def _mostly(cells: pd.Series[str], fits: Callable[[str], bool]) -> bool:
    filled = [str(cell) for cell in cells if str(cell).strip()]
    return bool(filled) and sum(map(fits, filled)) >= _MOSTLY * len(filled)


def _is_word(cell: str) -> bool:
    return word_key(cell) in STATE_OF and not cell.strip().isdigit()


def _is_number(cell: str) -> bool:
    return isinstance(normalize(cell), Number)
