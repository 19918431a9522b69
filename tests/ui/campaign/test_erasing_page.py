"""*Find a number*: what is held about one person is offered, and the person erased."""

from __future__ import annotations

from fixtures import NewCampaign
from pages_opened import OpenPage, errors, said

from jetmsg_core import acting
from jetmsg_core.acting import Actor, ActorKind, Role
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.people import erasing
from jetmsg_core.settings import Settings

FIRST = "919000000000"


def test_a_person_is_erased_after_the_word_and_the_receipt_is_drawn(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    control.stop(settings, new_campaign(2))
    at = open_page("numbers")
    at.text_input(key="numbers.search").set_value(FIRST).run()
    assert "This person's data" in [header.value for header in at.header]
    at.button(key="numbers.erase").click().run()
    assert "That is not ERASE" in "\n".join(errors(at))
    at.text_input(key=f"numbers.erase.word.{FIRST}").set_value("erase").run()
    at.button(key="numbers.erase").click().run()
    assert "Receipt 1" in said(at) + "\n".join(box.value for box in at.success)
    assert erasing.receipts(settings, 1)[0].counts["messages"] == 1
    assert "Nothing was ever sent to this number" in said(at)
    at.button(key="numbers.erase").click().run()
    assert not errors(at), "it was the second half of a double click"


def test_the_word_for_one_person_erases_nobody_else(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    control.stop(settings, new_campaign(2))
    at = open_page("numbers")
    at.text_input(key="numbers.search").set_value(FIRST).run()
    at.text_input(key=f"numbers.erase.word.{FIRST}").set_value("ERASE").run()
    at.text_input(key="numbers.search").set_value("919000000001").run()
    at.button(key="numbers.erase").click().run()
    assert "That is not ERASE" in "\n".join(errors(at))
    assert not erasing.receipts(settings, 1)


def test_what_may_not_be_erased_yet_is_a_sentence(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    new_campaign(2)
    at = open_page("numbers")
    at.text_input(key="numbers.search").set_value(FIRST).run()
    at.text_input(key=f"numbers.erase.word.{FIRST}").set_value("ERASE").run()
    at.button(key="numbers.erase").click().run()
    assert "not over (draft)" in "\n".join(errors(at))
    assert not erasing.receipts(settings, 1)


def test_the_receipts_stand_on_the_settings_page_without_numbers(
    open_page: OpenPage, settings: Settings
) -> None:
    assert "People who were erased" in [header.value for header in open_page("settings").header]
    erasing.erase(settings, FIRST)
    at = open_page("settings")
    receipts = next(table.value for table in at.dataframe if "Receipt" in list(table.value.columns))
    assert receipts["Receipt"].tolist() == [1]
    assert FIRST not in receipts.to_string()


def test_whoever_may_not_erase_sees_nothing_of_it(open_page: OpenPage, settings: Settings) -> None:
    acting.set_source(lambda: Actor("Ravi", Role.SENDER, ActorKind.PERSON))
    try:
        at = open_page("numbers")
        at.text_input(key="numbers.search").set_value(FIRST).run()
        assert f"+{FIRST}" in [header.value for header in at.header]
        assert "This person's data" not in [header.value for header in at.header]
    finally:
        acting.set_source(acting.own_user)
