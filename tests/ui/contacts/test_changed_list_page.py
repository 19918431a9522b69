"""A saved list is changed on its page: cells, people in and out, the history, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pages_opened import OpenPage, errors, numbers, said, unescaped
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists, optouts
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, Step
from jetmsg_core.lists import Edit
from jetmsg_core.settings import Settings
from pages.parts.page import flash

NewList = Callable[..., int]


@pytest.fixture
def changing(open_page: OpenPage) -> Callable[[int], AppTest]:
    """Opens a list's page and lets Meera change the list."""

    def switch_on(list_id: int) -> AppTest:
        at = open_page("list", id=str(list_id))
        at.toggle(key=f"list.change.{list_id}").set_value(True).run()
        return at.text_input(key="list.who").set_value("Meera").run()

    return switch_on


Changing = Callable[[int], AppTest]


def type_in(at: AppTest, **rows: dict[str, Any]) -> AppTest:
    """Types in the table, as the browser tells it."""
    (key,) = (key for key in at.session_state if str(key).startswith("list.editor."))
    edited = {int(row.removeprefix("row")): values for row, values in rows.items()}
    at.session_state[key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    return at.run()


def cells(settings: Settings, list_id: int) -> list[list[str]]:
    page = lists.page(settings, list_id)
    return [[str(cell) for cell in row] for row in page.cells.to_numpy().tolist()]


def save(at: AppTest) -> AppTest:
    return at.button(key="list.edit.save").click().run()


def test_a_list_is_not_changed_before_somebody_says_so(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = open_page("list", id=str(new_list()))
    keys = [button.key for button in at.button]
    assert "list.edit.save" not in keys
    assert not any("add" in str(key) for key in keys)


def test_a_cell_is_typed_in_and_saved(
    changing: Changing, new_list: NewList, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_list()
    at = type_in(changing(made), row1={"city": "Goa"})
    assert at.button(key="list.edit.save").label == "Save 1 changed row"
    monkeypatch.setattr(flash, "SECONDS", 3600)
    at = save(at)
    assert cells(settings, made)[1] == ["Ravi", "9876543211", "Goa"]
    assert "1 change saved." in said(at)
    at.button(key="list.edit.save").click().run()
    assert "There is no change to save." not in said(at), "it was the second half of a click"
    assert "Changed** +919876543211 · Ravi, Goa" in said(at)
    assert "city: nothing → “Goa”" in said(at).replace(":gray[nothing]", "nothing")
    assert "by Meera · just now" in said(at)


def test_a_number_is_typed_in_and_sent_to(
    changing: Changing, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    save(type_in(changing(made), row0={"mobile": "+91 98765 43219"}))
    assert lists.page(settings, made).numbers.tolist()[0] == 919876543219


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12", "'12': Digits are missing"),
        ("9876543212", "+919876543212 is in this list already."),
        ("9876543218", "+919876543218 has opted out"),
    ],
)
def test_a_wrong_number_is_refused_and_stays_typed(
    changing: Changing, new_list: NewList, settings: Settings, typed: str, sentence: str
) -> None:
    optouts.add(settings, ["9876543218"], source="STOP")
    made = new_list()
    at = save(type_in(changing(made), row0={"mobile": typed}, row1={"city": "Goa"}))
    assert sentence in errors(at)[0]
    assert cells(settings, made)[0][1] == "9876543210"
    assert cells(settings, made)[1][2] == ""
    assert at.button(key="list.edit.save").label == "Save 2 changed rows"


def test_whoever_is_ticked_is_removed_and_comes_back(
    changing: Changing, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = type_in(changing(made), row0={"Remove": True}, row2={"Remove": True, "city": "x"})
    assert at.button(key="list.edit.save").label == "Remove 2 people"
    at = save(at)
    assert [row[0] for row in cells(settings, made)] == ["Ravi"]
    assert numbers(at)["Contacts"] == "1"
    at = at.button(key="list.undo.2").click().run()
    at = at.button(key="list.undo.1").click().run()
    assert "Change 1 is undone." in said(at)
    assert [row[0] for row in cells(settings, made)] == ["Asha", "Ravi", "Om"]
    assert "undone by change 4" in said(at)
    assert "list.undo.1" not in [button.key for button in at.button]


def test_no_name_no_change(open_page: OpenPage, new_list: NewList, settings: Settings) -> None:
    made = new_list()
    at = open_page("list", id=str(made))
    at.toggle(key=f"list.change.{made}").set_value(True).run()
    at = save(type_in(at, row0={"city": "Goa"}))
    assert errors(at) == ["Write your name, so that others see who changed the list."]
    assert lists.get(settings, made).version == 0


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    changing: Changing, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = type_in(changing(made), row0={"city": "Goa"})
    key = lists.with_number(settings, made, "9876543210")
    lists.change(settings, made, [Edit(key, {"city": "Agra"})], by="Om")
    at = save(at)
    assert "Somebody changed 'city' of +919876543210 meanwhile" in errors(at)[0]
    assert cells(settings, made)[0][2] == "Agra"


def test_one_person_is_added_in_a_form(
    changing: Changing, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = changing(made)
    base = f"list.add.{made}.0"
    at.text_input(key=f"{base}.number").set_value("12")
    at = at.button(key="list.add.go").click().run()
    assert "Digits are missing" in errors(at)[0]
    at.text_input(key=f"{base}.number").set_value("98765 43213")
    at.text_input(key=f"{base}.0").set_value("Tara")
    at.text_input(key=f"{base}.1").set_value("Agra")
    at = at.button(key="list.add.go").click().run()
    assert not errors(at)
    assert cells(settings, made)[-1] == ["Tara", "98765 43213", "Agra"]
    assert "+919876543213 is in the list now." in said(at)
    assert at.text_input(key=f"list.add.{made}.1.number").value == ""


def test_pasted_lines_are_looked_at_then_added(
    changing: Changing, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = changing(made)
    at.text_area(key="list.pasted.0").set_value(
        "Tara 98765 43213\n12\n9876543210\nNobody at all\n9876543214"
    )
    at = at.button(key="list.paste.look").click().run()
    assert "**2** to add" in said(at)
    assert "**1** in the list already" in said(at)
    assert "Line 2, 12: Digits are missing" in unescaped(at.warning[-1].value)
    assert "Line 4, Nobody at all" in unescaped(at.warning[-1].value)
    assert lists.get(settings, made).contacts == 3
    at = at.button(key="list.paste.go").click().run()
    assert "2 people added." in said(at)
    assert cells(settings, made)[-2:] == [["Tara", "98765 43213", ""], ["", "9876543214", ""]]


def test_a_draft_says_that_its_list_changed_since(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    choices = Choices(step=Step.CHECK, list_id=made, message="Dear {{name}}", name="N", route=1)
    draft = drafts.begin(settings, choices)
    assert "was changed since" not in said(open_page("compose", draft=str(draft.id)))
    key = lists.with_number(settings, made, "9876543210")
    lists.change(settings, made, [Edit(key, {"name": "Aisha"})], by="Om")
    at = open_page("compose", draft=str(draft.id))
    assert "**Friends** was changed since you last worked on this draft: 1 change." in said(at)
    assert "Dear Aisha" in "".join(str(html.value) for html in at.get("html")) + said(at)
    assert "list changed since" in said(open_page("compose"))
