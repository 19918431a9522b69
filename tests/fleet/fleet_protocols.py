"""What the fixtures of the fleet give, for the parameters of tests."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Protocol

from redis_servers import RedisServer

from jetmsg_core.fleet.status import FleetStatus


class StartRedis(Protocol):
    def __call__(self, *options: str) -> RedisServer: ...


class StartPoster(Protocol):
    def __call__(self, name: str, slots: int = 8, **env: str) -> BaseProcess: ...


ReadRoll = Callable[[], FleetStatus]
