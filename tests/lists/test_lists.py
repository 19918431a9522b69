"""Lists: what is saved is what is read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.lists import saving
from jetmsg_core.settings import Settings


def checked(text: str) -> lists.Contacts:
    return lists.contacts_of(check_contacts(text.encode()), "contacts.csv")


def test_a_saved_list_comes_back_cell_by_cell(settings: Settings) -> None:
    contacts = checked("name,mobile,note\nAsha,9876543210, x \nRavi,9876543211,\nBad,1,\n")
    saved = lists.save(settings, contacts, name="Diwali", token="t")
    saved_contacts = read_list(settings, saved)
    assert (
        saved_contacts.numbers.tolist() == contacts.numbers.tolist() == [919876543210, 919876543211]
    )
    assert saved_contacts.rows.tolist() == [2, 3]
    assert saved_contacts.cells.equals(contacts.cells)
    assert saved_contacts.left_out["rejected"] == 1
    (summary,) = lists.newest(settings)
    assert (summary.name, summary.contacts, summary.columns) == (
        "Diwali",
        2,
        ("name", "mobile", "note"),
    )


def test_saving_twice_with_one_token_makes_one_list(settings: Settings) -> None:
    contacts = checked("mobile\n9876543210\n")
    first = lists.save(settings, contacts, name="A", token="t")
    assert lists.save(settings, contacts, name="A", token="t") == first
    assert len(lists.newest(settings)) == 1


def test_a_large_list_is_kept_in_blocks_in_order(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "BLOCK", 7)
    text = "mobile\n" + "\n".join(str(9_000_000_001 + i) for i in range(50))
    contacts = checked(text)
    saved = lists.save(settings, contacts, name="A", token="t")
    assert read_list(settings, saved).numbers.tolist() == contacts.numbers.tolist()


@pytest.mark.parametrize("name", ["", "   "])
def test_a_list_needs_a_name(name: str, settings: Settings) -> None:
    with pytest.raises(InputError, match="name"):
        lists.save(settings, checked("mobile\n9876543210\n"), name=name, token="t")


def test_a_list_needs_a_contact(settings: Settings) -> None:
    with pytest.raises(InputError, match="no contact"):
        lists.save(settings, checked("mobile\n98765\nabc\n"), name="A", token="t")


def test_a_file_with_a_blocker_makes_no_contacts() -> None:
    with pytest.raises(InputError):
        checked('name,mobile\n"Asha,9876543210\n')


def test_an_unknown_list_is_said(settings: Settings) -> None:
    with pytest.raises(NotFoundError, match="no list 9"):
        read_list(settings, 9)


def test_the_database_is_made_where_the_settings_say(settings: Settings, tmp_path: Path) -> None:
    lists.newest(settings)
    assert (tmp_path / "data" / "jetmsg.db").exists()


def test_the_id_of_a_deleted_list_is_never_given_to_another(settings: Settings) -> None:
    contacts = checked("mobile\n9876543210\n")
    first = lists.save(settings, contacts, name="A", token="a")
    lists.delete(settings, first)
    assert lists.save(settings, contacts, name="B", token="b") > first
