"""A campaign's recipients as CSV: the original columns, then what became of each.

Opens right in Excel: a BOM, numbers and ids as text, cells that a spreadsheet would take for a
formula neutralised.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from jetmsg_core.store import blocks, campaigns, recipients
from jetmsg_core.store.database import Database, Row, open_database
from jetmsg_core.times import in_ist

OUR_COLUMNS = ("sheet row", "sent to", "state", "reason", "smsId", "parts", "time (IST)", "text")
PAGE = 10_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(settings: Settings, campaign_id: int, out: IO[str]) -> int:
    """Write all recipients to `out` (opened with newline=""); returns how many."""
    with open_database(settings.database_path) as db:
        campaign = campaigns.get(db, campaign_id)
        if campaign is None:
            raise NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
        out.write("\ufeff")
        writer = csv.writer(out)
        writer.writerow([neutral(name) for name in (*campaign.columns, *OUR_COLUMNS)])
        written = 0
        for cells, row in _recipients(db, campaign_id):
            writer.writerow([*map(neutral, cells), *_ours(row)])
            written += 1
    return written


def neutral(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _recipients(db: Database, campaign_id: int) -> Iterator[tuple[list[str], Row]]:
    after = 0
    cells: list[list[str]] = []
    lo = 1
    while page := recipients.states(db, campaign_id, after=after, limit=PAGE):
        for row in page:
            if row["seq"] >= lo + len(cells):
                found = recipients.block(db, campaign_id, row["seq"])
                assert found is not None
                lo, cells = found[0], blocks.unpack([found[1]]).to_numpy().tolist()
            yield cells[row["seq"] - lo], row
        after = page[-1]["seq"]


def _ours(row: Row) -> list[str]:
    number = str(row["number"])
    return [
        str(row["row"]),
        number,
        row["state"],
        row["detail"] or row["reason"] or "",
        _id_as_text(row["sms_id"] or ""),
        str(row["parts"]),
        in_ist(row["settled_at"], "%Y-%m-%d %H:%M:%S") if row["settled_at"] else "",
        neutral(row["text"]),
    ]


def _id_as_text(sms_id: str) -> str:
    """A spreadsheet keeps 15 digits of a number and drops zeros before it: an id that would lose
    any is written as a formula that yields text."""
    loses = sms_id.isdigit() and (len(sms_id) > 15 or sms_id.startswith("0"))
    return f'="{sms_id}"' if loses else sms_id
