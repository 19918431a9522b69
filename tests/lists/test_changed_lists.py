"""A saved list is changed one contact at a time: with its history, by the rules of a file, undone,
and never under a campaign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from read_back import read_list

from jetmsg_core import lists, optouts
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, launch
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.lists import ContactKey, Edit, open_blocks
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import lists as stored_lists

NewList = Callable[..., int]

FIRST = 919_000_000_001
PEOPLE = [f"Name{i},{9_000_000_001 + i},City{i % 4}" for i in range(10)]


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_blocks, "FULLEST", 3)


def key_of(settings: Settings, list_id: int, number: int) -> ContactKey:
    return lists.with_number(settings, list_id, str(number))


def edit(settings: Settings, list_id: int, number: int, **cells: str) -> int:
    key = key_of(settings, list_id, number)
    return lists.change(settings, list_id, [Edit(key, cells)], by="Meera")


def remove(settings: Settings, list_id: int, *numbers: int) -> int:
    keys = [key_of(settings, list_id, number) for number in numbers]
    return lists.change(settings, list_id, [], keys, by="Meera")


def column(settings: Settings, list_id: int, name: str) -> list[str]:
    return lists.page(settings, list_id, limit=100).cells[name].tolist()


def numbers(settings: Settings, list_id: int) -> list[int]:
    return [n - FIRST for n in lists.page(settings, list_id, limit=100).numbers.tolist()]


def blocks(settings: Settings, list_id: int) -> dict[int, bytes]:
    with open_database(settings.database_path) as db:
        return dict(stored_lists.blocks_from(db, list_id, 0))


def test_an_edited_cell_changes_its_block_and_no_other(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE)
    before = blocks(settings, made)
    assert edit(settings, made, FIRST + 4, City="Goa") == 1
    after = blocks(settings, made)
    assert [start for start in before if before[start] != after[start]] == [3]
    assert column(settings, made, "City")[3:6] == ["City3", "Goa", "City1"]
    assert numbers(settings, made) == list(range(10))


def test_another_number_in_its_cell_is_the_number_that_is_sent_to(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:4])
    edit(settings, made, FIRST + 1, Mobile="+91 98765 43210")
    assert read_list(settings, made).numbers.tolist()[1] == 919876543210
    assert column(settings, made, "Mobile")[1] == "+91 98765 43210"
    with pytest.raises(NotFoundError, match="is not in"):
        key_of(settings, made, FIRST + 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("98765", "Digits are missing", id="too short"),
        pytest.param("", "Write the mobile number", id="empty"),
        pytest.param("+65 9123 4567", "not an Indian number", id="abroad"),
        pytest.param("98765 43210", "opted out", id="opted out"),
        pytest.param("90000 00001", "in this list already", id="a duplicate"),
    ],
)
def test_a_number_that_cannot_be_sent_to_changes_nothing(
    settings: Settings, new_list: NewList, typed: str, sentence: str
) -> None:
    made = new_list(*PEOPLE[:4])
    optouts.add(settings, ["9876543210"], source="STOP")
    before = blocks(settings, made)
    with pytest.raises(InputError, match=sentence):
        edit(settings, made, FIRST + 2, Mobile=typed)
    assert blocks(settings, made) == before
    assert lists.get(settings, made).version == 0


def test_the_number_stays_where_another_column_is_edited_to_one(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list("Asha,9876543210,9000000007", header="Name,Mobile,WhatsApp", column="Mobile")
    edit(settings, made, 919876543210, WhatsApp="9000000008")
    assert read_list(settings, made).numbers.tolist() == [919876543210]


def test_a_number_from_another_column_follows_that_column(settings: Settings) -> None:
    data = b"Name,Mobile,Second\nAsha,,9876543210\nRavi,9000000001,\n"
    options = ReadOptions(column="Mobile", else_columns=("Second",))
    contacts = lists.contacts_of(check_contacts(data, options=options), "c.csv")
    made = lists.save(settings, contacts, name="A", token="t")
    edit(settings, made, 919876543210, Name="Asha Rao")
    assert read_list(settings, made).numbers.tolist() == [919876543210, 919000000001]
    edit(settings, made, 919876543210, Second="98765 43211")
    assert read_list(settings, made).numbers.tolist() == [919876543211, 919000000001]


def test_a_list_of_foreign_numbers_takes_another(settings: Settings) -> None:
    data = b"Name,Mobile\nWei,+6591234567\nAsha,9876543210\n"
    audience = check_contacts(data, options=ReadOptions(international=True))
    made = lists.save(settings, lists.contacts_of(audience, "c"), name="A", token="t")
    lists.add_person(settings, made, {"Mobile": "+65 9123 4568"}, by="Meera")
    assert read_list(settings, made).numbers.tolist()[-1] == 6591234568


@pytest.mark.parametrize("gone", [(0,), (4,), (9,), (3, 4, 5), (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)])
def test_people_are_removed_and_everybody_else_stays_in_order(
    settings: Settings, new_list: NewList, gone: tuple[int, ...]
) -> None:
    made = new_list(*PEOPLE)
    assert remove(settings, made, *(FIRST + n for n in gone)) == len(gone)
    rest = [n for n in range(10) if n not in gone]
    assert numbers(settings, made) == rest
    assert column(settings, made, "Name") == [f"Name{n}" for n in rest]
    assert lists.get(settings, made).contacts == len(rest)
    starts = list(blocks(settings, made))
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    for change in lists.history(settings, made).changes:
        lists.undo(settings, made, change.version, by="Om")
    assert numbers(settings, made) == list(range(10))


def test_people_come_in_at_the_end_and_blocks_never_grow_over_the_fullest(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:4])
    for n in range(5, 10):
        lists.add_person(
            settings, made, {"name": f"Name{n}"}, number=str(9_000_000_001 + n), by="Meera"
        )
    assert numbers(settings, made) == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert list(blocks(settings, made)) == [0, 3, 6]
    assert column(settings, made, "Mobile")[-1] == "9000000010"
    page = lists.page(settings, made, limit=100)
    assert page.rows.tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10], "each has a row of its own"
    assert page.positions.tolist() == list(range(9))


@pytest.mark.parametrize(
    ("cells", "number", "sentence"),
    [
        pytest.param({"City": "Goa"}, "", "Write the mobile number", id="no number"),
        pytest.param({}, "9000000001", "in this list already", id="a duplicate"),
        pytest.param({}, "9876543210", "opted out", id="opted out"),
        pytest.param({"Town": "Goa"}, "9876543211", "no column 'Town'", id="an unknown column"),
        pytest.param({}, "022-12345678", "landline", id="a landline"),
    ],
)
def test_whoever_cannot_be_sent_to_is_not_added(
    settings: Settings, new_list: NewList, cells: dict[str, str], number: str, sentence: str
) -> None:
    made = new_list(*PEOPLE[:2])
    optouts.add(settings, ["9876543210"], source="STOP")
    with pytest.raises(InputError, match=sentence):
        lists.add_person(settings, made, cells, number=number, by="Meera")
    assert lists.get(settings, made).contacts == 2


def test_what_cells_say_of_messages_counts_as_in_a_file(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list("Asha,9876543210,No,Yes", header="Name,Mobile,DND,WhatsApp opt in")
    assert lists.refusing(settings, made) == {}
    with pytest.raises(InputError, match="DND says 'Yes'"):
        edit(settings, made, 919876543210, DND="Yes")
    edit(settings, made, 919876543210, **{"WhatsApp opt in": "No"})
    assert lists.refusing(settings, made) == {Channel.WHATSAPP: 1}
    edit(settings, made, 919876543210, **{"WhatsApp opt in": "Yes"})
    assert lists.refusing(settings, made) == {Channel.WHATSAPP: 1}, "a no is never taken back so"
    with pytest.raises(InputError, match="DND says 'Yes'"):
        lists.add_person(settings, made, {"DND": "Yes"}, number="9876543211", by="Meera")


def test_the_history_says_what_by_whom_and_when(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:3])
    edit(settings, made, FIRST, City="Goa", Mobile="9876543210")
    remove(settings, made, FIRST + 1)
    lists.add_person(settings, made, {"Name": "Om"}, number="9876543211", by="  Ravi   Rao ")
    added, removed, edited = lists.history(settings, made).changes
    assert [change.kind.value for change in (added, removed, edited)] == [
        *("added", "removed", "edited")
    ]
    assert [(cell.column, cell.before, cell.after) for cell in edited.cells] == [
        ("Sent to", "+919000000001", "+919876543210"),
        ("Mobile", "9000000001", "9876543210"),
        ("City", "City0", "Goa"),
    ]
    assert (added.changed_by, removed.changed_by) == ("Ravi Rao", "Meera")
    assert removed.contact.cells["Name"] == "Name1"
    assert lists.get(settings, made).version == 3
    first = lists.history(settings, made, limit=2)
    rest = lists.history(settings, made, limit=2, below=first.next_below)
    assert [change.version for change in (*first.changes, *rest.changes)] == [3, 2, 1]
    assert rest.next_below is None


def test_each_change_is_undone_once_and_the_undoing_can_be_undone(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:5])
    edit(settings, made, FIRST + 1, City="Goa")
    lists.undo(settings, made, 1, by="Om")
    assert column(settings, made, "City")[1] == "City1"
    with pytest.raises(StateError, match="undone already"):
        lists.undo(settings, made, 1, by="Om")
    lists.undo(settings, made, 2, by="Om")
    assert column(settings, made, "City")[1] == "Goa"
    changes = {change.version: change for change in lists.history(settings, made).changes}
    assert (changes[1].undone_by, changes[2].undoes, changes[3].undoes) == (2, 1, 2)
    with pytest.raises(NotFoundError, match="no change 9"):
        lists.undo(settings, made, 9, by="Om")


def test_an_older_change_is_not_undone_over_a_newer_one(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:3])
    edit(settings, made, FIRST, City="Goa")
    edit(settings, made, FIRST, City="Agra")
    with pytest.raises(StateError, match="Undo the later change first"):
        lists.undo(settings, made, 1, by="Om")
    remove(settings, made, FIRST)
    with pytest.raises(StateError, match="not in this list any more"):
        lists.undo(settings, made, 2, by="Om")
    lists.add_person(settings, made, {}, number="9000000001", by="Om")
    with pytest.raises(InputError, match="in this list already"):
        lists.undo(settings, made, 3, by="Om")
    assert column(settings, made, "City") == ["City1", "City2", ""]


def test_all_changes_of_a_click_are_made_or_none(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:4])
    good = Edit(key_of(settings, made, FIRST), {"City": "Goa"})
    bad = Edit(key_of(settings, made, FIRST + 1), {"Mobile": "12"})
    before = blocks(settings, made)
    with pytest.raises(InputError):
        lists.change(settings, made, [good, bad], [key_of(settings, made, FIRST + 2)], by="Meera")
    assert blocks(settings, made) == before
    assert lists.history(settings, made).changes == ()


def test_an_edit_finds_its_contact_though_others_were_removed(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE)
    key = key_of(settings, made, FIRST + 7)
    remove(settings, made, FIRST, FIRST + 1)
    lists.change(settings, made, [Edit(key, {"City": "Goa"})], by="Meera")
    page = lists.page(settings, made, limit=100)
    assert dict(zip(page.numbers.tolist(), page.cells["City"], strict=True))[FIRST + 7] == "Goa"
    remove(settings, made, FIRST + 7)
    with pytest.raises(StateError, match="not in this list any more"):
        lists.change(settings, made, [Edit(key, {"City": "Agra"})], by="Meera")


def test_a_cell_that_somebody_else_changed_is_not_overwritten(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:3])
    seen = Edit(key_of(settings, made, FIRST), {"City": "Agra"}, before={"City": "City0"})
    edit(settings, made, FIRST, City="Goa")
    with pytest.raises(StateError, match="changed 'City'"):
        lists.change(settings, made, [seen], by="Om")
    assert column(settings, made, "City")[0] == "Goa"


def test_whoever_changes_a_list_says_who(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:3])
    for name in (" ", "x" * 121):
        with pytest.raises(InputError, match="your name"):
            lists.change(settings, made, [], [key_of(settings, made, FIRST)], by=name)
    assert lists.get(settings, made).contacts == 3


def test_an_edit_that_changes_nothing_is_no_change(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:3])
    assert edit(settings, made, FIRST, City="City0") == 0
    assert lists.get(settings, made).version == 0


def spec(message: str = "Hello {{Name}}") -> CampaignSpec:
    return CampaignSpec(name="C", message=message, sender_id="JETMSG")


def choices(list_id: int) -> Choices:
    return Choices(list_id=list_id, message="Hello {{Name}}", route=1, sender_id="JETMSG", name="C")


def confirmed(settings: Settings, list_id: int) -> dict[str, Any]:
    seen = recipient_preview.preview_recipients(settings, AudienceFilter(list_id), spec())
    return {
        "recipients": seen.preview.recipients,
        "parts": seen.preview.parts,
        "list_version": seen.recipients.version,
    }


def test_a_campaign_made_before_keeps_its_people_and_texts(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:3])
    draft = drafts.begin(settings, choices(made))
    campaign = launch.launch(settings, draft, **confirmed(settings, made))
    frozen = control.status(settings, campaign).campaign
    edit(settings, made, FIRST, Name="Other", Mobile="9876543210")
    remove(settings, made, FIRST + 1)
    assert control.status(settings, campaign).campaign == frozen
    assert control.status(settings, campaign).campaign.recipients == 3


def test_a_list_that_changed_after_the_preview_is_not_sent_to(
    settings: Settings, new_list: NewList
) -> None:
    """As many people and parts, and another text: the counts alone would not tell."""
    made = new_list(*PEOPLE[:3])
    draft = drafts.begin(settings, choices(made))
    seen = confirmed(settings, made)
    edit(settings, made, FIRST, Name="Name9")
    assert drafts.list_changes(settings, draft) == 1
    with pytest.raises(StateError, match="changed the list"):
        launch.launch(settings, draft, **seen)
    assert control.newest(settings) == []
    assert launch.launch(settings, draft, **confirmed(settings, made))


def test_texts_of_people_selected_before_a_change_are_not_shown(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:3])
    seen = recipient_preview.preview_recipients(settings, AudienceFilter(made), spec())
    facts = recipient_preview.facts(settings, AudienceFilter(made))
    remove(settings, made, FIRST)
    assert recipient_preview.facts(settings, AudienceFilter(made)) != facts
    with pytest.raises(StateError, match="changed the list"):
        recipient_preview.texts(settings, seen.recipients, spec(), [0])
    with pytest.raises(StateError, match="changed the list"):
        launch.send_test(settings, choices(made), seen.recipients, 0, "9876543219", token="t")


def test_people_of_a_file_are_added_by_the_names_of_its_columns(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE[:2])
    data = b"city,phone,name,Remark\nGoa,9876543210,Om,x\nPune,90000 00001,Again,\nPune,12,Bad,\n"
    audience = check_contacts(data)
    joining = lists.look_at_joining(settings, made, audience)
    assert (int(joining.new.sum()), joining.already, joining.left_over) == (1, 1, ("Remark",))
    assert lists.add_people(settings, made, audience, by="Meera") == 1
    assert lists.add_people(settings, made, audience, by="Meera") == 0
    page = lists.page(settings, made)
    assert page.cells.iloc[-1].tolist() == ["Om", "9876543210", "Goa"]
    assert lists.history(settings, made).changes[0].kind.value == "added"


def test_the_history_goes_with_its_list(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:2])
    edit(settings, made, FIRST, City="Goa")
    lists.delete(settings, made)
    with open_database(settings.database_path) as db:
        assert db["list_changes"].count == 0
