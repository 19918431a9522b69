"""What a forked process runs. A module with a name of its own, since a process asked to run a
function looks it up by its module's name, and every folder of tests has a `conftest`."""

from __future__ import annotations

import os
import sys


def run(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    """The command line with these arguments in this environment; what it says goes nowhere."""
    from jetmsg_core.cli.parser import main

    os.environ.clear()
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    sys.exit(main([*arguments]))
