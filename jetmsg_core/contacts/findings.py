"""What was noticed about a file as a whole: a code, a row if there is one, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FileFinding:
    """A blocker (nothing can be sent until it is dealt with) or a warning (shown, may be accepted).

    `row` is the row number seen in Excel, None when the finding is about the whole file.
    """

    code: str
    message: str
    row: int | None = None
    columns: tuple[str, ...] = ()
    """Among which a person has to choose, the guess first."""
    rows: tuple[int, ...] = ()
    """All rows it is about, where it says so for several at once; `row` is the first."""

    def as_dict(self) -> dict[str, Any]:
        """`columns` only where there is something to choose, `rows` where there are any."""
        plain: dict[str, Any] = {"code": self.code, "message": self.message, "row": self.row}
        plain |= {"columns": list(self.columns)} if self.columns else {}
        return plain | ({"rows": list(self.rows)} if self.rows else {})


@dataclass(frozen=True)
class Guess:
    """A choice made for the user, with the reason shown beside it. The user may override it."""

    value: str
    reason: str


GIVEN = "Chosen by you."
