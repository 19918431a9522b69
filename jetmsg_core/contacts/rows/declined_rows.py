"""Whose number says no to messages in the file itself, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.consents.heard import ConsentColumn, consent_columns
from jetmsg_core.contacts.columns.consents.refusals import (
    SaidNo,
    channel_findings,
    declined_findings,
    said_no,
    unclear_findings,
)
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.partition import Partition
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import Channel


@dataclass(frozen=True)
class Consents:
    """What the rows of a file say of messages, through each channel that may be used."""

    columns: tuple[ConsentColumn, ...]
    said: dict[Channel, SaidNo]
    elsewhere: dict[Channel, SaidNo]
    """Those through channels that were not chosen."""
    is_kept: bool
    """Whether who says no is kept on purpose."""

    @property
    def says_no(self) -> tuple[Integers, ...]:
        """Gives the positions of the rows that count as saying no, for each channel."""
        return () if self.is_kept else tuple(rows.positions for rows in self.said.values())

    @property
    def says_no_elsewhere(self) -> tuple[Integers, ...]:
        """Gives the same for each channel that was not chosen."""
        return () if self.is_kept else tuple(rows.positions for rows in self.elsewhere.values())


def hear_consents(
    file: ContactFile,
    source: NumberCells | None,
    options: ReadOptions,
    meanings: Mapping[str, ConsentMeaning],
) -> Consents:
    """Gives what the rows say of the channel that is chosen, and of the others apart; of each where
    none is. `meanings` are what a person said of columns."""
    numbers, at = ((), None) if source is None else (source.columns, source.at)
    columns = tuple(consent_columns(file.cells, numbers, at, meanings))
    channels = tuple(Channel) if options.channel is None else (options.channel,)
    rows = len(file.cells)
    by_channel = {channel: said_no(columns, channel, rows) for channel in Channel}
    chosen = {channel: by_channel.pop(channel) for channel in channels}
    return Consents(columns, chosen, by_channel, options.keep_declined)


def declined_rows(
    cells: pd.DataFrame, numbers: Integers, partition: Partition, consents: Consents
) -> pd.DataFrame:
    """Gives a table of the rows that say no to messages: `row`, `number`, and where that is said:
    `said_in`, the row of this number that says it, its `column` and `value`, and `said`, which is
    *no*, *categories* (of the DND register) or *error* (where a formula went wrong)."""
    refusals = next(iter(consents.said.values()))
    rows, said_in = cells.index.to_numpy(dtype=np.int64), partition.declined_by
    columns = refusals.columns_at(said_in)
    return pd.DataFrame(
        {
            "row": rows[partition.declined],
            "number": numbers[partition.declined],
            "said_in": rows[said_in],
            "column": np.array(columns, dtype=np.object_),
            "value": _values(cells, said_in, columns),
            "said": np.array([str(kind) for kind in refusals.kinds_at(said_in)], dtype=np.object_),
        }
    )


def consent_findings(
    cells: pd.DataFrame, partition: Partition, consents: Consents
) -> tuple[FileFinding, ...]:
    """Gives what is told of who says no, and of cells that say neither yes nor no."""
    rows = cells.index.to_numpy(dtype=np.int64)
    only = None if len(consents.said) > 1 else next(iter(consents.said))
    about_refusals = _kept if consents.is_kept else _left_out
    return (
        *about_refusals(cells, partition, consents, rows),
        *(_by_channel(cells, partition, consents, rows) if only is None else ()),
        *unclear_findings(consents.columns, rows, only),
    )


def refusing(partition: Partition, consents: Consents) -> dict[Channel, Booleans]:
    """Gives, for each channel that anybody accepted refuses, which of the accepted do."""
    masks = {}
    channels = (*consents.said, *consents.elsewhere)
    for channel, positions in zip(channels, partition.refusing, strict=False):
        if positions.size:
            mask = np.zeros(len(partition.accepted), np.bool_)
            mask[positions] = True
            masks[channel] = mask[partition.accepted]
    return masks


def _left_out(
    cells: pd.DataFrame, partition: Partition, consents: Consents, rows: Integers
) -> list[FileFinding]:
    refusals = next(iter(consents.said.values()))
    by = partition.declined_by
    examples = _values(cells, by, refusals.columns_at(by)).tolist()
    return declined_findings(
        refusals, partition.declined, by, rows=rows, examples=examples, kept=False
    )


def _kept(
    cells: pd.DataFrame, partition: Partition, consents: Consents, rows: Integers
) -> list[FileFinding]:
    """What is told of the accepted rows that say no to any channel, each of them once."""
    findings, is_told = [], ~partition.accepted
    for refusals in consents.said.values():
        kept = refusals.positions[~is_told[refusals.positions]]
        is_told[kept] = True
        examples = _values(cells, kept, refusals.columns_at(kept)).tolist()
        findings += declined_findings(refusals, kept, kept, rows=rows, examples=examples, kept=True)
    return findings


def _by_channel(
    cells: pd.DataFrame, partition: Partition, consents: Consents, rows: Integers
) -> list[FileFinding]:
    """Of those who refuse one channel only; of a number that stands in several rows, the ones that
    say it."""
    findings = []
    for (channel, refusals), refusing in zip(
        consents.said.items(), partition.refusing, strict=False
    ):
        theirs = refusing[np.isin(refusing, refusals.positions)]
        examples = _values(cells, theirs, refusals.columns_at(theirs)).tolist()
        findings += channel_findings(refusals, theirs, channel, rows=rows, examples=examples)
    return findings


def _values(cells: pd.DataFrame, rows: Integers, columns: list[str]) -> np.ndarray[Any, Any]:
    """The cell of each of these rows in the column beside it."""
    values = np.empty(len(rows), dtype=np.object_)
    named = np.array(columns, dtype=np.object_)
    for name in dict.fromkeys(columns):
        here = named == name
        values[here] = cells[name].to_numpy(dtype=object)[rows[here]]
    return values
