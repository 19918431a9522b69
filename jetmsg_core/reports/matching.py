"""Whose each row of a report is.

By smsId, whatever campaign it belongs to. Where that finds nobody and a campaign was named, by
the number and the time: of a row without an id anybody with that number, of a row with one only who
has no id of their own (their answer was lost, or the channel gives none), and only while no other
campaign has a message it may be about. A row that is older than the message is about another. A
number that is in the campaign twice says nothing about either. A message of the other mode is never
taken for one of this, nor kept as if it were nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.arrays import Booleans, Integers, Integers8
from jetmsg_core.reports.attribution import DAY, VALID, are_too_old
from jetmsg_core.reports.reading import ReportRows
from jetmsg_core.settings import Mode
from jetmsg_core.store.bulk import joined
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients
from jetmsg_core.store.readings import lookups, recipient_states, report_evidence

NO_SUCH_ID = "no message has this smsId"
NO_ID = "no smsId, and no campaign was named"
NOT_IN_CAMPAIGN = "the number is not in the campaign"
TWICE_IN_CAMPAIGN = "the number is in the campaign more than once"
TOO_OLD = "no message of the campaign to the number had left by then"
RIVALS = "it may be about another campaign's message to the number"
NOBODY = "neither an smsId nor a number"
OTHER_MODE = "about a message that was sent in the other mode"
WHY_PARKED = (NO_SUCH_ID, NO_ID, NOT_IN_CAMPAIGN, TWICE_IN_CAMPAIGN, TOO_OLD, RIVALS)
WHY_SKIPPED = (NOBODY, OTHER_MODE)
WHY = WHY_PARKED + WHY_SKIPPED


@dataclass(frozen=True)
class ReportMatch:
    """For each row: the campaign (0 for none), the seq, whether we know that the gateway took the
    message, and for those of nobody the place in `WHY`. `elsewhere` is the campaign of the other
    mode whose message it is."""

    campaigns: Integers
    seqs: Integers
    counted: Booleans
    why: Integers8
    elsewhere: Integers

    @property
    def found(self) -> Booleans:
        return self.campaigns > 0

    @property
    def unmatched(self) -> Booleans:
        return ~self.found & (self.why < len(WHY_PARKED))


def match(db: Database, mode: Mode, report: ReportRows, campaign_id: int | None) -> ReportMatch:
    campaigns = np.zeros(len(report), np.int64)
    seqs = np.zeros(len(report), np.int64)
    has_id = pc.not_equal(report.ids, "").to_numpy(zero_copy_only=False)
    elsewhere = np.zeros(len(report), np.int64)
    if has_id.any():
        _match_ids(db, mode, report.ids, campaigns, seqs, elsewhere)
    counted = campaigns > 0
    if campaign_id is None:
        why = np.where(has_id, WHY.index(NO_SUCH_ID), WHY.index(NO_ID))
    else:
        open_rows = np.flatnonzero((campaigns == 0) & (elsewhere == 0) & (report.numbers > 0))
        why = _match_numbers(db, report, campaign_id, open_rows, has_id, campaigns, seqs, counted)
    why[~has_id & (report.numbers == 0)] = WHY.index(NOBODY)
    why[elsewhere > 0] = WHY.index(OTHER_MODE)
    return ReportMatch(campaigns, seqs, counted, why.astype(np.int8), elsewhere)


def _match_ids(
    db: Database, mode: Mode, ids: Any, campaigns: Integers, seqs: Integers, elsewhere: Integers
) -> None:
    encoded = pc.dictionary_encode(ids)
    order = pc.array_sort_indices(encoded.dictionary)
    distinct = encoded.dictionary.take(order)
    place = np.empty(len(distinct), np.int64)
    place[np.asarray(order)] = np.arange(len(distinct))
    row_of = place[encoded.indices.to_numpy()]
    known = lookups.find_sms_ids(db, distinct.to_pylist())
    mine = _owners(db, mode, distinct, known)[row_of]
    campaigns[:], seqs[:] = mine[:, 0], mine[:, 1]
    if not campaigns.all():
        other = Mode.LIVE if mode is Mode.SANDBOX else Mode.SANDBOX
        elsewhere[:] = np.where(campaigns, 0, _owners(db, other, distinct, known)[row_of, 0])


def _owners(db: Database, mode: Mode, distinct: Any, known: Integers) -> Integers:
    """Campaign and seq of each id among the campaigns of a mode; 0 for those of nobody."""
    owner = np.zeros((len(distinct), 2), np.int64)
    known = known[np.isin(known[:, 1], lookups.campaigns_of(db, mode))]
    owner[known[:, 0]] = known[:, 1:]
    for running in lookups.without_ids(db, mode):
        _match_running(db, running, distinct, owner)
    return owner


def _match_running(db: Database, campaign_id: int, distinct: Any, owner: Integers) -> None:
    """A campaign without a lookup table yet: its results are read through once."""
    seqs, ids = joined(
        db,
        "seq, sms_id",
        "from results where campaign_id = ? and sms_id is not null order by seq",
        " ",
        campaign_id,
    )
    if not ids:
        return
    places = pc.index_in(pa.array(ids.split(), distinct.type), value_set=distinct)
    here = np.asarray(places.fill_null(-1))
    mine = here >= 0
    owner[here[mine], 0] = campaign_id
    owner[here[mine], 1] = np.fromstring(seqs, dtype=np.int64, sep=" ")[mine]


def _match_numbers(
    db: Database,
    report: ReportRows,
    campaign_id: int,
    open_rows: Integers,
    has_id: Booleans,
    campaigns: Integers,
    seqs: Integers,
    counted: Booleans,
) -> Integers:
    """Fills in what the ids have left open; returns why the rest is nobody's."""
    why = np.full(len(report), WHY.index(NOT_IN_CAMPAIGN), np.int64)
    why[has_id] = WHY.index(NO_SUCH_ID)
    if not len(open_rows):
        return why
    everybody = recipients.numbers(db, campaign_id)
    order = np.argsort(everybody, kind="stable")
    known = everybody[order]
    wanted = report.numbers[open_rows]
    first = np.searchsorted(known, wanted, "left")
    times = np.searchsorted(known, wanted, "right") - first
    why[open_rows[(times > 1) & ~has_id[open_rows]]] = WHY.index(TWICE_IN_CAMPAIGN)
    now = recipient_states.read(db, campaign_id, reported=False)
    seq = order[np.minimum(first, len(order) - 1)] + 1
    takes = (times == 1) & ~(has_id[open_rows] & now.own_id[seq - 1])
    at = np.where(report.at < 0, report_evidence.NEVER - DAY, report.at)[open_rows]
    too_old = takes & are_too_old(at, _left_at(db, campaign_id)[seq - 1])
    rivalled = takes & ~too_old & has_id[open_rows]
    rivalled[rivalled] = _are_rivalled(db, campaign_id, wanted[rivalled], at[rivalled])
    why[open_rows[too_old]], why[open_rows[rivalled]] = WHY.index(TOO_OLD), WHY.index(RIVALS)
    takes &= ~too_old & ~rivalled
    mine = open_rows[takes]
    campaigns[mine], seqs[mine] = campaign_id, seq[takes]
    counted[mine] = now.submitted[seq[takes] - 1]
    return why


def _left_at(db: Database, campaign_id: int) -> Integers:
    """When the message of each recipient had left, in send order."""
    ranges = report_evidence.left_at(db, campaign_id)
    return np.repeat(ranges[:, 2], ranges[:, 1] - ranges[:, 0])


def _are_rivalled(db: Database, campaign_id: int, numbers: Integers, at: Integers) -> Booleans:
    """Whether a row of an unknown smsId may as well be about another campaign's message."""
    found = np.zeros(len(numbers), np.bool_)
    if not len(numbers):
        return found
    others = report_evidence.without_id_elsewhere(db, campaign_id)
    for place in np.flatnonzero(np.isin(numbers, others[:, 0])).tolist():
        left = others[others[:, 0] == numbers[place], 1]
        # A row without a time may be about any of them.
        is_late = (at[place] > left + VALID) & (at[place] < report_evidence.NEVER - DAY)
        found[place] = bool((~is_late & ~are_too_old(at[place], left)).any())
    return found
