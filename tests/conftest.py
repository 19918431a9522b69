"""What every test stands on: its own data folder, the sandbox mode, and no network but loopback."""

from __future__ import annotations

import gc
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from databases import MadeOnce
from examples import examples
from gated_gateway import Gate, gate_before
from nursery import ForkedSandbox, fork_sandbox, run_command
from read_back import read_recipients

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending import rate_limit
from jetmsg_core.cli.parser import main
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.numbers import Grouping, write_with
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, CampaignState
from jetmsg_core.store import processes, upgrading

ROOT = Path(__file__).parent.parent

hypothesis.settings.register_profile("here", examples())
hypothesis.settings.load_profile("here")

Cli = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests are spread evenly over the others: each worker begins with a share of
    all, and at the end none is left alone with what takes longest."""
    modules = [list(module) for _, module in groupby(items, key=lambda item: item.path)]
    slow = [module for module in modules if any(map(_is_slow, module))]
    quick = [module for module in modules if not any(map(_is_slow, module))]
    for number, module in enumerate(slow):
        quick.insert((len(quick) + 1) * number // len(slow), module)
    items[:] = chain.from_iterable(quick)


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None


def pytest_collection_finish() -> None:
    """Ten thousand collected tests are no garbage: nobody need look through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no URL and no data of the developer reaches a test, nor a process it starts. A call
    may take minutes: on a busy machine one that is answered at once is seen late."""
    for name in [name for name in os.environ if name.startswith("JETMSG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JETMSG_MODE", "sandbox")
    monkeypatch.setenv("JETMSG_SENDER_ID", "JETMSG")
    monkeypatch.setenv("JETMSG_TIMEOUT", "240")
    monkeypatch.setenv("JETMSG_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _numbers_the_indian_way() -> None:
    """How a process writes numbers is its own choice, which the test before may have made."""
    write_with(Grouping.INDIAN)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            raise AssertionError(f"a test reached out to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _databases_made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrading, "migrations", MadeOnce(upgrading.migrations))
        yield


@pytest.fixture
def settings(_own_settings: None) -> Settings:
    return configuration.load()


@pytest.fixture
def never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many calls in a row are lost, from the first on: for tests of what comes after."""
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")


