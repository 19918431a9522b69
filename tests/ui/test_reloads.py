"""A file that is held, what was said of it and what was typed outlive a reload: the same address
opened in a new session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway
from pages_opened import OpenPage, errors, numbers, said, upload
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists, uploads
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.page import flash

FILE = b"name,mobile,alternate\nAsha,9876543210,9876500001\nRavi,9876543211,98765\n"


def address(at: AppTest) -> dict[str, str]:
    return {name: "".join(value) for name, value in at.query_params.items()}


def reloaded(open_page: OpenPage, name: str, at: AppTest) -> AppTest:
    return open_page(name, **address(at))


def type_in(at: AppTest, beginning: str, rows: dict[int, dict[str, Any]]) -> AppTest:
    """Types in a table, as the browser tells it."""
    (key,) = (key for key in at.session_state if str(key).startswith(beginning))
    at.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return at.run()


def test_a_contact_file_comes_back_with_its_choices_and_what_was_typed(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), FILE)
    at.selectbox(key="contacts.as.column").select("alternate").run()
    at.selectbox(key="contacts.as.duplicates").select("all").run()
    type_in(at, "contacts.editor.", {0: {"Number": "98765 00002"}})
    assert "Check 1 changed number" in said(at)
    at = reloaded(open_page, "contacts", at)
    assert at.selectbox(key="contacts.as.column").value == "alternate"
    assert numbers(at)["Rejected"] == "1"
    at.button(key="contacts.mend").click().run()
    assert numbers(at)["Ready"] == "2"
    at = reloaded(open_page, "contacts", at)
    assert "1 number corrected in this file." in said(at)
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert lists.page(settings, saved.id).numbers.tolist() == [919876500001, 919876500002]
    assert address(at) == {}
    assert [*(settings.data_dir / "uploads").iterdir()] == []


def test_a_file_that_is_no_longer_kept_is_told_and_another_can_be_chosen(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), FILE)
    uploads.drop(settings, address(at)["file"])
    at = reloaded(open_page, "contacts", at)
    assert errors(at) == ["The uploaded file is no longer kept. Upload it again."]
    assert len(at.file_uploader) == 1
    assert not errors(at.run())


def test_an_address_of_another_page_or_of_nobody_holds_nothing(
    open_page: OpenPage, settings: Settings
) -> None:
    held = address(upload(open_page("contacts"), FILE))["file"]
    assert len(open_page("reports", file=held).file_uploader) == 1
    for token in ("x", "../../etc/passwd", "0" * 31):
        at = open_page("contacts", file=token)
        assert (len(at.file_uploader), errors(at)) == (1, [])


def test_words_of_a_report_stay_explained(
    open_page: OpenPage,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: Callable[[int], list[dict[str, Any]]],
) -> None:
    start_gateway()
    made = new_campaign(2, "Hello")
    send(made)
    lines = [f"{row['sms_id']},{row['number']},gone" for row in ledger(made)]
    at = upload(open_page("reports"), "\n".join(["Sms Id,Mobile No,Status", *lines]).encode())
    at.selectbox(key="reports.means.gone").select(RecipientState.DELIVERED).run()
    assert "Delivered: 2" in said(at)
    at = reloaded(open_page, "reports", at)
    assert "Delivered: 2" in said(at)
    at.button(key="reports.import").click().run()
    assert {row["state"] for row in ledger(made)} == {"delivered"}
    assert address(at) == {}


def test_a_file_of_opt_outs_keeps_what_was_said_of_it(open_page: OpenPage) -> None:
    at = upload(open_page("optouts"), b"name,mobile,why\nAsha,9876543210,bored\n", "stop.csv")
    at.selectbox(key="optouts.as.reason").select("why").run()
    at.text_input(key="optouts.as.source").set_value("The shop in Pune").run()
    at = reloaded(open_page, "optouts", at)
    assert at.selectbox(key="optouts.as.reason").value == "why"
    assert at.text_input(key="optouts.as.source").value == "The shop in Pune"
    at.button(key="optouts.file.go").click().run()
    assert "1 number opted out." in said(at)


def test_cells_of_a_list_come_back_until_they_are_saved(
    open_page: OpenPage,
    new_list: Callable[..., int],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = new_list()
    at = open_page("list", id=str(made))
    at.toggle(key=f"list.change.{made}").set_value(True).run()
    type_in(at, "list.editor.", {1: {"name": "Ravi Rao"}, 2: {"Remove": True}})
    assert "Save 1 changed row and remove 1 person" in said(at)
    at = reloaded(open_page, "list", at)
    assert "Save 1 changed row and remove 1 person" in said(at)
    at.text_input(key="list.who").set_value("Meera").run()
    at.button(key="list.edit.save").click().run()
    assert "2 changes saved." in said(at)
    assert lists.page(settings, made).cells["name"].tolist() == ["Asha", "Ravi Rao"]
    assert address(at) == {"id": str(made)}
    monkeypatch.setattr(flash, "SECONDS", 0)  # no half of a double click
    at.button(key="list.edit.save").click().run()
    assert "There is no change to save." in said(at)
