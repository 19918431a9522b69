"""Rows that were rejected when a list was saved: kept with it, with the reason, to be put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jetmsg_core import lists
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotFoundError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, rows

NewList = Callable[..., int]
ROWS = ("Asha,9876543210,Pune", "Ravi,98765,Goa", "Om,,Agra", "Uma,12,Puri", "Ila,x,Kota")


def test_they_are_kept_in_their_order_with_the_reason(
    settings: Settings, new_list: NewList
) -> None:
    """Over more than one block."""
    made = new_list(*ROWS, column="Mobile")
    rejected = lists.rejected(settings, made)
    assert rejected is not None
    assert rejected.rows.tolist() == [3, 4, 5, 6]
    cells = rejected.cells.to_pydict()
    assert list(cells) == ["Name", "Mobile", "City", "Why it was not accepted"]
    assert cells["Name"] == ["Ravi", "Om", "Uma", "Ila"]
    assert all(cells["Why it was not accepted"])
    first = lists.rejected(settings, made, 2)
    assert first is not None
    assert first.rows.tolist() == [3, 4]


def test_their_file_is_read_again_as_it_is(settings: Settings, new_list: NewList) -> None:
    data = lists.rejected_file(settings, new_list(*ROWS, column="Mobile"), FileFormat.CSV)
    again = check_contacts(data.replace(b"98765", b"9876543211"), name="rejected.csv")
    assert again.numbers.tolist() == [919876543211]
    assert again.report.rejected == 3


def test_a_list_without_them_has_no_file_and_they_go_with_their_list(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(ROWS[0])
    assert lists.rejected(settings, made) is None
    with pytest.raises(NotFoundError, match="No rejected rows"):
        lists.rejected_file(settings, made, FileFormat.CSV)
    with pytest.raises(NotFoundError, match="no list 99"):
        lists.rejected(settings, 99)
    lists.delete(settings, new_list(*ROWS, column="Mobile"))
    with open_database(settings.database_path) as db:
        assert rows(db, "select * from list_rejected") == []
