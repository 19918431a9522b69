"""Whose each row of a report is.

By smsId, whatever campaign it belongs to. Where that finds nobody and a campaign was named, by
the number and the time: of a row without an id anybody with that number, of a row with one only who
has no id of their own (their answer was lost, or the channel gives none), and only while no other
campaign has a message it may be about. A row that is older than the message is about another, and
one without a time was written before its file came first. A number that is in the campaign twice
says nothing about either. A message of the other mode is never taken for one of this, nor kept as
if it were nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.primitives.arrays import Booleans, Integers, Integers8
from jetmsg_core.reports.matching.attribution import DAY, VALID, are_too_old
from jetmsg_core.reports.matching.unmatched_reasons import UNMATCHED, UnmatchedReason
from jetmsg_core.reports.reading.rows import ReportRows
from jetmsg_core.settings import Mode
from jetmsg_core.store import stand_ins
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients
from jetmsg_core.store.readings import (
    ledger_columns,
    lookups,
    recipient_states,
    report_evidence,
)

_KEPT = [reason for reason, rule in UNMATCHED.items() if rule.is_kept]


@dataclass(frozen=True)
class ReportMatch:
    """The owner of each row, in arrays of one length.

    `campaigns` is 0 where it is nobody's, and then `why` is an `UnmatchedReason`; `counted` is
    whether we know that the gateway took the message, `by_id` whether its smsId told whose it is.
    `elsewhere` is the campaign of the other mode whose message it is.
    """

    campaigns: Integers
    seqs: Integers
    counted: Booleans
    by_id: Booleans
    why: Integers8
    elsewhere: Integers

    @property
    def matched(self) -> Booleans:
        """The mask is true for rows about a message of ours."""
        return self.campaigns > 0

    @property
    def unmatched(self) -> Booleans:
        """The mask is true for rows about nobody yet, which are kept."""
        return ~self.matched & np.isin(self.why, _KEPT)


def match(
    db: Database,
    mode: Mode,
    report: ReportRows,
    campaign_id: int | None,
    came_first: datetime | None = None,
) -> ReportMatch:
    """Says whose each row of a report is, among the campaigns of this mode. `campaign_id` lets rows
    without a known smsId be found by their number in that campaign. `came_first` is when the same
    bytes came before, if they did: none of its rows is about a message that left later."""
    campaigns = np.zeros(len(report), np.int64)
    seqs = np.zeros(len(report), np.int64)
    has_id = pc.not_equal(report.ids, "").to_numpy(zero_copy_only=False)
    elsewhere = np.zeros(len(report), np.int64)
    if has_id.any():
        _match_ids(db, mode, report.ids, campaigns, seqs, elsewhere)
    by_id = campaigns > 0
    counted = by_id.copy()
    if campaign_id is None:
        why = np.where(has_id, UnmatchedReason.NO_SUCH_ID, UnmatchedReason.NO_ID)
    else:
        open_rows = np.flatnonzero((campaigns == 0) & (elsewhere == 0) & (report.numbers > 0))
        at = np.where(report.at < 0, _latest_of_untimed(came_first), report.at)
        why = _match_numbers(
            db, report, at, campaign_id, open_rows, has_id, campaigns, seqs, counted
        )
    why[~has_id & (report.numbers == 0)] = UnmatchedReason.NOBODY
    why[elsewhere > 0] = UnmatchedReason.OTHER_MODE
    return ReportMatch(campaigns, seqs, counted, by_id, why.astype(np.int8), elsewhere)


def _match_ids(
    db: Database, mode: Mode, ids: Any, campaigns: Integers, seqs: Integers, elsewhere: Integers
) -> None:
    """Fill in what each row's smsId says; `ids` are text, empty where a row has none."""
    distinct, id_of_row = _ascending(ids)
    matches = lookups.find_sms_ids(db, distinct)
    ours = _owners(db, mode, distinct, matches)
    campaigns[:], seqs[:] = ours.campaigns[id_of_row], ours.seqs[id_of_row]
    if not campaigns.all():
        other = Mode.LIVE if mode is Mode.SANDBOX else Mode.SANDBOX
        theirs = _owners(db, other, distinct, matches).campaigns[id_of_row]
        elsewhere[:] = np.where(campaigns, 0, theirs)


def _ascending(ids: Any) -> tuple[Any, Integers]:
    """The ids, each once and in order, and the position of each row's among them."""
    order = pc.array_sort_indices(ids)
    every = ids.take(order)
    is_first = np.ones(len(every), np.bool_)
    is_first[1:] = np.asarray(pc.not_equal(every[1:], every[:-1]))
    id_of_row = np.empty(len(every), np.int64)
    id_of_row[np.asarray(order)] = np.cumsum(is_first) - 1
    return every.filter(pa.array(is_first)), id_of_row


@dataclass(frozen=True)
class _Owners:
    """Whose each distinct id is, in arrays as long as they are many; 0 for those of nobody."""

    campaigns: Integers
    seqs: Integers


