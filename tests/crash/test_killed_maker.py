"""kill -9 of whoever freezes a campaign of 100,000: it is there as a whole, or not at all."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from crash_witness import wait_until
from fixtures import ContactFile, ReadLedger

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from jetmsg_core.store.database import open_database

RECIPIENTS = 100_000
KILLS, MOST_TRIES = 3, 40
"""Of kills that meet the freezing; a kill of a maker that is done by then is tried again."""


@pytest.mark.slow
def test_a_campaign_is_whole_or_not_there_when_its_maker_is_killed(
    contact_file: ContactFile, settings: Settings, ledger: ReadLedger, fork_command: Any
) -> None:
    path = contact_file(RECIPIENTS)
    arguments = ("campaign", "create", str(path), "--name", "n", "--message", "Hi {{name}}")
    with open_database(settings.database_path):
        pass
    seconds = _freezes_for(settings, fork_command, arguments)
    chance = random.Random(3)
    inside = tries = 0
    while inside < KILLS:
        tries += 1
        assert tries <= MOST_TRIES, "too few kills met the freezing"
        maker = fork_command(*arguments)
        wait_until(lambda: _is_writing(settings.database_path))
        time.sleep(chance.uniform(0, 0.8 * seconds))
        inside += _is_writing(settings.database_path)
        maker.kill()
        maker.join()
        _assert_each_is_whole(settings, ledger)

    # What was left behind by the dead does not stand in the way of the living.
    maker = fork_command(*arguments)
    maker.join(120)
    assert maker.exitcode == 0
    _assert_each_is_whole(settings, ledger)


def _freezes_for(settings: Settings, fork_command: Any, arguments: tuple[str, ...]) -> float:
    """Seconds in which the campaign is written, nobody killing its maker."""
    maker = fork_command(*arguments)
    wait_until(lambda: _is_writing(settings.database_path))
    began = time.monotonic()
    wait_until(lambda: not _is_writing(settings.database_path))
    took = time.monotonic() - began
    maker.join(60)
    return took


def _is_writing(path: Path) -> bool:
    """Somebody holds the write lock."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("begin immediate")
        connection.rollback()
        return False
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()


def _assert_each_is_whole(settings: Settings, ledger: Any) -> None:
    with open_database(settings.database_path) as db:
        for table in ("recipients", "chunks", "progress", "recipient_blocks"):
            owners = db.conn.execute(f"select distinct campaign_id from {table}").fetchall()
            campaign_ids = db.conn.execute("select id from campaigns").fetchall()
            assert sorted(owners) == sorted(campaign_ids), table
    for status in control.newest(settings):
        assert status.campaign.state is CampaignState.DRAFT
        assert status.campaign.recipients == sum(status.recipients.values()) == RECIPIENTS
    if newest := control.newest(settings, 1):
        rows = ledger(newest[0].campaign.id)
        assert len({row["number"] for row in rows}) == len(rows) == RECIPIENTS
