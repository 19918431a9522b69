"""Approved templates from a file, as the operators' portals export it. A template is known by its
DLT id, so the same file again changes nothing and a newer one makes new versions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from jetmsg_core.contacts.files import ContactFile, read_contacts
from jetmsg_core.errors import InputError, JetmsgError
from jetmsg_core.gateway.sms import SENDER_ID
from jetmsg_core.messages.dlt_filling import variables
from jetmsg_core.settings import Settings
from jetmsg_core.store import templates
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.templates import Draft
from jetmsg_core.templates.saving import as_draft, checked, warnings_of
from jetmsg_core.times import Clock, stamp, utc_now
from jetmsg_core.uploads import limits_of

Change = Literal["added", "changed", "unchanged"]

_NAMES = {
    "dlt_id": "templateid dlttemplateid dltid tempid contenttemplateid dltteid peteid id",
    "name": "templatename contenttemplatename dlttemplatename name title",
    "body": "templatecontent templatemessage templatetext templatebody approvedtext content"
    " message body text template",
    "header": "header headers headername senderid sender senderids cli",
    "route": "route templatetype communicationtype category type contenttype",
    "status": "status templatestatus approvalstatus",
}
"""Our fields, and what their columns are called (letters and digits only), the likeliest first."""

_DEAD = re.compile(r"reject|inactive|pending|expired|blacklist|suspend|deactiv|delete", re.I)


@dataclass(frozen=True)
class RowNote:
    """Something about one row; `row` is its number in Excel."""

    row: int
    code: str
    message: str


@dataclass(frozen=True)
class RowTaken:
    """What became of a row that was taken."""

    row: int
    change: Change
    name: str
    dlt_id: str
    body: str


@dataclass(frozen=True)
class Imported:
    added: int
    changed: int
    unchanged: int
    refused: tuple[RowNote, ...]
    """Rows that were left out, and why."""
    warnings: tuple[RowNote, ...]
    """Of rows that were taken."""
    taken: tuple[RowTaken, ...]


class _OnlyLookedAtError(Exception):
    """Ends a transaction without a trace of it."""


def import_file(
    settings: Settings, data: bytes, *, name: str = "", clock: Clock = utc_now
) -> Imported:
    """Raises InputError when the file cannot be read, or has no column of ids or of texts."""
    file = _readable(settings, data, name)
    with open_database(settings.database_path) as db, transaction(db):
        return _import(db, file, stamp(clock()))


def preview_import(settings: Settings, data: bytes, *, name: str = "") -> Imported:
    """What `import_file` would do now: it is done, and undone. Raises as that does."""
    file = _readable(settings, data, name)
    with suppress(_OnlyLookedAtError), open_database(settings.database_path) as db, transaction(db):
        found = _import(db, file, stamp(utc_now()))
        raise _OnlyLookedAtError
    return found


def _readable(settings: Settings, data: bytes, name: str) -> ContactFile:
    file = read_contacts(data, name=name, limits=limits_of(settings))
    if file.blockers:
        raise InputError(file.blockers[0].code, _sentence(file))
    return file


def _import(db: Database, file: ContactFile, now: str) -> Imported:
    columns = _columns(file)
    taken: list[RowTaken] = []
    refused, warnings = [], []
    for row, values in zip(file.cells.index, file.cells.to_dict("records"), strict=True):
        cells = {field: str(values[column]).strip() for field, column in columns.items()}
        try:
            draft = _draft(cells)
            change = _keep(db, draft, cells, now)
        except JetmsgError as error:
            refused.append(RowNote(int(row), error.code, str(error)))
            continue
        taken.append(RowTaken(int(row), change, draft.name, draft.dlt_id, draft.body))
        warnings += [RowNote(int(row), "doubtful", said) for said in _warnings(draft, cells)]
    counts = Counter(one.change for one in taken)
    return Imported(
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        refused=tuple(refused),
        warnings=tuple(warnings),
        taken=tuple(taken),
    )


def _sentence(file: ContactFile) -> str:
    if file.blockers[0].code == "no_contacts":
        return "The file holds no template: there is no row below the column names."
    return file.blockers[0].message


def _columns(file: ContactFile) -> dict[str, str]:
    keys = {re.sub(r"[^a-z0-9]", "", column.lower()): column for column in file.columns}
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        column = next((keys[name] for name in names.split() if name in keys), None)
        if column is not None and column not in found.values():
            found[field] = column
    for field, words in {"dlt_id": "DLT template IDs", "body": "approved texts"}.items():
        if field not in found:
            raise InputError(
                "no_template_column",
                f"No column of {words} was found among {', '.join(file.columns)}. Call the "
                "columns Template Id, Template Name, Header and Template Content.",
            )
    return found


def _draft(cells: Mapping[str, str]) -> Draft:
    status = cells.get("status", "")
    if _DEAD.search(status):
        raise InputError("not_approved", f"Its status is {status!r}, so it cannot be used.")
    if not cells["dlt_id"]:
        raise InputError("no_template_id", "It has no DLT template ID.")
    return checked(
        Draft(
            name=cells.get("name", "") or cells["dlt_id"],
            body=cells["body"],
            dlt_id=cells["dlt_id"].removeprefix("'"),
            header=_header(cells),
            route=_route(cells.get("route", "")),
        )
    )


def _header(cells: Mapping[str, str]) -> str:
    """The one header it is linked to; of several, none."""
    named = re.split(r"[\s,;|/]+", cells.get("header", ""))
    headers = [header for header in named if SENDER_ID.fullmatch(header)]
    return headers[0] if len(headers) == 1 else ""


def _route(words: str) -> int:
    return 2 if words == "2" or re.search(r"promo", words, re.I) else 1


def _keep(db: Database, draft: Draft, cells: Mapping[str, str], now: str) -> Change:
    known = templates.of_dlt_id(db, draft.dlt_id)
    if known is None:
        templates.insert(db, draft, now)
        return "added"
    before = as_draft(known)
    # What the file does not say stays, and so do the fills while the variables are the same.
    own = {field: getattr(before, field) for field in ("name", "header", "route")}
    own = {field: value for field, value in own.items() if not cells.get(field)}
    same_variables = variables(before.body) == variables(draft.body)
    draft = replace(draft, fills=before.fills if same_variables else draft.fills, **own)
    if draft == before:
        return "unchanged"
    templates.insert_version(db, known.id, draft, now)
    return "changed"


def _warnings(draft: Draft, cells: Mapping[str, str]) -> list[str]:
    found = list(warnings_of(draft))
    if cells.get("header") and not draft.header:
        found.append(
            f"Its header {cells['header']!r} is not one sender ID of 6 characters: choose one."
        )
    return found
