"""Words above columns of yes and no for SMS or WhatsApp that do not say what yes means: `Exclude
from` over `SMS` turns it round, so nobody guesses."""

from __future__ import annotations

from collections.abc import Sequence

from jetmsg_core.contacts.columns.consents.cells import is_answer
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    consent_sense,
    names_channels_only,
)
from jetmsg_core.contacts.columns.header_rows import Row
from jetmsg_core.contacts.columns.joined_rows import JoinedRows
from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_meanings import MEANINGS, choices_of
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.primitives.characters import quoted

_ROWS_ABOVE = 3
"""As `joined_rows` looks at."""
_OTHER_CHANNELS = frozenset(("email", "emails", "mail", "call", "calls", "phonecall", "phonecalls"))
_NEUTRAL = frozenset(
    (
        *("channel", "channels", "messages", "messaging", "communication", "communications"),
        *("contactchannels", "communicationchannels", "modeofcommunication", "modes", "details"),
        *("contactdetails", "contact", "contactinfo", "information", "done", "status"),
    )
)
"""Above the names these say nothing, by their `header_key`."""


def unclear_groups(
    rows: Sequence[Row], header_row: int, joined: JoinedRows | None, names: Sequence[str]
) -> list[FileFinding]:
    """Gives what is asked of a file in which such words stand above the names in the header row,
    whose names may be `joined` already: a question for each of these words. `rows` are the first
    filled ones, and `names` what the columns are called in the end."""
    cells = next(cells for row, cells in rows if row == header_row)
    below = [others for row, others in rows if row > header_row]
    clear = [] if joined is None else list(map(_is_clear, joined.names))
    channels = [
        column
        for column in range(len(cells))
        if _is_asked(column, cells, below) and not any(clear[column : column + 1])
    ]
    above = [(row, upper) for row, upper in rows if row < header_row][-_ROWS_ABOVE:]
    for row, upper in reversed(above):
        is_joined = joined is not None and not joined.is_of_consent and row == joined.upper
        unclear: dict[str, list[str]] = {}
        for column in channels:
            words = _words_over(column, upper, cells)
            if words and _is_unclear(words, cells[column], is_joined=is_joined):
                unclear.setdefault(words, []).append(names[column])
        if unclear:
            return [_finding(row, header_row, words, theirs) for words, theirs in unclear.items()]
    return []


def _is_asked(column: int, cells: list[str], below: list[list[str]]) -> bool:
    """Whether a column is named for a channel, and says yes or no."""
    answers = (others[column] for others in below if column < len(others))
    return names_channels_only(cells[column]) and any(map(is_answer, answers))


def _words_over(column: int, upper: list[str], cells: list[str]) -> str:
    """What stands above a column, or over channels before it, of which it may be one."""
    for index in range(column, -1, -1):
        is_channel = names_channels_only(cells[index])
        if not is_channel and header_key(cells[index]) not in _OTHER_CHANNELS:
            return ""
        if index < len(upper) and upper[index].strip():
            return " ".join(upper[index].split())
    return ""


def _is_unclear(words: str, name: str, *, is_joined: bool) -> bool:
    """Whether a yes below may mean either. Words that say nothing do no harm above a name, and
    hide it as a part of it."""
    if header_key(words) == header_key(name):
        return False
    if _is_clear(f"{words} / {name}"):
        return False
    return is_joined or header_key(words) not in _NEUTRAL


def _is_clear(name: str) -> bool:
    """Whether a name says by itself what yes and no mean."""
    return consent_sense(name) in (ConsentSense.WANTS, ConsentSense.REFUSES, ConsentSense.ANSWERS)


def _finding(row: int, header_row: int, words: str, columns: list[str]) -> FileFinding:
    return FileFinding.of(
        FileFindingCode.UNCLEAR_ABOVE_NAMES,
        row,
        rows=(row, header_row),
        columns=tuple(columns),
        choices=choices_of(MEANINGS),
        words=words[:60],
        names=" and ".join(map(quoted, columns)),
    )
