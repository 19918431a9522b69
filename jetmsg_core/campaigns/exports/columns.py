"""What the ledger says of a block of recipients, as Arrow columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.numbers.written import written
from jetmsg_core.files.columns import Column, Kind, moments
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import IST_SECONDS
from jetmsg_core.reports.reasons import advice_on
from jetmsg_core.states import RECIPIENT_STATES, RecipientState, facts_of
from jetmsg_core.store.database import Database
from jetmsg_core.store.readings import ledger_columns, recipient_states
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.reports.deliveries import StoredDeliveries

OUR_COLUMNS = (
    *("sheet row", "sent to", "state", "reason", "smsId", "parts", "time (IST)"),
    *("delivery report", "delivery time (IST)", "text"),
)


@dataclass(frozen=True)
class Block:
    """What the database says of recipients `[first_seq, end_seq)`, before it is put into
    columns."""

    first_seq: int
    end_seq: int
    numbers: Integers
    id_seqs: Integers
    ids: list[str]
    reported: StoredDeliveries
    """seq, word_id, at, and 1 where it counts."""


class Ledger:
    """A campaign's chunks and states in memory; the rest is read block by block, and what reports
    said with it unless all of it is wanted at once, as `reported`.

    Only `read` asks the database, so what comes after it can be done in another thread.
    """

    def __init__(self, db: Database, campaign_id: int, *, reported: bool) -> None:
        self._db, self._campaign_id = db, campaign_id
        self.outcomes = recipient_states.read(db, campaign_id, reported=reported)
        self._groups = self.outcomes.groups
        self._chunks = ledger_columns.chunks(db, campaign_id)
        self._settled_at = _in_ist(self._chunks.settled_at)
        self._details = pa.array(self._chunks.details, pa.large_string())
        self._texts = pa.array(self._chunks.texts, pa.large_string())
        self._words = deliveries.words(db)

    def read(self, first_seq: int, end_seq: int) -> Block:
        """Reads what the database says of recipients `[first_seq, end_seq)`."""
        asked = (self._db, self._campaign_id, first_seq, end_seq)
        have = np.flatnonzero(self.outcomes.own_id[first_seq - 1 : end_seq - 1]) + first_seq
        return Block(
            first_seq,
            end_seq,
            ledger_columns.numbers(*asked),
            *ledger_columns.sms_ids(*asked, have),
            deliveries.within(self._db, self._campaign_id, first_seq, end_seq),
        )

    def columns(self, block: Block) -> list[Column]:
        """Gives a block as columns, in the order of `OUR_COLUMNS`."""
        first_seq, end_seq = block.first_seq, block.end_seq
        chunk = self._chunks.of(first_seq, end_seq)
        codes = self._codes(block)
        states = pa.array([state.value for state, _ in self._groups], pa.large_string())
        ids = pa.array(block.ids, pa.large_string())
        words, times = self._reported(block)
        return [
            Column(Kind.NUMBER, pa.array(block.numbers[:, 1])),
            Column(Kind.PHONE, written(block.numbers[:, 0])),
            Column(Kind.TEXT, _shared(states, codes)),
            Column(Kind.TEXT, self._reasons(first_seq, end_seq, codes)),
            Column(Kind.ID, _spread(ids, block.id_seqs - first_seq, end_seq - first_seq)),
            Column(Kind.NUMBER, pa.array(self._chunks.parts[chunk])),
            Column(Kind.TIME, self._settled_at.take(pa.array(chunk))),
            Column(Kind.TEXT, words),
            Column(Kind.TIME, times),
            Column(Kind.TEXT, _shared(self._texts, self._chunks.text_of[chunk])),
        ]

    def reasons(self, first_seq: int, end_seq: int) -> Any:
        """Gives why each of these recipients is in its state: the gateway's own words where it had
        some about this very call, else ours."""
        return self._reasons(first_seq, end_seq, self.outcomes.codes[first_seq - 1 : end_seq - 1])

    def _reasons(self, first_seq: int, end_seq: int, of_each: recipient_states.Codes) -> Any:
        codes = pa.array(of_each)
        ours = pa.array([_reason(*group) for group in self._groups], pa.large_string())
        theirs = self._details.take(pa.array(self._chunks.of(first_seq, end_seq)))
        speaks = pa.array(
            [RECIPIENT_STATES[state].is_in_gateway_words for state, _ in self._groups]
        )
        gateway_words = pc.if_else(speaks.take(codes), theirs, pa.scalar(None, pa.large_string()))
        return pc.coalesce(gateway_words, ours.take(codes))

    def _codes(self, block: Block) -> recipient_states.Codes:
        codes = self.outcomes.codes[block.first_seq - 1 : block.end_seq - 1].copy()
        counted = block.reported.where(block.reported.counted == 1)
        self.outcomes.apply_words(codes, counted.seqs - block.first_seq, counted.word_ids)
        return codes

    def _reported(self, block: Block) -> tuple[Any, Any]:
        indices = block.reported.seqs - block.first_seq
        keys = sorted(self._words)
        report_words = [" ".join(filter(None, self._words[key][1:3])) for key in keys]
        words = _shared(
            pa.array(report_words, pa.large_string()),
            np.searchsorted(keys, block.reported.word_ids),
        )
        times = moments(block.reported.at)
        size = block.end_seq - block.first_seq
        return _spread(words, indices, size), _spread(times, indices, size)


def _reason(state: RecipientState, reason: str) -> str:
    if not facts_of(state, reason).needs_reason:
        return ""
    return advice_on(state, reason).meaning


def _spread(values: Any, indices: Integers, size: int) -> Any:
    """Values at their places, the others empty."""
    if len(indices) == size:
        return values
    index = np.full(size, -1, np.int64)
    index[indices] = np.arange(len(indices))
    return values.take(pa.array(index, mask=index < 0))


def _shared(texts: Any, index: Any) -> Any:
    """The text of each row, as an Arrow dictionary."""
    return pa.DictionaryArray.from_arrays(pa.array(index), texts)


def _in_ist(stamps: list[str | None]) -> Any:
    """The moments of stamps in UTC, each distinct one read once."""
    encoded = pc.dictionary_encode(pa.array(stamps, pa.string()))
    to_the_second = pc.utf8_slice_codeunits(encoded.dictionary, 0, 19)
    seconds = pc.strptime(to_the_second, "%Y-%m-%dT%H:%M:%S", "s")
    in_utc = np.asarray(seconds.cast(pa.int64())) if len(seconds) else np.empty(0, np.int64)
    in_india = pa.array(in_utc + IST_SECONDS).cast(pa.timestamp("s"))
    return pa.DictionaryArray.from_arrays(encoded.indices, in_india)
