"""Settings: what a marketer changes on the page, and what is closed there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import OpenPage, errors, said
from streamlit.testing.v1 import AppTest

from jetmsg_core import configuration
from jetmsg_core.configuration import changing
from jetmsg_core.settings import OWNED


@pytest.fixture(autouse=True)
def _sender_id_is_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JETMSG_SENDER_ID")


def fill(at: AppTest, by: str = "Asha", **values: str) -> AppTest:
    for name, value in values.items():
        at.text_input(key=f"settings.field.JETMSG_{name}").set_value(value)
    at.text_input(key="settings.by").set_value(by)
    return at.button(key="settings.save").click().run()


def field(at: AppTest, name: str) -> str:
    value = at.text_input(key=f"settings.field.JETMSG_{name}").value
    assert value is not None
    return value


def tables(at: AppTest) -> str:
    return "\n".join(str(table.value) for table in at.table)


def test_what_is_saved_holds_at_once_and_says_who_did_it(open_page: OpenPage) -> None:
    at = open_page("settings")
    assert "Nobody has changed anything here yet" in said(at)
    fill(at, SENDER_ID="ABCDEF", LOW_PROMO="5,000")
    assert not at.exception
    assert "Saved: 2 settings changed." in said(at)
    now = configuration.load()
    assert (now.sender_id, now.low_promo) == ("ABCDEF", 5000)
    assert (field(at, "SENDER_ID"), field(at, "LOW_PROMO")) == ("ABCDEF", "5000")
    history = tables(at)
    assert "Sender ID" in history
    assert "Asha" in history
    assert "ABCDEF" in history


def test_another_session_has_it_at_its_next_click(open_page: OpenPage) -> None:
    other = open_page("settings")
    fill(open_page("settings"), SENDER_ID="ABCDEF")
    assert field(other.run(), "SENDER_ID") == "ABCDEF"


def test_a_wrong_value_is_a_sentence_at_its_field_and_nothing_is_saved(
    open_page: OpenPage,
) -> None:
    at = fill(open_page("settings"), PROMO_STOPS="22:00", LOW_OTP="5")
    assert errors(at)[0].startswith("Promotional messages stop at is '22:00': write a time from")
    assert "JETMSG_" not in "".join(errors(at))
    assert "Nothing was saved" in errors(at)[-1]
    assert configuration.load().low_otp is None
    assert field(at, "LOW_OTP") == "5", "what was typed stays"
    fill(at, PROMO_STOPS="20:00")
    assert not errors(at)
    assert configuration.load().low_otp == 5


def test_without_a_name_nothing_is_saved(open_page: OpenPage) -> None:
    at = fill(open_page("settings"), by="", LOW_OTP="5")
    assert "Write your name" in errors(at)[0]
    assert configuration.load().low_otp is None


def test_an_empty_field_takes_the_usual_value_back(open_page: OpenPage) -> None:
    at = fill(open_page("settings"), PROMO_STOPS="19:00")
    assert configuration.load().promo_stops.hour == 19
    fill(at, PROMO_STOPS="")
    assert configuration.load().promo_stops.hour == 20
    assert field(at, "PROMO_STOPS") == "20:45"


def test_what_the_environment_has_is_closed_and_says_why(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SENDER_ID", "FIXEDI")
    at = open_page("settings")
    sender = at.text_input(key="settings.field.JETMSG_SENDER_ID")
    assert (sender.value, sender.disabled) == ("FIXEDI", True)
    assert "Set in the environment. Change it there" in said(at)
    fill(at, LOW_OTP="5")
    assert configuration.load().low_otp == 5, "the others stay open"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(open_page: OpenPage) -> None:
    at = open_page("settings")
    changing.change(configuration.load(), {"JETMSG_LOW_OTP": "7"}, by="Ravi")
    fill(at, LOW_PROMO="9")
    assert "Somebody else has just changed One-time code credits are low under" in errors(at)[0]
    assert field(at, "LOW_OTP") == "7"
    assert configuration.load().low_promo is None


def test_every_field_is_there_and_no_name_of_the_environment(open_page: OpenPage) -> None:
    at = open_page("settings")
    keys = {widget.key for widget in (*at.text_input, *at.selectbox)}
    assert {f"settings.field.{name}" for name in OWNED} <= keys
    assert not [widget.label for widget in at.text_input if "JETMSG" in widget.label]


def test_costs_show_rupees_where_a_part_has_a_price(
    open_page: OpenPage, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(3, "Hello")
    at = open_page("campaign", id=str(made))
    assert {metric.label: metric.delta for metric in at.metric}["Credits"] == ""
    fill(open_page("settings"), PART_PRICE="0.18")
    at.run()
    assert {metric.label: metric.delta for metric in at.metric}["Credits"] == "₹0.54"


def test_long_numbers_are_written_as_was_chosen(open_page: OpenPage) -> None:
    at = open_page("settings")
    grouping = at.selectbox(key="settings.field.JETMSG_GROUPING")
    assert grouping.options == ["12,34,567", "1,234,567"]
    grouping.set_value("international")
    fill(at)
    assert configuration.load().grouping == "international"
    assert "At most 200 MB and 2,000,000 rows" in str(
        at.switch_page("contacts.py").run().file_uploader[0].help
    )
