"""Many calls at once: a worker with its posters, beside a bare `requests` loop that makes the same
calls from as many threads of one process and records nothing, in the same run and by turns, to the
same gateway (`quick_gateway`), whose own processor time a call is printed too: it is not the limit.

Prints Markdown tables: how long it takes against the ideal, and the processor time of a call, the
worker's and its posters' together. On a machine that others use too, the second is what counts.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.processes import health
from jetmsg_core.settings import Settings
from tests.bench.bench_campaign import bare_loop, contact_file, create

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Shape:
    """So many calls of so many numbers, so many of them at once, which take so long each."""

    calls: int
    numbers: int
    senders: int
    latency_ms: int

    @property
    def ideal(self) -> float:
        """It says the seconds with nothing in between."""
        return self.calls * self.latency_ms / 1000 / self.senders


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock, and of processors."""

    seconds: float
    processor: float


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="of the calls of each row")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(
        "| numbers a call | latency | at once | run | of ideal | bare loop | run against bare "
        "| processor a call: run, bare, ratio (goal 1.3) | gateway |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for shape in (
        Shape(6_000, 1, 64, 200),
        Shape(24_000, 1, 256, 200),
        Shape(2_000, 500, 32, 50),
    ):
        calls = max(shape.senders, int(shape.calls * options.scale))
        print(
            row(Shape(calls, shape.numbers, shape.senders, shape.latency_ms), options.rounds),
            flush=True,
        )


def row(shape: Shape, rounds: int) -> str:
    """Gives the medians of a shape, as a line of the table."""
    ours, bare, gateway = [], [], []
    data = contact_file(shape.calls * shape.numbers)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, running_gateway(shape.latency_ms) as server:
            os.environ |= {"JETMSG_SANDBOX_URL": server.url, "JETMSG_MODE": "sandbox"}
            os.environ |= {"JETMSG_DATA_DIR": folder, "JETMSG_SENDERS": str(shape.senders)}
            settings = configuration.load()
            made = create(settings, data, shape.numbers)
            ours.append(run(settings, made))
            bare.append(run_bare(settings, data, shape.numbers))
            gateway.append(processor_of(server.pid) / 2 / shape.calls)
    middle = statistics.median
    seconds, bare_seconds = middle(c.seconds for c in ours), middle(c.seconds for c in bare)
    each = middle(c.processor for c in ours) / shape.calls
    bare_each = middle(c.processor for c in bare) / shape.calls
    return (
        f"| {shape.numbers} | {shape.latency_ms} ms | {shape.senders} | {seconds:.2f} s "
        f"| {shape.ideal / seconds:.2f} | {bare_seconds:.2f} s | {bare_seconds / seconds:.2f}× "
        f"| {each * 1000:.2f}, {bare_each * 1000:.2f} ms, {each / bare_each:.2f}× "
        f"| {middle(gateway) * 1000:.2f} ms |"
    )


@dataclass(frozen=True)
class RunningGateway:
    """A gateway of this run."""

    url: str
    pid: int


@contextlib.contextmanager
def running_gateway(latency_ms: int) -> Iterator[RunningGateway]:
    """Runs one until the end of the block."""
    command = [sys.executable, "-m", "tests.bench.quick_gateway", str(latency_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RunningGateway(process.stdout.readline().strip(), process.pid)
        finally:
            process.terminate()


def run(settings: Settings, campaign_id: int) -> Cost:
    """Tells what a worker takes from the start of the campaign to its end."""
    command = [sys.executable, "-m", "jetmsg_core", "worker"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    try:
        while not health(settings).worker:
            time.sleep(0.05)
        wanted = min(settings.sender_processes or os.cpu_count() or 1, settings.senders)
        while len(children := children_of(process.pid)) < wanted:
            time.sleep(0.05)
        time.sleep(2)  # they load what they need
        before = [processor_of(pid) for pid in (process.pid, *children)]
        begun = time.monotonic()
        control.start(settings, campaign_id)
        while not control.status(settings, campaign_id).is_over:
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        after = [processor_of(pid) for pid in (process.pid, *children)]
        return Cost(seconds, sum(after) - sum(before))
    finally:
        process.terminate()
        process.wait()


def run_bare(settings: Settings, data: bytes, numbers: int) -> Cost:
    """Tells what the bare loop takes in this process."""
    begun, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    bare_loop(settings, data, numbers)
    now = resource.getrusage(resource.RUSAGE_SELF)
    processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return Cost(time.monotonic() - begun, processor)


def children_of(parent: int) -> list[int]:
    """Gives the processes that this one has started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in listed.read_text().split()]


def processor_of(pid: int) -> float:
    """Gives the seconds of a processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    main()
