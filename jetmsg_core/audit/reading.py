"""Acts that are read: by who did them, of which campaign, of what kind and on which days."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit.sentences import Entry, Told
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit import acts
from jetmsg_core.store.audit.acts import EVERYTHING, ActFilter
from jetmsg_core.store.database import Row, open_database, snapshot

__all__ = ["ActFilter", "ActPage", "Entry", "entry_of", "newest", "of_campaign", "page", "people"]


@dataclass(frozen=True)
class ActPage:
    """Some of the `fitting` acts, the newest first. The next page is below the number `older`, None
    on the last. `has_newer` tells whether there is a page above; it is below the number `newer`,
    None where it is the first."""

    entries: tuple[Entry, ...]
    fitting: int
    older: int | None
    has_newer: bool
    newer: int | None


@requires(Permission.SEE_AUDIT)
def page(settings: Settings, wanted: ActFilter, limit: int, below: int | None = None) -> ActPage:
    """Gives up to `limit` of the wanted acts, those with a number under `below`, all as of one
    moment. Raises NotAllowed."""
    with open_database(settings.database_path) as db, snapshot(db):
        rows = acts.page(db, wanted, limit + 1, below)
        above = [] if below is None else acts.from_on(db, wanted, limit + 1, below)
        return ActPage(
            tuple(map(entry_of, rows[:limit])),
            acts.count(db, wanted),
            older=rows[limit - 1]["id"] if len(rows) > limit else None,
            has_newer=bool(above),
            newer=above[limit] if len(above) > limit else None,
        )


@requires(Permission.SEE_AUDIT)
def newest(settings: Settings, limit: int, wanted: ActFilter = EVERYTHING) -> list[Entry]:
    """Gives up to `limit` of the wanted acts, the newest first. Raises NotAllowed."""
    with open_database(settings.database_path) as db:
        return [entry_of(row) for row in acts.page(db, wanted, limit)]


@requires(Permission.SEE_AUDIT)
def people(settings: Settings) -> list[str]:
    """Gives the names of all who did something, in the order of the alphabet. Raises
    NotAllowed."""
    with open_database(settings.database_path) as db:
        return acts.actors(db)


def of_campaign(settings: Settings, campaign_id: int, limit: int) -> list[Entry]:
    """Gives up to `limit` of what was done to a campaign, the newest first. Everybody may see it,
    as they see the campaign: from where, only admins are told."""
    with open_database(settings.database_path) as db:
        return [entry_of(row) for row in acts.page(db, ActFilter(campaign_id=campaign_id), limit)]


def entry_of(row: Row) -> Entry:
    """Gives an act as it is read."""
    texts = ("at", "actor", "actor_kind", "role", "origin", "action", "subject", "hash")
    return Entry(
        number=row["id"],
        campaign_id=row["campaign_id"],
        before=_facts(row["before"]),
        after=_facts(row["after"]),
        **{name: row[name] for name in texts},
    )


def _facts(text: str | None) -> dict[str, Told]:
    return dict(json.loads(text)) if text else {}
