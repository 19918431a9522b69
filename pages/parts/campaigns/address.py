"""What is asked of the campaigns, as the page's address says it.

The address is the fact: a reload and the way back ask the same again. The fields are drawn from it,
and what a person changes in them becomes the address. Anybody may write anything there: what means
nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from jetmsg_core.campaigns.listing.search import CampaignFilter, day_after, day_begins
from jetmsg_core.states import CampaignState, Channel
from pages.parts.page.address import asked_id, keep_address
from pages.parts.page.flash import keep
from pages.parts.shared.campaign_actions import LAST_ADDRESS

ASKED = "campaigns.asked"

LONGEST_SEARCH = 100
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
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


def read_asked() -> Asked:
    """Every run of the page calls this once, before the fields are drawn. An address that is not
    the one kept last, while nothing was changed in the fields, was opened anew: the fields follow
    it. Else the fields are asked, and a change of theirs begins with the first page again."""
    opened, last = _from_address(), st.session_state.get(LAST_ADDRESS)
    former: Asked | None = st.session_state.get(ASKED)
    changed = None if former is None else _from_fields(former)
    if former is None or (opened.address != last and changed == former):
        forget_fields()
        asked = opened
    else:
        assert changed is not None
        asked = changed
    keep({ASKED: asked, LAST_ADDRESS: asked.address, f"{FIELD}.before": asked.before})
    keep_address(**asked.address)
    return asked


def field_value(asked: Asked, name: str) -> Any:
    """Called before a field is drawn, this gives what it holds when it was not on the page
    before. That is to be its default too: see `open_draft.widget_value`."""
    value = _held(asked)[name]
    if f"{FIELD}.{name}" not in st.session_state:
        st.session_state[f"{FIELD}.{name}"] = value
    return value


def turn(before: int | None) -> None:
    """The callback of a button opens the page of campaigns before this id; None the first."""
    keep({f"{FIELD}.before": before})


def clear() -> None:
    """The callback of a button asks for all campaigns again."""
    keep({f"{FIELD}.{name}": value for name, value in _held(Asked()).items()})


def forget_fields() -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{FIELD}.")]:
        del st.session_state[key]


def _held(asked: Asked) -> dict[str, Any]:
    """What the fields hold, by their names."""
    values = vars(asked).items()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def _from_fields(former: Asked) -> Asked:
    """What the fields hold, where they are on the page; else what was asked before."""
    held = {
        name: st.session_state.get(f"{FIELD}.{name}", value)
        for name, value in _held(former).items()
    }
    changed = _asked(held)
    return changed if changed.filter == former.filter else _asked(vars(changed) | {"before": None})


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
            "since": _day(query.get("since", "")),
            "until": _day(query.get("until", "")),
            "archived": query.get("archived", "") == "yes",
            "before": asked_id("before"),
        }
    )


def _listed(text: str) -> Sequence[str]:
    return list(dict.fromkeys(word for word in text.split(",") if word))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
