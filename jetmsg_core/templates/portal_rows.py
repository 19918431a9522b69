"""One row of a portal's export: whether it is approved, its template, and its type."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.errors import InputError
from jetmsg_core.messages.dlt.headers import kept_headers, listed_headers
from jetmsg_core.messages.dlt.rules import ID_DIGITS
from jetmsg_core.messages.text import BLANKS
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import templates
from jetmsg_core.store.saved.templates import TemplateDraft
from jetmsg_core.templates.approvals import first_against
from jetmsg_core.templates.content_types import TRANSACTIONAL, mentions_promotion, route_in
from jetmsg_core.templates.imported import NO_TYPE, UNKNOWN_STATUS, Answers
from jetmsg_core.templates.portal_columns import PortalColumns
from jetmsg_core.templates.saving import checked, warnings_of
from jetmsg_core.templates.status_words import StatusVerdict

_ID = re.compile(
    r"(?:(?:dlt|template|content|id|te|t)[\s_:#.-]*)*[^\w.]*_?"
    r"(?P<digits>\d(?:[\d\s,-]*\d)?)(?:\.0+)?[^\w.]*",
    re.IGNORECASE,
)


class NotApprovedError(InputError):
    """A row's status is bad: `status` is the cell that says so."""

    def __init__(self, sentence: str, status: str) -> None:
        super().__init__("not_approved", sentence)
        self.status = status


@dataclass(frozen=True)
class BadRows:
    """The rows with a bad status, by DLT id. A portal may list what became of a template below it,
    and then none of its rows is to be trusted: `templates` gives the first bad row of each. Where
    it has a row for every sender ID, a bad one is about its own alone: `headers` gives these."""

    templates: Mapping[str, int]
    headers: Mapping[str, tuple[str, ...]]


def refuse_unapproved(
    db: Database,
    columns: PortalColumns,
    cells: Mapping[str, str],
    said_good: Collection[str],
    unknown: list[tuple[str, str]],
    bad: BadRows,
) -> None:
    """Refuse a row whose status is not good. Raises NotApprovedError, or InputError
    `unknown_status` for a word of which nobody has said it, which is added to `unknown`."""
    statuses = [cells[column.name] for column in columns.statuses]
    against = first_against(columns.statuses, statuses, said_good)
    if against is None:
        return
    verdict, index = against
    column, status = columns.statuses[index].name, statuses[index]
    is_named = len(statuses) > 1 or columns.statuses[index].only_stops
    where = f" in the column {column}" if is_named else ""
    stored = plain_id(cells[columns.fields["dlt_id"]])
    is_stored = templates.of_dlt_id(db, stored) is not None
    if verdict is StatusVerdict.BAD and stored in bad.headers:
        raise NotApprovedError(
            f"Its status is {quoted(status)}{where}, so {_listed(bad.headers[stored])} cannot be "
            "used with it. Its other sender IDs can.",
            status,
        )
    if verdict is StatusVerdict.BAD:
        marked = " The one stored here is marked as no longer approved." if is_stored else ""
        sentence = f"Its status is {quoted(status)}{where}, so it cannot be used.{marked}"
        raise NotApprovedError(sentence, status)
    stays = " The one stored here stays as it is." if is_stored else ""
    unknown.append((column, status))
    beginning = f"Its status is {quoted(status)}" if status else "Its status is empty"
    sentence = f"{beginning}{where}, and nobody has said that this means approved.{stays}"
    raise InputError(UNKNOWN_STATUS, sentence)


def bad_elsewhere(columns: PortalColumns, file: ContactFile) -> BadRows:
    """Gives the rows with a bad status."""
    rows: defaultdict[str, list[tuple[int, tuple[str, ...], bool]]] = defaultdict(list)
    for row, dlt_id, headers, cells in _rows_of(columns, file):
        verdicts = [
            column.judge(cell) for column, cell in zip(columns.statuses, cells, strict=True)
        ]
        if dlt_id:
            rows[dlt_id].append((row, headers, StatusVerdict.BAD in verdicts))
    bad = {
        dlt_id: theirs for dlt_id, theirs in rows.items() if any(is_bad for *_, is_bad in theirs)
    }
    headers_of = {dlt_id: _bad_headers(theirs) for dlt_id, theirs in bad.items()}
    return BadRows(
        {
            dlt_id: next(row for row, _, is_bad in theirs if is_bad)
            for dlt_id, theirs in bad.items()
            if not headers_of[dlt_id]
        },
        {dlt_id: headers for dlt_id, headers in headers_of.items() if headers},
    )


