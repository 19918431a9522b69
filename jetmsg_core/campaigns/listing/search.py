"""The campaigns that fit a filter, a page at a time: for the Campaigns page and `campaign list`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.schedule import read_time
from jetmsg_core.primitives.times import IST
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, snapshot
from jetmsg_core.store.ledger import campaign_search
from jetmsg_core.store.ledger.campaign_search import CampaignFilter

__all__ = [
    "CampaignFilter",
    "CampaignPage",
    "day_after",
    "day_begins",
    "newest",
    "page",
    "read_end",
    "senders",
]

EVERYTHING = CampaignFilter()


@dataclass(frozen=True)
class CampaignPage:
    """Some of the `fitting` campaigns, the newest first. The next page is before the id `older`,
    None on the last. `has_newer` tells whether there is a page above; it is before the id `newer`,
    None where it is the first."""

    statuses: tuple[Status, ...]
    fitting: int
    older: int | None
    has_newer: bool
    newer: int | None


def page(
    settings: Settings, wanted: CampaignFilter, limit: int, before: int | None = None
) -> CampaignPage:
    """Gives up to `limit` of the wanted campaigns, those with an id under `before`, with their
    counts, all as of one moment."""
    with open_database(settings.database_path) as db, snapshot(db):
        campaigns = campaign_search.page(db, wanted, limit + 1, before)
        above = [] if before is None else campaign_search.ids_from(db, wanted, limit + 1, before)
        return CampaignPage(
            tuple(control.with_counts(db, campaign) for campaign in campaigns[:limit]),
            campaign_search.count(db, wanted),
            older=campaigns[limit - 1].id if len(campaigns) > limit else None,
            has_newer=bool(above),
            newer=above[limit] if len(above) > limit else None,
        )


def newest(settings: Settings, limit: int, wanted: CampaignFilter = EVERYTHING) -> list[Status]:
    """Gives up to `limit` of the wanted campaigns, the newest first; usually all that are not
    archived."""
    with open_database(settings.database_path) as db, snapshot(db):
        campaigns = campaign_search.page(db, wanted, limit, None)
        return [control.with_counts(db, campaign) for campaign in campaigns]


def senders(settings: Settings) -> list[str]:
    """Gives every sender ID that a campaign has, in the order of the alphabet."""
    with open_database(settings.database_path) as db:
        return campaign_search.senders(db)


def day_begins(day: date) -> datetime:
    """Gives the first moment of a day in India."""
    return datetime.combine(day, time(), tzinfo=IST)


def day_after(day: date) -> datetime:
    """Gives the moment in which a day in India is over."""
    return day_begins(day + timedelta(days=1))


def read_end(text: str) -> datetime:
    """Reads a day in India as its end, or a time as the end of its minute. Raises InputError for
    anything else."""
    try:
        return day_after(datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=IST).date())
    except ValueError:
        return read_time(text) + timedelta(minutes=1)
