"""`balance`, `backup`, `worker` and `sandbox`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from jetmsg_core import configuration, worker
from jetmsg_core.backup import back_up
from jetmsg_core.balances import low_balance, pool_status, sampling
from jetmsg_core.cli.arguments.passphrases import new_passphrase
from jetmsg_core.cli.arguments.wrong_usage import ArgumentParser, whole_number
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import GatewayError
from jetmsg_core.logs import starting as logs
from jetmsg_core.primitives.garbage import tune_gc
from jetmsg_core.processes import with_any_gateway
from jetmsg_core.settings import Settings

PARENT_LOOK_SECONDS = 0.5


def balance(options: argparse.Namespace) -> int:
    """Print the last sample; take a new one with --sample, or when there is none yet."""
    settings = configuration.load()
    sample = sampling.latest(settings)
    if options.sample or sample is None:
        with working("Asking the gateway"), with_any_gateway(settings) as reachable:
            sample = sampling.ask(reachable)
    if sample.failure is not None:
        raise GatewayError("no_balance", f"The balance could not be read. {sample.failure}")
    pools = {"tranx": sample.tranx, "promo": sample.promo, "otp": sample.otp}
    values = {**pools, "taken_at": sample.taken_at, **_pool_values(settings)}
    show(values, as_json=options.json)
    return 0


def _pool_values(settings: Settings) -> dict[str, Any]:
    """By pool; null is not known yet."""
    pools = pool_status.pool_statuses(settings)
    return {
        "burn_per_day": {p: _rounded(pool.forecast.burn_per_day) for p, pool in pools.items()},
        "days_left": {p: _rounded(pool.forecast.days_left) for p, pool in pools.items()},
        "days_left_low": {p: _rounded(pool.forecast.days_low) for p, pool in pools.items()},
        "days_left_high": {p: _rounded(pool.forecast.days_high) for p, pool in pools.items()},
        "needed": {p: pool.needed for p, pool in pools.items()},
        "left_after": {p: pool.left_after for p, pool in pools.items()},
        "enough": {p: pool.is_enough for p, pool in pools.items()},
        "low": [pool.pool for pool in low_balance.low_pools(settings)],
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def backup(options: argparse.Namespace) -> int:
    """Copy the database, and print where to."""
    settings = configuration.load()
    passphrase = new_passphrase(settings) if options.encrypt else None
    with working(f"Copying to {options.out}") as tell:
        size = back_up(settings, options.out, passphrase=passphrase, tell=tell)
    values: dict[str, Any] = {"file": str(options.out), "bytes": size}
    show(values | ({"encrypted": True} if options.encrypt else {}), as_json=options.json)
    return 0


def run_worker(options: argparse.Namespace) -> int:
    """Send until SIGTERM or Ctrl-C, then finish the calls in flight."""
    logs.begin("worker")
    settings = configuration.load()
    logs.begin(
        "worker", level=settings.log_level, form=settings.log_format, secrets=settings.secrets
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.with_parent:
        watch = threading.Thread(target=_watch_parent, args=(options.with_parent, stop))
        watch.daemon = True
        watch.start()
    with with_any_gateway(settings) as reachable:
        tune_gc()
        worker.run(reachable, stop)
    return 0


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """Stop when the process that started us is gone, also if that was before we looked."""
    while os.getppid() == parent:
        if stop.wait(PARENT_LOOK_SECONDS):
            return
    stop.set()


def sandbox(arguments: list[str]) -> int:
    """Run the imitation gateway, which takes the arguments as they are."""
    from jetmsg_core.sandbox.__main__ import main

    logs.begin("sandbox")
    sys.argv[0] = "python -m jetmsg_core sandbox"
    return main(arguments, ArgumentParser)


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", action="store_true", help="ask the gateway now")


def _parent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", type=whole_number, metavar="PID", help=argparse.SUPPRESS)


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument(
        "--encrypt",
        action="store_true",
        help="with a passphrase, which is JETMSG_BACKUP_PASSPHRASE, asked for, or read from stdin",
    )


BALANCE = Command(
    "balance",
    balance,
    "the credits in each pool, their use a day and how long they last",
    (_sample, as_json),
    epilog="The worker reads the balance every 30 minutes, or as JETMSG_BALANCE_MINUTES says. In "
    "live mode never more often, and at most 48 times in 24 hours, a minute apart, "
    "including what is asked for here.",
)
WORKER = Command("worker", run_worker, "send whatever is running, until stopped", (_parent,))
BACKUP = Command(
    "backup",
    backup,
    "copy the database, also while campaigns run; `restore` puts it back",
    (_out, as_json),
)
SANDBOX = Command(
    "sandbox",
    lambda _: sandbox([]),
    "run the imitation gateway (sandbox --help shows its options)",
)
