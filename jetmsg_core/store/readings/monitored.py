"""What is measured of the whole ledger, for who watches it: sums over what is counted anyway, a few
rows for each campaign, however many recipients it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.states import CampaignState, Channel, ChunkState, Hold, RecipientState
from jetmsg_core.store.database import first, rows
from jetmsg_core.store.ledger.campaigns import Progress, Tally


@dataclass(frozen=True)
class EndedCalls:
    """Calls of one channel with one outcome that took up to a bound: `bound` is its index in the
    bounds, and as many as there are bounds for those that took longer. `seconds` are of all."""

    channel: Channel
    outcome: str
    bound: int
    calls: int
    seconds: float


def progress(db: Database, mode: str) -> Progress:
    """Gives the chunks of all campaigns of a mode, counted by state."""
    selected = rows(
        db,
        "select p.state, sum(p.chunks) as chunks, sum(p.recipients) as recipients,"
        " sum(p.parts) as parts, sum(p.submitted) as submitted,"
        " sum(p.submitted_parts) as submitted_parts, sum(p.withheld) as withheld"
        " from progress p join campaigns c on c.id = p.campaign_id where c.mode = ?"
        " group by p.state",
        mode,
    )
    return {ChunkState(row.pop("state")): Tally(**row) for row in selected}


def reported(db: Database, mode: str) -> dict[RecipientState, int]:
    """Gives how many recipients of a mode delivery reports brought into each state."""
    selected = rows(
        db,
        "select d.state, sum(d.recipients) as people from delivery_counts d"
        " join campaigns c on c.id = d.campaign_id where c.mode = ? group by d.state",
        mode,
    )
    return {RecipientState(row["state"]): row["people"] for row in selected}


def campaigns_by_state(db: Database, mode: str) -> dict[CampaignState, int]:
    """Counts the campaigns of a mode by state."""
    selected = rows(
        db, "select state, count(*) as n from campaigns where mode = ? group by state", mode
    )
    return {CampaignState(row["state"]): row["n"] for row in selected}


def holds(db: Database, mode: str) -> dict[Hold, int]:
    """Counts the campaigns of a mode that run and are held, by why."""
    selected = rows(
        db,
        "select held, count(*) as n from campaigns"
        " where mode = ? and state = 'running' and held is not null group by held",
        mode,
    )
    return {Hold(row["held"]): row["n"] for row in selected}


def queued(db: Database, mode: str) -> tuple[int, int]:
    """Gives the calls that are planned in the running campaigns of a mode, and their recipients."""
    row = first(
        db,
        "select coalesce(sum(p.chunks), 0) as calls,"
        " coalesce(sum(p.recipients - p.withheld), 0) as people"
        " from campaigns c join progress p on p.campaign_id = c.id and p.state = 'planned'"
        " where c.mode = ? and c.state = 'running'",
        mode,
    )
    assert row is not None
    return row["calls"], row["people"]


def files_asked_for(db: Database) -> dict[str, int]:
    """Counts the files that are asked for and those that are being made."""
    selected = rows(
        db,
        "select state, count(*) as n from export_jobs where state in ('asked', 'making')"
        " group by state",
    )
    return {row["state"]: row["n"] for row in selected}


def newest_reply(db: Database) -> int:
    """Gives the number of the last answer that was kept; 0 before the first."""
    row = first(db, "select coalesce(max(id), 0) as id from replies")
    assert row is not None
    return int(row["id"])


def ended_calls(
    db: Database, mode: str, *, after: int, until: int, bounds: Sequence[float]
) -> list[EndedCalls]:
    """Counts the answers of a mode with a number above `after` and up to `until`, by the channel,
    the outcome and the smallest of the `bounds`, seconds in order, that each stayed within."""
    cases = " ".join(
        f"when elapsed_ms <= {round(bound * 1000)} then {index}"
        for index, bound in enumerate(bounds)
    )
    selected = rows(
        db,
        "select c.channel, r.outcome, r.bound, sum(r.n) as calls, sum(r.ms) / 1000.0 as seconds"
        f" from (select campaign_id, outcome, case {cases} else {len(bounds)} end as bound,"
        " count(*) as n, sum(elapsed_ms) as ms from replies where id > ? and id <= ?"
        " group by 1, 2, 3) r join campaigns c on c.id = r.campaign_id where c.mode = ?"
        " group by 1, 2, 3",
        after,
        until,
        mode,
    )
    return [EndedCalls(**row | {"channel": Channel(row["channel"])}) for row in selected]
