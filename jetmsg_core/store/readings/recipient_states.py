"""The state and the reason of every recipient of a campaign, as two arrays.

A million take a tenth of a second: chunks are ranges, and of the results only the exceptions are
read. `state_bitmaps` keeps them for a campaign that has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Booleans, Integers, Integers8, Integers32
from jetmsg_core.states import ASSUMED_SENT, CHUNK_STATES, REPORTED, RecipientState
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.ledger.withholding import OPTED_OUT, REACHED
from jetmsg_core.store.readings.chunk_reasons import REASON_OF_CHUNK
from jetmsg_core.store.reports import deliveries

Codes = Integers32
Group = tuple[RecipientState, str]

ASSUMED: Group = (RecipientState.SUBMITTED, ASSUMED_SENT)


@dataclass(frozen=True)
class Outcomes:
    """The state of every recipient of a campaign. `codes[seq - 1]` indexes `groups`. `own_id` tells
    who has an smsId, `hours` the hour (IST) their call was made, -1 before it was. `words[word_id]`
    is the code a delivery report with that word gives, -1 for none; `proved[code]` is the code of
    whoever has this one and is in any report: nobody is assumed any more to be sent to."""

    groups: tuple[Group, ...]
    codes: Codes
    own_id: Booleans
    hours: Integers8
    words: Codes
    proved: Codes

    def counts(self) -> dict[Group, int]:
        """Counts the recipients of each group that is not empty."""
        sizes = np.bincount(self.codes, minlength=len(self.groups))
        return {g: int(n) for g, n in zip(self.groups, sizes.tolist(), strict=True) if n}

    def among(self, *states: RecipientState) -> Booleans:
        """Tells of each recipient, in send order, whether it is in one of these states."""
        wanted = np.array([state in states for state, _ in self.groups], np.bool_)
        return np.asarray(wanted[self.codes])

    @property
    def submitted(self) -> Booleans:
        """Tells of each recipient whether the gateway took it, whatever a report said since."""
        return self.among(RecipientState.SUBMITTED, *REPORTED)

    def apply_words(self, codes: Codes, indices: Integers, word_ids: Integers) -> None:
        """Writes into `codes`, at `indices`, what reports with these words make of them."""
        reported = self.words[word_ids]
        codes[indices] = np.where(reported >= 0, reported, self.proved[codes[indices]])


def read(db: Database, campaign_id: int, *, reported: bool = True) -> Outcomes:
    """Reads the states as of now; without `reported` as if no delivery report had come."""
    ranges, keys = _chunks(db, campaign_id)
    groups = _Groups(keys)
    sizes = ranges[:, 1] - ranges[:, 0]
    codes = np.repeat(ranges[:, 2], sizes).astype(np.int32)
    hours = np.repeat(ranges[:, 3], sizes).astype(np.int8)
    own_id = _apply_exceptions(db, campaign_id, groups, codes)
    words = _codes_of_words(db, groups)
    proved = groups.proved()
    outcomes = Outcomes(tuple(groups.keys), codes, own_id, hours, words, proved)
    if reported:
        _apply_deliveries(db, campaign_id, outcomes)
    return outcomes


class _Groups:
    def __init__(self, keys: list[Group]) -> None:
        self.keys = keys
        self._code_of = {key: code for code, key in enumerate(keys)}

    def code(self, state: RecipientState, reason: str = "") -> int:
        """Gives the code of a state and reason, a new one when they are seen first."""
        key = (state, reason)
        if key not in self._code_of:
            self._code_of[key] = len(self.keys)
            self.keys.append(key)
        return self._code_of[key]

    def proved(self) -> Codes:
        """Gives the code that each becomes once a report speaks of a person."""
        assumed, submitted = self.code(*ASSUMED), self.code(RecipientState.SUBMITTED)
        codes = np.arange(len(self.keys), dtype=np.int32)
        codes[assumed] = submitted
        return codes


def _chunks(db: Database, campaign_id: int) -> tuple[Integers, list[Group]]:
    """first_seq, end_seq, group and hour of each chunk in order, and the groups."""
    groups = _Groups([])
    cells: list[Any] = []
    selected = db.conn.execute(
        f"select lo, hi, state, {REASON_OF_CHUNK},"
        " cast(strftime('%H', sending_at, '+5 hours', '+30 minutes') as integer)"
        " from chunks where campaign_id = ? order by lo",
        (campaign_id,),
    )
    for first_seq, end_seq, state, reason, hour in selected:
        cells += (
            first_seq,
            end_seq,
            groups.code(CHUNK_STATES[state].recipient_state, reason),
            -1 if hour is None else hour,
        )
    return np.array(cells, np.int64).reshape(-1, 4), groups.keys


def _apply_exceptions(db: Database, campaign_id: int, groups: _Groups, codes: Codes) -> Booleans:
    """Those of accepted chunks whom the reply left out, and those withheld from any. Returns who
    has an smsId."""
    kinds = integers(
        db,
        "seq, kind",
        "from (select seq, case when state = 'cancelled' then iif(reason = 'reached', 3, 2)"
        " when state <> 'submitted' then 1 else 0 end as kind from results"
        " where campaign_id = ? and (state <> 'submitted' or sms_id is null) order by seq)",
        campaign_id,
    )
    indices, kind = kinds[:, 0] - 1, kinds[:, 1]
    codes[indices[kind == 1]] = groups.code(RecipientState.NOT_ACCEPTED)
    codes[indices[kind == 2]] = groups.code(RecipientState.CANCELLED, OPTED_OUT)
    codes[indices[kind == 3]] = groups.code(RecipientState.CANCELLED, REACHED)
    own_id = np.isin(codes, (groups.code(RecipientState.SUBMITTED), groups.code(*ASSUMED)))
    own_id[indices] = False
    return np.asarray(own_id)


def _codes_of_words(db: Database, groups: _Groups) -> Codes:
    words = deliveries.words(db)
    codes = np.full(max(words, default=-1) + 1, -1, np.int32)
    for key, (state, _, _, reason) in words.items():
        if state in REPORTED:
            assert state is not None
            codes[key] = groups.code(state, reason)
    return codes


def _apply_deliveries(db: Database, campaign_id: int, outcomes: Outcomes) -> None:
    counted = integers(
        db,
        "seq, word_id",
        "from deliveries where campaign_id = ? and counted = 1 order by seq",
        campaign_id,
    )
    outcomes.apply_words(outcomes.codes, counted[:, 0] - 1, counted[:, 1])
