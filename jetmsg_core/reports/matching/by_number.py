"""Whom a report is about by its numbers, where its ids are none that the gateway gave us: another
panel's own, or another column's."""

from __future__ import annotations

import numpy as np

from jetmsg_core.reports.matching.match import ReportMatch
from jetmsg_core.reports.reading.rows import ReportRows
from jetmsg_core.settings import Mode
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients
from jetmsg_core.store.readings import lookups

_ASKED = 200


def offer_numbers(
    db: Database, mode: Mode, report: ReportRows, whose: ReportMatch, campaign_id: int | None
) -> dict[int, int]:
    """Gives the campaign whose people a report names by number though it knows none of its ids, and
    how many rows that are; nothing where an id is known, or no number."""
    if report.columns.id is None or whose.by_id.any() or whose.elsewhere.any():
        return {}
    numbers = report.numbers[report.numbers > 0]
    if campaign_id is None:
        some = np.unique(numbers[:: max(1, len(numbers) // _ASKED)]).tolist()
        campaign_id = lookups.campaign_with_most(db, mode, some) if some else None
    if campaign_id is None:
        return {}
    rows = int(np.isin(numbers, recipients.numbers(db, campaign_id)).sum())
    return {campaign_id: rows} if rows else {}
