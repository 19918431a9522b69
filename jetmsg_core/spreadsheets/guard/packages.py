"""Which part of an .xlsx holds which sheet: found as Excel finds it, by relationships.

The names of parts are the writer's choice (ECMA-376, part 2, 9.3): what a sheet is follows from
who refers to it, never from how its path is spelled.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from jetmsg_core.spreadsheets.guard.archives import Archive
from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

BOOK = "xl/workbook.xml"
"""Where calamine looks for it."""


@dataclass(frozen=True)
class Package:
    """The parts of an .xlsx: `sheets` by name, the part of the texts that cells share, and that of
    the styles, None where there is none."""

    sheets: dict[str, str]
    shared: str | None
    styles: str | None
    calculates_first: bool = False
    """Whoever opens the workbook has to calculate its formulas."""


def open_package(archive: Archive) -> Package:
    """Gives the parts of a workbook. Raises RefusedWorkbookError, also for a workbook that does not
    stand where it is looked for: another one would be read in its place."""
    roots = relations_in(archive, "_rels/.rels", "")
    books = [part for kind, part in roots.values() if kind == "officeDocument"]
    if books and [book.lower() for book in books] != [BOOK]:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    relations = relations_in(archive, "xl/_rels/workbook.xml.rels", "xl")
    sheets: dict[str, str] = {}
    flags: list[bool] = []

    def start(name: str, attributes: Attributes) -> None:
        """Takes the part of a sheet down, by the sheet's name."""
        if local(name) == "sheet":
            key = next((attributes[a] for a in attributes if local(a) == "id"), "")
            if key in relations:
                sheets[attributes.get("name", "")] = relations[key][1]
        elif local(name) == "calcPr":
            flags.append(attributes.get("fullCalcOnLoad") in ("1", "true"))

    feed(parser_for(start), [archive.whole(BOOK)])
    shared, styles = (_only(archive, relations, kind) for kind in ("sharedStrings", "styles"))
    return Package(sheets, shared, styles, any(flags))


def _only(archive: Archive, relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    """The part of this kind; one at the usual place counts even if nothing refers to it."""
    parts = {part.lower(): part for kind_of, part in relations.values() if kind_of == kind}
    usual = f"xl/{kind}.xml"
    if usual in archive:
        parts.setdefault(usual.lower(), usual)
    if len(parts) > 1:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    return next((part for part in parts.values() if part in archive), None)


def relations_in(archive: Archive, path: str, folder: str) -> dict[str, tuple[str, str]]:
    """Gives what a part of relations, which may be missing, says by id: the last word of the type,
    and the part that is meant, as seen from a folder."""
    relations: dict[str, tuple[str, str]] = {}
    if path not in archive:
        return relations

    def start(name: str, attributes: Attributes) -> None:
        """Takes a relation down, unless it leads out of the archive."""
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            part = _part(archive, folder, attributes.get("Target", ""))
            relations[attributes.get("Id", "")] = (kind, part)

    feed(parser_for(start), [archive.whole(path)])
    return relations


def _part(archive: Archive, folder: str, target: str) -> str:
    """Some writers leave the slash of an absolute target out; where both ways lead to a part,
    nobody knows which one is read."""
    meant = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    plain = posixpath.normpath(target).lstrip("/")
    ways = list(dict.fromkeys(way for way in (meant, plain) if way in archive))
    if len(ways) > 1:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    return ways[0] if ways else meant
