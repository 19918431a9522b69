"""What is said of arguments that a command cannot take: a sentence of ours for each that argparse
has of its own. The way it is used stands above it, and the exit code is 2."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from jetmsg_core.primitives.characters import visible

LARGEST = 2**63 - 1
"""What a column of the database can hold."""
LONGEST = 40
"""Characters of a number, with zeros in front."""

_OF_AN_ARGUMENT = (
    (
        r"invalid (?:int|whole_number) value: (?P<value>.*)",
        "{name} takes a whole number, such as 7. {value} is not one.",
    ),
    (
        r"invalid choice: (?P<value>.*) \(choose from (?P<choices>.*?)\)",
        "{name} cannot be {value}. Choose one of {choices}.",
    ),
    (r"invalid \S+ value: (?P<value>.*)", "{name} cannot be {value}."),
    (
        r"expected one argument",
        "{name} needs a value after it. One that begins with - is written {name}=-…",
    ),
    (r"expected at least one argument", "{name} needs at least one value after it."),
    (r"expected (?P<count>\d+) arguments", "{name} needs {count} values after it."),
    (
        r"not allowed with argument (?P<other>.*)",
        "{name} and {other} do not go together. Leave one of them out.",
    ),
    (r"ignored explicit argument (?P<value>.*)", "{name} takes no value. Leave out {value}."),
)
_OF_ALL = (
    (r"the following arguments are required: (?P<names>.*)", "This is missing: {names}."),
    (r"one of the arguments (?P<names>.*) is required", "One of these is missing: {names}."),
    (
        r"unrecognized arguments: (?P<value>.*)",
        "This command does not know {value}. Its --help lists what it takes.",
    ),
    (
        r"ambiguous option: (?P<value>.*) could match (?P<choices>.*)",
        "{value} may be {choices}. Write the whole word.",
    ),
)
_ABOUT_ONE = re.compile(r"argument (?P<name>[^:]+): (?P<rest>.*)", re.DOTALL)


class ArgumentParser(argparse.ArgumentParser):
    """Ends with a sentence where arguments cannot be taken; so do the parsers of its commands."""

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and what is wrong with this use, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{visible(sentence_of(message))}\n")


def sentence_of(message: str) -> str:
    """Give what argparse says of wrong usage as a sentence of ours; one that it does not know stays
    as it is, with a full stop."""
    about_one = _ABOUT_ONE.fullmatch(message)
    name = about_one["name"] if about_one else ""
    told = about_one["rest"] if about_one else message
    for pattern, sentence in _OF_AN_ARGUMENT if about_one else _OF_ALL:
        if match := re.fullmatch(pattern, told, re.DOTALL):
            if name == "COMMAND" and "choices" in match.groupdict():
                sentence = "There is no command {value}. Choose one of {choices}."
            parts = match.groupdict()
            if "choices" in parts:
                parts["choices"] = parts["choices"].replace("'", "")
            return sentence.format(name=name, **parts)
    return f"{name}: {told.rstrip('.')}." if name else f"{told.rstrip('.')}."


def whole_number(text: str) -> int:
    """Give the whole number that an argument says, for `type=`. Raises ValueError for what is none,
    and ArgumentTypeError for one that is larger than any number here."""
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    if len(text) > LONGEST or abs(int(text)) > LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is larger than any number here")
    return int(text)
