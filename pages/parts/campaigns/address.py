"""What is asked of the campaigns, as the page's address says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from jetmsg_core.campaigns.listing.search import CampaignFilter, day_after, day_begins
from jetmsg_core.states import CampaignState, Channel
from pages.parts.page.address import asked_id
from pages.parts.page.asked_fields import AskedFields, day_in
from pages.parts.shared.campaign_actions import LAST_ADDRESS

LONGEST_SEARCH = 100
FIELD = "campaigns.field"
"""How the keys of the fields begin."""


@dataclass(frozen=True)
class Asked:
    """What is asked for, as the fields hold it; `before` is the id that the page before ended
    with."""

    search: str = ""
    states: tuple[CampaignState, ...] = ()
    channel: Channel | None = None
    senders: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    archived: bool = False
    before: int | None = None

    @property
    def filter(self) -> CampaignFilter:
        """These campaigns fit."""
        return CampaignFilter(
            search=self.search,
            states=self.states,
            channels=(self.channel,) if self.channel else (),
            senders=self.senders,
            made_from=day_begins(self.since) if self.since else None,
            made_before=day_after(self.until) if self.until else None,
            archived=self.archived,
        )

    @property
    def address(self) -> dict[str, str]:
        """This is the address that asks for it."""
        words = {
            "search": self.search,
            "states": ",".join(self.states),
            "channel": self.channel or "",
            "senders": ",".join(self.senders),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "archived": "yes" if self.archived else "",
            "before": str(self.before or ""),
        }
        return {name: word for name, word in words.items() if word}


def _asked(values: Mapping[str, Any]) -> Asked:
    return Asked(
        **dict(values)
        | {
            "search": " ".join(values["search"].split())[:LONGEST_SEARCH],
            "states": tuple(values["states"]),
            "senders": tuple(values["senders"]),
        }
    )


def _from_address() -> Asked:
    query = st.query_params
    words = _listed(query.get("states", ""))
    channel = query.get("channel", "")
    return _asked(
        {
            "search": query.get("search", ""),
            "states": [state for state in CampaignState if state.value in words],
            "channel": Channel(channel) if channel in {*Channel} else None,
            "senders": _listed(query.get("senders", "")),
            "since": day_in(query.get("since", "")),
            "until": day_in(query.get("until", "")),
            "archived": query.get("archived", "") == "yes",
            "before": asked_id("before"),
        }
    )


def _listed(text: str) -> Sequence[str]:
    return list(dict.fromkeys(word for word in text.split(",") if word))


FIELDS = AskedFields(
    prefix=FIELD,
    kept="campaigns.asked",
    kept_address=LAST_ADDRESS,
    begins_at="before",
    nothing=Asked(),
    made_of=_asked,
    in_address=_from_address,
)
