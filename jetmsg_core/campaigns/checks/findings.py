"""What the checks find about a campaign before it is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from jetmsg_core.arrays import Booleans, Integers
from jetmsg_core.campaigns.checks.codes import FINDINGS, FindingCode
from jetmsg_core.campaigns.plan.chunking import Plan
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError
from jetmsg_core.messages.spellings.find import Spelling

SHOWN_ROWS = 50


@dataclass(frozen=True)
class CampaignFinding:
    """`count` recipients are concerned; `rows` are the first of them in the sheet, `places` theirs
    among the recipients in the list's order, from 0. One that `blocks` must be dealt with first,
    any other may be accepted. `spellings` are what it is about in the message itself."""

    code: FindingCode
    message: str
    count: int
    rows: tuple[int, ...] = ()
    blocks: bool = False
    places: tuple[int, ...] = ()
    spellings: tuple[Spelling, ...] = ()


def about_all(code: FindingCode, message: str, count: int) -> CampaignFinding:
    """A finding about the campaign itself, which concerns `count` recipients."""
    return CampaignFinding(code, message, count, blocks=FINDINGS[code].blocks)


class BlockedError(InputError):
    """The first blocker, with all findings."""

    def __init__(self, findings: tuple[CampaignFinding, ...]) -> None:
        first = next(finding for finding in findings if finding.blocks)
        super().__init__(first.code, first.message)
        self.findings = findings


@dataclass(frozen=True)
class Planned:
    """A plan with its contacts, asked about texts. `concerned` has, for each finding's code, which
    recipients it is about, in the list's order."""

    contacts: Contacts
    plan: Plan
    concerned: dict[FindingCode, Booleans] = field(default_factory=dict)

    @property
    def recipients_of_texts(self) -> Integers:
        """How many recipients each distinct text has."""
        rendered = self.plan.rendered
        return np.bincount(rendered.text_of, minlength=len(rendered.distinct))

    def text(self, index: int) -> str:
        found: str = self.plan.rendered.distinct[index].as_py()
        return found

    def about(self, code: FindingCode, message: str, recipients: Booleans) -> CampaignFinding:
        """A finding about those for whom a mask over the recipients, in the list's order, holds."""
        self.concerned[code] = recipients
        places = np.flatnonzero(recipients)
        rows = self.contacts.rows[self.plan.rendered.kept[places[:SHOWN_ROWS]]].tolist()
        return CampaignFinding(
            code,
            message,
            len(places),
            tuple(rows),
            FINDINGS[code].blocks,
            tuple(places[:SHOWN_ROWS].tolist()),
        )

    def about_texts(
        self, code: FindingCode, texts: Booleans, say: Callable[[int, int, int], str]
    ) -> list[CampaignFinding]:
        """A finding about the recipients of some texts, none if there are none. `say` is given
        how many they are, the row of the first, and its text's index."""
        if not texts.any():
            return []
        recipients = texts[self.plan.rendered.text_of]
        first = int(np.argmax(recipients))
        row = int(self.contacts.rows[self.plan.rendered.kept[first]])
        count = int(np.count_nonzero(recipients))
        message = say(count, row, int(self.plan.rendered.text_of[first]))
        return [self.about(code, message, recipients)]
