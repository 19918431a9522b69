"""Placeholders as other tools spell them, on the compose page: changed or kept with one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import OpenPage, errors, is_kept_back, said, unescaped
from streamlit.testing.v1 import AppTest
from test_compose_page import expanders, following, keys, phone, write

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings

Written = Callable[[str], AppTest]


@pytest.fixture
def written(open_page: OpenPage, new_list: Callable[..., int]) -> Written:
    """The second step, with the list Friends chosen and this message written."""

    def opened(message: str) -> AppTest:
        at = following(open_page("compose", list=str(new_list())))
        at.segmented_control(key="compose.route").set_value(1)
        return write(at, message)

    return opened


def labels(at: AppTest) -> list[str]:
    return [unescaped(button.label) for button in at.button]


def test_a_spelling_is_offered_where_it_is_written(written: Written) -> None:
    at = written("Dear {name} of [city], {{name}}")
    assert "Change {name} to {{name}}" in labels(at)
    assert "Change all 2" in labels(at)
    at.button(key="compose.respell.0").click().run()
    assert at.text_area(key="compose.message").value == "Dear {{name}} of [city], {{name}}"
    assert "Change all 2" not in labels(at)
    at.button(key="compose.respell.0").click().run()
    assert at.text_area(key="compose.message").value == "Dear {{name}} of {{city}}, {{name}}"
    assert not [key for key in keys(at) if key.startswith("compose.respell")]


@pytest.mark.parametrize("slip", ["Dear {{name}", "Dear {name}}", "Dear {{{name}}}", "{#name#}"])
def test_what_is_refused_in_red_can_be_mended_with_a_click(written: Written, slip: str) -> None:
    at = written(slip)
    assert errors(at)
    at.button(key="compose.respell.0").click().run()
    assert not errors(at)
    assert phone(at) == [slip.partition("{")[0] + "Asha"]


def test_the_check_stops_and_one_click_changes_all_of_them(
    written: Written, settings: Settings
) -> None:
    at = following(written("Dear {name}, {name} of ##city##"))
    assert ":red-badge[Must be fixed] A placeholder of another tool" in expanders(at)
    assert "No problems found." not in said(at)
    assert "Did you mean {{name}} and {{city}}?" in said(at)
    assert is_kept_back(at)
    at.button(key="compose.respell.spelled_placeholder.all").click().run()
    assert phone(at) == ["Dear Asha, Asha of Pune"]
    assert "No problems found." in said(at)
    assert drafts.newest(settings)[0].choices.message == "Dear {{name}}, {{name}} of {{city}}"
    following(at)


def test_it_is_kept_on_purpose_and_asked_about_again(written: Written, settings: Settings) -> None:
    at = following(written("Write [city] on the card, {{name}}"))
    at.button(key="compose.keep.spelled_placeholder.0").click().run()
    assert "**[city]** is sent as it is, as you chose." in said(at)
    assert "No problems found." in said(at)
    assert phone(at) == ["Write [city] on the card, Asha"]
    assert not is_kept_back(at)
    assert drafts.newest(settings)[0].choices.keep_text == ("[city]",)
    at.button(key="compose.ask_again.0").click().run()
    assert is_kept_back(at)


def test_what_is_kept_is_sent_and_a_test_first_too(written: Written, settings: Settings) -> None:
    at = following(written("Write [city] on the card"))
    at.button(key="compose.keep.spelled_placeholder.0").click().run()
    following(at)
    at.segmented_control(key="compose.when").set_value("test").run()
    at.text_input(key="compose.test").set_value("9811111111").run()
    at.button(key="compose.test.send").click().run()
    assert control.newest(settings)[0].campaign.message == "Write [city] on the card"
    at.segmented_control(key="compose.when").set_value("now").run()
    at.button(key="compose.send").click().run()
    at.button(key="compose.confirm").click().run()
    assert [status.campaign.recipients for status in control.newest(settings)] == [3, 1]


def test_what_may_be_meant_is_offered_and_passes(written: Written) -> None:
    at = following(written("Dear [nmae] (city)"))
    assert ":orange-badge[Please check] Perhaps meant as a placeholder" in expanders(at)
    assert "Change [nmae] to {{name}}" in labels(at)
    assert not [key for key in keys(at) if key.startswith("compose.keep")]
    assert not is_kept_back(at)


def test_a_default_with_a_placeholder_is_stopped(written: Written) -> None:
    at = written("Hello {{city}}")
    at.segmented_control(key="compose.missing").set_value("default").run()
    at.text_input(key="compose.default").set_value("[name]").run()
    following(at)
    assert "The default holds a placeholder" in expanders(at)
    assert is_kept_back(at)
    at.button(key="compose.keep.spelled_default.0").click().run()
    assert not is_kept_back(at)


def test_ordinary_texts_are_not_asked_about(written: Written) -> None:
    at = written("50% off at $500, mail a@name.com or @jetmsg. [Terms apply] #1")
    assert not [key for key in keys(at) if key.startswith("compose.respell")]
    following(at)
    assert "Perhaps meant as a placeholder" not in expanders(at)
