"""What is printed of a campaign that was made, or refused: for scripts every key, for people each
sentence once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.preview.preview import CampaignPreview, Example
from jetmsg_core.cli.file_findings import as_values, sentences
from jetmsg_core.cli.output.costs import in_rupees
from jetmsg_core.contacts.findings.file_finding import FileFinding, first_rows
from jetmsg_core.errors import JetmsgError
from jetmsg_core.states import Pool

Values = dict[str, Any]


def made(
    campaign_id: int | None,
    preview: CampaignPreview,
    warnings: Sequence[FileFinding],
    *,
    as_json: bool,
) -> Values:
    """Give what would be sent, and what is doubtful about it; `warnings` are about its file, and
    there is no campaign where nothing was made."""
    values = {
        "campaign": campaign_id,
        "recipients": preview.recipients,
        "skipped": sum(preview.skipped.values()),
        "skipped_by_reason": preview.skipped,
        "chunks": preview.chunks,
        "parts": preview.parts,
        **in_rupees(preview.pool, preview.parts),
        "pool": None if preview.pool is Pool.NONE else preview.pool,
        "estimate_seconds": round(preview.estimate_seconds, 1),
    }
    if not as_json:
        return values | {
            "warnings": sentences(warnings),
            "findings": [_sentence(finding) for finding in preview.findings],
        }
    return values | {
        "warnings": [warning.message for warning in warnings] + list(preview.warnings),
        "blockers": _blockers(preview.blockers),
        "findings": [asdict(finding) for finding in preview.findings],
        "file_findings": as_values(warnings),
    }


def _sentence(finding: CampaignFinding) -> Values:
    return {
        "people": finding.count,
        "rows": first_rows(finding.rows, more=finding.count - len(finding.rows)) or None,
        "blocks": finding.blocks or None,
        "message": finding.message,
    }


def examples(texts: Sequence[Example]) -> list[Values]:
    """Give the real texts of some people."""
    return [
        {
            "row": example.row,
            "number": example.number,
            "parts": example.parts,
            "text": example.text,
        }
        for example in texts
    ]


def blocked(
    rows: int, warnings: Sequence[FileFinding], findings: Sequence[CampaignFinding]
) -> Values:
    """Give what a script gets where the checks refuse, of a file of so many rows."""
    blocking = [finding for finding in findings if finding.blocks]
    values = refused(rows, _blockers(blocking), warnings)
    values["warnings"] += [finding.message for finding in findings if not finding.blocks]
    return values | {"findings": [asdict(finding) for finding in findings]}


def _blockers(findings: Sequence[CampaignFinding]) -> list[Values]:
    return [{"row": min(finding.rows, default=None)} | asdict(finding) for finding in findings]


def refused_by(rows: int, warnings: Sequence[FileFinding], error: JetmsgError) -> Values:
    """Give what a script gets where anything else refuses."""
    return refused(rows, [{"code": error.code, "row": None, "message": str(error)}], warnings)


def refused(rows: int, blockers: Sequence[Values], warnings: Sequence[FileFinding] = ()) -> Values:
    """Give what a script gets where no campaign is made, of a file of so many rows."""
    return {
        "campaign": None,
        "recipients": 0,
        "skipped": rows,
        "chunks": 0,
        "parts": 0,
        "pool": None,
        "estimate_seconds": 0,
        "warnings": [warning.message for warning in warnings],
        "blockers": list(blockers),
        "findings": [],
        "file_findings": as_values(warnings),
    }