def _owners(db: Database, mode: Mode, distinct: Any, matches: Integers) -> _Owners:
    """Among the campaigns of a mode; `matches` is what `find_sms_ids` gives."""
    owners = _Owners(np.zeros(len(distinct), np.int64), np.zeros(len(distinct), np.int64))
    positions, campaigns, seqs = matches.T
    is_of_mode = np.isin(campaigns, lookups.campaigns_of(db, mode))
    owners.campaigns[positions[is_of_mode]] = campaigns[is_of_mode]
    owners.seqs[positions[is_of_mode]] = seqs[is_of_mode]
    for running in lookups.without_ids(db, mode):
        _match_running(db, running, distinct, owners)
    return owners


def _match_running(db: Database, campaign_id: int, distinct: Any, owners: _Owners) -> None:
    """A campaign without a lookup table yet: its results are read through once."""
    seqs, ids = ledger_columns.every_sms_id(db, campaign_id)
    if not ids:
        return
    among = pc.index_in(pa.array(ids, distinct.type), value_set=distinct)
    positions = np.asarray(among.fill_null(-1))
    mine = positions >= 0
    owners.campaigns[positions[mine]] = campaign_id
    owners.seqs[positions[mine]] = seqs[mine]


def _match_numbers(
    db: Database,
    report: ReportRows,
    latest: Integers,
    campaign_id: int,
    open_rows: Integers,
    has_id: Booleans,
    campaigns: Integers,
    seqs: Integers,
    counted: Booleans,
) -> Integers:
    """Fills in what the ids have left open; returns why the rest is nobody's. `latest` is the time
    of each row, or until when one without was written."""
    why = np.full(len(report), UnmatchedReason.NOT_IN_CAMPAIGN, np.int64)
    why[has_id] = UnmatchedReason.NO_SUCH_ID
    if not len(open_rows):
        return why
    everybody = recipients.numbers(db, campaign_id)
    order = np.argsort(everybody, kind="stable")
    sorted_numbers = everybody[order]
    wanted = stand_ins.known_again(db, report.numbers[open_rows], everybody)
    first = np.searchsorted(sorted_numbers, wanted, "left")
    times = np.searchsorted(sorted_numbers, wanted, "right") - first
    why[open_rows[(times > 1) & ~has_id[open_rows]]] = UnmatchedReason.TWICE_IN_CAMPAIGN
    now = recipient_states.read(db, campaign_id, reported=False)
    seq = order[np.minimum(first, len(order) - 1)] + 1
    takes = (times == 1) & ~(has_id[open_rows] & now.own_id[seq - 1])
    at, is_timed = latest[open_rows], report.at[open_rows] >= 0
    too_old = takes & are_too_old(at, _left_at(db, campaign_id)[seq - 1])
    rivalled = takes & ~too_old & has_id[open_rows]
    rivalled[rivalled] = _are_rivalled(
        db, campaign_id, wanted[rivalled], at[rivalled], is_timed[rivalled]
    )
    why[open_rows[too_old]], why[open_rows[rivalled]] = (
        UnmatchedReason.TOO_OLD,
        UnmatchedReason.RIVALS,
    )
    takes &= ~too_old & ~rivalled
    mine = open_rows[takes]
    campaigns[mine], seqs[mine] = campaign_id, seq[takes]
    counted[mine] = now.submitted[seq[takes] - 1]
    return why


def _latest_of_untimed(came_first: datetime | None) -> int:
    """In seconds; of what comes for the first time, later than whatever has left."""
    return report_evidence.NEVER - DAY if came_first is None else int(came_first.timestamp())


def before_sending(db: Database, report: ReportRows, whose: ReportMatch) -> int:
    """Counts the rows about a message of ours that name a time before it had left: a sign that the
    time is another than that of the delivery, or that day and month were taken for one another."""
    count = 0
    for campaign_id in np.unique(whose.campaigns[whose.matched]).tolist():
        mine = np.flatnonzero((whose.campaigns == campaign_id) & (report.at >= 0))
        left = _left_at(db, campaign_id)[whose.seqs[mine] - 1]
        count += int(are_too_old(report.at[mine], left).sum())
    return count


def _left_at(db: Database, campaign_id: int) -> Integers:
    """When the message of each recipient had left, in send order, in seconds since 1970."""
    begins, ends, left = report_evidence.left_at(db, campaign_id).T
    return np.repeat(left, ends - begins)


def _are_rivalled(
    db: Database, campaign_id: int, numbers: Integers, at: Integers, is_timed: Booleans
) -> Booleans:
    """Whether a row of an unknown smsId may as well be about another campaign's message."""
    rivalled = np.zeros(len(numbers), np.bool_)
    if not len(numbers):
        return rivalled
    other_numbers, left_at = report_evidence.without_id_elsewhere(db, campaign_id).T
    for position in np.flatnonzero(np.isin(numbers, other_numbers)).tolist():
        left = left_at[other_numbers == numbers[position]]
        # A row without a time may be about any that had left when it came.
        is_late = is_timed[position] & (at[position] > left + VALID)
        rivalled[position] = bool((~is_late & ~are_too_old(at[position], left)).any())
    return rivalled
