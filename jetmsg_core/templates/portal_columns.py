"""Which column of a portal's export is which of our fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.errors import InputError
from jetmsg_core.templates.approvals import StatusColumn, status_column
from jetmsg_core.templates.content_types import type_columns

_NAMES = {
    "dlt_id": "templateid dlttemplateid dltid tempid contenttemplateid dltteid peteid id",
    "name": "templatename contenttemplatename dlttemplatename name title",
    "body": "templatecontent templatemessage templatetext templatebody approvedtext content"
    " message body text template",
    "header": "header headers headername senderid sender senderids cli",
}
"""Our fields, and what their columns are called (letters and digits only), the likeliest first."""


@dataclass(frozen=True)
class PortalColumns:
    """The columns of a portal's file. `fields` has the column of each field that the file has; the
    ids and the texts always. `others` are the columns that are none of them, those of a type
    too."""

    fields: Mapping[str, str]
    statuses: tuple[StatusColumn, ...]
    types: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def say_approval(self) -> bool:
        """Tells whether a column is of statuses, and not only of cells that may state a bad one."""
        return not all(column.only_stops for column in self.statuses)


def columns_of(file: ContactFile) -> PortalColumns:
    """Finds out which columns of a portal's file say what. Raises InputError
    (`no_template_column`)."""
    fields = _fields(file.columns)
    rest = {name: _cells(file, name) for name in file.columns if name not in fields.values()}
    candidates = [status_column(name, cells) for name, cells in rest.items()]
    statuses = tuple(column for column in candidates if column is not None)
    for column in statuses:
        if not column.only_stops:
            del rest[column.name]
    return PortalColumns(fields, statuses, type_columns(rest), tuple(rest))


def with_continued_rows(file: ContactFile, columns: PortalColumns) -> ContactFile:
    """Gives the file without the rows that hold a header and nothing else, as a sheet has them
    below merged cells: their headers are those of the row above."""
    if "header" not in columns.fields or len(file.cells) < 2:
        return file
    header = columns.fields["header"]
    is_empty = file.cells.apply(lambda column: column.str.strip() == "")
    continues = ~is_empty[header] & is_empty.drop(columns=header).all(axis=1)
    continues.iloc[0] = False
    if not continues.any():
        return file
    group = (~continues).cumsum()
    cells = file.cells[~continues].copy()
    cells[header] = file.cells.groupby(group.to_numpy())[header].agg("\n".join).to_numpy()
    return replace(file, cells=cells)


def _fields(columns: Sequence[str]) -> dict[str, str]:
    keys = {re.sub(r"[^a-z0-9]", "", column.lower()): column for column in columns}
    column_of: dict[str, str] = {}
    for field, names in _NAMES.items():
        column = next((keys[name] for name in names.split() if name in keys), None)
        if column is not None and column not in column_of.values():
            column_of[field] = column
    for field, words in {"dlt_id": "DLT template IDs", "body": "approved texts"}.items():
        if field not in column_of:
            raise InputError(
                "no_template_column",
                f"No column of {words} was found among {', '.join(columns)}. Call the columns "
                "Template Id, Template Name, Header and Template Content.",
            )
    return column_of


def _cells(file: ContactFile, name: str) -> list[str]:
    return [str(cell) for cell in file.cells[name]]
