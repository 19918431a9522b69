"""Approved templates from a file, as the operators' portals export it. A template is known by its
DLT id, so the same file again changes nothing and a newer one makes new versions.

approvals       which columns call a template approved, status_words in which words
content_types   which columns say that it is promotional

Nothing is taken for approved or for transactional because the file does not say: it is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, Facts, record
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.errors import InputError, JetmsgError
from jetmsg_core.messages.dlt.filling import variables
from jetmsg_core.messages.dlt.headers import listed_headers
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import templates
from jetmsg_core.store.saved.templates import Template, TemplateDraft
from jetmsg_core.templates.imported import (
    NO_TYPE,
    NOTHING_SAID,
    Answers,
    Change,
    ImportedTemplates,
    RowNote,
    RowTaken,
    StatusCount,
)
from jetmsg_core.templates.lapses import header_lapsed, mark_lapsed
from jetmsg_core.templates.portal_columns import PortalColumns, columns_of, with_continued_rows
from jetmsg_core.templates.portal_rows import (
    NotApprovedError,
    Route,
    bad_elsewhere,
    draft_of,
    headers_by_id,
    needed_route,
    plain_id,
    refuse_elsewhere,
    refuse_unapproved,
    route_asked,
    warnings_for,
)
from jetmsg_core.templates.saving import as_draft
from jetmsg_core.templates.status_words import status_key
from jetmsg_core.uploads import limits_of

_LONGEST_STATUS = 60
"""Characters of a status that are kept; a reason may follow it."""


class _OnlyLookedAtError(Exception):
    """Ends a transaction without a trace of it."""


@requires(Permission.PREPARE)
def import_file(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    answers: Answers = NOTHING_SAID,
    clock: Clock = utc_now,
) -> ImportedTemplates:
    """Take the approved templates of a file, all in one transaction. Raises InputError when the
    file cannot be read, has no column of ids or of texts, or no column says which of its new
    templates are promotional and nobody else does (`no_type`)."""
    file = _readable(settings, data, name)
    with open_database(settings.database_path) as db, transaction(db):
        imported = _import(db, file, answers, stamp(clock()))
        if imported.untyped and not imported.type_columns:
            raise InputError(
                NO_TYPE,
                "The file does not say which of its templates are promotional: no column clearly "
                "says Promotional, Transactional or Service. Say it for all of them.",
            )
        told: Facts = {"file": name, "templates": len(imported.taken)}
        record(db, Act.TEMPLATES_IMPORTED, after=told)
    return imported


@requires(Permission.PREPARE)
def preview_import(
    settings: Settings, data: bytes, *, name: str = "", answers: Answers = NOTHING_SAID
) -> ImportedTemplates:
    """Tells what `import_file` would do now: it is done, and undone. Templates without a type are
    among those left out. Raises InputError when the file cannot be read."""
    file = _readable(settings, data, name)
    with suppress(_OnlyLookedAtError), open_database(settings.database_path) as db, transaction(db):
        imported = _import(db, file, answers, stamp(utc_now()))
        raise _OnlyLookedAtError
    return imported


def _readable(settings: Settings, data: bytes, name: str) -> ContactFile:
    file = read_contacts(data, name=name, limits=limits_of(settings))
    if file.blockers:
        raise InputError(file.blockers[0].code, _sentence(file))
    return file


def _sentence(file: ContactFile) -> str:
    if file.blockers[0].code is FileFindingCode.NO_CONTACTS:
        return "The file holds no template: there is no row below the column names."
    return file.blockers[0].message


def _import(db: Database, file: ContactFile, answers: Answers, now: str) -> ImportedTemplates:
    columns = columns_of(file)
    file = with_continued_rows(file, columns)
    good = {status_key(word) for word in answers.good_statuses}
    rows_taken: list[RowTaken] = []
    lapsed: list[RowNote] = []
    refused, warnings = [], []
    unknown: list[tuple[str, str]] = []
    bad = bad_elsewhere(columns, file)
    headers = headers_by_id(columns, file, bad)
    stored = {dlt_id: templates.of_dlt_id(db, dlt_id) for dlt_id in bad.headers}
    for row, values in zip(file.cells.index, file.cells.to_dict("records"), strict=True):
        cells = {str(column): str(cell).strip() for column, cell in values.items()}
        fields = {field: cells[column] for field, column in columns.fields.items()}
        fields["dlt_id"] = plain_id(fields["dlt_id"])
        name = fields.get("name", "") or fields["dlt_id"]
        try:
            refuse_unapproved(db, columns, cells, good, unknown, bad)
            refuse_elsewhere(bad, fields["dlt_id"])
            draft = draft_of(fields, headers.get(fields["dlt_id"], ()))
            change, draft = _keep(db, draft, fields, route_asked(columns, cells, answers), now)
            if columns.say_approval and templates.end_lapse(db, draft.dlt_id):
                change = "changed"
        except JetmsgError as error:
            if isinstance(error, NotApprovedError) and fields["dlt_id"] in bad.headers:
                theirs = listed_headers(fields.get("header", ""))[0]
                lapsed += _lapse_headers(db, stored[fields["dlt_id"]], theirs, int(row))
            elif isinstance(error, NotApprovedError):
                lapsed += _lapse(db, fields["dlt_id"], error.status, int(row), now)
            refused.append(RowNote(int(row), error.code, str(error), name))
            continue
        rows_taken.append(RowTaken(int(row), change, draft.name, draft.dlt_id, draft.body))
        warnings += [RowNote(int(row), "doubtful", s, name) for s in warnings_for(draft, fields)]
    counts = Counter(row_taken.change for row_taken in rows_taken)
    return ImportedTemplates(
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        refused=tuple(refused),
        warnings=tuple(warnings),
        taken=tuple(rows_taken),
        unknown_statuses=_counted(unknown),
        untyped=sum(note.code == NO_TYPE for note in refused),
        status_columns=tuple(column.name for column in columns.statuses),
        type_columns=columns.types,
        remarks=_remarks(columns),
        lapsed=tuple(lapsed),
    )


def _lapse(db: Database, dlt_id: str, status: str, row: int, now: str) -> list[RowNote]:
    """The note about a stored template of which this row says that it is approved no longer."""
    stored = templates.of_dlt_id(db, dlt_id)
    sentence = mark_lapsed(db, stored, status[:_LONGEST_STATUS], now) if stored else None
    if stored is None or sentence is None:
        return []
    return [RowNote(row, "lapsed", sentence, stored.name)]


def _lapse_headers(
    db: Database, before: Template | None, headers: Sequence[str], row: int
) -> list[RowNote]:
    """The notes about sender IDs that a template was stored with before and loses."""
    if before is None:
        return []
    lost = [header for header in headers if header in before.headers]
    return [RowNote(row, "lapsed", header_lapsed(db, before, each), before.name) for each in lost]


def _counted(unknown: Sequence[tuple[str, str]]) -> tuple[StatusCount, ...]:
    """In whatever case, a word is the same one; it is shown as it is first written."""
    counts = Counter((column, status_key(word)) for column, word in unknown)
    first_spelling = {(column, status_key(word)): word for column, word in reversed(unknown)}
    return tuple(StatusCount(key[0], first_spelling[key], count) for key, count in counts.items())


def _remarks(columns: PortalColumns) -> tuple[str, ...]:
    if columns.say_approval:
        return ()
    return (
        "The file has no column of statuses. Check in the portal that its templates are approved.",
    )


def _keep(
    db: Database, draft: TemplateDraft, fields: Mapping[str, str], route: Route, now: str
) -> tuple[Change, TemplateDraft]:
    """What becomes of the row, and the template as it is kept."""
    stored = templates.of_dlt_id(db, draft.dlt_id)
    if stored is None:
        draft = replace(draft, route=needed_route(route))
        templates.insert(db, draft, now)
        return "added", draft
    before = as_draft(stored)
    # What the file does not say stays, and so do the fills while the variables are the same.
    same_variables = variables(before.body) == variables(draft.body)
    fills = before.fills if same_variables else draft.fills
    draft = replace(
        draft,
        name=draft.name if fields.get("name") else before.name,
        header=draft.header or before.header,
        fills=fills,
        route=route.stated or before.route,
    )
    if draft == before:
        return "unchanged", draft
    templates.insert_version(db, stored.id, draft, now)
    return "changed", draft
