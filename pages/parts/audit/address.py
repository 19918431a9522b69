"""What is asked of the audit, as the page's address says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from jetmsg_core.audit.kinds import ActKind
from jetmsg_core.audit.reading import ActFilter
from jetmsg_core.campaigns.listing.search import day_after, day_begins
from jetmsg_core.primitives.times import stamp
from pages.parts.page.address import asked_id
from pages.parts.page.asked_fields import AskedFields, day_in

FIELD = "audit.field"
"""How the keys of the fields begin."""
LONGEST_NAME = 100
LARGEST_ID = 10**15


@dataclass(frozen=True)
class Asked:
    """What is asked for, as the fields hold it; `below` is the act that the page before ended
    with."""

    who: str | None = None
    campaign: int | None = None
    kind: ActKind | None = None
    since: date | None = None
    until: date | None = None
    below: int | None = None

    @property
    def filter(self) -> ActFilter:
        """These acts fit."""
        return ActFilter(
            actor=self.who or "",
            campaign_id=self.campaign,
            kind=self.kind or "",
            since=stamp(day_begins(self.since)) if self.since else "",
            before=stamp(day_after(self.until)) if self.until else "",
        )

    @property
    def address(self) -> dict[str, str]:
        """This is the address that asks for it."""
        words = {
            "who": self.who or "",
            "campaign": str(self.campaign or ""),
            "kind": self.kind or "",
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "below": str(self.below or ""),
        }
        return {name: word for name, word in words.items() if word}


def _from_address() -> Asked:
    query = st.query_params
    kind = query.get("kind", "")
    return Asked(
        who=query.get("who", "")[:LONGEST_NAME] or None,
        campaign=asked_id("campaign"),
        kind=ActKind(kind) if kind in {*ActKind} else None,
        since=day_in(query.get("since", "")),
        until=day_in(query.get("until", "")),
        below=asked_id("below"),
    )


FIELDS = AskedFields(
    prefix=FIELD,
    kept="audit.asked",
    kept_address="audit.address",
    begins_at="below",
    nothing=Asked(),
    made_of=lambda values: Asked(**values),
    in_address=_from_address,
)
