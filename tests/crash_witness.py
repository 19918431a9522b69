"""What must hold after every crash, with the gateway's own journal as the witness."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from read_back import read_recipients

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.store.database import open_database, rows
from jetmsg_core.store.ledger import campaigns

NAMED = {"submitted", "not_accepted", "refused", "unknown", "cancelled", "queued"}


def wait_until(true: Callable[[], object], seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def assert_nobody_twice_and_nobody_lost(
    settings: Settings, campaign_id: int, journal: list[dict[str, Any]], *, again: int = 0
) -> Status:
    """Nobody is in the journal twice, but for the `again` recipients whom a person sent to once
    more; everybody is in a named state and none is *sending*; every submitted recipient is in the
    journal under its smsId; who is in the journal is submitted or unknown; the counts kept, a
    recount of the chunks, and the recipients themselves agree."""
    status = control.status(settings, campaign_id)
    people = read_recipients(settings, campaign_id, limit=10_000_000)
    _assert_sums_are_exact(settings, status, people)
    assert {row["state"] for row in people} <= NAMED
    assert status.chunks[ChunkState.SENDING] == 0
    times = Counter(entry["number"] for entry in journal)
    assert sum(times.values()) - len(times) <= again
    assert max(times.values(), default=0) <= (2 if again else 1)
    ids = {(entry["number"], str(entry["smsId"])) for entry in journal}
    for row in people:
        number = str(row["number"])
        if row["state"] == "submitted":
            assert (number, row["sms_id"]) in ids
        else:
            assert row["state"] == "unknown" or number not in times, row
    return status


def _assert_sums_are_exact(
    settings: Settings, status: Status, people: list[dict[str, Any]]
) -> None:
    total = status.campaign.recipients
    assert sum(status.recipients.values()) == len(people) == total
    assert len({row["number"] for row in people}) == total
    own = Counter(row["state"] for row in people)
    assert {state.value: n for state, n in status.recipients.items() if n} == dict(own)
    with open_database(settings.database_path) as db:
        recount = rows(
            db,
            "select state, count(*) as chunks, sum(hi - lo) as recipients,"
            " sum(submitted) as submitted from chunks where campaign_id = ? group by state",
            status.campaign.id,
        )
        kept = campaigns.progress(db, status.campaign.id)
    for row in recount:
        tally = kept[ChunkState(row["state"])]
        assert (tally.chunks, tally.recipients) == (row["chunks"], row["recipients"])
        assert tally.submitted == row["submitted"]


def assert_everything_was_submitted(status: Status) -> None:
    assert status.recipients[RecipientState.SUBMITTED] == status.campaign.recipients
