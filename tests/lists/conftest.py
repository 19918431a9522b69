"""Lists made from a few lines of text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from jetmsg_core import lists
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import Duplicates, check_contacts
from jetmsg_core.lists import saving
from jetmsg_core.settings import Settings

NewList = Callable[..., int]


@pytest.fixture
def new_list(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> NewList:
    """Saves the contacts of a text under a name, three in a block."""
    monkeypatch.setattr(saving, "BLOCK", 3)
    tokens = count()

    def make(
        *rows: str,
        header: str = "Name,Mobile,City",
        name: str = "List",
        column: str | None = None,
        duplicates: Duplicates = Duplicates.FIRST,
    ) -> int:
        data = "\n".join([header, *rows]).encode()
        audience = check_contacts(data, options=ReadOptions(column=column, duplicates=duplicates))
        contacts = lists.contacts_of(audience, "contacts.csv")
        return lists.save(settings, contacts, name=name, token=f"made {next(tokens)}")

    return make
