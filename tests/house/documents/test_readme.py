"""README keeps up: every command and every setting stands in it, and none that is gone."""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from jetmsg_core.cli.parser import build_parser
from jetmsg_core.settings import Settings

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = README[README.index("contacts check FILE") :].partition("```")[0]


def commands_of(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield before.strip()
    for group in groups:
        for name, inner in group.choices.items():
            yield from commands_of(inner, f"{before} {name}")


def test_every_command_is_in_the_readme() -> None:
    lines = COMMANDS.splitlines()
    for command in commands_of(build_parser()):
        group, _, way = command.partition(" ")
        words = [set(re.findall(r"[\w-]+", line)) for line in lines if line.startswith(group)]
        assert any(not way or way in words_of_line for words_of_line in words), (
            f"README's section on the command line does not name {command!r}"
        )


def test_the_readme_has_no_command_that_does_not_exist() -> None:
    words_of_commands = {
        word for command in commands_of(build_parser()) for word in command.split()
    }
    gone = {line.split()[0] for line in COMMANDS.splitlines()} - words_of_commands
    assert not gone, f"README's section on the command line names what is no command: {gone}"


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    named = set(re.findall(r"`(JETMSG_\w+)`", README))
    urls = {name for name in named if name.endswith("_URL")}
    assert {"JETMSG_SMS_URL", "JETMSG_BALANCE_URL"} <= urls
    fields = {f.name for f in dataclasses.fields(Settings)} - {"urls", "sources"}
    expected = {f"JETMSG_{name.upper()}" for name in fields}
    assert expected <= named, f"README's table of settings does not name {expected - named}"
    assert named - urls <= expected, f"README names what is no setting: {named - urls - expected}"
