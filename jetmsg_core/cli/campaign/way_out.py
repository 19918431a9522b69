"""What the page has a button for, as options that can be written."""

from __future__ import annotations

import shlex
from dataclasses import replace

from jetmsg_core.campaigns.checks.findings import BlockedError, CampaignFinding


def with_way_out(error: BlockedError) -> BlockedError:
    """Give the same refusal, with the option that keeps on purpose what it is about."""
    return BlockedError(tuple(map(_told, error.findings)))


def _told(finding: CampaignFinding) -> CampaignFinding:
    if not finding.blocks or not finding.spellings:
        return finding
    kept = " ".join(f"--keep-text {shlex.quote(spelling.text)}" for spelling in finding.spellings)
    return replace(finding, message=f"{finding.message} To send it as it is, add {kept}.")
