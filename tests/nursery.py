"""Processes that are forked from one that has imported everything: up in a moment, where a new
interpreter takes a fifth of a second of a processor, and that of a dashboard almost two. A module
with a name of its own, since a forked process looks the function that it runs up by its module's
name."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
_NURSERY = multiprocessing.get_context("forkserver")
_PARTS = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "pages" / "parts").rglob("*.py"))
]
_FLEET = ["jetmsg_core.fleet.poster.running", "jetmsg_core.fleet.dispatch.posting"]
# One for all of a run, so it holds whatever any of its processes needs.
_NURSERY.set_forkserver_preload(
    [
        "jetmsg_core.cli.parser",
        "jetmsg_core.sandbox.__main__",
        "streamlit.web.cli",
        *_FLEET,
        *_PARTS,
    ]
)
SECONDS_TO_START = 120
SECONDS_OF_A_COMMAND = 280
GREETING = "listening on "


def fork(run: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process that runs this function of a module, and nothing of ours beside it: it would begin
    with our main module, which may by now be a page that was opened."""
    process = _NURSERY.Process(target=run, args=arguments)
    ours = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = ours
    return process


@dataclass(frozen=True)
class ForkedSandbox:
    """A sandbox as `start_sandbox` starts one, but for its Python. It ends when its line to us is
    closed, so with this process too, however that dies."""

    url: str
    process: BaseProcess
    line: Connection

    def stop(self) -> None:
        """Kills it: a clean stop takes a fifth of a second, and is for the tests of stopping."""
        self.process.kill()
        self.process.join()
        self.line.close()


def fork_sandbox(*options: object) -> ForkedSandbox:
    """Returns once it takes connections. Its complaints go to the stderr of the first one."""
    ours, theirs = _NURSERY.Pipe()
    process = fork(_be_sandbox, theirs, [*map(str, options)])
    theirs.close()
    greeting = b""
    while not greeting.endswith(b"\n"):
        assert ours.poll(SECONDS_TO_START), "the sandbox does not start"
        piece = os.read(ours.fileno(), 1024)
        assert piece, "the sandbox ended while starting"
        greeting += piece
    return ForkedSandbox(greeting.decode().removeprefix(GREETING).strip(), process, ours)


def _be_sandbox(line: Connection, options: list[str]) -> None:
    from jetmsg_core.sandbox.__main__ import main

    for descriptor in (0, 1):
        os.dup2(line.fileno(), descriptor)
    sys.exit(main(["--exit-with-parent", *options]))


def run_command(
    arguments: Sequence[object],
    environment: Mapping[str, str],
    *,
    stdin: str = "",
    room: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """`python -m jetmsg_core …` in this environment, to its end. It can write no file of more than
    `room` bytes."""
    out, into_out = _NURSERY.Pipe(duplex=False)
    err, into_err = _NURSERY.Pipe(duplex=False)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as typed, ThreadPoolExecutor() as pool:
        typed.write(stdin)
        typed.flush()
        words = [*map(str, arguments)]
        process = fork(
            _be_command, words, dict(environment), Path(typed.name), into_out, into_err, room
        )
        for line in (into_out, into_err):
            line.close()
        texts = [pool.submit(_read_to_the_end, line) for line in (out, err)]
        process.join(SECONDS_OF_A_COMMAND)
        ended = process.exitcode is not None
        process.kill()
        process.join()
        said_out, said_err = (text.result() for text in texts)
    assert ended, f"the command does not end; it said {said_out} {said_err}"
    return subprocess.CompletedProcess(words, process.exitcode or 0, said_out, said_err)


def _read_to_the_end(line: Connection) -> str:
    with line, os.fdopen(os.dup(line.fileno()), encoding="utf-8") as stream:
        return stream.read()


def _be_command(
    arguments: list[str],
    environment: dict[str, str],
    typed: Path,
    out: Connection,
    err: Connection,
    room: int | None,
) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    stdin = os.open(typed, os.O_RDONLY)
    for descriptor, ours in ((stdin, 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(descriptor, ours)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    from jetmsg_core.cli.parser import main

    sys.exit(main(arguments))


def fork_dashboard(port: int, environment: dict[str, str], log: Path) -> BaseProcess:
    """`streamlit run app.py` in this environment; what it says is added to the log."""
    return fork(_be_dashboard, port, environment, log)


def _be_dashboard(port: int, environment: dict[str, str], log: Path) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    log_file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(log_file, descriptor)
    from streamlit.web.cli import main

    main(["run", "app.py", "--server.port", str(port)])
