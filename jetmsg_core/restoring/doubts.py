"""What a worker asks before it sends: is this database of now, or was it put back?

Asked when a worker begins, under its lock, before anything is claimed. In this order:

1. A copy made by `backup` held in itself whatever could go on. It is taken up, nothing more is held
   (a person may have resumed a campaign before the worker began), and a new mark is made.
2. The mark names a generation or a claim that the database does not know: it is **older** than what
   left. Held. So it is for a plain copy of the file, and for one from before there were marks. A
   database that was made after the mark and never sent is no copy: somebody began anew.
3. There is no mark. A database that has never seen a generation is new, or was just upgraded, and
   is taken as it is, unless its last worker died long ago: then it may be a copy from before the
   upgrade. One that has seen generations has lost its mark or came here without it, and what the
   other folder sent cannot be known. Held.
4. The mark is known to the database, whether it is the newest or one before: nothing that left is
   missing. After a crash, a kill, a power cut or a reboot it is like that, so these hold nobody;
   calls that were on their way are *unknown*, as always.
5. But a snapshot of the whole machine brings back the mark with the database, and then no file can
   tell. What can is the gateway's own balance. So, wherever a campaign would go on that had been
   started before the last sign of a worker, it is read before anything leaves. Nothing missing: it
   goes on, and neither a crash nor a power cut has held anybody. More credits gone than all calls
   known here can have taken: held. Another program on the account looks the same; a person then
   sees the numbers, and is better asked than anybody sent to twice.
6. Where the balance cannot tell (WhatsApp, no reading from before, a top-up, no answer), the time
   since the last sign of a worker decides. Up to an hour is an ordinary crash, or a new start, and
   it goes on. After longer silence a worker that had stopped cleanly goes on, and one that had not
   is held: there is no way left to know.

A snapshot that keeps the memory too brings back a worker that never stopped. It shows in the
clocks: the one on the wall has moved on, the steady one has not. `sleeps` finds that, as it finds a
laptop that was closed, and the balance is read again as in 5.

Where nobody waits in a running, scheduled or paused campaign there is nothing to hold, and a
restored database is taken up without a word.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jetmsg_core.acting import WORKER
from jetmsg_core.audit import Act, record, recording
from jetmsg_core.balances.sampling import budget
from jetmsg_core.primitives.times import parse, stamp
from jetmsg_core.restoring import evidence, mark
from jetmsg_core.restoring.assessment import BalanceFinding
from jetmsg_core.restoring.mark import MarkedClaim
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.restoring import facts, generations, restorations
from jetmsg_core.store.restoring.restorations import HeldCampaign, RestorationKind

log = logging.getLogger(__name__)

SILENCE = timedelta(hours=1)
"""Longer than a reboot takes, shorter than from one nightly snapshot to the next."""

PATIENCE = timedelta(minutes=10)
"""Without a reading for so long the balance counts as one that cannot tell: after a power cut the
network may be back later than the machine."""

SHORT_PATIENCE = timedelta(seconds=90)
"""The same after a short silence, when campaigns go on without a reading: enough for a second try a
minute after one that failed, as when a network comes back."""


@dataclass(frozen=True)
class LedgerDoubt:
    """A doubt that a reading can end: what left since `since` may not be in this database. It is
    about the campaigns `about`, not about what is started from now on. A reading that was begun at
    `asked_at` or later ends it. `holds_untold`: a balance that cannot tell holds them too."""

    since: str
    about: tuple[int, ...]
    asked_at: datetime
    holds_untold: bool = False
    patience: timedelta = SHORT_PATIENCE


def look(settings: Settings, db: Database, now: datetime) -> LedgerDoubt | None:
    """Holds what cannot go on by itself in a database that was put back. Returns a doubt that only
    the balance can end, None where there is none. It is called within a transaction, before this
    worker is announced."""
    since = generations.last_sign(db) or stamp(now)
    if (copied_at := restorations.take_up_copy(db, now)) is not None:
        record(db, Act.FOUND_RESTORED, after={"ends": copied_at}, actor=WORKER)
        _record_held(db, restorations.held(db))
        return None
    is_silent = now - parse(since) > SILENCE
    was_clean = generations.stopped_cleanly(db)
    kind = _kind(db, mark.read(settings.data_dir), died_long_ago=is_silent and not was_clean)
    if kind is not None:
        record(db, Act.FOUND_RESTORED, after={"ends": since, "how": kind}, actor=WORKER)
        _say(db, restorations.hold_all(db, kind, since=since, found_at=now))
        return None
    doubt = look_after_sleep(db, since, now)
    if doubt is None or not is_silent:
        return doubt
    return replace(doubt, holds_untold=not was_clean, patience=PATIENCE)


def look_after_sleep(db: Database, since: str, now: datetime) -> LedgerDoubt | None:
    """Gives a doubt about all that would go on by itself and did at `since`; None where nobody
    waits."""
    about = restorations.waiting(db, since)
    return LedgerDoubt(since, about, now) if about else None


def _kind(
    db: Database, noted: MarkedClaim | None, *, died_long_ago: bool
) -> RestorationKind | None:
    """Why this database cannot be of now; None when it can."""
    if noted is None:
        return RestorationKind.UNMARKED if generations.knows_any(db) or died_long_ago else None
    if not generations.knows(db, noted.generation):
        return None if _is_new(db, noted) else RestorationKind.OLDER
    if noted.claim is not None and not generations.knows_claim(db, *noted.claim):
        return RestorationKind.OLDER
    return None


def _is_new(db: Database, noted: MarkedClaim) -> bool:
    """Made after the mark, and never sent from: somebody began anew and left the mark behind."""
    born = generations.born(db)
    return born is not None and born.timestamp() > noted.begun + 1 and not generations.knows_any(db)


def reading_wanted(db: Database, mode: str, doubt: LedgerDoubt | None) -> datetime | None:
    """Gives when the reading must have begun that ends the doubt, or tells a person about campaigns
    that are held; None when none is wanted."""
    if doubt is not None:
        return doubt.asked_at
    found_at = restorations.last_found(db, mode)
    return parse(found_at) if found_at else None


def settle(settings: Settings, db: Database, doubt: LedgerDoubt, now: datetime) -> bool:
    """Tells whether the doubt is over, so that calls may leave: the balance explains all, or what
    it cannot explain is held. Returns False while a reading is awaited."""
    mode = settings.mode
    balances = [
        evidence.balance(db, mode, pool, since=doubt.since, read_at=doubt.asked_at)
        for pool in facts.pools_that_go(db, mode, doubt.about)
    ]
    is_awaited = any(balance.before and not balance.after for balance in balances)
    if is_awaited and now - doubt.asked_at < doubt.patience and budget(settings).calls_left:
        return False
    doubtful = {BalanceFinding.SOME, BalanceFinding.ALL, BalanceFinding.MORE}
    if doubt.holds_untold:
        doubtful.add(BalanceFinding.CANNOT_TELL)
    if any(balance.assessment.finding in doubtful for balance in balances):
        with transaction(db):
            held = restorations.hold_all(
                db,
                RestorationKind.UNEXPLAINED,
                since=doubt.since,
                found_at=doubt.asked_at,
                only=doubt.about,
            )
            _say(db, held)
    return True


def _say(db: Database, held: list[HeldCampaign]) -> None:
    """To the audit, and to whoever reads the log."""
    _record_held(db, held)
    if held:
        log.warning(
            "this database was put back from an earlier time: %d campaigns are held until a "
            "person has looked at them",
            len(held),
        )


def _record_held(db: Database, held: Sequence[HeldCampaign]) -> None:
    for campaign in held:
        recording.record_held(db, campaign.campaign_id, campaign.name, campaign.state, actor=WORKER)
