"""Celery as it is used here: it carries bundles to posters, at most once or never or twice, and
nothing depends on which.

So each of its own promises is off: no results (a lost one would say nothing), no acknowledgement
after the work and no second try (a second poster must find the ticket taken anyway), no publishing
again (a lost reply would leave two copies and say that all is well), no times of arrival or expiry
(they compare two machines' clocks). Each poster has a queue of its own, so that the worker gives it
no more than it has room for.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from celery import Celery
from kombu.entity import Queue

from jetmsg_core.fleet.redis_clients import CONNECT_SECONDS, TIMEOUT_SECONDS

TASK = "jetmsg.bundle"
VISIBILITY_SECONDS = 3_600
"""After which the broker gives out again what nobody acknowledged; it never asks whether somebody
is at it."""

TRANSPORT = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "socket_timeout": TIMEOUT_SECONDS,
    "socket_connect_timeout": CONNECT_SECONDS,
    "max_retries": 1,
    "global_keyprefix": "",
}


def app_of(url: str) -> Celery:
    """Gives Celery over the Redis at `url`; it connects when something is published or consumed."""
    app = Celery("jetmsg", broker=url, set_as_current=False, fixups=[])
    app.conf.update(
        result_backend=None,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=False,
        task_publish_retry=False,
        task_serializer="json",
        accept_content=["json"],
        task_create_missing_queues=False,
        broker_transport_options=TRANSPORT,
        broker_connection_timeout=CONNECT_SECONDS,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=0,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_proc_alive_timeout=30.0,
    )
    return app


def queue_of(name: str) -> Queue:
    """Gives the queue with this name, which has no exchange to be looked up."""
    return Queue(name, exchange="", routing_key=name)  # type: ignore[no-untyped-call]


class Publisher:
    """Gives bundles to posters, for one thread, over one connection."""

    def __init__(self, url: str) -> None:
        self._app = app_of(url)
        self._producer: Any = None

    def publish(self, queue: str, bundle: str) -> None:
        """Puts a bundle into a queue. Whatever it raises, the bundle may have been given out."""
        if self._producer is None:
            connection = self._app.connection_for_write(connect_timeout=CONNECT_SECONDS)
            self._producer = self._app.amqp.Producer(connection, auto_declare=False)
        try:
            self._app.send_task(
                TASK,
                args=[bundle],
                queue=queue_of(queue),
                producer=self._producer,
                argsrepr="",
                kwargsrepr="",
                retry=False,
                ignore_result=True,
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection; the next bundle opens another."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):  # It may be broken: that is why it is let go.
                producer.connection.release()
