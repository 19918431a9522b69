"""A campaign that is planned and not frozen yet, asked about its people and texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.chunking import Plan
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.primitives.arrays import Integers


@dataclass(frozen=True)
class PlannedCampaign:
    """A checked `spec` and the `plan` made of it. `contacts` are all that the plan's positions
    count, also those who are left out of it."""

    contacts: Contacts
    spec: CampaignSpec
    plan: Plan

    @property
    def recipients_of_texts(self) -> Integers:
        """Counts the recipients of each distinct text."""
        rendered = self.plan.rendered
        return np.bincount(rendered.text_of, minlength=len(rendered.distinct))

    def text(self, index: int) -> str:
        """Gives the distinct text that has this index."""
        text: str = self.plan.rendered.distinct[index].as_py()
        return text

    def rows(self, indices: Integers) -> Integers:
        """Gives the rows of the sheet that these recipients stand in. Places count from 0, in the
        list's order."""
        rows: Integers = self.contacts.rows[self.plan.rendered.kept[indices]]
        return rows
