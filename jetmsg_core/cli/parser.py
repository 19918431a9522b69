"""The commands and their options. Exit 0 done, 1 refused with a sentence, 2 wrong usage; those
that wait for a campaign also 3: somebody has to look."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core.cli import (
    contacts,
    gateway,
    messages,
    optouts,
    otp,
    people,
    reports,
    restoring,
    templates,
)
from jetmsg_core.cli.arguments.wrong_usage import ArgumentParser
from jetmsg_core.cli.campaign import (
    compare,
    control,
    create,
    drafts,
    listing,
    retry,
    try_first,
    unknown_calls,
)
from jetmsg_core.cli.commands import Command, Group
from jetmsg_core.cli.fleet import posters
from jetmsg_core.cli.lists import changes, kept, making
from jetmsg_core.cli.settings import owned
from jetmsg_core.cli.team import approving, auditing, users
from jetmsg_core.errors import InputError, JetmsgError
from jetmsg_core.primitives.characters import (
    has_broken_byte,
    quoted,
    visible,
    without_broken_bytes,
)
from jetmsg_core.restoring import data_check
from jetmsg_core.store.errors import unusable

GROUPS: Mapping[str, Group] = {
    "contacts": contacts.GROUP,
    "list": kept.GROUP,
    "message": messages.GROUP,
    "campaign": control.GROUP,
    "draft": drafts.GROUP,
    "otp": otp.GROUP,
    "optout": optouts.GROUP,
    "person": people.GROUP,
    "template": templates.GROUP,
    "report": reports.GROUP,
    "settings": owned.GROUP,
    "user": users.GROUP,
    "audit": auditing.GROUP,
    "fleet": posters.GROUP,
}
COMMANDS: tuple[Command, ...] = (
    *contacts.COMMANDS,
    making.SAVE,
    kept.LIST,
    kept.SHOW,
    *making.FROM_OTHERS,
    *kept.CHANGES,
    *changes.COMMANDS,
    *messages.COMMANDS,
    create.CREATE,
    try_first.TEST,
    listing.LIST,
    *listing.ARCHIVING,
    drafts.COPY,
    compare.COMPARE,
    *control.CONTROLS,
    *approving.COMMANDS,
    *unknown_calls.ABOUT_CALLS,
    retry.RETRY,
    *unknown_calls.SCHEDULING,
    control.EXPORT,
    reports.OF_CAMPAIGN,
    *drafts.COMMANDS,
    gateway.BALANCE,
    *otp.COMMANDS,
    *optouts.COMMANDS,
    *people.COMMANDS,
    *templates.COMMANDS,
    *reports.COMMANDS,
    *owned.COMMANDS,
    *users.COMMANDS,
    *auditing.COMMANDS,
    gateway.WORKER,
    *posters.COMMANDS,
    gateway.BACKUP,
    *restoring.COMMANDS,
    gateway.SANDBOX,
)
"""All of them, in the order of the help."""


def main(argv: list[str] | None = None) -> int:
    """Do what the arguments say, and return the exit code: 0 done, 1 refused with a sentence on
    stderr, 3 from what waits for a campaign where somebody has to look. Wrong usage ends the
    program with 2."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == [gateway.SANDBOX.words]:
        # It is a program of its own and knows its options.
        return gateway.sandbox(argv[1:])
    options = _parser().parse_args(argv)
    try:
        _refuse_broken_bytes(options)
        return int(options.run(options))
    except (KeyboardInterrupt, BrokenPipeError):
        return 1
    except (JetmsgError, sqlite3.DatabaseError, OSError) as error:
        print(visible(_sentence(error), keep="\n"), file=sys.stderr)
        return 1
    except Exception:
        # What a damaged database holds may be anything; a mistake of ours is not hidden by it.
        refusal = data_check.damage_behind(configuration.load())
        if refusal is None:
            raise
        print(visible(str(refusal), keep="\n"), file=sys.stderr)
        return 1


def _refuse_broken_bytes(options: argparse.Namespace) -> None:
    """Raise InputError for an argument that is no text. The name of a file may be any bytes."""
    for text in _texts(list(vars(options).values())):
        if has_broken_byte(text):
            raise InputError(
                "broken_byte",
                f"{quoted(without_broken_bytes(text))} has a byte that is not text. Type it "
                "again, or save the script it is in as UTF-8.",
            )


def _texts(values: list[Any]) -> Iterator[str]:
    """Also of options that are given again and again, with several words each."""
    for value in values:
        if isinstance(value, list):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value


def _sentence(error: JetmsgError | sqlite3.DatabaseError | OSError) -> str:
    if isinstance(error, sqlite3.DatabaseError):
        return str(unusable(error, configuration.load().database_path))
    if isinstance(error, OSError):
        where = error.filename or "A file or an address"
        return f"{where} could not be used: {error.strerror or error}."
    return str(error)


@cache
def _parser() -> argparse.ArgumentParser:
    return build_parser()


def build_parser() -> argparse.ArgumentParser:
    """Give the parser of all commands; what it parses has `run`, which takes it and does it."""
    parser = ArgumentParser(
        prog="python -m jetmsg_core",
        description="Bulk SMS and WhatsApp campaigns through the JETMSG gateway.",
        epilog="Exit codes: 0 done, 1 refused with a sentence on stderr, 2 wrong usage. "
        "`campaign run`, `campaign test` and `draft test` also end with 3: somebody has to look, "
        "since the campaign is held or people ended unknown.",
    )
    ways = {"": parser.add_subparsers(required=True, metavar="COMMAND")}
    for command in COMMANDS:
        name, _, word = command.words.rpartition(" ")
        if name not in ways:
            group = _group(name)
            beginning = ways[""].add_parser(name, help=group.about, description=group.description)
            ways[name] = beginning.add_subparsers(required=True, metavar="COMMAND")
        way = ways[name].add_parser(
            word, help=command.about, description=command.description, epilog=command.epilog
        )
        way.set_defaults(run=command.run)
        for add_options in command.options:
            add_options(way)
    return parser


def _group(name: str) -> Group:
    if name not in GROUPS:
        raise LookupError(
            f"jetmsg_core.cli.parser.GROUPS says nothing about {quoted(name)}: say there what the "
            "commands that begin with it are for."
        )
    return GROUPS[name]
