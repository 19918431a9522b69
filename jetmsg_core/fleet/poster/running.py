"""A poster: takes bundles from its own queue and makes their calls, until it is told to stop.

It ends in order: it says that it is leaving, so that it gets no more; it makes what it has; it
leaves its reports; it takes itself off the roll. Celery ends where Redis refuses an acknowledgement
(a full one), and then begins anew here, while calls and reports go on.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from celery import Celery, signals
from celery.worker import state

from jetmsg_core.errors import InputError
from jetmsg_core.fleet.answers import Answers
from jetmsg_core.fleet.broker import TASK, app_of, queue_of
from jetmsg_core.fleet.own_keys import keys_of
from jetmsg_core.fleet.poster.calling import CallingThreads, MakeTransport
from jetmsg_core.fleet.poster.reporting import Reporter
from jetmsg_core.fleet.redis_clients import NETWORK_ERRORS, client_of
from jetmsg_core.fleet.roll import BEAT_SECONDS, PosterCard, Roll
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.tickets import Tickets
from jetmsg_core.gateway.transport import transport_of
from jetmsg_core.settings import Settings

log = logging.getLogger(__name__)

MOST_SLOTS = 1_024
LEAVING_SECONDS = 60.0
"""For which a poster that ends waits for a Redis that does not take its reports."""

PAUSE_SECONDS = 1.0
"""Before Celery begins anew."""

TAKERS = 2
"""Threads in which Celery hands bundles over, which takes no time."""


@dataclass(frozen=True)
class PosterOptions:
    """How a poster is run: its name, the calls it makes at once, and the address on this machine
    that they leave from (empty: any)."""

    name: str
    slots: int
    bind: str = ""


def run(settings: Settings, options: PosterOptions) -> None:
    """Posts until SIGTERM or Ctrl-C. Raises InputError for options that do not fit."""
    _check(options)
    seal = Seal(settings.fleet_secret)
    client = client_of(settings.fleet_url, connections=options.slots + 4)
    reporter = Reporter(Answers(client))
    card = PosterCard(
        instance=f"{options.name}.{secrets.token_hex(4)}",
        name=options.name,
        host=platform.node(),
        mode=settings.mode.value,
        slots=options.slots,
        bind=options.bind,
    )
    threads = CallingThreads(
        card, keys_of(settings), seal, Tickets(client), reporter, _transports(settings, options)
    )
    roll = Roll(client, seal)
    stopping = threading.Event()
    beats = threading.Thread(target=_beat, args=(roll, threads, stopping), daemon=True)
    beats.start()
    _Consumer(app_of(settings.fleet_url), card, threads.take).consume()
    stopping.set()
    threads.close()
    if not reporter.wait_until_left(LEAVING_SECONDS):
        log.error("reports could not be left in Redis: their calls end as unknown")
    beats.join()
    try:
        roll.leave(card.instance)
    except NETWORK_ERRORS as error:
        log.warning("the poster is still on the roll (%s)", error)


def _check(options: PosterOptions) -> None:
    if not 1 <= options.slots <= MOST_SLOTS:
        raise InputError(
            "wrong_slots", f"A poster makes 1 to {MOST_SLOTS} calls at once, not {options.slots}."
        )
    if not options.name or not all(c.isalnum() or c in "-_" for c in options.name):
        raise InputError(
            "wrong_poster_name", "The name of a poster has letters, digits, - and _ alone."
        )


def _transports(settings: Settings, options: PosterOptions) -> MakeTransport:
    return lambda timeout: transport_of(replace(settings, timeout=timeout), source=options.bind)


def _beat(roll: Roll, threads: CallingThreads, stopping: threading.Event) -> None:
    """Says every second that the poster is there, and once more that it leaves."""
    is_heard = True
    while True:
        is_leaving = stopping.is_set()
        try:
            roll.beat(threads.card(is_leaving=is_leaving))
            is_heard = True
        except NETWORK_ERRORS as error:
            if is_heard:
                log.warning("Redis does not hear this poster, and is tried again: %s", error)
            is_heard = False
        if is_leaving:
            return
        stopping.wait(BEAT_SECONDS)


class _Consumer:
    """Celery, taking bundles off one queue until it is told to stop. It ends where Redis refuses
    what it has to write, and then begins anew."""

    def __init__(self, app: Celery, card: PosterCard, take: Callable[[str], None]) -> None:
        app.conf.task_queues = [queue_of(card.queue)]
        app.task(name=TASK, ignore_result=True, acks_late=False, typing=False)(take)
        self._app, self._card = app, card
        self._is_told = False

    def consume(self) -> None:
        """Takes bundles until SIGTERM or Ctrl-C."""
        signals.setup_logging.connect(_keep_logging)
        signals.worker_shutting_down.connect(self._stop)
        while not self._is_told:
            try:
                self._worker().start()
            except NETWORK_ERRORS as error:
                log.warning("the broker is lost, and tried again: %s", error)
            if not self._is_told:
                state.should_stop = state.should_terminate = None
                time.sleep(PAUSE_SECONDS)

    def _worker(self) -> Any:
        return self._app.Worker(
            hostname=self._card.instance,
            pool="threads",
            concurrency=TAKERS,
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )

    def _stop(self, **_: object) -> None:
        self._is_told = True


def _keep_logging(**_: object) -> None:
    """Leaves the log as it is: Celery makes one of its own where nobody answers its signal."""


def default_name() -> str:
    """Gives the name of a poster that was given none."""
    host = "".join(c if c.isalnum() else "-" for c in platform.node()) or "poster"
    return f"{host}-{os.getpid()}"
