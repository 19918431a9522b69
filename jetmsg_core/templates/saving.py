"""Adding, changing and deleting templates. Campaigns are frozen, so old ones keep their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.gateway.sms import check_sender_id
from jetmsg_core.messages.dlt.filling import (
    check_body,
    check_fills,
    message_of,
    variables,
    without_variables,
)
from jetmsg_core.messages.dlt.headers import kept_headers, typed_headers
from jetmsg_core.messages.dlt.rules import header_warning, id_problem, id_warning, lapse_warning
from jetmsg_core.messages.spellings.find import spellings
from jetmsg_core.names import check_name
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import templates
from jetmsg_core.store.saved.templates import Template, TemplateDraft

_BLANKS_TO_FILL = re.compile(
    r"(?<!\w)(?:[Xx]{3,}|_{3,}|#{3,})(?!\w)"
    r"|(?i:[#(<\[*~]{1,2}\s*(?:(?:variable|var)\s?\d*|v\d+)\s*[#)>\]*~]{1,2})"
    r"|<[A-Za-z][\w ]{0,20}>|%(?:\d\$)?[sd](?!\w)"
)
"""`XXXX`, `____`, `(var)`, `[V1]`, `<Name>`, `%s`; `XX1234` is a masked account. An approved text
holds no other `<` and `>`."""


@requires(Permission.PREPARE)
def add(settings: Settings, draft: TemplateDraft, clock: Clock = utc_now) -> Template:
    """Store a template and give it as it is stored. Raises InputError naming what is wrong,
    StateError when its DLT id is stored already."""
    draft = checked(draft)
    with open_database(settings.database_path) as db, transaction(db):
        refuse_known_id(db, draft)
        record(db, Act.TEMPLATE_ADDED, subject=draft.name, after={"dlt_id": draft.dlt_id})
        return stored_template(db, templates.insert(db, draft, stamp(clock())))


@requires(Permission.PREPARE)
def change(
    settings: Settings,
    template_id: int,
    draft: TemplateDraft,
    clock: Clock = utc_now,
    *,
    seen: int | None = None,
) -> Template:
    """Store a new version and give it, or the old one when nothing is different. `seen` is the
    version that the person looked at, where that may be old. Raises as `add`, NotFoundError, and
    StateError (`template_changed`) where a newer version than `seen` is stored."""
    draft = checked(draft)
    with open_database(settings.database_path) as db, transaction(db):
        before = stored_template(db, template_id)
        refuse_known_id(db, draft, template_id)
        if draft != as_draft(before):
            _refuse_older(before, seen)
            templates.insert_version(db, template_id, draft, stamp(clock()))
            version = {"version": before.version}
            next_version = {"version": before.version + 1}
            record(db, Act.TEMPLATE_CHANGED, subject=draft.name, before=version, after=next_version)
        return stored_template(db, template_id)


def _refuse_older(stored: Template, seen: int | None) -> None:
    if seen not in (None, stored.version):
        raise StateError(
            "template_changed",
            f"Somebody else has saved version {with_commas(stored.version)} of this template "
            "meanwhile, so nothing was saved. Look at it first.",
        )


@requires(Permission.PREPARE)
def delete(settings: Settings, template_id: int) -> None:
    """Delete a template with all its versions. Raises NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        template = stored_template(db, template_id)
        templates.delete(db, template_id)
        record(db, Act.TEMPLATE_DELETED, subject=template.name, before={"dlt_id": template.dlt_id})


def get(settings: Settings, template_id: int) -> Template:
    """Give the newest version. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        return stored_template(db, template_id)


def versions(settings: Settings, template_id: int) -> list[Template]:
    """Give all versions, the newest first. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        stored_template(db, template_id)
        return templates.versions(db, template_id)


def listing(settings: Settings) -> list[Template]:
    """Give the newest version of each template, by name."""
    with open_database(settings.database_path) as db:
        return templates.by_name(db)


def search(stored: Iterable[Template], words: str) -> list[Template]:
    """Give the templates with every one of these words in their name, text, DLT template ID or
    sender ID."""
    asked = words.casefold().split()
    return [template for template in stored if _says(template, asked)]


