"""Writing, and everything a person should know before sending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import OpenPage, errors, numbers, said
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns import control
from jetmsg_core.settings import Settings

NewList = Callable[..., int]


def write(at: AppTest, message: str) -> AppTest:
    return at.text_area(key="compose.message").set_value(message).run()


def test_without_a_list_the_way_to_contacts_is_shown(open_page: OpenPage) -> None:
    at = open_page("compose")
    assert "nobody to write to yet" in said(at)
    assert not at.text_area


def test_each_persons_text_and_the_cost_are_shown(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = write(open_page("compose"), "Dear {{name}}, see you soon.")
    assert [text.value for text in at.text] == [
        "Dear Asha, see you soon.",
        "Dear Ravi, see you soon.",
        "Dear Om, see you soon.",
    ]
    assert {k: v for k, v in numbers(at).items() if k in ("People", "Credits", "Calls")} == {
        "People": "3",
        "Credits": "3",
        "Calls": "3",
    }
    assert at.button(key="compose.send").label == "Send to 3 people · 3 credits"


def test_a_static_text_travels_in_one_call(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    assert numbers(write(open_page("compose"), "Closed on Monday."))["Calls"] == "1"


def test_a_list_named_in_the_address_is_chosen(open_page: OpenPage, new_list: NewList) -> None:
    first = new_list(name="First")
    new_list(name="Second")
    at = open_page("compose", list=str(first))
    assert at.selectbox(key="compose.list").value == first


def test_a_chip_inserts_its_column(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = write(open_page("compose"), "Dear")
    at.button(key="compose.chip.0").click().run()
    assert at.text_area(key="compose.message").value == "Dear {{name}}"
    assert "Dear Asha" in [text.value for text in at.text]


def test_people_without_a_value_are_left_out_and_counted(
    open_page: OpenPage, new_list: NewList
) -> None:
    new_list()
    at = write(open_page("compose"), "Hello {{city}}")
    assert numbers(at)["People"] == "2"
    assert "Left out: 1 contact" in said(at)


def test_a_default_stands_in_for_a_missing_value(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = write(open_page("compose"), "Hello {{city}}")
    at.segmented_control(key="compose.missing").set_value("default").run()
    at.text_input(key="compose.default").set_value("your town").run()
    assert "Hello your town" in [text.value for text in at.text]
    assert numbers(at)["People"] == "3"
    assert "1 person will read the default word" in said(at)


def test_markup_in_a_message_is_shown_as_it_is_sent(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    message = "*5* -> $6$ :smile: [a](b) <b>"
    assert {text.value for text in write(open_page("compose"), message).text} == {message}


def test_curly_quotes_can_be_made_plain_and_the_saving_is_said(
    open_page: OpenPage, new_list: NewList
) -> None:
    new_list()
    at = write(open_page("compose"), "It’s " + "a" * 80)
    assert "because of ’" in said(at)
    at.button(key="compose.plain").click().run()
    assert at.text_area(key="compose.message").value.startswith("It's")
    assert numbers(at)["Credits"] == "3"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        pytest.param("Dear {{nme}}", "There is no column for {{nme}}", id="no such column"),
        pytest.param("Dear {name}}", "not part of a whole placeholder", id="half a placeholder"),
        pytest.param("Dear {#var#}", "The DLT variable {#var#}", id="unfilled variable"),
    ],
)
def test_a_message_that_cannot_be_filled_is_refused_in_words(
    open_page: OpenPage, new_list: NewList, message: str, sentence: str
) -> None:
    new_list()
    at = write(open_page("compose"), message)
    assert sentence in errors(at)[0]
    assert "compose.send" not in [button.key for button in at.button]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        pytest.param("compose.sender", "JET", "exactly 6 letters or digits", id="short sender"),
        pytest.param("compose.template", "12A", "other than digits", id="template id"),
    ],
)
def test_a_wrong_field_is_refused_in_words(
    open_page: OpenPage, new_list: NewList, key: str, value: str, sentence: str
) -> None:
    new_list()
    at = write(open_page("compose"), "Hello")
    at.text_input(key=key).set_value(value).run()
    assert sentence in errors(at)[0]
    assert "compose.send" not in [button.key for button in at.button]


def test_the_promotional_route_says_its_hours(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = open_page("compose")
    assert "10:00 to 20:45 IST only" not in said(at)
    at.segmented_control(key="compose.route").set_value(2).run()
    assert "10:00 to 20:45 IST only" in said(at)


def test_asking_to_send_shows_the_essentials_and_sends_nothing(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    new_list()
    at = write(open_page("compose"), "Dear {{name}}")
    at.button(key="compose.send").click().run()
    assert "**3 people** of **Friends** get this from **JETMSG**, transactional" in said(at)
    assert "compose.confirm" in [button.key for button in at.button]
    assert not control.newest(settings)


def test_a_draft_survives_a_look_at_another_page(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = write(open_page("compose"), "Half a thought")
    at.switch_page("balance.py").run()
    at.switch_page("compose.py").run()
    assert at.text_area(key="compose.message").value == "Half a thought"


def test_what_is_out_of_credits_is_said_before_sending(
    open_page: OpenPage, new_list: NewList, start_gateway: Callable[..., object], cli: Callable
) -> None:
    start_gateway("--balance", "tranx=2")
    assert cli("balance", "--sample").returncode == 0
    new_list()
    at = write(open_page("compose"), "Dear {{name}}")
    assert "credits end at recipient 3" in said(at)


def test_whatsapp_asks_for_no_sender_and_counts_messages_instead_of_credits(
    open_page: OpenPage, new_list: NewList, start_gateway: Callable[..., object]
) -> None:
    start_gateway()
    new_list()
    at = open_page("compose")
    at.segmented_control(key="compose.channel").set_value("whatsapp").run()
    assert "compose.sender" not in [field.key for field in at.text_input]
    at.text_area(key="compose.message").set_value("Namaste {{name}} 🙏").run()
    assert "Send to 3 people · 3 WhatsApp messages" in said(at)
    assert "Credits" not in numbers(at)
    at.text_area(key="compose.message").set_value("{{name}}" + "a" * 1000).run()
    assert "WhatsApp takes 1,000 characters" in errors(at)[0]


def test_what_the_checks_forbid_is_said_and_cannot_be_sent(
    open_page: OpenPage, new_list: NewList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "2")
    new_list()
    at = write(open_page("compose"), "Hello {{name}}")
    assert "at most 2 are allowed" in " ".join(warning.value for warning in at.warning)
    assert at.button(key="compose.send").disabled
    short = write(open_page("compose"), "Hello {{city}}")
    assert not short.button(key="compose.send").disabled
