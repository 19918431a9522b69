"""What is left in each pool, how long it will last, and whether it is enough for what is planned:
the stored samples and plans, put before the pure modules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.balances.forecast import LOOKED_BACK_DAYS, Forecast, forecast
from jetmsg_core.balances.sample_series import SampleSeries
from jetmsg_core.files.columns import Column, Kind, moments, text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.primitives.times import Clock, parse, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CREDIT_POOLS
from jetmsg_core.store.balances import samples, spending
from jetmsg_core.store.balances.spending import FOREVER
from jetmsg_core.store.database import Database, open_database

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PoolStatus:
    """One pool. `credits` and `taken_at` are of the last reading that succeeded, None before
    there is one; `used_since` are the parts submitted after it. `needed` are the parts still to be
    sent of campaigns scheduled, running or paused, `campaigns` how many those are."""

    pool: str
    credits: int | None
    taken_at: str | None
    forecast: Forecast
    used_since: int
    needed: int
    campaigns: int

    @property
    def left_after(self) -> int | None:
        """It is what is left when all that is planned has been sent; less than nothing when it is
        not enough, None before a reading."""
        if self.credits is None:
            return None
        return self.credits - self.used_since - self.needed

    @property
    def is_enough(self) -> bool | None:
        """It says whether the credits cover all that is planned, None before a reading."""
        return None if self.left_after is None else self.left_after >= 0


def pool_statuses(settings: Settings, clock: Clock = utc_now) -> dict[str, PoolStatus]:
    """Gives each pool's credits, forecast and needs, by the name of the pool."""
    with open_database(settings.database_path) as db:
        series = series_between(
            db, settings, stamp(clock() - timedelta(days=LOOKED_BACK_DAYS)), FOREVER
        )
        return _pool_statuses(db, settings, series)


def series_since(settings: Settings, moment: datetime) -> SampleSeries:
    """Gives the samples from `moment` on, and the last reading before it, from which the first
    change is measured."""
    with open_database(settings.database_path) as db:
        return series_between(db, settings, stamp(moment), FOREVER)


@requires(Permission.DOWNLOAD)
def export(settings: Settings, since: datetime, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives samples as a file, oldest first, failed ones with their reason."""
    with open_database(settings.database_path) as db:
        kept = list(samples.iterate(db, settings.mode, since))
    seconds = [int(parse(sample.taken_at).timestamp()) for sample in kept]
    credits = (
        pa.array([sample.credits_of(pool) for sample in kept], pa.int64()) for pool in CREDIT_POOLS
    )
    columns = (
        Column(Kind.TIME, moments(np.array(seconds, np.int64))),
        text_column(sample.taken_at for sample in kept),
        *(Column(Kind.NUMBER, of_pool) for of_pool in credits),
        text_column(sample.failure or "" for sample in kept),
    )
    names = ["read_at_ist", "read_at_utc", *CREDIT_POOLS, "failure"]
    return file_of(Table(names, columns, Shield.PERSON, SheetTitle.BALANCE), form)


def _pool_statuses(db: Database, settings: Settings, series: SampleSeries) -> dict[str, PoolStatus]:
    latest = samples.latest(db, settings.mode)
    sent_then = samples.sent_at_latest(db, settings.mode)
    sent_now = spending.submitted_parts(db, settings.mode)
    needs = {row["pool"]: row for row in spending.needed(db, settings.mode)}
    statuses: dict[str, PoolStatus] = {}
    for pool in CREDIT_POOLS:
        then = sent_then.get(pool)
        statuses[pool] = PoolStatus(
            pool,
            credits=latest.credits_of(pool) if latest else None,
            taken_at=latest.taken_at if latest else None,
            forecast=forecast(series.readings(pool)),
            used_since=0 if then is None else max(0, sent_now.get(pool, 0) - then),
            needed=int(needs[pool]["parts"]) if pool in needs else 0,
            campaigns=int(needs[pool]["campaigns"]) if pool in needs else 0,
        )
    return statuses


def series_between(db: Database, settings: Settings, start: str, end: str) -> SampleSeries:
    """Gives the samples between two stamps, and the last reading before them."""
    table = samples.table(db, settings.mode, start, end)
    return SampleSeries(
        at=table[:, 0],
        failed=table[:, 1] == 1,
        credits={pool: table[:, 2 + index] for index, pool in enumerate(CREDIT_POOLS)},
    )


def milliseconds_of(written: str) -> int:
    """Gives the milliseconds since 1970, as a series counts."""
    return round(parse(written).timestamp() * 1000)