@pytest.fixture
def soon_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a gateway is too busy for goes again after a twentieth of the usual pauses."""
    monkeypatch.setattr(rate_limit, "BACK_OFF_SECONDS", 0.05)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def start_gateway(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., ForkedSandbox]]:
    """Starts a sandbox with these options, journalling, and points the settings to it."""
    started: list[ForkedSandbox] = []

    def start(*options: str) -> ForkedSandbox:
        sandbox = fork_sandbox("--journal", journal, *options)
        started.append(sandbox)
        monkeypatch.setenv("JETMSG_SANDBOX_URL", sandbox.url)
        return sandbox

    yield start
    for sandbox in started:
        sandbox.stop()


@pytest.fixture
def start_gated_gateway(
    start_gateway: Callable[..., ForkedSandbox], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Gate]]:
    """Starts a sandbox behind a gate that lets `passing` message calls through, then holds."""
    with ExitStack() as gates:

        def start(*options: str, passing: int) -> Gate:
            sandbox = start_gateway(*options)
            gate = gates.enter_context(gate_before(sandbox.url, passing=passing))
            monkeypatch.setenv("JETMSG_SANDBOX_URL", gate.url)
            return gate

        yield start


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command in this process: its exit code, stdout and stderr."""

    def run(
        *arguments: str | Path, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            for name, value in env.items():
                patch.setenv(name, value)
            try:
                code = main([*map(str, arguments)])
            except SystemExit as exit:
                code = int(exit.code or 0)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def command() -> Cli:
    """Runs what `python -m jetmsg_core …` runs, in a process of its own."""

    def run(
        *arguments: str | Path, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        return run_command(arguments, os.environ | env, stdin=stdin)

    return run


@pytest.fixture
def cli_json(cli: Cli) -> Callable[..., dict[str, Any]]:
    """The JSON object of a command that succeeds, and nothing else on stdout."""

    def run(*arguments: str | Path, **env: str) -> dict[str, Any]:
        done = cli(*arguments, "--json", **env)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


@pytest.fixture
def contact_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV of `count` contacts with different numbers: name, mobile, city."""

    def make(count: int, name: str = "contacts.csv") -> Path:
        path = tmp_path / name
        lines = [f"Name{i},{9_000_000_000 + i * 7919},City{i % 7}" for i in range(count)]
        path.write_text("name,mobile,city\n" + "\n".join(lines) + "\n", "utf-8")
        return path

    return make


@pytest.fixture
def read_journal(journal: Path) -> Callable[[], list[dict[str, Any]]]:
    """One entry for each recipient the gateway took."""

    def read() -> list[dict[str, Any]]:
        if not journal.exists():
            return []
        return [json.loads(line) for line in journal.read_text("utf-8").splitlines()]

    return read


@pytest.fixture
def ledger(settings: Settings) -> Callable[[int], list[dict[str, Any]]]:
    """Every recipient of a campaign with its state, in send order."""

    def read(campaign_id: int) -> list[dict[str, Any]]:
        return read_recipients(settings, campaign_id, limit=10_000_000)

    return read


@pytest.fixture
def new_campaign(settings: Settings) -> Callable[..., int]:
    """Freezes a campaign to `count` different numbers and returns its id, in state draft."""

    def make(
        count: int,
        message: str = "Hello {{city}}",
        settings: Settings = settings,
        **brief: Any,
    ) -> int:
        lines = [f"Name{i},{9_000_000_000 + i * 7919},City{i % 7}" for i in range(count)]
        data = ("name,mobile,city\n" + "\n".join(lines)).encode()
        contacts = contacts_of(check_contacts(data), "contacts.csv")
        made, _ = create.create(
            settings,
            contacts,
            CampaignSpec(name="Test", message=message, sender_id="JETMSG", **brief),
        )
        return made

    return make


@pytest.fixture
def send() -> Callable[[int], Status]:
    """Starts a campaign and runs a worker until it is over or waits for a person."""

    def run(campaign_id: int, seconds: float = 200) -> Status:
        settings = configuration.load()
        if control.status(settings, campaign_id).campaign.state is CampaignState.DRAFT:
            control.start(settings, campaign_id)
        return run_worker_until(
            lambda: not _may_go_on(control.status(settings, campaign_id)), campaign_id, seconds
        )

    return run


@pytest.fixture
def be_worker() -> Callable[[Any], None]:
    """Makes "w" the worker that may claim and record, without a process."""

    def be(db: Any) -> None:
        db.conn.execute(
            "insert or replace into processes (name, holder, pid, started_at, beat_at)"
            " values ('worker', 'w', 1, ?1, ?1)",
            (stamp(utc_now()),),
        )

    return be


@pytest.fixture
def seems_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that a test announced, and for which nothing beats, lives however long it takes."""
    monkeypatch.setattr(processes, "ALIVE_SECONDS", 3_600.0)


@pytest.fixture
def work_until() -> Callable[..., Status]:
    """Runs a worker until something is so, and returns what the campaign is then."""
    return run_worker_until


def run_worker_until(
    done: Callable[[], bool],
    campaign_id: int,
    seconds: float = 200,
    stopping: Callable[[], None] = lambda: None,
) -> Status:
    """The worker in a thread of this process, stopped once `done`. `stopping` is called when it has
    been told to stop, and may still wait for its calls."""
    settings = configuration.load()
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(settings, stop))
    thread.start()
    deadline = time.monotonic() + seconds
    try:
        while not done():
            assert time.monotonic() < deadline, control.status(settings, campaign_id)
            time.sleep(0.05)
    finally:
        stop.set()
        stopping()
        thread.join()
    return control.status(settings, campaign_id)


def _may_go_on(status: Status) -> bool:
    held = status.campaign.held
    return status.campaign.state is CampaignState.RUNNING and (held is None or held in SELF_ENDING)
