"""What is asked of the audit, as the page's address says it.

The address is the fact, as on the page of campaigns: a reload and the way back ask the same again,
and what a person changes in a field becomes the address. What means nothing there is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from jetmsg_core.audit.kinds import ActKind
from jetmsg_core.audit.reading import ActFilter
from jetmsg_core.campaigns.listing.search import day_after, day_begins
from jetmsg_core.primitives.times import stamp
from pages.parts.page.address import asked_id, keep_address
from pages.parts.page.flash import keep

ASKED, LAST = "audit.asked", "audit.address"
FIELD = "audit.field"
"""How the keys of the fields begin."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
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


def read_asked() -> Asked:
    """Every run of the page calls this once, before the fields are drawn. An address that was
    opened anew is followed; else the fields are asked, and a change of theirs begins with the
    newest again."""
    opened, last = _from_address(), st.session_state.get(LAST)
    former: Asked | None = st.session_state.get(ASKED)
    changed = None if former is None else _from_fields(former)
    if former is None or (opened.address != last and changed == former):
        forget_fields()
        asked = opened
    else:
        assert changed is not None
        asked = changed
    keep({ASKED: asked, LAST: asked.address, f"{FIELD}.below": asked.below})
    keep_address(**asked.address)
    return asked


def field_value(asked: Asked, name: str) -> Any:
    """Called before a field is drawn, this gives what it holds when it was not on the page
    before, which is its default too."""
    value = vars(asked)[name]
    if f"{FIELD}.{name}" not in st.session_state:
        st.session_state[f"{FIELD}.{name}"] = value
    return value


def turn(below: int | None) -> None:
    """The callback of a button opens the page of acts below this one; None the newest."""
    keep({f"{FIELD}.below": below})


def clear() -> None:
    """The callback of a button asks for all acts again."""
    keep({f"{FIELD}.{name}": value for name, value in vars(Asked()).items()})


def forget_fields() -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{FIELD}.")]:
        del st.session_state[key]


def _from_fields(former: Asked) -> Asked:
    held = {
        name: st.session_state.get(f"{FIELD}.{name}", value) for name, value in vars(former).items()
    }
    changed = _asked(held)
    return changed if changed.filter == former.filter else _asked(held | {"below": None})


def _asked(values: Mapping[str, Any]) -> Asked:
    return Asked(**dict(values))


def _from_address() -> Asked:
    query = st.query_params
    kind = query.get("kind", "")
    return Asked(
        who=query.get("who", "")[:LONGEST_NAME] or None,
        campaign=asked_id("campaign"),
        kind=ActKind(kind) if kind in {*ActKind} else None,
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        below=asked_id("below"),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
