"""What a forked poster runs. A module with a name of its own, since a forked process looks the
function that it runs up by its module's name."""

from __future__ import annotations

import os
import sys


def run(arguments: tuple[str, ...], environment: dict[str, str], log: str) -> None:
    """`fleet run` with these arguments in this environment; what it says goes into the log."""
    from jetmsg_core.cli.parser import main

    os.environ.clear()
    os.environ.update(environment)
    log_file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(log_file, descriptor)
    sys.exit(main(["fleet", "run", *arguments]))


def command(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    """The command line with these arguments in this environment; what it says goes nowhere."""
    from jetmsg_core.cli.parser import main

    os.environ.clear()
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    sys.exit(main([*arguments]))
