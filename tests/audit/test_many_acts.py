"""Acts are never removed, so what a page asks of them costs the same however many there are."""

from __future__ import annotations

from jetmsg_core.audit import Act, record
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit import acts
from jetmsg_core.store.audit.acts import EVERYTHING, ActFilter
from jetmsg_core.store.database import Database, open_database, transaction

STEPS_AT_ONCE = 10


def steps(db: Database, wanted: ActFilter) -> int:
    """What SQLite does for a page of these acts, in tens of steps."""
    done = 0

    def count() -> int:
        nonlocal done
        done += 1
        return 0

    db.conn.set_progress_handler(count, STEPS_AT_ONCE)
    assert len(acts.page(db, wanted, 20)) == 20
    db.conn.set_progress_handler(None, 0)
    return done


def add(db: Database, campaign: int, count: int) -> None:
    with transaction(db):
        for _ in range(count):
            record(db, Act.CAMPAIGN_PAUSED, campaign=campaign, subject="May")


def test_a_page_of_acts_costs_the_same_among_thousands(settings: Settings) -> None:
    with open_database(settings.database_path) as db:
        add(db, 7, 30)
        of_campaign = ActFilter(campaign_id=7)
        few = {wanted: steps(db, wanted) for wanted in (EVERYTHING, of_campaign)}
        add(db, 8, 2_000)
        for wanted, before in few.items():
            assert steps(db, wanted) <= 2 * before, wanted
