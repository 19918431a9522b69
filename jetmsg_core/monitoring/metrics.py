"""All that is measured, as Prometheus reads it
(https://prometheus.io/docs/instrumenting/exposition_formats/).

It is read out of the database when it is asked for, in one snapshot, out of sums that are kept
anyway. Labels are words of ours alone: states, outcomes, channels, pools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from jetmsg_core.campaigns.status import people_by_state
from jetmsg_core.disk import room as disk_room
from jetmsg_core.monitoring.call_counts import BOUNDS, CallCounts, Kind
from jetmsg_core.primitives.times import Clock, parse, utc_now
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import CampaignState, ChunkState, Hold, Pool
from jetmsg_core.store import processes
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger.campaigns import Tally
from jetmsg_core.store.readings import monitored

Word = TypeVar("Word", bound=str)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
POOLS = (Pool.TRANX, Pool.PROMO, Pool.OTP)


@dataclass(frozen=True, eq=False)
class _Gathered(Collector):
    metrics: tuple[Metric, ...]

    def collect(self) -> Iterable[Metric]:
        return self.metrics


class Metrics:
    """What one dashboard tells of its database. It remembers which calls it has counted."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, Mode], CallCounts] = {}

    def read(self, settings: Settings, clock: Clock = utc_now) -> bytes:
        """Gives the page that is scraped. Raises DatabaseUnusable."""
        counts = self._counts.setdefault((str(settings.database_path), settings.mode), CallCounts())
        with open_database(settings.database_path) as db, snapshot(db):
            gathered = (
                *_of_people(db, settings.mode),
                *_of_campaigns(db, settings.mode),
                *_of_balances(db, settings.mode, clock),
                *_of_processes(db, clock),
                *_of_calls(counts.count(db, settings.mode)),
            )
        registry = CollectorRegistry()
        registry.register(_Gathered((*gathered, *_of_disk(settings))))
        ProcessCollector(registry=registry)
        return generate_latest(registry)


def _of_people(db: Database, mode: Mode) -> Iterator[Metric]:
    progress = monitored.progress(db, mode)
    people = people_by_state(progress, monitored.reported(db, mode))
    yield _by("jetmsg_recipients", "Recipients of all campaigns by state.", "state", people)
    calls, waiting = monitored.queued(db, mode)
    yield _gauge("jetmsg_queued_calls", "Calls that running campaigns still have to make.", calls)
    yield _gauge("jetmsg_queued_recipients", "Recipients in these calls.", waiting)
    for state, name, about in (
        (ChunkState.SENDING, "jetmsg_calls_in_flight", "Calls on their way to the gateway."),
        (ChunkState.UNKNOWN, "jetmsg_unknown_calls", "Calls without a clear answer, undecided."),
    ):
        yield _gauge(name, about, progress.get(state, Tally()).chunks)


def _of_campaigns(db: Database, mode: Mode) -> Iterator[Metric]:
    states = dict.fromkeys(CampaignState, 0) | monitored.campaigns_by_state(db, mode)
    yield _by("jetmsg_campaigns", "Campaigns by state.", "state", states)
    holds = dict.fromkeys(Hold, 0) | monitored.holds(db, mode)
    yield _by("jetmsg_held_campaigns", "Running campaigns that are held, by why.", "hold", holds)
    files = {"asked": 0, "making": 0} | monitored.files_asked_for(db)
    yield _by("jetmsg_export_files", "Files that were asked for and are not made.", "state", files)


def _of_calls(counted: Mapping[Kind, tuple[list[int], float]]) -> Iterator[Metric]:
    ended = CounterMetricFamily(
        "jetmsg_calls", "Calls of campaigns that ended.", labels=("channel", "outcome")
    )
    family = HistogramMetricFamily(
        "jetmsg_call_seconds",
        "How long each call of campaigns that ended took.",
        labels=("channel", "outcome"),
    )
    bounds = (*map(str, BOUNDS), "+Inf")
    for (channel, outcome), (buckets, seconds) in sorted(counted.items()):
        family.add_metric(
            (channel.value, outcome), list(zip(bounds, buckets, strict=True)), seconds
        )
        ended.add_metric((channel.value, outcome), buckets[-1])
    yield ended
    yield family


def _of_balances(db: Database, mode: Mode, clock: Clock) -> Iterator[Metric]:
    sample, last = samples.latest(db, mode), samples.last(db, mode)
    credits = GaugeMetricFamily("jetmsg_credits", "Credits at the last reading.", labels=("pool",))
    for pool in POOLS if sample else ():
        left = _credits(sample, pool)
        if left is not None:
            credits.add_metric((pool.value,), left)
    yield credits
    age = GaugeMetricFamily("jetmsg_balance_age_seconds", "Since the last reading that succeeded.")
    if sample:
        age.add_metric((), (clock() - parse(sample.taken_at)).total_seconds())
    yield age
    failed = last is not None and last.failure is not None
    yield _gauge("jetmsg_balance_failed", "1 while the last reading failed.", int(failed))


def _credits(sample: Sample | None, pool: Pool) -> int | None:
    return sample.credits_of(pool) if sample else None


def _of_processes(db: Database, clock: Clock) -> Iterator[Metric]:
    worker = processes.get(db, "worker")
    alive = worker is not None and worker.is_alive(clock())
    yield _gauge("jetmsg_worker_up", "1 while the worker gives signs of life.", int(alive))
    age = GaugeMetricFamily(
        "jetmsg_worker_heartbeat_age_seconds", "Since the worker's last sign of life."
    )
    if worker is not None:
        age.add_metric((), worker.silent_seconds(clock()))
    yield age


def _of_disk(settings: Settings) -> Iterator[Metric]:
    path = settings.database_path
    names = (path, path.with_name(f"{path.name}-wal"))
    sizes = sum(name.stat().st_size for name in names if name.exists())
    yield _gauge("jetmsg_database_bytes", "The database on the disk.", sizes)
    free = GaugeMetricFamily("jetmsg_disk_free_bytes", "Free on the disk of the data folder.")
    with suppress(OSError):  # the system may not say
        free.add_metric((), disk_room.free_bytes(settings.data_dir))
    yield free
    wanted = settings.min_free_mb * disk_room.MEGABYTE
    yield _gauge("jetmsg_disk_reserved_bytes", "Below this much free nothing new is sent.", wanted)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _by(name: str, about: str, label: str, counts: Mapping[Word, int]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=(label,))
    for word, count in counts.items():
        family.add_metric((str(word),), count)
    return family
