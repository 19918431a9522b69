"""How a contact file is to be read, where a person says it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.partition import Duplicates
from jetmsg_core.states import Channel


class TenDigits(StrEnum):
    """What ten digits without +91 are taken for; asked in a column of mostly foreign numbers."""

    INDIAN = "indian"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class ReadOptions:
    """The choices of a person about a file and its rows; None leaves a choice to a guess.

    Its fields are also the keys under which `mappings` stores a choice: a field that is renamed
    is no longer found in what was stored before.
    """

    column: str | None = None
    """The column of the numbers, by its name: exactly, else without case, spaces, `_` and `-`."""
    delimiter: str | None = None
    """One sign, or the name of one: comma, semicolon, tab, pipe."""
    encoding: str | None = None
    """As Python names it."""
    header: bool | int | None = None
    """False: there is none. True: the first filled row. A number: that row, as seen in Excel."""
    sheet: str | None = None
    """Of a workbook, by its name."""
    all_sheets: bool = False
    """All sheets of a workbook are one list; `sheet` is of no account then."""
    duplicates: Duplicates = Duplicates.FIRST
    split: bool = False
    """A row for each number of a cell that holds several."""
    else_columns: tuple[str, ...] = ()
    """Where `column` has no number that can be sent to, the first of these that has one."""
    each_columns: tuple[str, ...] = ()
    """Instead of `column`: a row for each of these in which something stands."""
    keep_declined: bool = False
    """Keeps the rows that say no to messages, on purpose. Never remembered for another file."""
    consents: tuple[tuple[str, ConsentMeaning], ...] = ()
    """What yes means in columns of consent, by their names. Never remembered for another file: the
    next one may have the same names with another meaning."""
    country_column: str | Literal[False] | None = None
    """The column that says of which country each number is. False: none does."""
    ten_digits: TenDigits | None = None
    """None: a person is asked."""
    international: bool = False
    """Numbers of other countries are kept, for WhatsApp."""
    channel: Channel | None = None
    """The channel of the messages: who says no to it is left out. None: it is not chosen yet, and
    only who says no to all is. Never remembered for another file."""

    @property
    def named_columns(self) -> tuple[str, ...]:
        """Gives the columns of numbers that a person named."""
        return (*filter(None, [self.column]), *self.else_columns, *self.each_columns)


GUESSED = ReadOptions()
"""Everything about the file is guessed; of rows with the same number the first is kept."""
