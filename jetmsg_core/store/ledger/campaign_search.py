"""Which campaigns a person looks for, and which are archived.

Every question about which they are is answered by the index `campaigns_listed` alone, also where a
word stands in the middle of a name: 10,000 entries are read in some milliseconds, where the rows
with their texts are many times as much.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.names import search_key, search_words
from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import AT_REST, CampaignState, Channel
from jetmsg_core.store.database import first, rows
from jetmsg_core.store.ledger.campaigns import Campaign, campaign_of

BEYOND_ALL = 1 << 62
"""Every id is lower."""


@dataclass(frozen=True)
class CampaignFilter:
    """The campaigns that are looked for. `search` are words, all of which stand in the name, the
    sender ID, the DLT template ID or the name of the template. Of `states`, `channels` and
    `senders` an empty one means any. They were made at `made_from` or later, and before
    `made_before`. The archived are among them only where `archived`, but those `archived_too`."""

    search: str = ""
    states: tuple[CampaignState, ...] = ()
    channels: tuple[Channel, ...] = ()
    senders: tuple[str, ...] = ()
    made_from: datetime | None = None
    made_before: datetime | None = None
    archived: bool = False
    archived_too: tuple[int, ...] = ()


def key_of(db: Database, values: Mapping[str, object]) -> str:
    """Gives what is searched of a campaign with these values of its row: also the name that its
    template had, by which it is found when the template is gone."""
    template = first(
        db,
        "select name from template_versions where template_id = ? and version = ?",
        values["stored_template"],
        values["stored_version"],
    )
    texts = (values["name"], values["sender_id"], values["template_id"])
    return search_key(*map(str, texts), template["name"] if template else "")


def page(db: Database, wanted: CampaignFilter, limit: int, before: int | None) -> list[Campaign]:
    """Gives up to `limit` of the wanted campaigns, those with an id under `before`, the newest
    first."""
    condition, values = _condition(wanted)
    selected = rows(
        db,
        "select * from campaigns where id in (select id from campaigns indexed by campaigns_listed"
        f" where id < ? and {condition} order by id desc limit ?) order by id desc",
        before or BEYOND_ALL,
        *values,
        limit,
    )
    return [campaign_of(row) for row in selected]


def ids_from(db: Database, wanted: CampaignFilter, limit: int, start: int) -> list[int]:
    """Gives the ids of up to `limit` of the wanted campaigns from the id `start` on, the oldest
    first."""
    condition, values = _condition(wanted)
    selected = rows(
        db,
        "select id from campaigns indexed by campaigns_listed"
        f" where id >= ? and {condition} order by id limit ?",
        start,
        *values,
        limit,
    )
    return [row["id"] for row in selected]


def count(db: Database, wanted: CampaignFilter) -> int:
    """Counts the wanted campaigns."""
    condition, values = _condition(wanted)
    (row,) = rows(
        db,
        "select count(*) as campaigns from campaigns indexed by campaigns_listed"
        f" where id < ? and {condition}",
        BEYOND_ALL,
        *values,
    )
    return int(row["campaigns"])


def senders(db: Database) -> list[str]:
    """Gives every sender ID that a campaign has, in the order of the alphabet."""
    selected = rows(
        db,
        "select distinct sender_id from campaigns indexed by campaigns_listed"
        " where id < ? and sender_id <> '' order by sender_id",
        BEYOND_ALL,
    )
    return [row["sender_id"] for row in selected]


def archive(db: Database, campaign_id: int, now: datetime) -> bool:
    """Archives a campaign. Returns whether it was not archived, is at rest, and has no call on its
    way or of unknown end."""
    changed = rows(
        db,
        "update campaigns set archived_at = ? where id = ? and archived_at is null"
        f" and state in ({_marks(AT_REST)}) and not exists (select 1 from progress"
        "  where campaign_id = campaigns.id and state in ('sending', 'unknown') and chunks > 0)"
        " returning id",
        stamp(now),
        campaign_id,
        *AT_REST,
    )
    return bool(changed)


def unarchive(db: Database, campaign_id: int) -> None:
    """Brings an archived campaign back into the lists."""
    db.conn.execute("update campaigns set archived_at = null where id = ?", (campaign_id,))


def _condition(wanted: CampaignFilter) -> tuple[str, list[object]]:
    """What a campaign must be, and the values of its marks in order."""
    parts: list[tuple[str, object]] = [
        ("instr(search_key, ?)", word) for word in search_words(wanted.search)
    ]
    for column, chosen in (
        ("state", wanted.states),
        ("channel", wanted.channels),
        ("sender_id", wanted.senders),
    ):
        if chosen:
            parts.append((f"{column} in (select value from json_each(?))", json.dumps(chosen)))
    if wanted.made_from is not None:
        parts.append(("created_at >= ?", stamp(wanted.made_from)))
    if wanted.made_before is not None:
        parts.append(("created_at < ?", stamp(wanted.made_before)))
    if not wanted.archived:
        also = json.dumps(wanted.archived_too)
        parts.append(("(archived_at is null or id in (select value from json_each(?)))", also))
    return " and ".join(["true", *(sql for sql, _ in parts)]), [value for _, value in parts]


def _marks(values: Iterable[StrEnum]) -> str:
    return ", ".join("?" for _ in values)
