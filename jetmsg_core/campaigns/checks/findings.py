"""What the checks find about a campaign before it is frozen."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.campaigns.checks.codes import FINDINGS, FindingCode
from jetmsg_core.errors import InputError
from jetmsg_core.messages.spellings.find import Spelling


@dataclass(frozen=True)
class CampaignFinding:
    """What a person is told about a campaign. `count` recipients are concerned; `rows` are the
    first of them in the sheet, `places` theirs among the recipients in the list's order, from 0.
    One that `blocks` must be dealt with first, any other may be accepted. `spellings` are what it
    is about in the message itself, `column` is the one whose cells it is about."""

    code: FindingCode
    message: str
    count: int
    rows: tuple[int, ...] = ()
    blocks: bool = False
    places: tuple[int, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    column: str = ""


def about_all(code: FindingCode, message: str, count: int) -> CampaignFinding:
    """Gives a finding about the campaign itself, which concerns `count` recipients."""
    return CampaignFinding(code, message, count, blocks=FINDINGS[code].blocks)


class BlockedError(InputError):
    """A campaign cannot be made: the first blocker is said, all findings are with it."""

    def __init__(self, findings: tuple[CampaignFinding, ...]) -> None:
        first = next(finding for finding in findings if finding.blocks)
        super().__init__(first.code, first.message)
        self.findings = findings
