"""Calls that were lost: without readings of the balance, or assumed to be sent days later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fixtures import BeWorker, NewCampaign

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.primitives.times import stamp
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState
from jetmsg_core.store.database import open_database, rows, transaction
from jetmsg_core.store.ledger import chunks, recording, transitions
from jetmsg_core.store.ledger.recording import ChunkResult

SENT_AT = datetime.now(UTC) - timedelta(days=3)
ASSUMED = "Assumed sent: no clear answer came, and a person decided to count it as sent."


def with_assumed_call(new_campaign: NewCampaign, settings: Settings, be_worker: BeWorker) -> int:
    """Makes a campaign of three calls to two people each: two were answered after four seconds, and
    the last is assumed to be sent."""
    made: int = new_campaign(6, "Hello", chunk_size=2)
    control.start(settings, made, clock=lambda: SENT_AT)
    with open_database(settings.database_path) as db:
        be_worker(db)
        for index, call in enumerate(chunks.claim(db, made, worker="w", limit=3, now=SENT_AT)):
            results = [(seq, "submitted", f"7000{seq}") for seq in call.seqs]
            lost = index == 2
            result = ChunkResult(
                *(made, call.first_seq, call.attempt),
                *(ChunkState.UNKNOWN if lost else ChunkState.ACCEPTED, None, None),
                *((0, []) if lost else (2, results)),
            )
            with transaction(db):
                recording.record(db, [result], worker="w", now=SENT_AT + timedelta(seconds=4))
        transitions.change_state(
            db,
            made,
            to=CampaignState.FINISHED,
            among=[CampaignState.RUNNING],
            now=datetime.now(UTC),
        )
    decisions.assume_sent(settings, made)
    return made


def forget_readings(settings: Settings, since: datetime | None = None) -> None:
    """How many the worker took, and when, is chance."""
    first_at = stamp(since) if since else ""
    with open_database(settings.database_path) as db:
        rows(db, "delete from samples where taken_at >= ? returning id", first_at)
