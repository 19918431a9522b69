"""The one way a command is added: it says its words, what it does and its options.

A new command is a `Command` in the module of its group, which `parser.COMMANDS` lists in the order
of the help.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from jetmsg_core.cli.arguments.wrong_usage import whole_number

AddOptions = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True)
class Command:
    """`words` are what is typed, such as `campaign start`; `run` gets the options and returns the
    exit code; `about` is its line of help. `options` add its arguments, in the order in which help
    shows them. `description` stands above them and `epilog` below."""

    words: str
    run: Callable[[argparse.Namespace], int]
    about: str
    options: tuple[AddOptions, ...] = ()
    description: str | None = None
    epilog: str | None = None


@dataclass(frozen=True)
class Group:
    """The first word of commands that belong together."""

    about: str
    description: str | None = None


def as_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, for one JSON object on stdout instead of lines for a person."""
    parser.add_argument("--json", action="store_true")


def an_id(parser: argparse.ArgumentParser) -> None:
    """Add `id`, which says which campaign or which template."""
    parser.add_argument("id", type=whole_number, metavar="ID")
