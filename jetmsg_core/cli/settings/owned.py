"""`settings show | set | unset`: what a marketer may change, and who did."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.cli.arguments.who import by_whom, who
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_line, show_table
from jetmsg_core.configuration import changing
from jetmsg_core.configuration.changing import Change
from jetmsg_core.configuration.words import OWNED_SETTINGS
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.private_files import exposed
from jetmsg_core.settings import OWNED, SECRETS_FILE, Settings
from jetmsg_core.settings_source import as_text

CHANGES_SHOWN = 20


def show_all(options: argparse.Namespace) -> int:
    """Print what may be changed with what holds now, and the last changes."""
    settings = configuration.load()
    changes = changing.history(settings, CHANGES_SHOWN)
    warnings = [warning for warning in (exposed(SECRETS_FILE),) if warning]
    if options.json:
        values = [_values(settings, name) for name in OWNED]
        told = {"settings": values, "changes": [asdict(each) for each in changes]}
        show(told | {"warnings": warnings}, as_json=True)
        return 0
    show_table(
        ("Setting", "Value", "From", "What it is"),
        [
            (name, _value(settings, name), _origin(settings, name), OWNED_SETTINGS[name].label)
            for name in OWNED
        ],
    )
    show_line(configuration.PRECEDENCE)
    for warning in warnings:
        show_line(warning)
    if changes:
        show_line("")
        show_table(
            ("Changed (IST)", "Setting", "Before", "After", "By"), [_told(each) for each in changes]
        )
    return 0


def set_value(options: argparse.Namespace) -> int:
    """Change one setting."""
    if not options.value.strip():
        raise InputError("no_value", "Write a value, or take it back with `settings unset NAME`.")
    return _change(options, options.value)


def unset(options: argparse.Namespace) -> int:
    """Take one setting back to its usual value."""
    return _change(options, None)


def _change(options: argparse.Namespace, value: str | None) -> int:
    settings, name = configuration.load(), changing.name_of(options.name)
    changed = changing.change(settings, {name: value}, by=who(options))
    now = configuration.current(settings)
    if options.json:
        show(_values(now, name) | {"changed": bool(changed)}, as_json=True)
        return 0
    holds = f"{name} is {_value(now, name)}" if _value(now, name) else f"{name} is not set"
    show_line(f"{holds}{'' if changed else ', as before'}.")
    return 0


def _values(settings: Settings, name: str) -> dict[str, Any]:
    value = settings.value_of(name)
    return {
        "name": name,
        "value": None if value in (None, "") else as_text(value),
        "from": settings.sources.get(name),
        "changeable": name in settings.changeable,
    }


def _value(settings: Settings, name: str) -> str:
    value = settings.value_of(name)
    return OWNED_SETTINGS[name].usual if value in (None, "") else as_text(value)


def _origin(settings: Settings, name: str) -> str:
    return settings.sources.get(name, "usual value")


def _told(change: Change) -> tuple[str, ...]:
    return (
        in_ist(change.changed_at),
        change.name,
        change.value_before or "-",
        change.value or "-",
        change.changed_by,
    )


def _a_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="such as SENDER_ID, or JETMSG_SENDER_ID")


def _a_value(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("value", metavar="VALUE")


GROUP = Group(
    "what a marketer may change",
    configuration.PRECEDENCE,
)
COMMANDS = (
    Command("settings show", show_all, "what holds now, and who changed what", (as_json,)),
    Command("settings set", set_value, "change one", (_a_name, _a_value, by_whom, as_json)),
    Command(
        "settings unset", unset, "take one back to its usual value", (_a_name, by_whom, as_json)
    ),
)
