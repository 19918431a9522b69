"""What the ledger says of a block of recipients, as Arrow columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.campaigns.spreadsheets import kept
from jetmsg_core.reports.reasons import advice_on
from jetmsg_core.states import REPORTED, RecipientState
from jetmsg_core.store import deliveries, ledger_columns, outcomes
from jetmsg_core.store.database import Database

Integers = npt.NDArray[np.int64]

OUR_COLUMNS = (
    *("sheet row", "sent to", "state", "reason", "smsId", "parts", "time (IST)"),
    *("delivery report", "delivery time (IST)", "text"),
)
IST_SECONDS = 19_800
_IN_WORDS_OF_THE_GATEWAY = (
    RecipientState.QUEUED,
    RecipientState.SENDING,
    RecipientState.REFUSED,
    RecipientState.UNKNOWN,
)


class Ledger:
    """A campaign's chunks and states in memory; the rest is read block by block."""

    def __init__(self, db: Database, campaign_id: int) -> None:
        self._db, self._campaign_id = db, campaign_id
        self.outcomes = outcomes.read(db, campaign_id)
        self._groups = self.outcomes.groups
        self._chunks = ledger_columns.chunks(db, campaign_id)
        self._settled = _in_ist(self._chunks.settled)
        self._details = pa.array(self._chunks.details, pa.large_string())
        self._texts = kept(pa.array(self._chunks.texts, pa.large_string()))
        self._words = deliveries.words(db)

    def columns(self, lo: int, hi: int) -> list[Any]:
        """In the order of `OUR_COLUMNS`, of recipients `[lo, hi)`."""
        chunk = self._chunks.of(lo, hi)
        numbers = ledger_columns.numbers(self._db, self._campaign_id, lo, hi)
        states = pa.array([state.value for state, _ in self._groups], pa.large_string())
        return [
            pa.array(numbers[:, 1]),
            pa.array(numbers[:, 0]),
            states.take(self._codes(lo, hi)),
            self.reasons(lo, hi),
            self._sms_ids(lo, hi),
            pa.array(self._chunks.parts[chunk]),
            self._settled.take(pa.array(chunk)),
            *self._reported(lo, hi),
            self._texts.take(pa.array(self._chunks.text_of[chunk])),
        ]

    def reasons(self, lo: int, hi: int) -> Any:
        """The gateway's own words where it had some about this very call, else ours."""
        codes = self._codes(lo, hi)
        ours = pa.array([_reason(*group) for group in self._groups], pa.large_string())
        theirs = self._details.take(pa.array(self._chunks.of(lo, hi)))
        speaks = pa.array([state in _IN_WORDS_OF_THE_GATEWAY for state, _ in self._groups])
        said = pc.if_else(speaks.take(codes), theirs, pa.scalar(None, pa.large_string()))
        return kept(pc.coalesce(said, ours.take(codes)))

    def _codes(self, lo: int, hi: int) -> Any:
        return pa.array(self.outcomes.codes[lo - 1 : hi - 1])

    def _sms_ids(self, lo: int, hi: int) -> Any:
        seqs, ids = ledger_columns.sms_ids(self._db, self._campaign_id, lo, hi)
        return _spread(kept(pa.array(ids, pa.large_string())), seqs - lo, hi - lo)

    def _reported(self, lo: int, hi: int) -> tuple[Any, Any]:
        found = deliveries.within(self._db, self._campaign_id, lo, hi - 1)
        places = found[:, 0] - lo
        keys = sorted(self._words)
        said = [" ".join(filter(None, self._words[key][1:3])) for key in keys]
        words = pa.array(said, pa.large_string()).take(pa.array(np.searchsorted(keys, found[:, 1])))
        moments, which = np.unique(found[:, 2], return_inverse=True)
        times = _formatted(moments + IST_SECONDS).take(pa.array(which))
        size = hi - lo
        return _spread(kept(words), places, size), _spread(times, places, size)


def _reason(state: RecipientState, reason: str) -> str:
    silent = (*REPORTED[:1], RecipientState.SUBMITTED, RecipientState.QUEUED)
    if state in silent or state is RecipientState.SENDING:
        return ""
    return advice_on(state, reason).meaning


def _spread(values: Any, places: Integers, size: int) -> Any:
    """Values at their places, the others empty."""
    index = np.full(size, -1, np.int64)
    index[places] = np.arange(len(places))
    return values.take(pa.array(index, mask=index < 0))


def _in_ist(stamps: list[str | None]) -> Any:
    """`2026-05-01 15:00:00` of stamps in UTC, each distinct one formatted once."""
    encoded = pc.dictionary_encode(pa.array(stamps, pa.string()))
    to_the_second = pc.utf8_slice_codeunits(encoded.dictionary, 0, 19)
    seconds = pc.strptime(to_the_second, "%Y-%m-%dT%H:%M:%S", "s")
    moments = np.asarray(seconds.cast(pa.int64())) if len(seconds) else np.empty(0, np.int64)
    return _formatted(moments + IST_SECONDS).take(encoded.indices)


def _formatted(seconds: Integers) -> Any:
    moments = pa.array(seconds.astype(np.int64)).cast(pa.timestamp("s"))
    return pc.strftime(moments, "%Y-%m-%d %H:%M:%S").cast(pa.large_string())
