"""Who makes a change that is kept with a name: whoever `--by` names, else whoever is logged in."""

from __future__ import annotations

import argparse
import getpass

from jetmsg_core.errors import InputError


def by_whom(parser: argparse.ArgumentParser) -> None:
    """Add `--by NAME`, which `who` reads."""
    parser.add_argument(
        "--by", metavar="NAME", help="who changes it, for its history (default: who is logged in)"
    )


def who(options: argparse.Namespace) -> str:
    """Give the name; raise InputError where none is given and the system has none."""
    if options.by is not None:
        return str(options.by)
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise InputError(
            "no_name", "The system does not say who you are. Give your name with --by."
        ) from None
