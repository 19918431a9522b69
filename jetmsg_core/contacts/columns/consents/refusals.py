"""The rows that say no to messages through a channel, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jetmsg_core.contacts.columns.consents.cells import REFUSALS, ConsentReading
from jetmsg_core.contacts.columns.consents.heard import ConsentColumn
from jetmsg_core.contacts.columns.consents.senses import speaks_of_consent
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.states import CHANNEL_NAMES, Channel

_NAMED_ROWS = 100
_CODES = {
    ConsentReading.NO: (FileFindingCode.DECLINED, FileFindingCode.DECLINED_KEPT),
    ConsentReading.CATEGORIES: (FileFindingCode.DND_CATEGORIES, FileFindingCode.DND_KEPT),
    ConsentReading.ERROR: (FileFindingCode.CONSENT_ERRORS, FileFindingCode.CONSENT_ERRORS_KEPT),
}
"""What is said of rows that are left out, and of those kept on purpose."""
_OF_CHANNEL = {
    FileFindingCode.DECLINED_CHANNEL: False,
    FileFindingCode.CONSENT_ERRORS_CHANNEL: True,
}
"""What is said of rows that only campaigns through one channel leave out, and whether that is of
errors."""


@dataclass(frozen=True)
class SaidNo:
    """The rows that say no to messages through one channel: their positions, ascending, and for
    each the first column that says it, and how."""

    positions: Integers
    columns: tuple[str, ...]
    """Those of which `column_at` has the index."""
    column_at: Integers
    kind_at: Integers
    """The index in `REFUSALS`."""

    def columns_at(self, positions: Integers) -> list[str]:
        """Gives the column that says it in each of these rows, which must be among them."""
        indices = np.searchsorted(self.positions, positions)
        return [self.columns[index] for index in self.column_at[indices].tolist()]

    def kinds_at(self, positions: Integers) -> list[ConsentReading]:
        """Gives how it is said in each of these rows, which must be among them."""
        indices = np.searchsorted(self.positions, positions)
        return [REFUSALS[index] for index in self.kind_at[indices].tolist()]


def said_no(columns: Sequence[ConsentColumn], channel: Channel, rows: int) -> SaidNo:
    """Gives which of so many rows say no to messages through this channel in any of the columns. A
    plain no comes before an error in another column."""
    column_at, kind_at = np.full(rows, -1, np.int64), np.zeros(rows, np.int64)
    for kind, reading in enumerate(REFUSALS):
        for index, column in enumerate(columns):
            positions = column.refusals.get((channel, reading))
            if positions is not None:
                first = positions[column_at[positions] < 0]
                column_at[first], kind_at[first] = index, kind
    positions = np.flatnonzero(column_at >= 0)
    names = tuple(column.name for column in columns)
    return SaidNo(positions, names, column_at[positions], kind_at[positions])


def declined_findings(
    refusals: SaidNo,
    positions: Integers,
    by: Integers,
    *,
    rows: Integers,
    examples: Sequence[str],
    kept: bool,
) -> list[FileFinding]:
    """Gives what is told of the rows at these positions, which are left out for what the rows `by`
    say, or `kept` on purpose. `examples` are what those say, one for each; `rows` are all rows as
    seen in Excel."""
    findings = []
    kinds = refusals.kinds_at(by)
    for kind, codes in _CODES.items():
        if indices := [index for index, other in enumerate(kinds) if other is kind]:
            columns = refusals.columns_at(by[indices])
            findings.append(
                _finding(codes[kept], rows[positions[indices]], columns, examples[indices[0]])
            )
    return findings


def channel_findings(
    refusals: SaidNo,
    positions: Integers,
    channel: Channel,
    *,
    rows: Integers,
    examples: Sequence[str],
) -> list[FileFinding]:
    """Gives what is told of rows that refuse messages through this channel only, at these
    positions: they stay in a list, and campaigns through that channel leave them out."""
    findings = []
    are_errors = [kind is ConsentReading.ERROR for kind in refusals.kinds_at(positions)]
    for code, is_error in _OF_CHANNEL.items():
        if indices := [index for index, other in enumerate(are_errors) if other is is_error]:
            theirs = positions[indices]
            columns, name = refusals.columns_at(theirs), CHANNEL_NAMES[channel]
            findings.append(_finding(code, rows[theirs], columns, examples[indices[0]], name))
    return findings


def _finding(
    code: FileFindingCode, rows: Integers, columns: Sequence[str], example: str, channel: str = ""
) -> FileFinding:
    named = tuple(dict.fromkeys(rows[:_NAMED_ROWS].tolist()))
    return FileFinding.of(
        code,
        named[0],
        rows=named,
        names=", ".join(map(quoted, dict.fromkeys(columns))),
        count=len(rows),
        example=example[:40],
        channel=channel,
    )


def uncalculated_findings(
    names: Sequence[str], columns: Sequence[str], channel: Channel | None
) -> list[FileFinding]:
    """Says which of the `columns` with formulas that nobody calculated, `names`, are about consent:
    who said no cannot be known then, and nobody is sent to."""
    code = FileFindingCode.CONSENT_NOT_CALCULATED
    return [
        FileFinding.of(code, column=name)
        for name in names
        if speaks_of_consent(name, columns, channel)
    ]


def unclear_findings(
    columns: Sequence[ConsentColumn], rows: Integers, channel: Channel | None
) -> list[FileFinding]:
    """Gives a warning for each column that speaks of the channel, and has cells that say neither
    yes nor no, or perhaps no. `rows` are those of all positions, as seen in Excel."""
    return [
        FileFinding.of(
            FileFindingCode.CONSENT_PERHAPS
            if column.is_free_text
            else FileFindingCode.CONSENT_UNCLEAR,
            int(rows[column.unclear[0]]),
            rows=tuple(rows[column.unclear[:_NAMED_ROWS]].tolist()),
            column=column.name,
            example=column.example[:40],
            count=len(column.unclear),
        )
        for column in columns
        if column.unclear.size and (channel is None or channel in column.channels)
    ]
