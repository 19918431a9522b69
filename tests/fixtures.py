"""What the fixtures of more than one file give, for the parameters of tests: where each comes from
and how it is called."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from gated_gateway import Gate
from nursery import ForkedSandbox

from jetmsg_core.campaigns.lifecycle.control import Status


class StartGateway(Protocol):
    def __call__(self, *options: str) -> ForkedSandbox: ...


class StartGatedGateway(Protocol):
    def __call__(self, *options: str, passing: int) -> Gate: ...


class RunCommand(Protocol):
    """`cli` runs it in this process, `command` in one of its own."""

    def __call__(
        self, *arguments: object, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]: ...


class RunJson(Protocol):
    def __call__(self, *arguments: object, **env: str) -> dict[str, Any]: ...


class NewCampaign(Protocol):
    """The id of a campaign to `count` people, in state draft; `how` are fields of its spec."""

    def __call__(self, count: int, message: str = ..., **how: Any) -> int: ...


class Send(Protocol):
    def __call__(self, campaign_id: int, seconds: float = 60) -> Status: ...


class WorkUntil(Protocol):
    def __call__(
        self,
        done: Callable[[], bool],
        campaign_id: int,
        seconds: float = 60,
        stopping: Callable[[], None] = ...,
    ) -> Status: ...


class ContactFile(Protocol):
    def __call__(self, count: int, name: str = ...) -> Path: ...


class StartWorker(Protocol):
    def __call__(self, **env: str) -> subprocess.Popen[bytes]: ...


ReadJournal = Callable[[], list[dict[str, Any]]]
ReadLedger = Callable[[int], list[dict[str, Any]]]
"""The recipients of a campaign."""

BeWorker = Callable[[Any], None]
LookAsWorker = Callable[[], None]
PutBack = Callable[[Path], None]
TimesSent = Callable[[], Counter[int]]
