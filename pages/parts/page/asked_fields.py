"""What is asked of a long list, in fields above it and in the page's address.

The address is the fact: a reload and the way back ask the same again. The fields are drawn from it,
and what a person changes in them becomes the address. Anybody may write anything there: what means
nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from pages.parts.page.address import keep_address
from pages.parts.page.flash import keep

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class Asking(Protocol):
    """What is asked for: a dataclass with a member for each field."""

    @property
    def filter(self) -> object:
        """What of the list fits."""

    @property
    def address(self) -> Mapping[str, str]:
        """The address that asks for it."""


A = TypeVar("A", bound=Asking)


@dataclass(frozen=True)
class AskedFields(Generic[A]):
    """The fields of a page. Their keys begin with `prefix`; `kept` is where the session keeps what
    was asked last, `kept_address` the address of it, and `begins_at` the member that says where a
    page of the list begins. `nothing` asks for all. `made_of` makes what is asked of the fields'
    values by name, `in_address` of the page's address."""

    prefix: str
    kept: str
    kept_address: str
    begins_at: str
    nothing: A
    made_of: Callable[[Mapping[str, Any]], A]
    in_address: Callable[[], A]

    def read(self) -> A:
        """Every run of the page calls this once, before the fields are drawn. An address that is
        not the one kept last, while nothing was changed in the fields, was opened anew: the fields
        follow it. Else the fields are asked, and a change of theirs begins with the first page
        again."""
        opened, last = self.in_address(), st.session_state.get(self.kept_address)
        former: A | None = st.session_state.get(self.kept)
        changed = None if former is None else self._in_fields(former)
        if changed is None or (opened.address != last and changed == former):
            self._forget()
            asked = opened
        else:
            asked = changed
        begins_at = {f"{self.prefix}.{self.begins_at}": vars(asked)[self.begins_at]}
        keep({self.kept: asked, self.kept_address: asked.address, **begins_at})
        keep_address(**asked.address)
        return asked

    def value(self, asked: A, name: str) -> Any:
        """Called before a field is drawn, this gives what it holds when it was not on the page
        before. That is to be its default too: see `open_draft.widget_value`."""
        value = _held(asked)[name]
        if f"{self.prefix}.{name}" not in st.session_state:
            st.session_state[f"{self.prefix}.{name}"] = value
        return value

    def turn(self, begins_at: int | None) -> None:
        """The callback of a button opens the page that begins there; None the first."""
        keep({f"{self.prefix}.{self.begins_at}": begins_at})

    def clear(self) -> None:
        """The callback of a button asks for everything again."""
        keep({f"{self.prefix}.{name}": value for name, value in _held(self.nothing).items()})

    def draw_day(self, asked: A, name: str, label: str) -> None:
        """This draws the field of a day."""
        key = f"{self.prefix}.{name}"
        st.date_input(
            label,
            self.value(asked, name),
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="DD-MM-YYYY",
            key=key,
        )

    def _forget(self) -> None:
        for key in [key for key in st.session_state if str(key).startswith(f"{self.prefix}.")]:
            del st.session_state[key]

    def _in_fields(self, former: A) -> A:
        """What the fields hold, where they are on the page; else what was asked before."""
        held = {
            name: st.session_state.get(f"{self.prefix}.{name}", value)
            for name, value in _held(former).items()
        }
        changed = self.made_of(held)
        if changed.filter == former.filter:
            return changed
        return self.made_of(vars(changed) | {self.begins_at: None})


def _held(asked: Asking) -> dict[str, Any]:
    """What the fields hold, by their names."""
    values = vars(asked).items()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def day_in(text: str) -> date | None:
    """The day that an address says; None for none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
