"""`template list | show | add | change | approve | delete`; `template_import` has a module of its
own."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields, replace
from typing import Any

from jetmsg_core import configuration, templates
from jetmsg_core.cli import restoring
from jetmsg_core.cli.arguments.called import NAME_OR_ID, called
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.cli.template_import import IMPORT
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import (
    Fill,
    FixedText,
    FromColumn,
    Template,
    TemplateDraft,
)

_DRAFTED = frozenset(field.name for field in fields(TemplateDraft))


def show_all(options: argparse.Namespace) -> int:
    """Print all templates, by name."""
    stored = templates.listing(configuration.load())
    if options.json:
        listed = [_values(template) for template in stored]
        show({"count": len(stored), "templates": listed}, as_json=True)
        return 0
    if not stored:
        print("No templates yet. Add one with `template add`, or many with `template import`.")
        return 0
    show_table(
        ("ID", "DLT template ID", "Sender ID", "Approved", "Name"),
        [(str(t.id), t.dlt_id, t.header, _approval(t), t.name) for t in stored],
        right=("ID",),
    )
    return 0


def _approval(template: Template) -> str:
    """What the newest list says, where it is not approved by it; what a person said instead."""
    if template.lapsed:
        return f"no longer: {template.lapsed}"
    return f"by hand, a list says {template.overruled}" if template.overruled else ""


def show_one(options: argparse.Namespace) -> int:
    """Print one template with its versions."""
    settings = configuration.load()
    template = template_called(settings, options.id)
    earlier = templates.versions(settings, template.id)[1:]
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
    before = template_called(settings, options.id)
    given = _given(options)
    if templates.variables(given.get("body", before.body)) != templates.variables(before.body):
        given.setdefault("fills", ())
    draft = replace(templates.as_draft(before), **given)
    show(_values(templates.change(settings, before.id, draft)), as_json=options.json)
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
    settings = configuration.load()
    template = template_called(settings, options.id)
    templates.delete(settings, template.id)
    show({"template": template.id, "deleted": True}, as_json=options.json)
    return 0


def approve(options: argparse.Namespace) -> int:
    """Say that a template is approved which the newest list calls otherwise."""
    settings = configuration.load()
    wanted = template_called(settings, options.id)
    template = templates.say_approved(settings, wanted.id)
    show(_values(template), as_json=options.json)
    return 0


def _fill(words: str) -> Fill:
    kind, _, value = words.partition("=")
    if kind == "column":
        return FromColumn(value)
    if kind == "text":
        return FixedText(value)
    raise InputError("wrong_fill", f"--fill is {quoted(words)}: write column=NAME or text=WORDS.")


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


def template_called(settings: Settings, wanted: str) -> Template:
    """Give the template of this name, id or DLT template ID. Raises InputError and NotFoundError as
    `called`."""
    return called("template", wanted, templates.listing(settings), also=lambda t: t.dlt_id)


def _a_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar=NAME_OR_ID, help="which template")


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
    add("--route", type=whole_number, choices=(1, 2), default=absent)
    add(
        "--fill",
        dest="fills",
        action="append",
        default=absent,
        metavar="column=NAME|text=WORDS",
        help="what fills the next variable; once for each, in order",
    )


GROUP = Group("approved texts saved under a name")
COMMANDS = (
    IMPORT,
    Command("template list", show_all, "all of them, by name", (as_json,)),
    Command("template show", show_one, "one, with its versions", (as_json, _a_template)),
    Command(
        "template delete",
        delete,
        "delete one; campaigns made from it keep their text",
        (as_json, _a_template),
    ),
    Command(
        "template approve",
        approve,
        "mark one as approved, although the newest list says otherwise",
        (as_json, _a_template),
    ),
    Command("template add", add, "add one", (as_json, _new)),
    Command(
        "template change",
        change,
        "make a new version, with only these things different",
        (as_json, _a_template, _changed),
    ),
    Command(
        "template kept",
        restoring.kept_templates,
        restoring.KEPT,
        (restoring.take_or_leave, as_json),
    ),
)
