"""Whom a check is about, before it is put in words. Pure.

A concern is found once, in the plan of everybody, and holds for the plan of fewer too: it speaks of
contacts, whose positions stay as they are when some are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jetmsg_core.campaigns.checks.codes import FINDINGS, FindingCode
from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.plan.chunking import Plan
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.primitives.arrays import Booleans

SHOWN_ROWS = 50


@dataclass(frozen=True)
class ConcernedRecipients:
    """The recipients a sentence is about: how many of the planned ones they are, the row of the
    first in the sheet, and the index of that one's text."""

    planned: PlannedCampaign
    count: int
    row: int
    text_index: int

    @property
    def text(self) -> str:
        """Gives the first recipient's text."""
        return self.planned.text(self.text_index)


Say = Callable[[ConcernedRecipients], str]


@dataclass(frozen=True)
class Concern:
    """The people whom one check is about, with the sentence it has for them. `contacts` is a mask
    over all contacts: those for whom it was found. With `by_text` everybody who gets the same text
    as one of them is concerned too. `say` makes the sentence."""

    code: FindingCode
    contacts: Booleans
    say: Say
    by_text: bool = True

    def recipients(self, plan: Plan) -> Booleans:
        """Gives the recipients of a plan whom it is about: a mask over them, in the list's
        order."""
        rendered = plan.rendered
        own: Booleans = self.contacts[rendered.kept]
        if not self.by_text:
            return own
        texts = np.zeros(len(rendered.distinct), np.bool_)
        texts[rendered.text_of[own]] = True
        concerned: Booleans = texts[rendered.text_of]
        return concerned

    def in_words(self, planned: PlannedCampaign) -> list[CampaignFinding]:
        """Gives one finding about those of the plan, or none when it is about none of them."""
        indices = np.flatnonzero(self.recipients(planned.plan))
        if not len(indices):
            return []
        first_places = indices[:SHOWN_ROWS]
        rows = planned.rows(first_places).tolist()
        text_index = int(planned.plan.rendered.text_of[indices[0]])
        return [
            CampaignFinding(
                self.code,
                self.say(ConcernedRecipients(planned, len(indices), rows[0], text_index)),
                len(indices),
                tuple(rows),
                FINDINGS[self.code].blocks,
                tuple(first_places.tolist()),
            )
        ]


def about_texts(
    planned: PlannedCampaign, code: FindingCode, texts: Booleans, say: Say
) -> list[Concern]:
    """Gives the concern about everybody who gets one of some distinct texts, an empty list if there
    are none. `texts` is a mask over the distinct texts."""
    if not texts.any():
        return []
    return [Concern(code, contacts_with(planned, texts), say)]


def contacts_with(planned: PlannedCampaign, texts: Booleans) -> Booleans:
    """Gives the contacts who get one of these distinct texts. `texts` is a mask over the texts,
    what is returned one over the contacts."""
    rendered = planned.plan.rendered
    contacts = np.zeros(len(planned.contacts.numbers), np.bool_)
    contacts[rendered.kept] = texts[rendered.text_of]
    return contacts
