"""How many of what is listed are printed."""

from __future__ import annotations

import argparse

from jetmsg_core.errors import InputError


def require_limit(options: argparse.Namespace) -> None:
    """Raises InputError where `--limit` lets nothing through."""
    if options.limit < 1:
        raise InputError("wrong_limit", f"--limit is {options.limit}: write 1 or more.")
