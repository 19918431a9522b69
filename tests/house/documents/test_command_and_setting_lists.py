"""The lists of commands and of settings keep up: every one stands there, and none that is gone."""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from jetmsg_core.acting.identity_provider import NAMES, PREFIX
from jetmsg_core.cli.parser import build_parser
from jetmsg_core.settings import GatewayCall, Settings

ROOT = Path(__file__).parents[3]
OPERATOR = (ROOT / "docs" / "operator.md").read_text("utf-8")
COMMAND_LINE = (ROOT / "docs" / "command_line.md").read_text("utf-8")
COMMANDS = COMMAND_LINE[COMMAND_LINE.index("contacts check FILE") :].partition("```")[0]


def commands_of(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield before.strip()
    for group in groups:
        for name, inner in group.choices.items():
            yield from commands_of(inner, f"{before} {name}")


def test_every_command_is_in_the_list() -> None:
    lines = COMMANDS.splitlines()
    for command in commands_of(build_parser()):
        group, _, way = command.partition(" ")
        words = [set(re.findall(r"[\w-]+", line)) for line in lines if line.startswith(group)]
        assert any(not way or way in words_of_line for words_of_line in words), (
            f"docs/command_line.md does not name {command!r}"
        )


def test_the_list_has_no_command_that_does_not_exist() -> None:
    words_of_commands = {
        word for command in commands_of(build_parser()) for word in command.split()
    }
    gone = {line.split()[0] for line in COMMANDS.splitlines()} - words_of_commands
    assert not gone, f"docs/command_line.md names what is no command: {gone}"


NOT_BY_NAME = {"urls", "sources", "provider", "finds_senders"}
"""Of the fields: they come of settings with other names."""


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"\b(JETMSG_[A-Z_]+)\b", text))


def words_of_settings() -> set[str]:
    """The name of every setting in the environment, those of addresses too."""
    fields = {f.name for f in dataclasses.fields(Settings)} - NOT_BY_NAME
    of_provider = {f"{PREFIX}{name}" for name in NAMES}
    addresses = {f"JETMSG_{call.name}_URL" for call in GatewayCall}
    return {f"JETMSG_{name.upper()}" for name in fields} | of_provider | addresses


def test_every_setting_is_in_the_table_for_operators() -> None:
    named = settings_named(OPERATOR)
    assert {"JETMSG_SMS_URL", "JETMSG_BALANCE_URL"} <= named
    addresses = {f"JETMSG_{call.name}_URL" for call in GatewayCall}
    expected = words_of_settings() - addresses
    assert expected <= named, f"The table of settings does not name {expected - named}"
