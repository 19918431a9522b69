"""All commands are added in one way: one table makes the parser, its help and what is run."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from jetmsg_core.cli import parser
from jetmsg_core.cli.commands import Command
from jetmsg_core.cli.parser import COMMANDS, GROUPS, build_parser

CLI = Path(__file__).parent.parent.parent / "jetmsg_core" / "cli"


def leaves(parser: argparse.ArgumentParser, words: str = "") -> Iterator[str]:
    groups = [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]
    for group in groups:
        for word, below in group.choices.items():
            yield from leaves(below, f"{words} {word}".strip())
    if not groups:
        yield words


def test_the_parser_knows_every_command_of_the_table_and_no_other() -> None:
    assert sorted(leaves(build_parser())) == sorted(command.words for command in COMMANDS)
    assert {command.words.rpartition(" ")[0] for command in COMMANDS} - {""} == GROUPS.keys()


def test_a_group_that_is_added_alone_is_told_with_the_name_of_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    added = Command("parcel send", lambda _: 0, "Send a parcel.")
    monkeypatch.setattr(parser, "COMMANDS", (*COMMANDS, added))
    with pytest.raises(LookupError, match=r"parser\.GROUPS says nothing about 'parcel': say there"):
        build_parser()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_every_command_says_what_it_does(command: Command) -> None:
    assert command.about
    assert callable(command.run)


def test_a_command_that_is_made_stands_in_the_table() -> None:
    made = 0
    for path in CLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                made += node.func.id in ("Command", "_control")
    assert made - 1 == len(COMMANDS)  # `_control` itself makes one


def test_only_the_table_adds_parsers() -> None:
    users = {path.name for path in CLI.rglob("*.py") if "add_parser(" in path.read_text("utf-8")}
    assert users == {"parser.py"}
