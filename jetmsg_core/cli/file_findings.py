"""What was noticed about a contact file, each sentence once with its rows: the same is wrong with
hundreds of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jetmsg_core.contacts.check_report import CheckReport, Listing
from jetmsg_core.contacts.findings.file_finding import FileFinding, each_once, first_rows


def by_code(report: CheckReport) -> dict[str, Any]:
    """Give the key `by_code`, beside the lists that have an entry for each row: an entry for each
    sentence with the number of its rows and which they are. `of` is the list it is about."""
    listed = {"problems": report.problems, "repairs": report.repairs}
    noticed = {"blockers": report.blockers, "warnings": report.warnings}
    return {
        "by_code": [
            {"of": name, **{key: entry[key] for key in ("code", "message", "count", "rows")}}
            for name, listing in listed.items()
            for entry in listing.by_code()
        ]
        + [
            {"of": name, **values}
            for name, findings in noticed.items()
            for values in as_values(findings)
        ]
    }


def as_values(findings: Iterable[FileFinding]) -> list[dict[str, Any]]:
    """Give an entry of `code, message, count, rows` for each sentence; where it is about the whole
    file there is no row and the count is 0."""
    return [
        {
            "code": str(finding.code),
            "message": finding.message,
            "count": len(finding.rows) + finding.more,
            "rows": list(finding.rows),
        }
        for finding in each_once(findings)
    ]


def for_a_person(report: CheckReport) -> dict[str, Any]:
    """Give the report as a person reads it, where `by_code` has the place of every list of rows."""
    word = str(report.rows_are)
    fields = replace(report, problems=report.problems[:0], repairs=report.repairs[:0]).as_dict()
    return fields | {
        "blockers": sentences(report.blockers, word),
        "problems": _cells(report.problems, word),
        "repairs": _cells(report.repairs, word),
        "warnings": sentences(report.warnings, word),
    }


def sentences(findings: Iterable[FileFinding], word: str = "rows") -> list[dict[str, Any]]:
    """Give what was noticed as rows of a table: how many rows it is about, which, and what."""
    return [
        {
            word: len(finding.rows) + finding.more or None,
            "which": first_rows(finding.rows, more=finding.more) or None,
            "message": finding.message,
        }
        for finding in each_once(findings)
    ]


def _cells(listing: Listing, word: str) -> list[dict[str, Any]]:
    return [
        {
            word: entry["count"],
            "which": first_rows(entry["rows"]),
            "such_as": entry["value"],
            "message": entry["message"],
        }
        for entry in listing.by_code()
    ]
