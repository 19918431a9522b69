"""`template import | list | show | add | change | delete`."""

from __future__ import annotations

import argparse
import shlex
import sys
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.cli import restoring
from jetmsg_core.cli.commands import Command, Group, an_id, as_json
from jetmsg_core.cli.contacts import bytes_of
from jetmsg_core.cli.output import show, show_line
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import visible
from jetmsg_core.states import Channel
from jetmsg_core.templates import (
    Answers,
    Fill,
    FixedText,
    FromColumn,
    ImportedTemplates,
    Template,
    TemplateDraft,
)

_ROUTES = {"transactional": 1, "service": 1, "promotional": 2}
_DRAFTED = frozenset(field.name for field in fields(TemplateDraft))


def import_file(options: argparse.Namespace) -> int:
    """Add every template of a portal's export. The exit code is 1 when no row could be used, and
    when nobody says which are promotional."""
    answers = Answers(_ROUTES.get(options.type), tuple(options.good_status))
    try:
        done = templates.import_file(
            configuration.load(), bytes_of(options.file), name=options.file.name, answers=answers
        )
    except InputError as error:
        if error.code != templates.NO_TYPE:
            raise
        way_out = "Add --type promotional, or --type transactional (service too)."
        raise InputError(error.code, f"{error} {way_out}") from None
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(done).items()}
    # For a person, every row that is left out has a line, however many they are.
    counted = {"refused": len(done.refused), "lapsed": len(done.lapsed)}
    show(values if options.json else values | counted, as_json=options.json)
    if not options.json:
        for note in done.lapsed:
            print(f"row {note.row}, {note.name}: {note.message}")
        for note in done.refused:
            show_line(f"left out: row {note.row}, {note.name}: {note.message}")
    way_out = _way_out(done)
    if done.refused and not done.added + done.changed + done.unchanged:
        raise InputError(
            done.refused[0].code,
            f"No template could be used. Row {done.refused[0].row}: {done.refused[0].message}"
            f"{way_out}",
        )
    if way_out:
        print(visible(f"{len(done.refused):,} left out.{way_out}"), file=sys.stderr)
    return 0


def _way_out(done: ImportedTemplates) -> str:
    """The options that would bring in more of the rows, after a space."""
    advice = ""
    if done.unknown_statuses:
        words = dict.fromkeys(status.word for status in done.unknown_statuses)
        good = " ".join(f"--good-status {shlex.quote(word)}" for word in words)
        advice += f" If these mean approved, add {good}."
    if done.untyped:
        advice += " For those without a type, add --type promotional or --type transactional."
    return advice


def show_all(options: argparse.Namespace) -> int:
    """Print all templates, by name."""
    stored = templates.listing(configuration.load())
    if options.json:
        listed = [_values(template) for template in stored]
        show({"count": len(stored), "templates": listed}, as_json=True)
        return 0
    for template in stored:
        show_line(f"{template.id:>4}  {template.dlt_id:<19}  {template.header:<6}  {template.name}")
    return 0


def show_one(options: argparse.Namespace) -> int:
    """Print one template with its versions."""
    settings = configuration.load()
    template = templates.get(settings, options.id)
    earlier = templates.versions(settings, options.id)[1:]
    history = [{"version": old.version, "saved_at": old.saved_at} for old in earlier]
    show(_values(template) | {"earlier": history}, as_json=options.json)
    return 0


def add(options: argparse.Namespace) -> int:
    """Keep a new template."""
    draft = TemplateDraft(**_given(options))
    show(_values(templates.add(configuration.load(), draft)), as_json=options.json)
    return 0


def change(options: argparse.Namespace) -> int:
    """Keep a new version of a template. Another text with the same variables keeps what fills them;
    one with others loses it."""
    settings = configuration.load()
    before = templates.get(settings, options.id)
    given = _given(options)
    if templates.variables(given.get("body", before.body)) != templates.variables(before.body):
        given.setdefault("fills", ())
    draft = replace(templates.as_draft(before), **given)
    show(_values(templates.change(settings, options.id, draft)), as_json=options.json)
    return 0


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a draft that stand on the command line."""
    given = {name: value for name, value in vars(options).items() if name in _DRAFTED}
    if "channel" in given:
        given["channel"] = Channel(given["channel"])
    if "fills" in given:
        given["fills"] = tuple(_fill(words) for words in given["fills"])
    return given


def delete(options: argparse.Namespace) -> int:
    """Forget a template; campaigns made from it keep their text."""
    templates.delete(configuration.load(), options.id)
    show({"template": options.id, "deleted": True}, as_json=options.json)
    return 0


def approve(options: argparse.Namespace) -> int:
    """Say that a template is approved which the newest list calls otherwise."""
    template = templates.say_approved(configuration.load(), options.id)
    show(_values(template), as_json=options.json)
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
        "sender": template.sender(),
        "senders": list(template.headers),
        "route": template.route,
        "variables": list(templates.variables(template.body)),
        "fills": [fill and asdict(fill) for fill in template.fills],
        "saved_at": template.saved_at,
        "lapsed": template.lapsed or None,
        "overruled": template.overruled or None,
        "approved_at": template.approved_at or None,
        "warnings": list(templates.warnings_of(template)),
    }


def _importing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--type",
        choices=_ROUTES,
        help="of the templates whose type no column says; service ones go as transactional",
    )
    parser.add_argument(
        "--good-status",
        action="append",
        default=[],
        metavar="WORD",
        help="a status that means approved, may be repeated; '' is an empty cell",
    )


def _new(parser: argparse.ArgumentParser) -> None:
    _fields(parser, is_new=True)


def _changed(parser: argparse.ArgumentParser) -> None:
    _fields(parser, is_new=False)


def _fields(parser: argparse.ArgumentParser, *, is_new: bool) -> None:
    """What is not given is absent from the options, so that a change leaves it as it was."""
    add, absent = parser.add_argument, argparse.SUPPRESS
    add("--name", required=is_new, default=absent, metavar="N")
    add("--body", required=is_new, default=absent, metavar="TEXT", help="as approved")
    add("--channel", choices=("sms", "whatsapp"), default=absent)
    add("--template-id", dest="dlt_id", default=absent, metavar="ID", help="of DLT")
    add(
        "--sender",
        dest="header",
        default=absent,
        metavar="ID",
        help="6 characters; several: A,B",
    )
    add("--route", type=int, choices=(1, 2), default=absent)
    add(
        "--fill",
        dest="fills",
        action="append",
        default=absent,
        metavar="column=NAME|text=WORDS",
        help="what stands in the next variable; once for each, in order",
    )


GROUP = Group("approved texts kept under a name")
COMMANDS = (
    Command(
        "template import",
        import_file,
        "add every template of a portal's export",
        (as_json, _importing),
    ),
    Command("template list", show_all, "all of them, by name", (as_json,)),
    Command("template show", show_one, "one, with its versions", (as_json, an_id)),
    Command(
        "template delete",
        delete,
        "forget one; campaigns made from it keep their text",
        (as_json, an_id),
    ),
    Command(
        "template approve",
        approve,
        "say that one is approved which the newest list calls otherwise",
        (as_json, an_id),
    ),
    Command("template add", add, "add one", (as_json, _new)),
    Command(
        "template change",
        change,
        "make a new version, with only these things different",
        (as_json, an_id, _changed),
    ),
    Command(
        "template kept",
        restoring.kept_templates,
        restoring.KEPT,
        (restoring.take_or_leave, as_json),
    ),
)
