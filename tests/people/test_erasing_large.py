"""Erasing one person takes time by the size of a campaign, not by its square."""

from __future__ import annotations

from fixtures import NewCampaign

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.people import ledger

STEP = 50
"""Instructions of SQLite between two counts."""
SIZE = 300


def steps_of(settings: Settings, campaign_id: int) -> int:
    """How many instructions it takes to put a mark in the place of the text of one person."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with open_database(settings.database_path) as db:
        ledger.replace_number(db, campaign_id, 919000000000, -7)
        db.conn.set_progress_handler(step, STEP)
        assert ledger.replace_own_texts(db, campaign_id, [1]) == 1
        db.conn.set_progress_handler(None, 0)
    return count


def test_four_times_the_people_with_a_text_each_are_about_four_times_the_work(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    small, large = (new_campaign(people, "Hello {{name}}") for people in (SIZE, 4 * SIZE))
    for campaign_id in (small, large):
        control.stop(settings, campaign_id)
    assert steps_of(settings, large) < 8 * steps_of(settings, small)
