"""The results of a campaign that has ended are made quick to look up, and it is given the reports
that came too early."""

from __future__ import annotations

from collections.abc import Callable

from jetmsg_core.reports.applying import give_unmatched, refresh
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.readings import lookups


def index_ended(settings: Settings, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Indexes the campaigns that ended without it, and returns how many. Stopped between two steps,
    it goes on next time."""
    indexed = 0
    with open_database(settings.database_path) as db:
        for campaign_id in lookups.ended_without(db):
            indexed += _index(db, campaign_id, is_stopped)
    return indexed


def _index(db: Database, campaign_id: int, is_stopped: Callable[[], bool]) -> bool:
    built = lookups.built(db, campaign_id)
    steps: list[Callable[[Database, int], None]] = [refresh]
    if not built.sms_ids:
        steps.insert(0, _index_sms_ids)
    if not built.numbers:
        steps.insert(0, lookups.write_numbers)
    for step in steps:
        if is_stopped():
            return False
        step(db, campaign_id)
    return True


def _index_sms_ids(db: Database, campaign_id: int) -> None:
    lookups.write_sms_ids(db, campaign_id)
    give_unmatched(db, campaign_id)
    with transaction(db):
        lookups.mark(db, campaign_id, "sms_ids")
