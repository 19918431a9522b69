"""Where a fleet makes the calls: its posters, the epoch on disk, and what became of calls that a
worker which died had handed out. Celery and redis are imported only then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from jetmsg_core.campaigns.sending.call_pool import PoolCall, judged
from jetmsg_core.campaigns.sending.channels import order_of
from jetmsg_core.campaigns.sending.recorded_turns import finish_completed, keep
from jetmsg_core.fleet.packages import require_fleet
from jetmsg_core.gateway.posters.chosen import posters_of
from jetmsg_core.gateway.seam import Key, Posters
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, connect, transaction
from jetmsg_core.store.ledger import campaigns, fleet_epochs
from jetmsg_core.store.ledger.fleet_epochs import KeptEpoch
from jetmsg_core.store.ledger.left_behind import LeftBehind, left_behind

if TYPE_CHECKING:
    from jetmsg_core.fleet.dispatch.left_behind import Settlement
    from jetmsg_core.fleet.tickets import Epoch


@dataclass(frozen=True)
class FoundCalls:
    """Calls that a worker which died left *sending*, by name, and what is known of them now. `kept`
    are the epochs of former workers. Empty where there is no fleet."""

    calls: Mapping[str, LeftBehind] = field(default_factory=dict)
    kept: Mapping[str, KeptEpoch] = field(default_factory=dict)
    settlement: Settlement | None = None


def posters_for(settings: Settings, holder: str) -> Posters:
    """Starts those who post for the worker `holder`: the fleet where there is one, else as the
    settings say. Raises SettingsError where the packages of the fleet are missing."""
    if not settings.fleet_url:
        return posters_of(settings)
    require_fleet(settings)
    from jetmsg_core.fleet.dispatch.posting import FleetPosters

    return FleetPosters(settings, holder, partial(_keep_epoch, settings, holder))


def find_left_behind(
    settings: Settings, db: Database, is_stopped: Callable[[], bool]
) -> FoundCalls:
    """Finds out what became of calls that were left *sending*. It waits for answers that may still
    come, up to the time a call may take, unless it is stopped. No transaction may be open."""
    if not settings.fleet_url:
        return FoundCalls()
    require_fleet(settings)
    from jetmsg_core.fleet.dispatch.handed_out import name_of
    from jetmsg_core.fleet.dispatch.left_behind import settle

    kept = fleet_epochs.by_holder(db)
    calls = {
        name_of(call.holder, _key(call)): call for call in left_behind(db) if call.holder in kept
    }
    epochs = {name: _epoch(kept[call.holder]) for name, call in calls.items()}
    return FoundCalls(calls, kept, settle(settings, epochs, is_stopped))


def keep_left_behind(settings: Settings, db: Database, left: FoundCalls, now: datetime) -> int:
    """Writes down what became of calls that were left behind, within a transaction, as if it had
    come in time. Returns how many these are; the others are *sending* still."""
    if left.settlement is None:
        return 0
    kept_campaigns = set()
    for name, raw in left.settlement.ends.items():
        call = left.calls[name]
        campaign = campaigns.existing(db, call.chunk.campaign_id)
        completed = judged(settings, PoolCall(call.chunk, order_of(campaign), 0.0), raw)
        keep(settings, db, [completed], worker=call.holder, now=now)
        kept_campaigns.add(campaign.id)
    for campaign_id in kept_campaigns:
        finish_completed(db, campaign_id, now)
    return len(left.settlement.ends)


def forget_left_behind(settings: Settings, db: Database, left: FoundCalls, holder: str) -> None:
    """Takes what is on disk out of Redis, and forgets the epochs of all workers but `holder`."""
    if left.settlement is None:
        return
    from jetmsg_core.fleet.dispatch.left_behind import forget

    forget(settings, left.settlement, map(_epoch, left.kept.values()))
    with transaction(db):
        fleet_epochs.forget_others(db, holder)


def _key(call: LeftBehind) -> Key:
    return call.chunk.campaign_id, call.chunk.first_seq, call.chunk.attempt


def _epoch(kept: KeptEpoch) -> Epoch:
    from jetmsg_core.fleet.tickets import Epoch

    return Epoch(kept.name, kept.proof)


def _keep_epoch(settings: Settings, holder: str, epoch: Epoch) -> None:
    """On a connection of its own: it is another thread than the worker's that begins an epoch."""
    with closing(connect(settings.database_path)) as db, transaction(db):
        fleet_epochs.keep(db, holder, KeptEpoch(epoch.name, epoch.proof), now=utc_now())
