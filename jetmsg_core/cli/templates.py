"""`template import | list | show | add | delete`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.cli.contacts import bytes_of
from jetmsg_core.cli.output import show
from jetmsg_core.errors import InputError
from jetmsg_core.states import Channel
from jetmsg_core.templates import Draft, Fill, FixedText, FromColumn, Template


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("template", help="approved texts kept under a name")
    ways = group.add_subparsers(required=True, metavar="COMMAND")
    importing = _way(ways, "import", import_file, "add every template of a portal's export")
    importing.add_argument("file", type=Path, metavar="FILE")
    _way(ways, "list", show_all, "all of them, by name")
    for name, run, about in (
        ("show", show_one, "one, with its versions"),
        ("delete", delete, "forget one; campaigns made from it keep their text"),
    ):
        _way(ways, name, run, about).add_argument("id", type=int, metavar="ID")
    adding = _way(ways, "add", add, "add one")
    adding.add_argument("--name", required=True, metavar="N")
    adding.add_argument("--body", required=True, metavar="TEXT", help="as approved, with {#var#}")
    adding.add_argument("--channel", choices=("sms", "whatsapp"), default="sms")
    adding.add_argument("--template-id", default="", metavar="ID", help="of DLT")
    adding.add_argument("--sender", default="", metavar="ID", help="6 characters, as with DLT")
    adding.add_argument("--route", type=int, choices=(1, 2), default=1)
    adding.add_argument(
        "--fill",
        action="append",
        default=[],
        metavar="column=NAME|text=WORDS",
        help="what stands in the next variable; once for each, in order",
    )


def _way(
    ways: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Any, about: str
) -> argparse.ArgumentParser:
    way = ways.add_parser(name, help=about)
    way.set_defaults(run=run)
    way.add_argument("--json", action="store_true")
    return way


def import_file(options: argparse.Namespace) -> int:
    """Exit 1 when no row could be used."""
    done = templates.import_file(
        configuration.load(), bytes_of(options.file), name=options.file.name
    )
    show(asdict(done), as_json=options.json)
    if done.refused and not done.added + done.changed + done.unchanged:
        raise InputError(
            done.refused[0].code,
            f"No template could be used. Row {done.refused[0].row}: {done.refused[0].message}",
        )
    return 0


def show_all(options: argparse.Namespace) -> int:
    found = templates.listing(configuration.load())
    if options.json:
        listed = [_values(template) for template in found]
        show({"count": len(found), "templates": listed}, as_json=True)
        return 0
    for template in found:
        print(f"{template.id:>4}  {template.dlt_id:<19}  {template.header:<6}  {template.name}")
    return 0


def show_one(options: argparse.Namespace) -> int:
    settings = configuration.load()
    template = templates.get(settings, options.id)
    earlier = templates.versions(settings, options.id)[1:]
    history = [{"version": old.version, "saved_at": old.saved_at} for old in earlier]
    show(_values(template) | {"earlier": history}, as_json=options.json)
    return 0


def add(options: argparse.Namespace) -> int:
    draft = Draft(
        name=options.name,
        body=options.body,
        channel=Channel(options.channel),
        dlt_id=options.template_id,
        header=options.sender,
        route=options.route,
        fills=tuple(_fill(words) for words in options.fill),
    )
    show(_values(templates.add(configuration.load(), draft)), as_json=options.json)
    return 0


def delete(options: argparse.Namespace) -> int:
    templates.delete(configuration.load(), options.id)
    show({"template": options.id, "deleted": True}, as_json=options.json)
    return 0


def _fill(words: str) -> Fill:
    kind, _, value = words.partition("=")
    if kind == "column":
        return FromColumn(value)
    if kind == "text":
        return FixedText(value)
    raise InputError("wrong_fill", f"--fill is {words!r}: write column=NAME or text=WORDS.")


def _values(template: Template) -> dict[str, Any]:
    return {
        "template": template.id,
        "version": template.version,
        "name": template.name,
        "channel": template.channel,
        "body": template.body,
        "template_id": template.dlt_id,
        "sender": template.header,
        "route": template.route,
        "variables": list(templates.variables(template.body)),
        "fills": [fill and asdict(fill) for fill in template.fills],
        "saved_at": template.saved_at,
        "warnings": list(templates.warnings_of(template)),
    }
