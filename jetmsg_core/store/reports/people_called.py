"""Whom delivery reports call by certain states."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.states import RecipientState
from jetmsg_core.store.bulk import integers


def submitted(db: Database, campaign_id: int, states: Collection[RecipientState]) -> Integers:
    """Gives the seqs of the submitted whom the report that stands calls one of these states."""
    return integers(
        db,
        "seq",
        "from (select d.seq from deliveries d join report_words w on w.id = d.word_id"
        " where d.campaign_id = ? and d.counted = 1"
        " and w.state in (select value from json_each(?)) order by d.seq)",
        campaign_id,
        json.dumps(list(states)),
    )[:, 0]


def unmatched_numbers(
    db: Database, campaign_id: int, states: Collection[RecipientState]
) -> Integers:
    """Gives the numbers that unmatched rows of the campaign's mode call one of these states."""
    return integers(
        db,
        "number",
        "from (select distinct p.number from parked_reports p"
        " join report_words w on w.id = p.word_id"
        " where p.mode in ('', (select mode from campaigns where id = ?)) and p.number > 0"
        " and w.state in (select value from json_each(?)))",
        campaign_id,
        json.dumps(list(states)),
    )[:, 0]
