"""Servers that fail, and settings that lead to them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from misbehaving_server import Behaviour, Server, full_port

from jetmsg_core.gateway.transport import HttpTransport


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers with a behaviour; they end with the test."""
    started: list[Server] = []

    def start(behave: Behaviour, **options: Any) -> Server:
        started.append(Server(behave, **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    """Patient: an answer that is there is read on the busiest machine."""
    with contextlib.closing(HttpTransport(timeout=120)) as transport:
        yield transport


@pytest.fixture
def hurried() -> Iterator[HttpTransport]:
    """For what never comes."""
    with contextlib.closing(HttpTransport(timeout=0.4)) as transport:
        yield transport


@pytest.fixture
def nobody_accepts() -> Iterator[str]:
    with full_port() as url:
        yield url