def _rows_of(
    columns: PortalColumns, file: ContactFile
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """The number of each row, its DLT id, its sender IDs and the cells of its statuses."""
    for row, values in zip(file.cells.index, file.cells.to_dict("records"), strict=True):
        header = str(values[columns.fields["header"]]) if "header" in columns.fields else ""
        yield (
            int(row),
            plain_id(str(values[columns.fields["dlt_id"]])),
            listed_headers(header)[0],
            [str(values[column.name]) for column in columns.statuses],
        )


def _bad_headers(rows: Sequence[tuple[int, tuple[str, ...], bool]]) -> tuple[str, ...]:
    """The sender IDs that bad rows of a template are about; none where such a row is, or may be,
    about the template itself."""
    bad = [headers for _, headers, is_bad in rows if is_bad]
    good = [headers for _, headers, is_bad in rows if not is_bad]
    theirs = tuple(dict.fromkeys(header for headers in bad for header in headers))
    others = {header for headers in good for header in headers}
    is_of_headers = bool(good) and all(bad) and all(good) and not others.intersection(theirs)
    return theirs if is_of_headers else ()


def _listed(headers: Collection[str]) -> str:
    return f"the sender ID{'' if len(headers) == 1 else 's'} {', '.join(headers)}"


def refuse_elsewhere(bad: BadRows, dlt_id: str) -> None:
    """Refuse a row whose DLT id has a bad status in another. Raises InputError (`not_approved`)."""
    if dlt_id in bad.templates:
        raise InputError(
            "not_approved",
            f"Row {bad.templates[dlt_id]} has the same DLT template ID and is not approved, so it "
            "cannot be used.",
        )


def plain_id(cell: str) -> str:
    """Gives the DLT id of a cell without what makes a text of it in a sheet: `="1107…"`, `'1107…`,
    `1107…'`, `1107….0`, without a word before it, as in `ID: 1107…`, and without signs between its
    digits."""
    bare = cell.strip(f"{BLANKS}='\"`‘’“”")
    matched = _ID.fullmatch(bare)
    if matched is None:
        return bare
    digits = "".join(str(int(sign)) for sign in matched["digits"] if sign.isdecimal())
    return digits if matched["digits"].isdecimal() or len(digits) == ID_DIGITS else bare


def headers_by_id(
    columns: PortalColumns, file: ContactFile, bad: BadRows
) -> dict[str, tuple[str, ...]]:
    """Gives the headers of each DLT id that are not bad: some portals have a row for every
    header."""
    headers: dict[str, tuple[str, ...]] = {}
    for _, dlt_id, listed, _ in _rows_of(columns, file):
        theirs = (header for header in listed if header not in bad.headers.get(dlt_id, ()))
        headers[dlt_id] = (*headers.get(dlt_id, ()), *theirs)
    return headers


def draft_of(fields: Mapping[str, str], headers: Collection[str]) -> TemplateDraft:
    """Makes the template of a row, linked to these headers. Raises InputError for a row without
    an id, or with a text that cannot be used."""
    if not fields["dlt_id"]:
        raise InputError("no_template_id", "It has no DLT template ID.")
    return checked(
        TemplateDraft(
            name=cut_name(fields.get("name", "") or fields["dlt_id"]),
            body=fields["body"],
            dlt_id=fields["dlt_id"],
            header=kept_headers(headers),
        )
    )


@dataclass(frozen=True)
class Route:
    """The route of a row: what the file says, None where nothing; and what a person says of those
    it says nothing about."""

    stated: int | None
    answered: int | None
    cells: str
    promotional: str = ""
    """Where a column speaks of promotion, though not clearly of the type."""


def route_asked(columns: PortalColumns, cells: Mapping[str, str], answers: Answers) -> Route:
    """Gives what the columns and the person say of the row's route. Raises InputError when the
    columns say two things."""
    routes = {column: route_in(column, cells[column]) for column in columns.types}
    routes_said = {route for route in routes.values() if route is not None}
    cells_named = [
        f"{quoted(cells[column])} in {column}" for column in columns.types if cells[column]
    ]
    if len(routes_said) > 1:
        raise InputError(
            "two_types", f"Its columns contradict each other: {', '.join(cells_named)}."
        )
    promotional = [name for name in columns.others if mentions_promotion(cells[name])]
    return Route(
        routes_said.pop() if routes_said else None,
        answers.route,
        ", ".join(cells_named),
        f"{quoted(cells[promotional[0]])} in {promotional[0]}" if promotional else "",
    )


def needed_route(route: Route) -> int:
    """Gives the route of a template that is not stored yet. Raises InputError: `no_type` where
    nobody says it, `unclear_type` where the row speaks of promotion and a person says otherwise."""
    if route.stated is None and route.answered == TRANSACTIONAL and route.promotional:
        raise InputError(
            "unclear_type",
            f"Its row says {route.promotional}, so it does not count as transactional. Write "
            "Promotional or Transactional there.",
        )
    chosen = route.stated or route.answered
    if chosen is None:
        as_written = f" ({route.cells})" if route.cells else ""
        raise InputError(NO_TYPE, f"The file does not say whether it is promotional{as_written}.")
    return chosen


def warnings_for(draft: TemplateDraft, fields: Mapping[str, str]) -> list[str]:
    """Says what a person should look at in a row that was taken, in sentences."""
    warnings = list(warnings_of(draft))
    if strange := listed_headers(fields.get("header", ""))[1]:
        warnings.append(
            f"In its header {quoted(fields['header'])}, {', '.join(strange)} is not a sender ID "
            "of 6 characters."
        )
    return warnings
