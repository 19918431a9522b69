"""Arguments that a command cannot take: a sentence of ours whatever they are, and exit code 2."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import RunCommand

from jetmsg_core.cli.parser import build_parser

OF_ARGPARSE = (
    *("invalid", "argument", "expected", "error:", "required", "unrecognized", "choose from"),
    *("not allowed", "could match", "explicit"),
)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ("campaign", "status", "one"),
            "ID takes a whole number, such as 7. 'one' is not one.",
            id="no number",
        ),
        pytest.param(
            ("campaign", "status", "1_0"),
            "ID takes a whole number, such as 7. '1_0' is not one.",
            id="a number of Python",
        ),
        pytest.param(
            ("campaign", "status", "9" * 30),
            f"ID: {'9' * 30} is larger than any number here.",
            id="too large",
        ),
        pytest.param(
            ("campaign", "status", "9" * 5000),
            f"ID: {'9' * 5000} is larger than any number here.",
            id="much too large",
        ),
        pytest.param(
            ("contacts", "check", "a.csv", "--channel", "fax"),
            "--channel cannot be 'fax'. Choose one of sms, whatsapp.",
            id="a choice",
        ),
        pytest.param(
            ("template", "change", "1", "--route", "3"),
            "--route cannot be 3. Choose one of 1, 2.",
            id="a choice of numbers",
        ),
        pytest.param(
            ("contacts", "chek"),
            "There is no command 'chek'. Choose one of check.",
            id="a command",
        ),
        pytest.param(("campaign", "status"), "This is missing: ID.", id="nothing given"),
        pytest.param(("campaign",), "This is missing: COMMAND.", id="no command"),
        pytest.param(
            ("campaign", "create", "--name"),
            "--name needs a value after it. One that begins with - is written --name=-…",
            id="no value",
        ),
        pytest.param(
            ("campaign", "status", "1", "--jsn\x1b[2K\u202e"),
            "This command does not know --jsn<U+001B>[2K<U+202E>. Its --help lists what it takes.",
            id="an option of nobody",
        ),
        pytest.param(
            ("contacts", "check", "a.csv", "--no"),
            "--no may be --no-header, --no-country-column. Write the whole word.",
            id="half an option",
        ),
        pytest.param(
            ("contacts", "check", "a.csv", "--json=yes"),
            "--json takes no value. Leave out 'yes'.",
            id="a value too many",
        ),
        pytest.param(
            ("otp", "resend", "--api", "v3", "--msgid", "1", "--to", "2"),
            "--to and --msgid do not go together. Leave one of them out.",
            id="one of two",
        ),
        pytest.param(
            ("otp", "resend", "--api", "v3"),
            "One of these is missing: --msgid --to.",
            id="none of two",
        ),
        pytest.param(
            ("contacts", "check", "a.csv", "--header-row", "0"),
            "--header-row: '0' is not a row: the first is 1.",
            id="a sentence of an option",
        ),
        pytest.param(
            ("sandbox", "--seed", "x"),
            "--seed takes a whole number, such as 7. 'x' is not one.",
            id="of the sandbox",
        ),
        pytest.param(
            ("list", "choose", "1", "--name", "X", "--equals", "city"),
            "--equals needs 2 values after it.",
            id="two values",
        ),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(
    arguments: tuple[str, ...], sentence: str, cli: RunCommand
) -> None:
    done = cli(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    usage, _, told = done.stderr.rstrip("\n").rpartition("\n")
    assert told == sentence
    assert usage.startswith("usage: ")


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Those of all commands."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for group in groups:
        for under in group.choices.values():
            yield from parsers(under)
    if not groups:
        yield parser


def wrong_values(action: argparse.Action) -> Iterator[list[str]]:
    """Uses of an option or an argument that it cannot take."""
    option = action.option_strings[-1:]
    if option and action.nargs == 0:
        yield [f"{option[0]}=yes"]
    elif option:
        yield option
    if action.nargs != 0 and (action.type not in (None, Path) or action.choices is not None):
        yield [*option, "\x1b\u202ex"]


def test_no_argument_of_any_command_is_answered_in_words_of_the_library(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tried = 0
    for parser in parsers(build_parser()):
        for action in parser._actions:
            for arguments in wrong_values(action):
                with pytest.raises(SystemExit) as ended:
                    parser.parse_args(arguments)
                assert ended.value.code == 2
                told = capsys.readouterr().err.splitlines()[-1]
                assert told.endswith((".", "…")), told
                assert not [word for word in OF_ARGPARSE if re.search(rf"\b{word}(?!\w)", told)], (
                    told
                )
                assert not {"\x1b", "\u202e"} & {*told}
                tried += 1
    assert tried > 300
