"""`balance`, `worker` and `sandbox`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.balances import sampling
from jetmsg_core.cli.output import show
from jetmsg_core.errors import GatewayError
from jetmsg_core.processes import with_any_gateway

PARENT_LOOK_SECONDS = 0.5


def balance(options: argparse.Namespace) -> int:
    """The last sample; a new one with --sample, or when there is none yet."""
    settings = configuration.load()
    found = sampling.latest(settings)
    if options.sample or found is None:
        with with_any_gateway(settings) as reachable:
            found = sampling.sample(reachable)
    if found.failure is not None:
        raise GatewayError("no_balance", f"The balance could not be read. {found.failure}")
    values = {
        "tranx": found.tranx,
        "promo": found.promo,
        "otp": found.otp,
        "taken_at": found.taken_at,
        "burn_per_day": None,
        "days_left": None,
    }
    show(values, as_json=options.json)
    return 0


def run_worker(options: argparse.Namespace) -> int:
    """Send until SIGTERM or Ctrl-C, then finish the calls in flight."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker: %(message)s")
    settings = configuration.load()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.with_parent:
        watch = threading.Thread(target=_watch_parent, args=(options.with_parent, stop))
        watch.daemon = True
        watch.start()
    with with_any_gateway(settings) as reachable:
        worker.run(reachable, stop)
    return 0


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """Stop when the process that started us is gone, also if that was before we looked."""
    while os.getppid() == parent:
        if stop.wait(PARENT_LOOK_SECONDS):
            return
    stop.set()


def sandbox(arguments: list[str]) -> int:
    from jetmsg_core.sandbox.__main__ import main

    sys.argv[0] = "python -m jetmsg_core sandbox"
    return main(arguments)
