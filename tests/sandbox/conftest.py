"""A real sandbox for each test that needs its own, and one for those that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_calls import Caller, Start
from sandboxes import running_sandbox

from jetmsg_core.sandbox.running import start_sandbox


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts sandboxes with options. They are killed with the test: a clean stop takes a fifth of a
    second, and only the tests of stopping need one."""
    started: list[Caller] = []

    def start_one(*options: str | Path) -> Caller:
        journal = tmp_path / "journal.jsonl"
        started.append(Caller(start_sandbox("--journal", journal, *options), journal))
        return started[-1]

    yield start_one
    for caller in started:
        caller.sandbox.process.kill()
        caller.sandbox.stop()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """One for all tests that exhaust nothing and compare only what they caused."""
    journal = tmp_path_factory.mktemp("sandbox") / "journal.jsonl"
    with running_sandbox("--journal", journal, "--resend-after", "0") as sandbox:
        yield Caller(sandbox, journal)
