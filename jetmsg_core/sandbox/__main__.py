"""`python -m jetmsg_core.sandbox`: run an imitation gateway until told to stop."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .account import StateFileError
from .options import parse_options
from .web.listener import PortUnusable
from .web.server import run


def main(
    argv: Sequence[str] | None = None,
    parser: type[argparse.ArgumentParser] = argparse.ArgumentParser,
) -> int:
    """Runs the sandbox. Returns 0 after a clean stop, 1 with a sentence when it cannot start; bad
    options leave with 2, and the kind of `parser` says why."""
    options = parse_options(argv, parser)
    try:
        run(options, announce=_announce)
    except (OSError, PortUnusable, StateFileError) as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 1
    return 0


def _announce(url: str) -> None:
    print(f"listening on {url}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