def _says(template: Template, asked: Sequence[str]) -> bool:
    words = f"{template.name}\n{template.body}\n{template.dlt_id}\n{template.header}".casefold()
    return all(word in words for word in asked)


def with_fills_of(draft: TemplateDraft, template: Template) -> TemplateDraft:
    """Give the draft filled as the template is, while their variables are the same; else as it
    is."""
    same = variables(draft.body) == variables(template.body)
    return replace(draft, fills=template.fills) if same else draft


def message(template: TemplateDraft) -> str:
    """Give the message to send, with `{{columns}}`. Raises InputError (`unmapped_variable`)."""
    return message_of(template.body, template.fills)


def warnings_of(template: TemplateDraft) -> tuple[str, ...]:
    """Say what is doubtful about a template, as sentences."""
    wrong_headers = [header_warning(header, template.route) for header in template.headers]
    lapsed = (
        lapse_warning(template.name, template.lapsed) if isinstance(template, Template) else None
    )
    doubts = (lapsed, id_warning(template.dlt_id), *wrong_headers, _spelling_warning(template))
    return tuple(doubt for doubt in doubts if doubt)


def _spelling_warning(template: TemplateDraft) -> str | None:
    """Columns are not known here, so only marks that no sentence has are pointed out."""
    fixed_words = without_variables(template.body)
    spelled = [spelling.text for spelling in spellings(fixed_words, ())]
    blanks = _BLANKS_TO_FILL.findall(fixed_words)
    unfilled = [*spelled, *(b for b in dict.fromkeys(blanks) if not any(b in s for s in spelled))]
    if not unfilled:
        return None
    dlt = "" if template.channel is Channel.WHATSAPP else ", or {#var#} as DLT has it"
    return (
        f"The text holds {' and '.join(unfilled)}, which nothing fills. Where a value belongs, "
        f"write {{{{column}}}}{dlt}."
    )


def checked(draft: TemplateDraft) -> TemplateDraft:
    """Give the draft as it is kept: prepared, ids trimmed, a place for every fill. Raises
    InputError naming what is wrong."""
    whatsapp = draft.channel is Channel.WHATSAPP
    body = check_body(draft.body)
    draft = replace(
        draft,
        name=check_name(draft.name, "template"),
        body=body,
        dlt_id=draft.dlt_id.strip(),
        header=kept_headers(typed_headers(draft.header)),
        fills=check_fills(body, draft.fills),
    )
    if whatsapp and (draft.dlt_id or draft.header or variables(body)):
        raise InputError(
            "no_dlt_on_whatsapp",
            "WhatsApp does not use DLT: leave the DLT template ID and the sender ID empty, and "
            "write {{column}} where DLT has {#var#}.",
        )
    if problem := id_problem(draft.dlt_id):
        raise InputError("wrong_template_id", problem)
    if draft.route not in (1, 2):
        raise InputError("wrong_route", "Choose route 1 (transactional) or 2 (promotional).")
    for header in draft.headers:
        check_sender_id(header)
    return draft


def as_draft(template: Template) -> TemplateDraft:
    """Give a stored template as what a person could have typed."""
    return TemplateDraft(
        **{name: getattr(template, name) for name in TemplateDraft.__dataclass_fields__}
    )


def stored_template(db: Database, template_id: int) -> Template:
    """Give the newest version of a template. Raises NotFoundError."""
    template = templates.get(db, template_id)
    if template is None:
        raise _unknown(template_id)
    return template


def refuse_known_id(db: Database, draft: TemplateDraft, own_id: int | None = None) -> None:
    """Refuse a DLT id that another template has. Raises StateError."""
    stored = templates.of_dlt_id(db, draft.dlt_id)
    if stored is not None and stored.id != own_id:
        raise StateError(
            "template_known",
            f"The DLT template ID {draft.dlt_id} belongs to the template {quoted(stored.name)} "
            "already. Change that one, or correct the ID.",
        )


def _unknown(template_id: int) -> NotFoundError:
    return NotFoundError("unknown_template", f"There is no template {template_id}.")
