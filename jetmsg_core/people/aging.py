"""Numbers and texts of campaigns that are over go after their days, and who was erased is erased
again where a copy from before was put back. Done by the worker beside its sending, in slices; what
a kill leaves half done goes on with the next worker.

Counts, costs, states, smsIds and delivery rates stay. Stand-ins keep the guard against repeats and
*leave out who was sent this campaign* working.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import numpy as np

from jetmsg_core import configuration
from jetmsg_core.audit import Act, record
from jetmsg_core.people.again import BroughtBack, erase_again
from jetmsg_core.people.cells import with_blank
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.people import aged, ledger, wiping
from jetmsg_core.store.people.aged import Aging, Stopped

EVERY = timedelta(minutes=1)
"""Between two looks for what is due."""
KEPT = timedelta(days=1)
"""What a kill left stays so long: whoever makes it may be at it still."""


class Ager:
    """The worker's chore: it looks once in `EVERY`, at once at first."""

    def __init__(self, settings: Settings, stopped: Stopped, clock: Clock = utc_now) -> None:
        self._settings, self._stopped, self._clock = settings, stopped, clock
        self._next: datetime | None = None
        self._brought_back = BroughtBack()

    def __call__(self) -> None:
        """Does what is due, where it is time to look."""
        now = self._clock()
        if self._next is not None and now < self._next:
            return
        self._next = now + EVERY
        forget_drafts(self._settings, self._clock)
        age_ended(self._settings, self._stopped, self._clock)
        erase_again(self._settings, self._clock, self._brought_back)


def forget_drafts(settings: Settings, clock: Clock = utc_now) -> None:
    """Removes what a kill left in the data folder a day ago: halves of files, and copies of the
    database that had no name yet."""
    oldest = (clock() - KEPT).timestamp()
    for path in settings.data_dir.glob(".*.part*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def age_ended(settings: Settings, stopped: Stopped = lambda: False, clock: Clock = utc_now) -> int:
    """Takes away what is due of campaigns that are over, until done or stopped. Returns of how many
    campaigns something was finished."""
    settings = configuration.current(settings)
    days = {Aging.NUMBERS: settings.keep_numbers_days, Aging.TEXTS: settings.keep_texts_days}
    count = 0
    with open_database(settings.database_path) as db:
        for aging, kept in days.items():
            if kept is None:
                continue
            moment = clock() - timedelta(days=kept)
            for campaign_id in aged.due(db, aging, stamp(moment)):
                count += _age(db, campaign_id, aging, moment, stopped, clock)
            if aging is Aging.NUMBERS:
                aged.take_old_reports(db, int(moment.timestamp()), stopped)
        if count:
            wiping.cut_log(db)
    return count


def _age(
    db: Database,
    campaign_id: int,
    aging: Aging,
    moment: datetime,
    stopped: Stopped,
    clock: Clock,
) -> bool:
    if stopped() or not aged.begin(
        db, campaign_id, aging, before=stamp(moment), now=stamp(clock())
    ):
        return False
    if aging is Aging.NUMBERS:
        aged.take_numbers(db, campaign_id, stopped)
        _take_cells(db, campaign_id, stopped)
        aged.take_replies(db, campaign_id, stopped)
    elif "{{" in aged.message_of(db, campaign_id):
        # A text that is the same for all says nothing of anybody.
        aged.take_texts(db, campaign_id, stopped)
    if stopped():
        return False
    with transaction(db):
        aged.end(db, campaign_id, aging)
        name = campaigns.existing(db, campaign_id).name
        gone = {"gone": aging.value}
        record(db, Act.CAMPAIGN_AGED, campaign=campaign_id, subject=name, after=gone)
    return True


def _take_cells(db: Database, campaign_id: int, stopped: Stopped) -> None:
    for start in ledger.block_starts(db, campaign_id):
        if stopped():
            return
        table = arrow_blocks.unpack_table([ledger.block_at(db, campaign_id, start)])
        blank = with_blank(table, np.ones(table.num_rows, np.bool_)).combine_chunks()
        ledger.put_block(db, campaign_id, start, arrow_blocks.pack_table(blank))


def no_longer_kept(settings: Settings, campaign_id: int) -> str:
    """Says what of a campaign is no longer kept, in a sentence; empty while all is."""
    with open_database(settings.database_path) as db:
        campaigns.existing(db, campaign_id)
        what = aged.aged(db, campaign_id)
    if what.numbers_at is not None:
        return (
            "The numbers of this campaign, and the cells beside them, are no longer kept. Its "
            "counts, costs and reports stay. Nobody of it can be tried again."
        )
    if what.texts_at is not None:
        return (
            "The texts that people of this campaign got are no longer kept. Its counts, costs and "
            "reports stay. Nobody of it can be tried again."
        )
    return ""
